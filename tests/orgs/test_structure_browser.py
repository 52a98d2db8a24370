"""A merger in a real browser, on a phone and without a script: menu, form, preview, confirmation."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import override_settings
from playwright.sync_api import Page

from nhacviec.documents.models import Register
from nhacviec.orgs.models import Organisation
from nhacviec.tasks.models import Task
from tests.contracts.matrix import TODAY
from tests.factories import MONDAY, City, a_city, member, organisation, person, put

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "Chi bộ khối phố Đồng Nghệ, Đảng bộ phường An Sơn, nơi có tên dài hơn mọi tên khác trong thành phố"


def _busy_city() -> City:
    """The ward with work of every kind that a preview can show."""
    city = a_city()
    organisation(LONG, "cell", under=city.ward_party)
    for n in range(12):
        member(person(f"Nguyễn Thị Hồng Nhung {n}"), city.cell)
        put(
            Task(
                code=f"NV-2021-{n:04d}",
                assigner=city.committee,
                lead=city.ward,
                responsible=city.chairman,
                title=f"Bàn giao mặt bằng đường vành đai phía Bắc, đoạn {n}, đoạn qua nhiều khối phố của phường",
                product="Biên bản",
                deadline_kind="date",
                original_deadline=MONDAY + dt.timedelta(n),
                deadline=MONDAY + dt.timedelta(n),
                assigned_on=MONDAY,
                folded="",
            )
        )
    put(Register(issuer=city.ward, family="state", kind="TB", series="2021", symbol="TB-UBND", last=41))
    return city


def _look(page: Page, axe: Callable[[Page], list[str]], name: str, width: int) -> None:
    """Accessible, nothing wider than the screen; kept as a picture where somebody asked for it."""
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    folder = os.environ.get("NHACVIEC_SHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"structure-{name}-{width}.png", full_page=True)


def _fill(page: Page, **values: str) -> None:
    for name, value in values.items():
        page.fill(f"[name={name}]", value)


@pytest.mark.parametrize(("phone", "language"), [(True, "vi"), (False, "vi"), (True, "en")])
def test_a_merger_step_by_step(
    page_for: Callable[..., Page], axe: Callable[[Page], list[str]], phone: bool, language: str
) -> None:
    with override_settings(NHACVIEC_TODAY=TODAY):
        city = _busy_city()
        user, width = city.organiser.user, 390 if phone else 1360
        page = page_for(user, phone=phone, scripts=not phone, language=language)
        # axe needs scripts: a second page looks at what the first one does without them.
        seen = page_for(user, phone=phone, language=language)
        base = f"/to-chuc/{city.ward.pk}/"
        page.goto(base)
        page.click(f"main a[href$='/to-chuc/{city.ward.pk}/sap-xep/']")
        for number, path in enumerate(("", "sap-nhap/", "tach/", "doi-ten/", "chuyen/", "ket-thuc/")):
            seen.goto(f"{base}sap-xep/{path}")
            _look(seen, axe, f"{language}-{number}", width)
        page.click("main a[href$='sap-nhap/']")
        page.click("main form button[type=submit]")
        assert page.locator(".err").count() >= 2
        when = {"on": "08/11/2021", "document": "1659/NQ-UBTVQH15", "signed_on": "01/10/2021"}
        seen.goto(f"{base}sap-xep/sap-nhap/")
        for one in (page, seen):
            one.check(f"[name=others][value='{city.other_ward.pk}']")
            _fill(one, name="UBND phường Hương Trà", code="UBM", **when)
            one.click("main form button[type=submit]")
        _look(seen, axe, f"{language}-preview", width)
        page.click("button[value=xac-nhan]")
        new = Organisation.objects.get(code="UBM")
        assert page.url.endswith(f"/to-chuc/{new.pk}/")
        assert Task.objects.filter(lead=new).count() == 12
        seen.goto(base)
        _look(seen, axe, f"{language}-ended", width)
        assert seen.locator(f"main a[href*='/to-chuc/{new.pk}/']").count() >= 1
        seen.goto(f"/to-chuc/{city.cell.pk}/sap-xep/tach/")
        _fill(seen, name_1="Chi bộ khối phố An Đông", code_1="AD", **when)
        seen.check("[name=keep_source]")
        seen.click("main form button[type=submit]")
        assert seen.locator("select[name^='chon:orgs.member']").count() == 16
        _look(seen, axe, f"{language}-split", width)
