"""The ways in as a person goes them, in a real browser under the strict content policy."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import CDPSession, Page, expect

from nhacviec.accounts import actions
from nhacviec.accounts.actions import AccountDraft
from nhacviec.accounts.models import User
from nhacviec.accounts.queries import factors_of
from nhacviec.config.environment import oidc_providers
from nhacviec.ledger.queries import verify
from nhacviec.web import clock
from tests.accounts.helpers import GOOD, PASSWORD, ROOT, code_of
from tests.accounts.provider import running
from tests.accounts.test_single_sign_on import environment
from tests.factories import City, a_city

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenPage = Callable[..., Page]
Axe = Callable[[Page], list[str]]


@pytest.fixture
def city() -> City:
    cache.clear()
    return a_city()


def watch(page: Page) -> list[str]:
    """What the content policy refused on this page, from now on."""
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if "Content Security" in message.text else None)
    return refused


def sign_in(page: Page, name: str = "chu.tich", password: str = PASSWORD) -> None:
    page.goto("/tai-khoan/dang-nhap/")
    page.get_by_label("Tên đăng nhập").fill(name)
    page.get_by_label("Mật khẩu", exact=True).fill(password)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()


def virtual_passkey(page: Page) -> CDPSession:
    """A device of the browser's own that makes and keeps passkeys and always recognises its owner."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session


def test_an_app_is_set_up_and_its_code_asked_for(page_for: OpenPage, city: City, axe: Axe) -> None:
    page = page_for(None)
    refused = watch(page)
    sign_in(page)
    page.goto("/tai-khoan/bao-mat/")
    assert axe(page) == []
    page.get_by_role("link", name="Cài đặt ứng dụng").click()
    expect(page.get_by_role("img", name="Mã QR")).to_be_visible()
    box = page.locator("svg.qr").bounding_box()
    assert box is not None
    assert box["width"] > 150
    assert axe(page) == []
    secret = page.locator("code.secret").inner_text().replace(" ", "")
    page.get_by_label("Mã trong ứng dụng").fill("123")
    page.get_by_role("button", name="Bật xác thực").click()
    expect(page.locator(".errsum")).to_contain_text("Mã không đúng")
    assert page.locator("code.secret").inner_text().replace(" ", "") == secret
    page.get_by_label("Mã trong ứng dụng").fill(code_of(secret))
    page.get_by_role("button", name="Bật xác thực").click()
    expect(page.locator("ul.codes li")).to_have_count(10)
    assert axe(page) == []
    recovery = page.locator("ul.codes li").first.inner_text()

    other = page_for(None, phone=True)
    sign_in(other)
    expect(other.get_by_role("heading", name="Xác thực bước hai")).to_be_visible()
    assert axe(other) == []
    other.get_by_label("Mã xác thực").fill(code_of(secret, steps=1))
    other.get_by_role("button", name="Tiếp tục").click()
    expect(other.locator("summary", has_text="Lê Quang Thịnh")).to_be_visible()

    lost = page_for(None)
    sign_in(lost)
    lost.get_by_label("Mã xác thực").fill(recovery)
    lost.get_by_role("button", name="Tiếp tục").click()
    expect(lost.locator("summary", has_text="Lê Quang Thịnh")).to_be_visible()
    assert refused == []
    assert verify().intact


def test_a_passkey_is_made_and_opens_the_door_alone(page_for: OpenPage, city: City, axe: Axe) -> None:
    page = page_for(None)
    refused = watch(page)
    virtual_passkey(page)
    sign_in(page)
    page.goto("/tai-khoan/bao-mat/khoa/")
    assert axe(page) == []
    page.get_by_label("Tên của khóa").fill("Máy cơ quan")
    page.get_by_role("button", name="Tạo khóa").click()
    expect(page.locator("ul.codes li")).to_have_count(10)
    page.goto("/tai-khoan/bao-mat/")
    expect(page.get_by_role("rowheader", name="Khóa: Máy cơ quan")).to_be_visible()

    page.locator("details.nv-me summary").click()
    page.get_by_role("button", name="Đăng xuất").click()
    page.goto("/tai-khoan/dang-nhap/?next=/to-chuc/")
    page.get_by_role("button", name="Đăng nhập bằng khóa").click()
    page.wait_for_url(re.compile("/to-chuc/$"))
    expect(page.locator("summary", has_text="Lê Quang Thịnh")).to_be_visible()

    page.locator("details.nv-me summary").click()
    page.get_by_role("button", name="Đăng xuất").click()
    sign_in(page)
    expect(page.get_by_role("heading", name="Xác thực bước hai")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("button", name="Dùng khóa").click()
    expect(page.locator("summary", has_text="Lê Quang Thịnh")).to_be_visible()
    assert refused == []
    user = User.objects.get(username="chu.tich")
    assert factors_of(user).passkeys[0].last_used_at is not None
    assert verify().intact


def test_a_passkey_is_renamed_and_removed_after_one_more_proof(page_for: OpenPage, city: City, axe: Axe) -> None:
    page = page_for(User.objects.get(username="chu.tich"))
    virtual_passkey(page)
    page.goto("/tai-khoan/bao-mat/khoa/")
    expect(page.get_by_role("heading", name="Xác nhận là đồng chí")).to_be_visible()
    assert axe(page) == []
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Xác nhận").click()
    page.get_by_role("button", name="Tạo khóa").click()
    expect(page.locator("ul.codes li")).to_have_count(10)
    page.goto("/tai-khoan/bao-mat/")
    page.get_by_role("link", name="Đổi tên").click()
    page.get_by_label("Tên của khóa").fill("Khóa cắm")
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_role("rowheader", name="Khóa: Khóa cắm")).to_be_visible()
    page.get_by_role("link", name="Gỡ").click()
    expect(page.locator("main")).to_contain_text("Đây là cách xác thực cuối cùng")
    page.get_by_role("button", name="Gỡ").click()
    expect(page.locator("main")).to_contain_text("chưa cài đặt")
    assert not factors_of(User.objects.get(username="chu.tich"))


