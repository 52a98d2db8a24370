"""Wherever something waits for a head, a vacant head's post is shown, with what to do about it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from nhacviec.orgs.actions import AppointmentDraft, appoint, end_appointment
from nhacviec.orgs.models import Appointment, Person
from nhacviec.orgs.queries.vacancies import next_head_above, vacancies
from nhacviec.tasks import actions
from nhacviec.tasks.models import Task
from tests.factories import MONDAY, City, a_city, at, viewer
from tests.reminders.conftest import a_task, drafted

pytestmark = pytest.mark.django_db
FRIDAY = dt.date(2021, 11, 5)
MARK, FILL = "khuyết người đứng đầu", "bổ nhiệm hoặc giao quyền"


@pytest.fixture(autouse=True)
def on_monday(settings: object) -> None:
    settings.NHACVIEC_TODAY = "2021-11-08T09:00"  # type: ignore[attr-defined]


@pytest.fixture
def city() -> City:
    return a_city()


def get(who: Person, url: str) -> str:
    client = Client()
    user = Person.objects.get(pk=who.pk).user
    assert user is not None
    client.force_login(user)
    answer = client.get(url)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def leaves(city: City, who: Person) -> Appointment:
    """The head of a unit leaves on Friday."""
    row = Appointment.objects.get(person=who)
    return end_appointment(viewer=viewer(city.organiser), appointment=row, on=FRIDAY, now=at(MONDAY))


def a_stuck_task(city: City) -> Task:
    """A task of the ward with an obstacle that the city's administration is to answer."""
    task = a_task(city, deadline=dt.date(2021, 12, 10), clock=None)
    actions.report_obstacle(
        viewer=viewer(city.chairman, dt.date(2021, 11, 3)),
        task=task,
        cause="land",
        text="14 hộ chưa có giá đất",
        proposal="Áp giá",
        asked=city.administration,
        now=at(dt.date(2021, 11, 3)),
    )
    return task


def test_a_task_says_that_its_lead_or_the_one_asked_has_no_head(city: City) -> None:
    task = a_stuck_task(city)
    url = f"/nhiem-vu/{task.pk}/"
    assert "đang khuyết người đứng đầu" not in get(city.organiser, url)
    leaves(city, city.chairman)
    leaves(city, city.city_chairman)
    text = get(city.organiser, url)
    assert "UBND phường An Sơn đang khuyết người đứng đầu" in text
    assert "UBND thành phố Tam Kỳ đang khuyết người đứng đầu" in text
    assert f"/to-chuc/{city.ward.pk}/bo-nhiem/" in text
    reader = get(city.inspector, url)
    assert "UBND phường An Sơn đang khuyết người đứng đầu" in reader
    assert f"/to-chuc/{city.ward.pk}/bo-nhiem/" not in reader


def test_the_mark_goes_as_soon_as_somebody_acts_in_the_post(city: City) -> None:
    task = a_stuck_task(city)
    held = leaves(city, city.chairman)
    assert MARK in get(city.organiser, "/nhiem-vu/")
    appoint(
        viewer=viewer(city.organiser),
        drafts=[AppointmentDraft(city.official, held.post, MONDAY, acting=True)],
        now=at(MONDAY),
    )
    assert MARK not in get(city.organiser, "/nhiem-vu/")
    assert "đang khuyết" not in get(city.organiser, f"/nhiem-vu/{task.pk}/")


def test_the_list_and_the_first_screen_mark_units_without_a_head(city: City) -> None:
    a_stuck_task(city)
    for url in ("/nhiem-vu/", "/"):
        assert MARK not in get(city.leader, url), url
    leaves(city, city.chairman)
    leaves(city, city.city_chairman)
    for url, times in (("/nhiem-vu/", 1), ("/", 2)):
        assert get(city.leader, url).count(MARK) == times, url
        assert FILL in get(city.organiser, url), url
        assert FILL not in get(city.leader, url), url


def test_a_notice_and_the_workbench_say_that_the_addressee_has_no_head(city: City) -> None:
    notice = drafted(a_task(city))
    leaves(city, city.chairman)
    assert MARK in get(city.clerk, "/nhac-viec/")
    assert "UBND phường An Sơn đang khuyết người đứng đầu" in get(city.clerk, f"/nhac-viec/{notice.pk}/")


def test_the_page_of_the_unit_names_the_next_superior_with_a_head(city: City) -> None:
    leaves(city, city.chairman)
    text = get(city.organiser, f"/to-chuc/{city.ward.pk}/")
    assert "Khuyết người đứng đầu ngày 08/11/2021" in text
    assert "Cấp trên gần nhất có người đứng đầu" in text
    assert "Hồ Gia Khiêm" in text
    assert "bo-nhiem/?chuc-vu=" in text
    leaves(city, city.city_chairman)
    assert next_head_above(city.ward, MONDAY) is None
    assert next_head_above(city.cell, MONDAY).organisation == city.ward_party  # type: ignore[union-attr]


def test_all_organisations_of_a_page_are_asked_in_one_statement(city: City, django_assert_num_queries: Any) -> None:
    leaves(city, city.chairman)
    units = [city.ward.pk, city.other_ward.pk, city.administration.pk, city.department.pk, None]
    inspector, organiser = viewer(city.inspector), viewer(city.organiser)
    with django_assert_num_queries(1):
        assert vacancies(inspector, units, MONDAY).units == {city.ward.pk}
    assert vacancies(organiser, units, MONDAY).kept == {city.ward.pk}
    with django_assert_num_queries(0):
        assert vacancies(organiser, [None], MONDAY).units == frozenset()
