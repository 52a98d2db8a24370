"""Every page of the matrix, opened in a real browser on a desk and on a phone: accessible, and nothing scrolls sideways."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, BrowserContext, Page, Route

from tests.conftest import DESK, PHONE
from tests.contracts.matrix import ROLES, Row, World, all_rows, body

pytestmark = [pytest.mark.django_db, pytest.mark.browser]
ORIGIN = "http://testserver"
# Who looks at a page: the first of these that may.
LOOKERS = ("leader", "clerk", "inspector", "organiser", "chairman", "official", *ROLES)


def _looker(row: Row) -> str | None:
    return next((role for role in LOOKERS if row.expected(role, "get") == 200), None)


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def page(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page whose static files come from the package; what it shows is given by the test."""
    context: BrowserContext = chromium.new_context(viewport=request.param, locale="vi")
    found = context.new_page()
    found.route(f"{ORIGIN}/static/**", _static)
    yield found
    context.close()


def _static(route: Route) -> None:
    path = finders.find(route.request.url.removeprefix(f"{ORIGIN}/static/").partition("?")[0])
    if isinstance(path, str) and Path(path).is_file():
        route.fulfill(path=path)
    else:
        route.fulfill(status=404)


def _open(page: Page, url: str, html: str) -> None:
    address = f"{ORIGIN}{url}"
    page.route(address, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    page.goto(address)
    page.unroute(address)


def test_every_page_is_accessible_and_fits(world: World, page: Page, axe: Callable[[Page], list[str]]) -> None:
    faults: list[str] = []
    seen = 0
    for row in all_rows():
        role = _looker(row)
        answer = world.ask(role, row, "get") if role else None
        if answer is None or not answer.headers.get("Content-Type", "").startswith("text/html"):
            continue
        _open(page, row.url(world.objects) + row.query, body(answer))
        seen += 1
        faults += [f"{row} as {role}: {fault}" for fault in axe(page)]
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            faults.append(f"{row} as {role}: {wide} px too wide")
    assert seen > 80
    assert not faults, "\n".join(faults)
