"""What every test may use: a real browser, a page signed in as somebody, the accessibility check."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

if TYPE_CHECKING:
    from nhacviec.accounts.models import User

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1360, "height": 900}
AXE = Path(__file__).parent / "vendor" / "axe.min.js"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests of one run share one browser: one xdist worker takes them all."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.xdist_group("browser"))


def find_chromium() -> str | None:
    """The path of an installed Chromium, or None."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def _browser() -> Iterator[Browser]:
    path = find_chromium()
    if path is None:
        reason = "no chromium found"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    # Playwright's synchronous API keeps an event loop in this thread; Django would refuse every query in it.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
            yield browser
            browser.close()
    finally:
        if before is None:
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def chromium(_browser: Browser, request: pytest.FixtureRequest) -> Browser:
    """A running headless Chromium. Mark the test `browser`."""
    if request.node.get_closest_marker("browser") is None:
        pytest.fail("a test that uses a browser is marked @pytest.mark.browser")
    return _browser


@pytest.fixture
def page_for(chromium: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """`page_for(user, phone=False, scripts=True, language="vi")`: a page of the live server, signed in (None: nobody).

    Relative addresses work: `page.goto("/")`. An error in the page's scripts fails the test at its end.
    """
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def open_page(user: User | None, *, phone: bool = False, scripts: bool = True, language: str = "vi") -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            viewport=PHONE if phone else DESK,
            java_script_enabled=scripts,
            locale=language,
            timezone_id="Asia/Ho_Chi_Minh",
        )
        contexts.append(context)
        context.set_default_timeout(10_000)
        cookies = {settings.LANGUAGE_COOKIE_NAME: language}
        if user is not None:
            client = Client()
            client.force_login(user)
            cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": name, "value": text, "url": live_server.url} for name, text in cookies.items()])
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not errors, f"errors in the page's scripts: {errors}"


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """`axe(page)`: the accessibility faults of level serious or critical, one line each; empty when there are none."""
    source = AXE.read_text(encoding="utf-8")

    def check(page: Page) -> list[str]:
        page.evaluate(source)  # evaluated by the debugger, so the page's own security policy need not allow it
        found = page.evaluate("axe.run({resultTypes: ['violations']})")
        return [
            f"{violation['id']} ({violation['impact']}): {node['target']} {node['html'][:160]}"
            for violation in found["violations"]
            if violation["impact"] in ("serious", "critical")
            for node in violation["nodes"]
        ]

    return check
