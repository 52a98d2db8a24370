"""Tokens with which another program reads in the name of an account."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import RequestFactory

from nhacviec.accounts import actions
from nhacviec.accounts.models import ApiToken, User
from nhacviec.accounts.tokens import user_of
from nhacviec.ledger.models import Entry
from nhacviec.ledger.queries import verify
from nhacviec.web import clock
from nhacviec.web.errors import BadInput, NotPossible
from tests.accounts.helpers import ROOT, signed_in
from tests.factories import City, a_city

pytestmark = pytest.mark.django_db
TOKENS = "/tai-khoan/khoa-truy-cap/"


@pytest.fixture
def city() -> City:
    return a_city()


def the_user() -> User:
    return User.objects.get(username="chu.tich")


def made(days: int = 30) -> tuple[ApiToken, str]:
    now = clock.now()
    until = now.date() + dt.timedelta(days)
    return actions.make_token(actor=ROOT, user=the_user(), name="báo cáo", expires_on=until, now=now)


def asked(text: str, method: str = "get") -> User | None:
    request: Any = getattr(RequestFactory(), method)("/", headers={"Authorization": text})
    return user_of(request)


def test_a_token_reads_in_the_name_of_its_account(city: City) -> None:
    token, text = made()
    assert asked(f"Bearer {text}") == the_user()
    assert asked(f"bearer {text}") == the_user()
    token.refresh_from_db()
    assert token.last_used_at is not None
    assert text not in str(vars(token))
    told = "".join(bytes(payload).decode() for payload in Entry.objects.values_list("payload", flat=True))
    assert text not in told
    assert token.token_hash not in told
    assert verify().intact


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_token_changes_nothing(city: City, method: str) -> None:
    _token, text = made()
    assert asked(f"Bearer {text}", method) is None


def test_what_is_no_open_token_opens_nothing(city: City) -> None:
    token, text = made()
    for wrong in (
        "",
        "Bearer",
        "Bearer ",
        f"Basic {text}",
        f"Bearer {text}x",
        f"Bearer {text[3:]}",
        "Bearer nv_" + "x" * 300,
    ):
        assert asked(wrong) is None, wrong
    ApiToken.objects.update(expires_at=clock.now())
    assert asked(f"Bearer {text}") is None
    ApiToken.objects.update(expires_at=clock.now() + dt.timedelta(1))
    assert asked(f"Bearer {text}") == the_user()
    actions.revoke_token(actor=ROOT, token=token, now=clock.now())
    assert asked(f"Bearer {text}") is None
    with pytest.raises(NotPossible):
        actions.revoke_token(actor=ROOT, token=token, now=clock.now())


def test_a_closed_account_reads_nothing_and_its_tokens_stay_closed(city: City) -> None:
    _token, text = made()
    actions.deactivate(actor=ROOT, user=the_user(), reason="nghỉ", now=clock.now())
    assert asked(f"Bearer {text}") is None
    actions.reactivate(actor=ROOT, user=the_user(), reason="trở lại", now=clock.now())
    assert asked(f"Bearer {text}") is None
    assert verify().intact


def test_an_account_that_is_closed_by_any_way_reads_nothing(city: City) -> None:
    _token, text = made()
    User.objects.filter(pk=the_user().pk).update(is_active=False)
    assert asked(f"Bearer {text}") is None


def test_a_token_lasts_a_year_at_most(city: City) -> None:
    for days in (-1, 366):
        with pytest.raises(BadInput) as caught:
            made(days)
        assert caught.value.field == "expires_on"
    assert made(0)[0].expires_at.date() == clock.today() + dt.timedelta(1)
    assert made(365)


def test_the_page_shows_the_text_once_and_revokes(city: City) -> None:
    client = signed_in()
    day = f"{clock.today() + dt.timedelta(9):%d/%m/%Y}"
    assert client.post(TOKENS, {"name": "", "expires_on": day}).status_code == 422
    page = client.post(TOKENS, {"name": "Phần mềm báo cáo", "expires_on": day}).content.decode()
    token = ApiToken.objects.get()
    assert token.hint in page
    text = next(word for word in page.replace("<", " ").replace(">", " ").split() if word.startswith("nv_"))
    assert asked(f"Bearer {text}") == the_user()
    listed = client.get(TOKENS).content.decode()
    assert text not in listed
    assert "Phần mềm báo cáo" in listed
    assert signed_in("can.bo").post(f"{TOKENS}{token.pk}/thu-hoi/").status_code == 404
    assert client.post(f"{TOKENS}{token.pk}/thu-hoi/").status_code == 302
    assert "đã thu hồi" in client.get(TOKENS).content.decode()
    assert asked(f"Bearer {text}") is None
