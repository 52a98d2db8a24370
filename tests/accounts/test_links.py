"""One-time links: set a password once, until a moment, unless taken back."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from nhacviec.accounts import actions, handing
from nhacviec.accounts.actions import AccountDraft, Issued
from nhacviec.accounts.models import AccountSession, OneTimeLink, SignIn, User
from nhacviec.ledger.models import Entry
from nhacviec.ledger.queries import verify
from nhacviec.web import clock
from nhacviec.web.errors import BadInput, NotPossible
from tests.accounts.helpers import GOOD, HERE, PASSWORD, ROOT, an_operator, sign_in, signed_in
from tests.factories import City, a_city

pytestmark = pytest.mark.django_db
SET = "/tai-khoan/lien-ket/"


@pytest.fixture
def city() -> City:
    return a_city()


def a_link(name: str = "hoalt", email: str = "") -> Issued:
    [user] = actions.open_accounts(actor=ROOT, drafts=[AccountDraft(name, email)], now=clock.now())
    return actions.issue_links(actor=ROOT, users=[user], now=clock.now())[0]


def opened(token: str) -> Client:
    client = Client()
    answer = client.get(f"{SET}{token}/")
    assert (answer.status_code, answer["Location"]) == (302, SET)
    return client


def test_the_holder_sets_the_password_and_signs_in() -> None:
    issued = a_link()
    assert sign_in("hoalt", "")[1] == 422
    client = opened(issued.token)
    page = client.get(SET)
    assert "hoalt" in page.content.decode()
    assert issued.token not in page.content.decode()
    assert client.post(SET, {"password": "ngan", "again": "ngan"}).status_code == 422
    assert client.post(SET, {"password": GOOD, "again": GOOD + "x"}).status_code == 422
    assert client.post(SET, {"password": GOOD, "again": GOOD})["Location"] == "/tai-khoan/dang-nhap/"
    assert sign_in("hoalt", GOOD)[1] == 302
    assert verify().intact


def test_a_link_is_used_once() -> None:
    issued = a_link()
    client = opened(issued.token)
    client.post(SET, {"password": GOOD, "again": GOOD})
    again = opened(issued.token)
    assert again.get(SET).status_code == 404
    with pytest.raises(NotPossible):
        actions.use_link(token=issued.token, password=GOOD + "2", origin=HERE, now=clock.now())
    assert sign_in("hoalt", GOOD)[1] == 302


def test_a_link_may_be_typed_from_paper_in_capitals_and_without_hyphens() -> None:
    issued = a_link()
    assert re.fullmatch(r"([a-hjkmnp-z2-9]{3}-){8}[a-hjkmnp-z2-9]{3}", issued.token)
    for typed in (issued.token.upper(), issued.token.replace("-", ""), issued.token.replace("-", " ")):
        assert opened(typed).get(SET).status_code == 200
    assert opened(issued.token[:-1]).get(SET).status_code == 404


def test_looking_at_a_link_does_not_use_it_up() -> None:
    issued = a_link()
    for _look in range(3):
        assert opened(issued.token).get(SET).status_code == 200


def test_only_the_hash_is_kept_and_nothing_of_it_in_the_ledger() -> None:
    issued = a_link()
    row = OneTimeLink.objects.get()
    assert issued.token not in str(vars(row))
    assert len(row.token_hash) == 64
    told = "".join(bytes(payload).decode() for payload in Entry.objects.values_list("payload", flat=True))
    assert issued.token not in told
    assert row.token_hash not in told


def test_a_first_link_lives_a_week_and_one_that_replaces_a_password_a_day(city: City) -> None:
    now = clock.now()
    first = a_link().link
    assert first.expires_at - first.created_at == dt.timedelta(hours=168)
    user = User.objects.get(username="chu.tich")
    reset = actions.issue_links(actor=ROOT, users=[user], now=now)[0].link
    assert (reset.purpose, reset.expires_at - now) == ("reset", dt.timedelta(hours=24))


def test_a_link_ends_with_its_time() -> None:
    issued = a_link()
    late = issued.link.expires_at
    with pytest.raises(NotPossible):
        actions.use_link(token=issued.token, password=GOOD, origin=HERE, now=late)
    user = actions.use_link(token=issued.token, password=GOOD, origin=HERE, now=late - dt.timedelta(seconds=1))
    assert user.check_password(GOOD)


def test_a_new_link_takes_the_old_one_back() -> None:
    old = a_link()
    new = actions.issue_links(actor=ROOT, users=[old.user], now=clock.now())[0]
    assert opened(old.token).get(SET).status_code == 404
    assert opened(new.token).get(SET).status_code == 200
    actions.revoke_link(actor=ROOT, user=old.user, now=clock.now())
    assert opened(new.token).get(SET).status_code == 404
    with pytest.raises(NotPossible):
        actions.revoke_link(actor=ROOT, user=old.user, now=clock.now())
    assert verify().intact


def test_a_closed_account_has_no_link(city: City) -> None:
    issued = a_link()
    actions.deactivate(actor=ROOT, user=issued.user, reason="nghỉ hưu", now=clock.now())
    assert opened(issued.token).get(SET).status_code == 404
    issued.user.refresh_from_db()
    with pytest.raises(NotPossible):
        actions.issue_links(actor=ROOT, users=[issued.user], now=clock.now())


def test_resetting_a_password_ends_every_session_and_keeps_the_second_factor(city: City) -> None:
    client = signed_in()
    user = User.objects.get(username="chu.tich")
    issued = actions.issue_links(actor=ROOT, users=[user], now=clock.now())[0]
    with pytest.raises(BadInput):
        actions.use_link(token=issued.token, password=PASSWORD, origin=HERE, now=clock.now())
    actions.use_link(token=issued.token, password=GOOD, origin=HERE, now=clock.now())
    assert client.get("/tai-khoan/bao-mat/").status_code == 302
    assert not AccountSession.objects.filter(user=user).exists()
    assert SignIn.objects.filter(user=user, event="link_used").exists()


def test_who_guesses_links_waits() -> None:
    client = Client()
    for number in range(20):
        client.get(f"{SET}khong-co-{number}/")
        assert client.get(SET).status_code == 404
    assert client.get(SET).status_code == 429
    issued = a_link()
    assert opened(issued.token).get(SET).status_code == 429
    elsewhere = Client(REMOTE_ADDR="10.9.9.9")
    elsewhere.get(f"{SET}{issued.token}/")
    assert elsewhere.get(SET).status_code == 200


def test_an_operator_hands_a_link_over_and_it_goes_by_mail_to_who_has_an_address(settings: Any) -> None:
    settings.EMAIL_HOST = "mail.example"
    an_operator()
    client = signed_in("quan.tri")
    user = a_link(email="hoa@example.org").user
    page = client.post(f"/tai-khoan/quan-tri/{user.pk}/lien-ket/")
    text = page.content.decode()
    assert page.status_code == 200
    assert "Đã gửi tới hoa@example.org" in text
    assert page["Cache-Control"] == "no-store"
    [sent] = mail.outbox
    assert sent.to == ["hoa@example.org"]
    address = next(line for line in sent.body.splitlines() if line.startswith("http"))
    assert address in text
    token = address.rstrip("/").rpartition("/")[2]
    assert opened(token).get(SET).status_code == 200


def test_without_a_mail_server_the_sheet_says_to_hand_it_over(settings: Any) -> None:
    settings.EMAIL_HOST = ""
    an_operator()
    user = a_link(email="hoa@example.org").user
    text = signed_in("quan.tri").post(f"/tai-khoan/quan-tri/{user.pk}/lien-ket/").content.decode()
    assert "giao tận tay" in text
    assert not mail.outbox


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_no_cell_of_the_table_is_a_formula(name: str) -> None:
    assert handing.plain(name) == f"'{name}"
    assert handing.plain("Lê Thị Hoa") == "Lê Thị Hoa"


def test_odd_tokens_break_nothing() -> None:
    for token in ("%20", "x" * 500, "..", "%25", "ế", "'"):
        client = Client()
        assert client.get(f"{SET}{token}/").status_code in (302, 404), token
        assert client.get(SET).status_code in (404, 429)
