"""A head of a ward finds his way through the tree on a phone; an organiser changes a head at the desk."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from nhacviec.orgs.models import Appointment, Person
from tests.factories import City, a_city

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenPage = Callable[..., Page]
Axe = Callable[[Page], list[str]]


@pytest.fixture
def city(settings: object) -> City:
    settings.NHACVIEC_TODAY = "2021-11-08T09:00"  # type: ignore[attr-defined]
    return a_city()


def account(who: Person) -> object:
    return Person.objects.get(pk=who.pk).user


def test_from_the_tree_to_a_person_on_a_phone_without_scripts(city: City, page_for: OpenPage) -> None:
    page = page_for(account(city.chairman), phone=True, scripts=False)
    page.goto("/to-chuc/")
    page.get_by_role("link", name="hệ thống chính quyền").click()
    page.get_by_role("textbox", name="Ngày").fill("01/03/2021")
    page.get_by_role("button", name="Xem ngày này").click()
    expect(page.get_by_text("Ngày 01/03/2021")).to_be_visible()
    page.get_by_role("link", name="UBND phường Hòa Thuận").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("UBND phường Hòa Thuận")
    page.get_by_role("link", name="Bùi Văn Đạt").first.click()
    expect(page.get_by_text("chỉ mở với người ấy")).to_be_visible()


def test_an_organiser_changes_the_head_of_a_ward(city: City, page_for: OpenPage, axe: Axe) -> None:
    page = page_for(account(city.organiser))
    page.goto(f"/to-chuc/{city.ward.pk}/")
    assert axe(page) == []
    page.get_by_role("link", name=re.compile("^Thôi giữ")).first.click()
    page.get_by_label("Từ ngày").fill("8/11/2021")
    page.get_by_role("button", name="Ghi thôi giữ chức vụ").click()
    expect(page.get_by_text("Đã ghi thôi giữ chức vụ.")).to_be_visible()
    page.get_by_role("link", name=re.compile("^Bổ nhiệm Chủ tịch")).click()
    page.get_by_label("Mã của người").fill("khong-co")
    page.get_by_role("button", name="Bổ nhiệm").click()
    expect(page.get_by_role("alert")).to_contain_text("Không có ai mang mã này.")
    assert axe(page) == []
    page.get_by_label("Mã của người").fill(city.official.code)
    page.get_by_role("button", name="Bổ nhiệm").click()
    expect(page.get_by_text("Đã bổ nhiệm.")).to_be_visible()
    assert Appointment.objects.filter(post__organisation=city.ward, person=city.official).exists()


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_the_pages_are_accessible(city: City, page_for: OpenPage, axe: Axe, phone: bool) -> None:
    page = page_for(account(city.clerk), phone=phone)
    found = {}
    for path in (
        "/to-chuc/",
        f"/to-chuc/{city.ward.pk}/?muc=quan-he",
        f"/to-chuc/{city.ward.pk}/?muc=so",
        f"/to-chuc/nguoi/{city.official.pk}/",
        "/to-chuc/nguoi/?q=hoa",
        "/to-chuc/lich/2021/",
        f"/to-chuc/moi/?cha={city.ward.pk}",
        "/tin/",
    ):
        page.goto(path)
        found[path] = axe(page)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found[path].append("wider than the screen")
    assert {path: faults for path, faults in found.items() if faults} == {}
