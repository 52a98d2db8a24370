"""Codes of an app, recovery codes, and who gets no further without a second factor."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from nhacviec.accounts import actions
from nhacviec.accounts.models import SignIn, User
from nhacviec.accounts.queries import factors_of
from nhacviec.ledger.models import Entry
from nhacviec.ledger.queries import verify
from nhacviec.orgs.models import Appointment, Substitution
from nhacviec.web import clock
from tests.accounts.helpers import (
    HERE,
    PASSWORD,
    ROOT,
    SECOND,
    SIGN_IN,
    an_operator,
    code_of,
    secret_of,
    sign_in,
    signed_in,
    with_app,
)
from tests.factories import LONG_AGO, City, a_city, put

pytestmark = pytest.mark.django_db
SECURITY = "/tai-khoan/bao-mat/"


@pytest.fixture
def city() -> City:
    cache.clear()
    return a_city()


def the_user(name: str = "chu.tich") -> User:
    return User.objects.get(username=name)


def test_an_app_is_set_up_with_a_right_code_and_asked_for_at_the_next_sign_in(city: City) -> None:
    client = signed_in()
    user = the_user()
    assert client.post("/tai-khoan/bao-mat/ung-dung/", {"code": "000000"}).status_code == 422
    assert not factors_of(user)
    secret = with_app(client, user)
    assert factors_of(user).app is not None
    assert factors_of(user).codes_left == 10
    assert secret not in str(Authenticator.objects.get(type="totp").data)

    second, status = sign_in()
    assert status == 302
    assert second.get(SECURITY).status_code == 302  # the password alone lets nobody in
    page = second.get(SECOND)
    assert page.status_code == 200
    assert "Mã xác thực" in page.content.decode()
    assert second.post(SECOND, {"code": "123456"}).status_code == 422
    assert second.post(SECOND, {"code": code_of(secret, steps=1)}).status_code == 302
    assert second.get(SECURITY).status_code == 200
    assert verify().intact


def test_the_same_code_does_not_work_twice(city: City) -> None:
    secret = with_app(signed_in(), the_user())
    code = code_of(secret, steps=1)
    first, _status = sign_in()
    assert first.post(SECOND, {"code": code}).status_code == 302
    thief, _status = sign_in()
    assert thief.post(SECOND, {"code": code}).status_code == 422


def test_the_page_that_was_asked_for_comes_after_the_second_step_and_never_a_strange_one(city: City) -> None:
    secret = with_app(signed_in(), the_user())
    for steps, (asked, come) in enumerate(
        (("/to-chuc/?ngay=2021-01-01", "/to-chuc/?ngay=2021-01-01"), ("//evil.example", "/"))
    ):
        client = Client()
        client.post(SIGN_IN, {"username": "chu.tich", "password": PASSWORD, "next": asked})
        assert client.post(SECOND, {"code": code_of(secret, steps=1 - steps)})["Location"] == come


def test_a_recovery_code_works_once(city: City) -> None:
    client = signed_in()
    user = the_user()
    with_app(client, user)
    page = client.get("/tai-khoan/bao-mat/ma-du-phong/").content.decode()
    code = Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()[0]
    assert code in page
    first, _status = sign_in()
    assert first.post(SECOND, {"code": code}).status_code == 302
    again, _status = sign_in()
    assert again.post(SECOND, {"code": code}).status_code == 422
    assert factors_of(user).codes_left == 9


def test_new_recovery_codes_replace_the_old_ones(city: City) -> None:
    client = signed_in()
    user = the_user()
    with_app(client, user)
    old = Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()
    assert client.post("/tai-khoan/bao-mat/ma-du-phong/moi/").status_code == 302
    new = Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()
    assert len(new) == 10
    assert not set(old) & set(new)
    assert verify().intact


def test_after_five_wrong_codes_the_right_one_waits_until_an_operator_opens(city: City) -> None:
    secret = with_app(signed_in(), the_user())
    for _try in range(5):
        client, _status = sign_in(**{"X-Real": "x"})
        assert client.post(SECOND, {"code": "111111"}).status_code == 422
    client, _status = sign_in()
    answer = client.post(SECOND, {"code": code_of(secret, steps=1)})
    assert answer.status_code == 422
    assert "Đã nhập sai nhiều lần" in answer.content.decode()
    actions.unlock(actor=ROOT, user=the_user(), origin=HERE, now=clock.now())
    assert client.post(SECOND, {"code": code_of(secret, steps=1)}).status_code == 302
    events = list(SignIn.objects.filter(user=the_user()).values_list("event", flat=True))
    assert events.count("factor_failed") == 5
    assert "factor_locked" in events


def test_removing_the_last_factor_takes_the_recovery_codes_along(city: City) -> None:
    client = signed_in()
    user = the_user()
    with_app(client, user)
    assert "Đây là cách xác thực cuối cùng" in client.get("/tai-khoan/bao-mat/ung-dung/go/").content.decode()
    assert client.post("/tai-khoan/bao-mat/ung-dung/go/").status_code == 302
    assert not Authenticator.objects.filter(user=user).exists()
    verbs = list(Entry.objects.values_list("verb", flat=True))
    assert "add_factor" in verbs
    assert "remove_factor" in verbs
    assert verify().intact


def test_no_secret_stands_in_the_ledger(city: City) -> None:
    client = signed_in()
    secret = with_app(client, the_user())
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    told = "".join(bytes(payload).decode() for payload in Entry.objects.values_list("payload", flat=True))
    assert secret not in told
    assert not any(code in told for code in codes)
    assert PASSWORD not in told


def test_what_changes_the_ways_in_asks_for_the_password_once_more(city: City) -> None:
    client = Client()
    client.force_login(the_user())
    answer = client.get("/tai-khoan/bao-mat/ung-dung/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/tai-khoan/xac-nhan/?next=")
    assert client.post(answer["Location"], {"password": "sai"}).status_code == 422
    back = client.post(answer["Location"], {"password": PASSWORD, "next": "/tai-khoan/bao-mat/ung-dung/"})
    assert back["Location"] == "/tai-khoan/bao-mat/ung-dung/"
    assert client.get("/tai-khoan/bao-mat/ung-dung/").status_code == 200


def test_setting_up_a_factor_ends_sessions_that_were_opened_without_it(city: City) -> None:
    elsewhere = signed_in()
    assert elsewhere.get(SECURITY).status_code == 200
    here = signed_in()
    with_app(here, the_user())
    assert elsewhere.get(SECURITY).status_code == 302
    assert here.get(SECURITY).status_code == 200


OBLIGED = ("lanh.dao", "van.thu", "to.chuc")
FREE = ("chu.tich", "can.bo", "bi.thu")


@pytest.mark.parametrize("name", OBLIGED)
def test_who_signs_or_keeps_records_gets_no_further_without_a_second_factor(
    city: City, settings: Any, name: str
) -> None:
    settings.NHACVIEC_SECOND_FACTOR = True
    client = signed_in(name)
    for path in ("/", "/to-chuc/", "/nhiem-vu/", "/tai-khoan/khoa-truy-cap/", "/tai-khoan/phien/"):
        answer = client.get(path)
        assert (answer.status_code, answer["Location"]) == (302, SECURITY), path
    assert client.post("/to-chuc/moi/", {"name": "x"})["Location"] == SECURITY
    assert "phải có xác thực bước hai" in client.get(SECURITY).content.decode()
    with_app(client, the_user(name))
    assert client.get("/to-chuc/").status_code == 200
    assert "phải có xác thực bước hai" not in client.get(SECURITY).content.decode()


def test_an_operator_is_obliged_too(city: City, settings: Any) -> None:
    settings.NHACVIEC_SECOND_FACTOR = True
    an_operator()
    assert signed_in("quan.tri").get("/tai-khoan/quan-tri/")["Location"] == SECURITY


@pytest.mark.parametrize("name", FREE)
def test_who_signs_for_no_committee_may_leave_it(city: City, settings: Any, name: str) -> None:
    settings.NHACVIEC_SECOND_FACTOR = True
    assert signed_in(name).get("/to-chuc/").status_code == 200


def test_a_session_that_did_not_show_the_factor_is_asked_for_it(city: City, settings: Any) -> None:
    settings.NHACVIEC_SECOND_FACTOR = True
    secret = with_app(signed_in("van.thu"), the_user("van.thu"))
    client = Client()
    client.force_login(the_user("van.thu"))
    assert client.get("/to-chuc/")["Location"] == SECURITY
    assert "Phiên này chưa xác thực" in client.get(SECURITY).content.decode()
    again = client.post(
        "/tai-khoan/xac-nhan/ma/?next=/to-chuc/", {"code": code_of(secret, steps=1), "next": "/to-chuc/"}
    )
    assert again["Location"] == "/to-chuc/"
    assert client.get("/to-chuc/").status_code == 200


def test_who_stands_in_for_a_signer_is_obliged_in_that_mode_and_may_go_back(city: City, settings: Any) -> None:
    settings.NHACVIEC_SECOND_FACTOR = True
    held = Appointment.objects.get(person=city.leader)
    deputy = Substitution(
        appointment=held,
        substitute=city.official,
        valid_from=LONG_AGO,
        valid_until=dt.date(2099, 1, 1),
        reason="đi công tác",
    )
    put(deputy)
    client = signed_in("can.bo")
    assert client.get("/to-chuc/").status_code == 200
    assert client.post("/chuc-vu/", {"post": f"thay-mat-{deputy.pk}"}).status_code == 302
    assert client.get("/to-chuc/")["Location"] == SECURITY
    own = Appointment.objects.get(person=city.official)
    client.post("/chuc-vu/", {"post": own.pk})
    assert client.get("/to-chuc/").status_code == 200


def test_the_switch_turns_the_obligation_off(city: City, settings: Any) -> None:
    settings.NHACVIEC_SECOND_FACTOR = False
    assert signed_in("van.thu").get("/to-chuc/").status_code == 200


def test_a_lost_device_is_reset_by_an_operator_with_a_reason(city: City) -> None:
    with_app(signed_in(), the_user())
    operator = an_operator()
    client = signed_in("quan.tri")
    url = f"/tai-khoan/quan-tri/{the_user().pk}/buoc-hai/go/"
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "mất điện thoại"}).status_code == 302
    assert not factors_of(the_user())
    assert client.post(f"/tai-khoan/quan-tri/{operator.pk}/buoc-hai/go/", {"reason": "x"}).status_code == 403
    assert sign_in()[0].get(SECURITY).status_code == 200
    assert verify().intact


def test_a_lost_secret_key_makes_codes_wrong_and_breaks_no_page(city: City, settings: Any) -> None:
    secret = with_app(signed_in(), the_user())
    settings.SECRET_KEY = "another key than the one that closed the secret"
    client, _status = sign_in()
    assert client.post(SECOND, {"code": code_of(secret, steps=1)}).status_code == 422
    assert secret_of(the_user()) != secret


def test_odd_codes_break_nothing(city: City) -> None:
    with_app(signed_in(), the_user())
    client, _status = sign_in()
    for code in ("", " ", "ế" * 19, "١٢٣٤٥٦", "\x00", "1" * 500, "-1", "1 2 3 4 5 6"):
        assert client.post(SECOND, {"code": code}).status_code == 422, code
    assert client.post(SECOND, {"credential": "{}"}).status_code == 422
    assert client.post(SECOND, {"credential": "[1,2]"}).status_code == 422
    assert client.post(SIGN_IN, {"username": "\x00", "password": "\x00"}).status_code == 422
