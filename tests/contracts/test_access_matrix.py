"""Every page answers every role as the matrix says, and every page is in the matrix (see matrix.py)."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from urllib.parse import urldefrag, urlsplit

import pytest

from tests.contracts.matrix import OTHER_SECRET, ROLES, Row, World, addresses, all_rows, body, undone

pytestmark = pytest.mark.django_db
LINK = re.compile(r"<a\b[^>]*\bhref=\"([^\"]+)\"", re.IGNORECASE)
MOST_PAGES = 200
MOST_QUERIES = 3  # of one path: sorting and paging make endless addresses of one page


def test_every_address_has_a_row() -> None:
    rows = {row.name for row in all_rows()}
    missing = [name for name in addresses() if name not in rows]
    assert missing == []


def test_every_row_speaks_of_an_address_that_exists() -> None:
    assert sorted({row.name for row in all_rows()} - set(addresses())) == []


@pytest.mark.parametrize("role", ROLES)
def test_every_page_answers_as_the_matrix_says(world: World, role: str) -> None:
    wrong = []
    for row in all_rows():
        for method in ("get", "post"):
            expected = row.expected(role, method)
            answer = world.ask(role, row, method)
            if answer.status_code != expected:
                wrong.append(f"{method} {row} as {role}: {answer.status_code}, not {expected}")
            elif row.public or role != "anonymous" or expected != 302:
                continue
            elif not answer["Location"].startswith("/tai-khoan/dang-nhap/"):
                wrong.append(f"{method} {row} as {role}: sent to {answer['Location']}")
    assert not wrong, "\n".join(wrong)


def links(page: str) -> set[str]:
    """The addresses of our own pages that a page links to."""
    found = {urldefrag(unescape(href)).url for href in LINK.findall(page)}
    return {href for href in found if href.startswith("/") and not urlsplit(href).path.startswith("/static/")}


def crawl(world: World, role: str) -> tuple[dict[str, str], list[str]]:
    """Pages that a role reaches by links from the first page and from its rows; and the links that lead nowhere."""
    start = ["/", *(row.url(world.objects) + row.query for row in all_rows() if row.expected(role, "get") == 200)]
    waiting, seen = list(dict.fromkeys(start)), set(start)
    client = world.client(role)
    pages: dict[str, str] = {}
    dead: list[str] = []
    origin: dict[str, str] = {}
    variants: Counter[str] = Counter(urlsplit(url).path for url in start)
    while waiting and len(pages) < MOST_PAGES:
        url = waiting.pop(0)
        try:
            answer = undone(client, lambda url=url: client.get(url))  # type: ignore[misc]
        except Exception as error:
            dead.append(f"{url} on {origin.get(url, 'the matrix')}: {error!r}")
            continue
        if answer.status_code >= 400:
            dead.append(f"{url} on {origin.get(url, 'the matrix')}: {answer.status_code}")
        if answer.status_code != 200:
            continue
        pages[url] = body(answer)
        for href in sorted(links(pages[url]) - seen):
            seen.add(href)
            variants[urlsplit(href).path] += 1
            if variants[urlsplit(href).path] <= MOST_QUERIES:
                origin[href] = url
                waiting.append(href)
    return pages, dead


@pytest.mark.parametrize("role", ["clerk", "organiser", "official", "operator"])
def test_no_link_leads_to_a_page_that_is_refused(world: World, role: str) -> None:
    pages, dead = crawl(world, role)
    assert len(pages) > 20
    assert not dead, "\n".join(dead)


def test_a_ward_sees_nothing_internal_of_another(world: World) -> None:
    pages, dead = crawl(world, "chairman")
    assert [url for url, page in pages.items() if OTHER_SECRET in page] == []
    assert not dead, "\n".join(dead)


def test_the_secret_of_the_other_ward_is_on_pages_of_those_above(world: World) -> None:
    """Otherwise the test above would prove nothing."""
    pages, dead = crawl(world, "leader")
    assert [url for url, page in pages.items() if OTHER_SECRET in page]
    assert not dead, "\n".join(dead)


def test_a_row_without_an_answer_for_a_role_is_an_error() -> None:
    with pytest.raises(LookupError):
        Row("x:y", get={200: "leader"}).expected("clerk", "get")
    assert Row("x:y", get={200: "leader", 404: "*"}).expected("clerk", "get") == 404
    assert Row("x:y").expected("anonymous", "get") == 302
