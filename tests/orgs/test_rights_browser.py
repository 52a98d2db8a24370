"""Pages of substitution, explanations and personal data in a browser: no fault of access, nothing wider than a phone."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from nhacviec.orgs.actions import appoint_substitute, receive_request, record_reading
from nhacviec.orgs.models import Appointment, Person
from tests.factories import MONDAY, City, a_city, at, viewer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("NHACVIEC_SHOTS", "")


@pytest.fixture
def city(settings: Any) -> City:
    settings.NHACVIEC_TODAY = "2021-11-08T09:00"
    made = a_city()
    appoint_substitute(
        viewer=viewer(made.chairman),
        appointment=Appointment.objects.get(person=made.chairman),
        substitute=made.secretary,
        areas=["tasks", "reminders"],
        since=MONDAY,
        until=MONDAY + dt.timedelta(days=5),
        reason="Đi học lớp bồi dưỡng",
        document="45/QĐ-UBND",
        now=at(MONDAY),
    )
    record_reading(viewer=viewer(made.organiser), person=made.chairman, ground="staff", now=at(MONDAY))
    receive_request(
        viewer=viewer(made.chairman),
        person=made.chairman,
        kind="correct",
        text="Ngày kết nạp ghi sai",
        received_on=MONDAY,
        now=at(MONDAY),
    )
    return made


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_pages_of_rights_fit_and_are_accessible(
    city: City, page_for: Callable[..., Page], axe: Callable[[Page], list[str]], phone: bool
) -> None:
    row = Appointment.objects.get(person=city.chairman)
    page = page_for(Person.objects.get(pk=city.chairman.pk).user, phone=phone)
    addresses = [
        reverse("orgs:person", args=[city.chairman.pk]),
        reverse("orgs:substitutions", args=[city.chairman.pk]),
        reverse("orgs:substitute", args=[row.pk]),
        reverse("orgs:why", args=["organisation", city.counter.pk]),
        reverse("orgs:who", args=["organisation", city.ward.pk]),
        reverse("orgs:personal_data", args=[city.chairman.pk]),
        reverse("orgs:readings", args=[city.chairman.pk]),
    ]
    for number, address in enumerate(addresses):
        page.goto(address)
        _check(page, axe, f"rights-{number}-{'phone' if phone else 'desk'}", address)


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_the_substitute_goes_into_the_post_and_back(
    city: City, page_for: Callable[..., Page], axe: Callable[[Page], list[str]], phone: bool
) -> None:
    page = page_for(Person.objects.get(pk=city.secretary.pk).user, phone=phone)
    page.goto(reverse("statistics:my_work"))
    _check(page, axe, f"mode-0-{phone}", "my work")
    page.get_by_role("button", name="Làm việc thay mặt").click()
    bar = page.get_by_role("region", name="Đang làm việc thay mặt")
    assert city.chairman.full_name in bar.inner_text()
    _check(page, axe, f"mode-1-{phone}", "my work on behalf")
    page.goto(reverse("orgs:tree"))
    assert "ngoài phạm vi" in bar.inner_text()
    _check(page, axe, f"mode-2-{phone}", "outside")
    page.get_by_role("button", name="Trở về").click()
    assert bar.count() == 0


def _check(page: Page, axe: Callable[[Page], list[str]], name: str, address: str) -> None:
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address
    assert axe(page) == [], address
