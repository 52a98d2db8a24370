"""A clerk imports an annex in a real browser, with and without scripts, on a desk and on a phone."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from nhacviec.ledger.queries import verify
from nhacviec.orgs.models import Person
from nhacviec.tasks.models import Task
from tests.factories import City, a_city

from .conftest import ROWS, a_directive, with_ministries
from .files import ANNEX, word

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("NHACVIEC_SHOTS", "")


@pytest.fixture
def city(transactional_db: None) -> City:
    return a_city()


def shot(page: Page, name: str, *, full: bool = True) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/intake-{name}.png", full_page=full)


def begin(page: Page, file: Path) -> None:
    page.goto("/nhap/")
    page.get_by_label("Văn bản giao việc").select_option(index=1)
    page.get_by_label("Cơ quan giao việc").select_option(label="Thành ủy Tam Kỳ")
    page.get_by_label("Tệp phụ lục").set_input_files(file)
    page.get_by_role("button", name="Đọc tệp").click()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_from_a_file_to_tasks(
    city: City, page_for: Callable[..., Page], axe: Callable[[Page], list[str]], tmp_path: Path, scripts: bool
) -> None:
    a_directive(city)
    file = tmp_path / "phu-luc.docx"
    file.write_bytes(word(ROWS))
    page = page_for(Person.objects.get(pk=city.clerk.pk).user, scripts=scripts)
    page.set_viewport_size({"width": 1366, "height": 900})
    page.goto("/nhap/")
    if scripts:
        assert axe(page) == []
        shot(page, "start")
    page.get_by_role("button", name="Đọc tệp").click()
    expect(page.get_by_text("Chưa chọn tệp.").first).to_be_visible()
    begin(page, file)
    expect(page.get_by_role("heading", level=1)).to_have_text("Kiểm tra 4 việc đọc từ phụ lục")
    expect(page.get_by_role("heading", name="2 dòng cần người quyết trước khi tạo")).to_be_visible()
    if scripts:
        assert axe(page) == []
        shot(page, "batch")
    page.get_by_role("button", name="Tạo 4 nhiệm vụ").click(force=True)
    expect(page.get_by_role("heading", name="Còn 2 dòng cần quyết định")).to_be_visible()
    page.get_by_label("Chọn chủ trì của dòng 3").select_option(label="UBND phường An Sơn chủ trì, nơi khác phối hợp")
    page.get_by_label("Thời hạn của dòng 4").fill("bao giờ xong")
    page.get_by_role("button", name="Lưu sửa đổi").first.click()
    expect(page.locator("#loi-5-deadline")).to_contain_text("Không hiểu")
    expect(page.get_by_label("Thời hạn của dòng 4")).to_have_value("bao giờ xong")
    if scripts:
        assert axe(page) == []
        shot(page, "error")
    page.get_by_label("Chọn dòng 4").uncheck()
    page.get_by_label("Thời hạn của dòng 4").fill("")
    page.get_by_role("button", name="Sửa dòng 1").click()
    page.get_by_label("Sản phẩm của dòng 1").fill("Biên bản có ảnh")
    if scripts:
        assert axe(page) == []
        shot(page, "edit")
    page.get_by_role("button", name="Tạo 3 nhiệm vụ").click()
    expect(page.get_by_text("Đã tạo 3 nhiệm vụ.")).to_be_visible()
    assert sorted(Task.objects.values_list("product", flat=True)) == ["Biên bản có ảnh", "Báo cáo", "Lịch trực"]
    assert verify().intact


def test_the_real_annex_on_a_desk_and_on_a_phone(
    city: City, page_for: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    with_ministries(city)
    a_directive(city)
    user = Person.objects.get(pk=city.clerk.pk).user
    desk = page_for(user)
    desk.set_viewport_size({"width": 1366, "height": 900})
    begin(desk, ANNEX)
    expect(desk.get_by_role("heading", level=1)).to_have_text("Kiểm tra 140 việc đọc từ phụ lục")
    assert axe(desk) == []
    shot(desk, "annex", full=False)
    if SHOTS:
        desk.screenshot(
            path=f"{SHOTS}/intake-annex-long.png", clip={"x": 0, "y": 0, "width": 1366, "height": 3000}, full_page=True
        )
    phone = page_for(user, phone=True)
    phone.goto(desk.url)
    assert axe(phone) == []
    wide = phone.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    shot(phone, "phone", full=False)
    phone.goto("/nhap/")
    assert axe(phone) == []
    shot(phone, "phone-start")
