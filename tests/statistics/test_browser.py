"""The three pages in a real browser: accessible on a desk and on a phone, no sideways scrolling, the chart is drawn."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from nhacviec.orgs.models import Person
from tests.factories import City, a_city
from tests.statistics import matrix

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = ("/", "/viec-cua-toi/", "/thong-ke/?nam=2021", "/thong-ke/xep-loai/?nam=2021&doi_tuong=member&cot=graded")
SIZES = ({"width": 1366, "height": 768}, {"width": 390, "height": 844})


@pytest.fixture
def city(settings: Any) -> City:
    settings.NHACVIEC_TODAY = "2021-11-08T09:00"
    made = a_city()
    matrix.build(made)
    return made


def account(person: Person) -> Any:
    return Person.objects.select_related("user").get(pk=person.pk).user


def test_the_pages_are_accessible_and_fit_the_screen(
    city: City, page_for: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    for role in ("leader", "chairman"):
        page = page_for(account(getattr(city, role)))
        for size in SIZES:
            page.set_viewport_size(size)
            for path in PAGES:
                page.goto(path)
                assert axe(page) == [], (role, path, size)
                width = page.evaluate("document.documentElement.scrollWidth")
                assert width == size["width"], (role, path, size)


def test_the_chart_is_drawn_and_its_table_can_be_opened(city: City, page_for: Callable[..., Page]) -> None:
    page = page_for(account(city.leader))
    page.goto("/")
    page.wait_for_selector("#bieu-do-qua-han svg")
    table = page.locator("details[data-table-of=bieu-do-qua-han]")
    assert table.get_attribute("open") is None
    table.locator("summary").click()
    assert table.locator("tbody tr").count() == 12


def test_without_scripts_everything_is_there(city: City, page_for: Callable[..., Page]) -> None:
    page = page_for(account(city.leader), scripts=False)
    page.goto("/")
    assert page.locator("details[data-table-of] tbody tr").first.is_visible()
    page.click("text=Có quá hạn")
    assert "nhom=late" in page.url
    page.goto("/thong-ke/?nam=2021")
    page.click("table.fx tbody tr:nth-child(2) td a")
    assert page.locator("h1").inner_text() == "Tổ chức cơ sở đảng xếp loại"


def test_the_projector_hides_tools_and_duties(city: City, page_for: Callable[..., Page]) -> None:
    page = page_for(account(city.leader))
    page.goto("/?chieu=1")
    assert not page.locator("nav").first.is_visible()
    assert page.locator("text=Chờ tôi ký").count() == 0
