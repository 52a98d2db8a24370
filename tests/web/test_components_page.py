"""The board of components in a real browser: accessible, usable on a phone, by keyboard and without scripts."""

import pytest
from playwright.sync_api import Page

from tests.conftest import AXE
from tests.factories import person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BOARD = "/thanh-phan/"


@pytest.fixture
def user(transactional_db):
    return person("Nguyễn Thị Bảo Châu", user="bao-chau").user


def faults(page: Page) -> list[str]:
    """All accessibility faults, best practice included."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run({resultTypes: ['violations']})")
    return [f"{one['id']}: {node['html'][:120]}" for one in found["violations"] for node in one["nodes"]]


@pytest.mark.parametrize("phone", [False, True])
def test_no_accessibility_fault_and_no_sideways_scrolling(page_for, user, phone):
    page = page_for(user, phone=phone)
    page.goto(BOARD)
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.goto(f"{BOARD}van-ban/")
    assert faults(page) == []
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(BOARD)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_targets_on_a_phone_are_large_enough(page_for, user):
    page = page_for(user, phone=True)
    page.goto(BOARD)
    heights = page.eval_on_selector_all(
        ".btn:not(.btn-sm), .nv-tabbar > li > a, .inp",
        "all => all.filter(e => e.offsetParent).map(e => e.offsetHeight)",
    )
    assert heights
    assert min(heights) >= 44


@pytest.mark.parametrize("scripts", [True, False])
def test_a_wrong_answer_is_shown_with_and_without_scripts(page_for, user, scripts):
    page = page_for(user, scripts=scripts)
    page.goto(BOARD)
    page.fill("#id_subject", "Trích yếu")
    page.fill("#id_cure_date", "05/11/2021")
    page.click("#mau button[type=submit]")
    assert page.locator(".errsum a").inner_text() == "Hạn khắc phục phải sau ngày 08/11/2021."
    assert page.input_value("#id_cure_date") == "05/11/2021"
    assert page.locator("#id_cure_date").get_attribute("aria-invalid") == "true"
    if scripts:
        assert page.evaluate("document.activeElement.classList.contains('errsum')")
        assert faults(page) == []
    page.fill("#id_cure_date", "30/11/2021")
    page.click("#mau button[type=submit]")
    assert page.locator(".nv-messages .note").inner_text() == "Đã kiểm tra xong, không có gì được lưu."
    if scripts:
        assert page.evaluate("document.activeElement.matches('.nv-messages .note')")


def test_the_chart_is_drawn_and_its_table_is_open_without_scripts(page_for, user):
    page = page_for(user)
    page.goto(BOARD)
    assert page.locator("#bieu-do-mau svg").count() == 1
    assert not page.locator("details[data-table-of]").get_attribute("open")
    plain = page_for(user, scripts=False)
    plain.goto(BOARD)
    assert plain.locator("details[data-table-of] p").is_visible()


def test_keys_are_short_cuts_that_can_be_switched_off(page_for, user):
    page = page_for(user)
    page.goto(BOARD)
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "tim"
    page.keyboard.type("?j")
    assert page.input_value("#tim") == "?j"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") == "An Phú"
    page.keyboard.press("?")
    assert page.locator("#nv-help").is_visible()
    assert faults(page) == []
    page.uncheck("[data-keys]")
    page.keyboard.press("Escape")
    page.reload()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") != "tim"


@pytest.mark.parametrize("phone", [False, True])
def test_the_menus_open_without_a_script(page_for, user, phone):
    page = page_for(user, phone=phone, scripts=False)
    page.goto(BOARD)
    page.click(".nv-me summary")
    assert page.locator(".nv-menu >> text=Đăng xuất").is_visible()
    if phone:
        page.click(".nv-me summary")
        page.click(".nv-more summary")
        assert page.locator(".nv-sheet a").first.is_visible()


def test_the_projector_shows_no_tools_and_no_names(page_for, user):
    page = page_for(user)
    page.goto(f"{BOARD}?chieu=1")
    for hidden in (".nv-nav", ".nv-search", ".nv-me", ".nv-head .acts"):
        assert not page.locator(hidden).first.is_visible()
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"


def test_print_leaves_only_the_content(page_for, user):
    page = page_for(user)
    page.goto(BOARD)
    page.emulate_media(media="print")
    for hidden in (".nv-top", ".nv-foot", ".chips", ".why"):
        assert not page.locator(hidden).first.is_visible()
    assert "Tinos" in page.evaluate("getComputedStyle(document.body).fontFamily")
