"""Signing in, out, the password, the language."""

from __future__ import annotations

import pytest
from django.test import Client

from nhacviec.accounts.models import User
from nhacviec.ledger.queries import verify
from tests.factories import City, a_city

pytestmark = pytest.mark.django_db
PASSWORD = "mat-khau-mau-1"
SIGN_IN = "/tai-khoan/dang-nhap/"


@pytest.fixture
def city() -> City:
    return a_city()


def sign_in(name: str = "chu.tich", password: str = PASSWORD) -> tuple[Client, int]:
    client = Client()
    return client, client.post(SIGN_IN, {"username": name, "password": password}).status_code


def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(city: City) -> None:
    answers = [
        Client().post(SIGN_IN, {"username": name, "password": word})
        for name, word in (("chu.tich", "sai-mat-khau"), ("khong.co", PASSWORD))
    ]
    assert [a.status_code for a in answers] == [422, 422]
    assert all("Tên đăng nhập hoặc mật khẩu không đúng." in a.content.decode() for a in answers)
    assert "sai-mat-khau" not in answers[0].content.decode()


def test_the_name_is_taken_in_any_case(city: City) -> None:
    assert sign_in("CHU.TICH")[1] == 302


def test_after_five_wrong_passwords_the_right_one_waits(city: City) -> None:
    client = Client()
    codes = [client.post(SIGN_IN, {"username": "chu.tich", "password": "sai"}).status_code for _ in range(6)]
    assert codes[0] == 422
    assert codes[-1] in (403, 429)
    assert client.post(SIGN_IN, {"username": "chu.tich", "password": PASSWORD}).status_code in (403, 429)


def test_the_way_back_leads_only_to_our_own_pages(city: City) -> None:
    for target, expected in (("/to-chuc/", "/to-chuc/"), ("https://example.org/", "/"), ("//example.org", "/")):
        answer = Client().post(
            f"{SIGN_IN}?next={target}", {"username": "chu.tich", "password": PASSWORD, "next": target}
        )
        assert answer["Location"] == expected


def test_signing_out_closes_every_page(city: City) -> None:
    client, _code = sign_in()
    assert client.get("/tai-khoan/mat-khau/").status_code == 200
    client.post("/tai-khoan/dang-xuat/")
    assert client.get("/tai-khoan/mat-khau/").status_code == 302


def test_the_password_is_changed_with_the_old_one_and_a_good_new_one(city: City) -> None:
    client, _code = sign_in()
    change = "/tai-khoan/mat-khau/"
    assert client.post(change, {"old": "sai", "new": "mot-cau-dai-12"}).status_code == 422
    assert client.post(change, {"old": PASSWORD, "new": "12345678"}).status_code == 422
    assert client.post(change, {"old": PASSWORD, "new": "mot-cau-dai-12"}).status_code == 302
    assert client.get(change).status_code == 200
    assert sign_in(password=PASSWORD)[1] == 422
    assert sign_in(password="mot-cau-dai-12")[1] == 302
    assert verify().intact


def test_the_language_is_kept_for_the_next_time(city: City) -> None:
    client, _code = sign_in()
    client.post("/tai-khoan/ngon-ngu/", {"language": "en", "next": "/tai-khoan/mat-khau/"})
    assert User.objects.get(username="chu.tich").language == "en"
    client.post("/tai-khoan/ngon-ngu/", {"language": "xx"})
    assert User.objects.get(username="chu.tich").language == "en"
    assert sign_in()[0].cookies["django_language"].value == "en"


def test_an_account_that_ended_lets_nobody_in(city: City) -> None:
    User.objects.filter(username="chu.tich").update(is_active=False)
    assert sign_in()[1] == 422
