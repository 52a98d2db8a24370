"""No address answers 500, whoever asks and whatever is sent; none but a few is open to strangers; none asks too often."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nhacviec.accounts.models import User
from tests.contracts.addresses import Address, addresses, forms_of
from tests.factories import a_city

pytestmark = pytest.mark.django_db

OPEN_TO_STRANGERS = {"accounts:sign_in", "accounts:language", "healthz", "readyz"}
ROLES = ["lanh.dao", "van.thu", "kiem.tra", "chu.tich", "can.bo"]
MOST_QUERIES = 12
NUMBERS = ["1", "2", "999999999999999999", "99999999999999999999999999", "0", "-1", "abc", "1%00", "%FF", "１"]
QUERIES = [
    "?page=-1&trang=abc&after=x&before=%F0%9F%98%80&q=%27%22%3C&on=2021-99-99&nam=0&year=99999999999999999999",
    "?on=0001-01-01&ngay=9999-12-31&q=%00",
    "?q=" + "a" * 3000,
    "?q=%ED%A0%80&sort=__class__&after=eyJ9&state[]=x&state=&state=done",
]
NASTY = [
    "",
    "0",
    "-1",
    "99999999999999999999999999",
    "x\x00y",
    "ă" * 5000,
    "31/02/2021",
    "9999-12-31",
    "<b>&'\"",
    "NaN",
    "1e999",
    "１２",
    "\u202e",
    "😀",
]


def clients() -> dict[str, Client]:
    a_city()
    made = {}
    for name in ROLES:
        made[name] = Client(raise_request_exception=False)
        made[name].force_login(User.objects.get(username=name))
    return made


def failures(client: Client, requests: list[tuple[str, str, dict[str, Any]]]) -> list[str]:
    """The requests that answered 500, in words."""
    wrong = []
    for method, path, data in requests:
        response: HttpResponse = (
            getattr(client, method)(path, data) if method in ("get", "post") else client.generic(method.upper(), path)
        )
        if response.status_code >= 500 and path != "/readyz":
            wrong.append(f"{method.upper()} {path[:120]} {str(data)[:160]} -> {response.status_code}")
    return wrong


def pages(address: Address) -> list[str]:
    return [address.path(number=number, text=number) for number in (NUMBERS if address.has_parameter else NUMBERS[:1])]


def test_strangers_are_sent_to_the_sign_in_page() -> None:
    client = Client()
    for address in addresses():
        response = client.get(address.path())
        if address.name in OPEN_TO_STRANGERS:
            assert response.status_code in (200, 302, 405), address
        else:
            assert response.status_code == 302, address
            assert urlsplit(response["Location"]).path == "/tai-khoan/dang-nhap/", address


def test_no_page_answers_500_to_an_odd_address() -> None:
    wrong = []
    for name, client in clients().items():
        requests: list[tuple[str, str, dict[str, Any]]] = []
        for address in addresses():
            if address.name == "accounts:sign_out":
                continue
            requests += [("get", path, {}) for path in pages(address)]
            requests += [("get", pages(address)[0] + query, {}) for query in QUERIES]
            requests += [(method, pages(address)[0], {}) for method in ("put", "delete", "patch", "options", "head")]
        wrong += [f"{name}: {failure}" for failure in failures(client, requests)]
    assert not wrong, "\n".join(wrong)


def test_no_address_answers_500_to_an_odd_post() -> None:
    wrong = []
    for name, client in clients().items():
        requests: list[tuple[str, str, dict[str, Any]]] = []
        for address in addresses():
            if address.name != "accounts:sign_out":
                requests += [("post", path, {}) for path in pages(address)[:4]]
                requests += [("post", pages(address)[0], {"next": nasty, "post": nasty, "q": nasty}) for nasty in NASTY]
        wrong += [f"{name}: {failure}" for failure in failures(client, requests)]
    assert not wrong, "\n".join(wrong)


def test_no_form_answers_500_to_odd_values() -> None:
    """Every form of every page that a role can open, each field with every nasty value, all others left empty."""
    wrong = []
    for name, client in clients().items():
        for address in addresses():
            path = address.path()
            page = client.get(path)
            if page.status_code != 200 or "text/html" not in page.get("Content-Type", ""):
                continue
            for form in forms_of(page.content.decode()):
                target = form.action or path
                if "dang-xuat" in target or not target.startswith("/"):
                    continue
                requests = []
                for chosen, kind in form.fields.items():
                    values: list[Any] = (
                        [SimpleUploadedFile("a.docx", b"PK\x03\x04"), *NASTY[:3]] if kind == "file" else list(NASTY)
                    )
                    requests += [(form.method, target, {chosen: value}) for value in values]
                requests += [(form.method, target, dict.fromkeys(form.fields, value)) for value in NASTY]
                wrong += [f"{name}: {failure}" for failure in failures(client, requests)]
    assert not wrong, "\n".join(wrong)


def test_every_page_answers_with_at_most_twelve_queries() -> None:
    wrong = []
    for name, client in clients().items():
        for address in addresses():
            if address.name == "accounts:sign_out":
                continue
            with CaptureQueriesContext(connection) as queries:
                response = client.get(address.path())
            if response.status_code == 200 and len(queries) > MOST_QUERIES:
                wrong.append(f"{name} {address.path()}: {len(queries)} queries")
    assert not wrong, "\n".join(wrong)
