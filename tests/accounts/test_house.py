"""No page of the library shows through, and what happens at the same moment happens once."""

from __future__ import annotations

import threading

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from nhacviec.accounts import actions
from nhacviec.accounts.actions import AccountDraft
from nhacviec.ledger.queries import verify
from nhacviec.web import clock
from nhacviec.web.errors import NotPossible
from tests.accounts.helpers import GOOD, HERE, PASSWORD, ROOT, SECOND, sign_in, signed_in, with_app
from tests.factories import a_city


def callbacks(patterns: list[URLPattern | URLResolver]) -> list[str]:
    """The modules of all views that an address leads to."""
    found = []
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            found += callbacks(pattern.url_patterns)
        else:
            view = getattr(pattern.callback, "view_class", pattern.callback)
            found.append(view.__module__)
    return found


def test_every_address_leads_to_a_page_of_ours() -> None:
    assert not [module for module in callbacks(get_resolver().url_patterns) if module.startswith("allauth")]
    for name in ("account_signup", "account_email", "account_reset_password", "socialaccount_signup", "mfa_index"):
        with pytest.raises(NoReverseMatch):
            reverse(name)


@pytest.mark.django_db
def test_the_steps_of_the_library_stand_in_our_frame() -> None:
    cache.clear()
    city = a_city()
    client = signed_in()
    assert city.chairman.user is not None
    with_app(client, city.chairman.user)
    second, _status = sign_in()
    pages = [
        Client().get("/tai-khoan/dang-nhap/"),
        second.get(SECOND),
        client.get("/tai-khoan/xac-nhan/"),
        client.get("/tai-khoan/xac-nhan/ma/"),
        client.get("/tai-khoan/bao-mat/khoa/"),
        Client().get("/tai-khoan/lien-ket/"),
    ]
    for page in pages:
        text = page.content.decode()
        assert "nv-top" in text
        assert "allauth" not in text
        assert "unsafe" not in page.headers["Content-Security-Policy"]


@pytest.mark.django_db
def test_who_tries_the_proof_again_and_again_waits_on_a_page_of_ours() -> None:
    cache.clear()
    a_city()
    client = signed_in()
    answers = [client.post("/tai-khoan/xac-nhan/", {"password": PASSWORD}) for _try in range(12)]
    assert answers[-1].status_code == 429
    assert "nv-top" in answers[-1].content.decode()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_use_a_link_at_the_same_moment_one_is_late() -> None:
    now = clock.now()
    [user] = actions.open_accounts(actor=ROOT, drafts=[AccountDraft("hoalt")], now=now)
    [issued] = actions.issue_links(actor=ROOT, users=[user], now=now)
    start, told = threading.Barrier(2), []

    def use(password: str) -> None:
        start.wait()
        try:
            actions.use_link(token=issued.token, password=password, origin=HERE, now=now)
            told.append(password)
        except NotPossible:
            told.append("late")
        finally:
            connection.close()

    threads = [threading.Thread(target=use, args=(f"{GOOD} {number}",)) for number in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told.count("late") == 1
    user.refresh_from_db()
    assert user.check_password(next(word for word in told if word != "late"))
    assert verify().intact