def test_a_browser_without_its_passkey_is_told_so_and_the_password_still_works(page_for: OpenPage, city: City) -> None:
    page = page_for(None)
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": False,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.goto("/tai-khoan/dang-nhap/")
    page.get_by_role("button", name="Đăng nhập bằng khóa").click()
    expect(page.get_by_role("alert").filter(has_text="Không dùng được khóa")).to_be_visible()
    sign_in(page)
    expect(page.locator("summary", has_text="Lê Quang Thịnh")).to_be_visible()


def test_without_scripts_the_password_and_the_code_are_enough(page_for: OpenPage, city: City) -> None:
    page = page_for(None, scripts=False)
    page.goto("/tai-khoan/dang-nhap/")
    assert page.get_by_role("button", name="Đăng nhập bằng khóa").count() == 0
    sign_in(page)
    expect(page.locator("summary", has_text="Lê Quang Thịnh")).to_be_visible()


def test_the_holder_of_a_link_sets_the_password(page_for: OpenPage, city: City, axe: Axe) -> None:
    now = clock.now()
    [user] = actions.open_accounts(actor=ROOT, drafts=[AccountDraft("hoalt")], now=now)
    [issued] = actions.issue_links(actor=ROOT, users=[user], now=now)
    page = page_for(None, phone=True)
    refused = watch(page)
    page.goto(f"/tai-khoan/lien-ket/{issued.token}/")
    assert issued.token not in page.url
    assert axe(page) == []
    page.get_by_label("Mật khẩu mới", exact=True).fill("matkhau123")
    page.get_by_label("Nhập lại mật khẩu mới").fill("matkhau123")
    page.get_by_role("button", name="Đặt mật khẩu").click()
    expect(page.locator(".errsum")).to_contain_text("nhiều người dùng")
    page.get_by_label("Mật khẩu mới", exact=True).fill(GOOD)
    page.get_by_label("Nhập lại mật khẩu mới").fill(GOOD)
    page.get_by_role("button", name="Đặt mật khẩu").click()
    expect(page.locator("main")).to_contain_text("Đã đặt mật khẩu")
    sign_in(page, "hoalt", GOOD)
    page.goto("/tai-khoan/phien/")
    expect(page.locator("table")).to_contain_text("phiên này")
    page.goto(f"/tai-khoan/lien-ket/{issued.token}/")
    expect(page.get_by_role("heading", name="Liên kết không dùng được")).to_be_visible()
    assert refused == []


def test_a_keeper_hands_out_links_and_one_is_used(page_for: OpenPage, city: City, axe: Axe) -> None:
    page = page_for(User.objects.get(username="to.chuc"))
    page.goto(f"/to-chuc/nguoi/{city.official.pk}/tai-khoan/")
    assert axe(page) == []
    page.get_by_role("link", name="Cấp liên kết đặt mật khẩu").click()
    page.get_by_role("button", name="Cấp liên kết").click()
    slip = page.locator(".slip")
    expect(slip).to_contain_text("can.bo")
    assert axe(page) == []
    address = slip.locator("code").inner_text()
    holder = page_for(None)
    holder.goto(address)
    expect(holder.locator("main")).to_contain_text("can.bo")


def test_single_sign_on_through_the_browser(page_for: OpenPage, city: City, settings: Any) -> None:
    with running({"s-1": {"preferred_username": "chu.tich"}}) as server:
        settings.SOCIALACCOUNT_PROVIDERS = oidc_providers(environment(server))
        page = page_for(None)
        refused = watch(page)
        page.goto("/tai-khoan/dang-nhap/?next=/to-chuc/")
        page.get_by_role("button", name="Đăng nhập qua Cổng cán bộ").click()
        page.wait_for_url(re.compile(re.escape(server.url)))
        page.get_by_role("button", name=re.compile("s-1")).first.click()
        page.wait_for_url(re.compile("/to-chuc/$"))
        expect(page.locator("summary", has_text="Lê Quang Thịnh")).to_be_visible()
        assert refused == []
