"""No request that a signed-in person can make ends in an error of the program."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.contracts import matrix
from tests.contracts.matrix import SIGNED_IN, Row, World, all_rows, body, undone

pytestmark = pytest.mark.django_db
NAME = re.compile(r"<(?:input|select|textarea|button)\b[^>]*\bname=\"([^\"]+)\"", re.IGNORECASE)
OPTION = re.compile(r"<option\b[^>]*\bvalue=\"([^\"]+)\"", re.IGNORECASE)
QUERY_NAMES = ("q", "ngay", "he", "after", "sort", "year", "nam", "trang", "loc", "state", "org", "goc", "from", "to")
ODD = (
    *("", " ", "0", "-1", "1", "2", "99999999999999999999", "9223372036854775807", "9223372036854775808", "1e400"),
    *("\x00", "a\x00b", "\ud800", "\u202e", "\ufeff", "ｘ", "𝕏" * 40, "Nguyễn", "Nguye\u0302\u0303n", "'", '"><b>'),
    *("31/02/2021", "29/02/2023", "00/00/0000", "1/1/1", "9999-12-31", "10000-01-01", "0001-01-01", "2021-13-45"),
    *("30/11/2021", "2021-11-08", "25:61", "null", "None", "true", "[]", "{}", "%s", "%(x)s", "{{ x }}", "../../etc"),
    *("x" * 10_000, "ế" * 10_000, "1" * 5_000, "NaN", "Infinity", "-0", "0x10", "١٢٣", "1,5", "1.5", "\n", "a\r\nb"),
)
value = st.one_of(st.sampled_from(ODD), st.text(max_size=30), st.integers().map(str), st.dates().map(str))
quick = settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def encode(pairs: list[tuple[str, str]]) -> bytes:
    """Form data as a browser gone wrong might send it: lone surrogates and all."""
    return "&".join(
        f"{quote(name, safe='')}={quote(text, safe='', errors='surrogatepass')}" for name, text in pairs
    ).encode()


def status(world: World, role: str, method: str, url: str, **kwargs: Any) -> int:
    """The status of a request; an exception of the program goes through."""
    client = world.client(role)
    answer = undone(client, lambda: getattr(client, method)(url, **kwargs))
    return int(answer.status_code)


def allowed(row: Row, method: str) -> str | None:
    """A role that the row lets in, so that the request reaches the form and not the gate."""
    welcome = (200, 422, 302, 409)
    return next((role for role in SIGNED_IN if row.expected(role, method) in welcome), None)


def rows_of(room: str) -> list[Row]:
    return [row for row in all_rows() if row.room == room]


ROOMS = sorted({row.room for row in all_rows()})


def names_of(page: str) -> list[str]:
    """The names of the fields of a page; without any, some name."""
    return sorted({name for name in NAME.findall(page) if name != "csrfmiddlewaretoken"}) or ["x"]


def send_odd_answers(world: World, row: Row, role: str) -> None:
    """Post made-up answers to a form and see that none breaks it."""
    url = row.url(world.objects)
    page = body(world.ask(role, row, "get"))
    names = names_of(page)
    options = sorted(set(OPTION.findall(page)))[:30] or ["1"]

    @quick
    @given(st.data())
    def odd_answers(data: st.DataObject) -> None:
        given_names = [name for name in names if data.draw(st.integers(0, 9)) < 8]
        pairs = [(name, data.draw(st.one_of(value, st.sampled_from(options)))) for name in given_names]
        pairs += data.draw(st.lists(st.tuples(st.sampled_from(names), value), max_size=2))
        code = status(world, role, "post", url, data=encode(pairs), content_type="application/x-www-form-urlencoded")
        assert code < 500, f"{row} as {role}: {code} for {pairs!r:.500}"

    odd_answers()


def ask_odd_queries(world: World, row: Row, role: str) -> None:
    """Get a page with made-up queries and see that none breaks it."""
    url = row.url(world.objects)
    page = body(world.ask(role, row, "get"))
    names = sorted({*QUERY_NAMES, *names_of(page), *re.findall(r"[?&;]([a-z_]+)=", page)})

    @quick
    @given(st.lists(st.tuples(st.sampled_from(names), value), min_size=1, max_size=6))
    def odd_query(pairs: list[tuple[str, str]]) -> None:
        code = status(world, role, "get", f"{url}?{encode(pairs).decode()}")
        assert code < 500, f"{row} as {role}: {code} for {pairs!r:.500}"

    odd_query()


def forms_of(room: str) -> list[tuple[Row, str]]:
    """The rows of a room that take answers, each with a role that may give them."""
    found = [(row, allowed(row, "post")) for row in rows_of(room) if row.post != 405]
    return [(row, role) for row, role in found if role is not None]


@pytest.mark.parametrize("room", ROOMS)
def test_no_form_breaks_on_odd_answers(world: World, room: str) -> None:
    for row, role in forms_of(room):
        send_odd_answers(world, row, role)
    assert rows_of(room)


FILES = (b"", b"PK\x03\x04broken", b"%PDF-1.4", b"MZ" + bytes(200), "ế".encode() * 100)
BODIES = (
    ("multipart/form-data", b"x"),
    ("multipart/form-data; boundary=x", b"--x\r\nbroken"),
    ("application/json", b"{"),
    ("text/plain", b"\xff\xfe"),
)


@pytest.mark.parametrize("room", ROOMS)
def test_no_form_breaks_on_files_and_broken_bodies(world: World, room: str) -> None:
    for row, role in forms_of(room):
        url = row.url(world.objects)
        names = names_of(body(world.ask(role, row, "get")))
        for content in FILES:
            sent = {name: SimpleUploadedFile(f"{name}.docx", content) for name in names}
            assert status(world, role, "post", url, data=sent) < 500, f"{row}: {content[:10]!r}"
        for kind, raw in BODIES:
            code = status(world, role, "post", url, data=raw, content_type=kind)
            assert code < 500, f"{row}: {kind}: {code}"
    assert rows_of(room)


@pytest.mark.parametrize("room", ROOMS)
def test_no_page_breaks_on_an_odd_query(world: World, room: str) -> None:
    for row in rows_of(room):
        role = allowed(row, "get")
        if role is not None and row.get != 405:
            ask_odd_queries(world, row, role)
    assert rows_of(room)


ODD_IDS = ("0", "-1", "999999999999999999", "99999999999999999999999", "1.5", "abc", "%00", "٣", "1%2F2", "00001", "+1")


def odd_addresses(world: World, row: Row) -> list[str]:
    """The row's address with each of its ids in turn made odd."""
    good = row.url(world.objects)
    owns = [str(matrix.value_of(world.objects, key, row.name)) for key in row.args.values()]
    return [good.replace(f"/{own}/", f"/{odd}/", 1) for own in owns for odd in ODD_IDS]


@pytest.mark.parametrize("room", ROOMS)
def test_no_address_breaks_on_an_odd_id(world: World, room: str) -> None:
    for row in rows_of(room):
        for url in odd_addresses(world, row) if row.args else []:
            for method in ("get", "post"):
                code = status(world, "leader", method, url)
                assert code < 500, f"{method} {url}: {code}"
    assert rows_of(room)


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "head", "trace"])
def test_no_page_breaks_on_an_odd_method(world: World, method: str) -> None:
    for row in all_rows():
        code = status(world, "leader", method, row.url(world.objects))
        assert code < 500, f"{method} {row}: {code}"
    assert all_rows()
