"""Single sign-on with a real provider on loopback: signatures are checked, the unknown are refused."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.core.cache import cache
from django.test import Client

from nhacviec.accounts import actions
from nhacviec.accounts.models import SignIn, User
from nhacviec.config.environment import oidc_providers
from nhacviec.ledger.models import Entry
from nhacviec.ledger.queries import verify
from nhacviec.web import clock
from tests.accounts import provider as wire
from tests.accounts.helpers import ROOT, SECOND, code_of, signed_in, with_app
from tests.accounts.provider import CLIENT, Provider, running
from tests.factories import City, a_city

pytestmark = pytest.mark.django_db
START = "/tai-khoan/dang-nhap/sso/sso/"
SECURITY = "/tai-khoan/bao-mat/"
TOKEN = "/oauth2/token"
USERS = {
    "s-1": {"preferred_username": "chu.tich", "email": "thinh@example.org", "email_verified": True, "name": "Thịnh"},
    "s-2": {"preferred_username": "ai.do", "email": "ai@example.org"},
    "s-3": {"preferred_username": "CHU.TICH", "email": "gia@example.org", "email_verified": False},
    "s-4": {"name": "không có tên đăng nhập"},
    "s-5": {"preferred_username": "van.thu"},
}


@pytest.fixture(scope="module")
def server() -> Iterator[Provider]:
    """One provider for all tests of the file."""
    with running(USERS) as found:
        yield found


@pytest.fixture
def sso(server: Provider, settings: Any) -> Iterator[Provider]:
    """The provider, known to the installation by its settings."""
    cache.clear()
    server.changes.clear()
    settings.SOCIALACCOUNT_PROVIDERS = oidc_providers(environment(server))
    yield server
    server.changes.clear()


@pytest.fixture
def city() -> City:
    return a_city()


def environment(server: Provider, **more: str) -> dict[str, str]:
    return {
        "NHACVIEC_OIDC_SERVER": server.url,
        "NHACVIEC_OIDC_CLIENT": CLIENT,
        "NHACVIEC_OIDC_SECRET": "a secret",
        "NHACVIEC_OIDC_NAME": "Cổng cán bộ",
        **more,
    }


def started(client: Client) -> str:
    """Press the button; the address of the provider."""
    answer = client.post(START, {"next": "/to-chuc/"})
    assert answer.status_code == 200
    found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', answer.content.decode())
    assert found
    return html.unescape(found.group(1))


def come_back(client: Client, server: Provider, sub: str) -> Any:
    """Go to the provider, sign in there as `sub`, come back."""
    return client.get(server.consent(started(client), sub).removeprefix("http://testserver"))


def test_the_button_stands_on_the_sign_in_page_only_when_a_provider_is_set(sso: Provider, settings: Any) -> None:
    assert "Đăng nhập qua Cổng cán bộ" in Client().get("/tai-khoan/dang-nhap/").content.decode()
    settings.SOCIALACCOUNT_PROVIDERS = {}
    assert "Đăng nhập qua" not in Client().get("/tai-khoan/dang-nhap/").content.decode()
    assert Client().post(START).status_code == 404


def test_the_way_there_carries_state_and_a_code_challenge(sso: Provider) -> None:
    asked = parse_qs(urlsplit(started(Client())).query)
    assert asked["client_id"] == [CLIENT]
    assert asked["redirect_uri"] == ["http://testserver/tai-khoan/dang-nhap/sso/sso/tra-ve/"]
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["code_challenge"][0]
    assert asked["state"][0]
    assert "openid" in asked["scope"][0].split()


def test_an_account_is_found_by_its_name_and_tied_to_the_identity(city: City, sso: Provider) -> None:
    client = Client()
    answer = come_back(client, sso, "s-1")
    assert (answer.status_code, answer["Location"]) == (302, "/to-chuc/")
    assert client.get(SECURITY).status_code == 200
    identity = SocialAccount.objects.get()
    assert (identity.user.username, identity.provider, identity.uid) == ("chu.tich", "sso", "s-1")
    assert identity.extra_data == {}
    assert not SocialToken.objects.exists()
    assert Entry.objects.filter(verb="link_identity").count() == 1
    event = SignIn.objects.latest("id")
    assert (event.event, event.method) == ("signed_in", "oidc")
    assert verify().intact


def test_the_second_time_the_identity_counts_and_not_the_name(city: City, sso: Provider) -> None:
    come_back(Client(), sso, "s-1")
    User.objects.filter(username="chu.tich").update(username="ten.moi")
    client = Client()
    assert come_back(client, sso, "s-1").status_code == 302
    assert client.get(SECURITY).status_code == 200
    assert SocialAccount.objects.get().extra_data == {}
    assert Entry.objects.filter(verb="link_identity").count() == 1


def refused(answer: Any, words: str) -> None:
    assert answer.status_code == 403
    assert words in answer.content.decode()


def test_an_unknown_person_is_refused_and_no_account_is_made(city: City, sso: Provider) -> None:
    before = User.objects.count()
    client = Client()
    refused(come_back(client, sso, "s-2"), "chưa có tài khoản nào ứng với tên ấy")
    refused(come_back(client, sso, "s-4"), "chưa có tài khoản nào ứng với tên ấy")
    assert client.get(SECURITY).status_code == 302
    assert User.objects.count() == before
    assert not SocialAccount.objects.exists()
    assert SignIn.objects.latest("id").event == "refused"


def test_a_second_identity_does_not_take_over_an_account(city: City, sso: Provider) -> None:
    come_back(Client(), sso, "s-1")
    refused(come_back(Client(), sso, "s-3"), "đã gắn với một người khác")


def test_a_closed_account_is_refused_before_and_after_it_is_tied(city: City, sso: Provider) -> None:
    user = User.objects.get(username="chu.tich")
    actions.deactivate(actor=ROOT, user=user, reason="nghỉ", now=clock.now())
    refused(come_back(Client(), sso, "s-1"), "đã ngừng dùng")
    assert not SocialAccount.objects.exists()
    actions.reactivate(actor=ROOT, user=user, reason="trở lại", now=clock.now())
    come_back(Client(), sso, "s-1")
    actions.deactivate(actor=ROOT, user=user, reason="nghỉ", now=clock.now())
    client = Client()
    refused(come_back(client, sso, "s-1"), "đã ngừng dùng")
    assert client.get(SECURITY).status_code == 302


def test_by_e_mail_only_a_verified_address_counts(city: City, sso: Provider, settings: Any) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = oidc_providers(environment(sso, NHACVIEC_OIDC_CLAIM="email"))
    user = User.objects.get(username="can.bo")
    actions.set_email(actor=ROOT, user=user, email="gia@example.org", now=clock.now())
    refused(come_back(Client(), sso, "s-3"), "chưa có tài khoản nào")
    actions.set_email(actor=ROOT, user=user, email="Thinh@example.org", now=clock.now())
    assert come_back(Client(), sso, "s-1").status_code == 302
    assert SocialAccount.objects.get().user == user


def _other_issuer(config: dict[str, Any]) -> dict[str, Any]:
    return {**config, "issuer": "https://evil.example"}


FORGED = [
    (TOKEN, wire.resigned(), "another key"),
    (TOKEN, wire.unsigned(), "no signature"),
    (TOKEN, wire.broken, "a changed letter"),
    (TOKEN, lambda answer: {k: v for k, v in answer.items() if k != "id_token"}, "no token"),
    (TOKEN, lambda answer: {**answer, "id_token": "x.y.z"}, "no JSON"),
    (TOKEN, lambda answer: {"error": "invalid_grant"}, "the provider refuses the code"),
    ("/userinfo", lambda answer: {**answer, "sub": "s-5"}, "userinfo of somebody else"),
    ("/.well-known/openid-configuration", _other_issuer, "another issuer"),
    ("/jwks", lambda answer: {"keys": []}, "no keys"),
]


@pytest.mark.parametrize(("path", "change"), [row[:2] for row in FORGED], ids=[row[2] for row in FORGED])
def test_what_is_not_signed_by_the_provider_is_refused(city: City, sso: Provider, path: str, change: Any) -> None:
    client = Client()
    back = sso.consent(started(client), "s-1").removeprefix("http://testserver")
    sso.changes[path] = change
    refused(client.get(back), "không trả lời đúng")
    assert client.get(SECURITY).status_code == 302
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize(
    "claims",
    [{"iss": "https://evil.example"}, {"aud": "another program"}, {"exp": wire.LONG_PAST}],
    ids=["issuer", "audience", "expired"],
)
def test_a_rightly_signed_token_of_another_place_or_time_is_refused(
    city: City, sso: Provider, claims: dict[str, Any]
) -> None:
    change, public = wire.own_key(**claims)
    client = Client()
    back = sso.consent(started(client), "s-1").removeprefix("http://testserver")
    sso.changes[TOKEN], sso.changes["/jwks"] = change, public
    refused(client.get(back), "không trả lời đúng")
    change, public = wire.own_key()
    client = Client()
    back = sso.consent(started(client), "s-1").removeprefix("http://testserver")
    sso.changes[TOKEN], sso.changes["/jwks"] = change, public
    assert client.get(back).status_code == 302  # the same forge with the right claims is taken: the check is what bites


def test_a_provider_that_calls_itself_by_another_name_is_refused_though_all_else_fits(
    city: City, sso: Provider
) -> None:
    change, public = wire.own_key(iss="https://evil.example")
    client = Client()
    back = sso.consent(started(client), "s-1").removeprefix("http://testserver")
    sso.changes[TOKEN], sso.changes["/jwks"] = change, public
    sso.changes["/.well-known/openid-configuration"] = _other_issuer
    refused(client.get(back), "không trả lời đúng")


def test_an_answer_without_our_question_is_refused(city: City, sso: Provider) -> None:
    there, here = Client(), Client()
    back = sso.consent(started(there), "s-1").removeprefix("http://testserver")
    refused(here.get(back), "không trả lời đúng")
    refused(here.get("/tai-khoan/dang-nhap/sso/sso/tra-ve/"), "không trả lời đúng")
    refused(here.get("/tai-khoan/dang-nhap/sso/sso/tra-ve/?code=x&state=y"), "không trả lời đúng")
    assert there.get(back).status_code == 302
    refused(there.get(back), "không trả lời đúng")


def test_who_changes_his_mind_is_told_so(city: City, sso: Provider) -> None:
    client = Client()
    refused(client.get(sso.deny(started(client)).removeprefix("http://testserver")), "Đã hủy đăng nhập")


def test_a_provider_that_is_down_is_a_page_and_no_error(city: City, sso: Provider, settings: Any) -> None:
    down = environment(sso) | {"NHACVIEC_OIDC_SERVER": "http://127.0.0.1:9"}
    settings.SOCIALACCOUNT_PROVIDERS = oidc_providers(down)
    refused(Client().post(START), "không trả lời đúng")


def test_the_second_factor_of_the_account_is_asked_for_here_too(city: City, sso: Provider) -> None:
    user = User.objects.get(username="chu.tich")
    secret = with_app(signed_in(), user)
    client = Client()
    assert come_back(client, sso, "s-1")["Location"] == SECOND
    assert client.get(SECURITY).status_code == 302
    assert client.post(SECOND, {"code": code_of(secret, steps=1)}).status_code == 302
    assert client.get(SECURITY).status_code == 200


def test_a_provider_may_vouch_for_the_second_factor(city: City, sso: Provider, settings: Any) -> None:
    settings.NHACVIEC_SECOND_FACTOR = True
    client = Client()
    come_back(client, sso, "s-5")
    assert client.get("/to-chuc/")["Location"] == SECURITY
    settings.SOCIALACCOUNT_PROVIDERS = oidc_providers(environment(sso, NHACVIEC_OIDC_SECOND_FACTOR="1"))
    assert client.get("/to-chuc/").status_code == 200


def test_the_settings_are_checked() -> None:
    assert oidc_providers({}) == {}
    with pytest.raises(ValueError, match="https"):
        oidc_providers({"NHACVIEC_OIDC_SERVER": "http://sso.example", "NHACVIEC_OIDC_CLIENT": "x"})
    with pytest.raises(ValueError, match="CLIENT"):
        oidc_providers({"NHACVIEC_OIDC_SERVER": "https://sso.example"})
