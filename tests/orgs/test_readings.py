"""Every reading of another's personal record is on a log that the person sees."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nhacviec.orgs.access import viewer_for_person
from nhacviec.orgs.actions import appoint_substitute, record_reading, record_readings
from nhacviec.orgs.models import Appointment, Person, ReadingLog
from tests.factories import MONDAY, City, a_city, at, viewer

pytestmark = pytest.mark.django_db
NOW = at(MONDAY)
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def city() -> City:
    return a_city()


def read(city: City, *, by: Person | None = None, **more: Any) -> None:
    asked: dict[str, Any] = {"person": city.official, "ground": "staff", "now": NOW, **more}
    record_reading(viewer=viewer(by or city.organiser), **asked)


def test_a_reading_tells_who_when_why_and_what(city: City) -> None:
    read(city, subject="grade", record_id=7)
    row = ReadingLog.objects.get()
    assert (row.person_id, row.reader_person_id, row.reader_name) == (
        city.official.pk,
        city.organiser.pk,
        city.organiser.full_name,
    )
    assert (row.at, row.subject_label, row.record_id) == (NOW, "xếp loại", 7)
    assert row.ground_label == "cơ quan tham mưu, lãnh đạo cấp ủy"


def test_the_same_reading_within_ten_minutes_is_one(city: City) -> None:
    read(city)
    read(city, now=NOW + 9 * MINUTE)
    assert ReadingLog.objects.count() == 1
    read(city, now=NOW + 11 * MINUTE)
    read(city, now=NOW + 11 * MINUTE, subject="grade", record_id=1)
    read(city, now=NOW + 11 * MINUTE, subject="grade", record_id=2)
    read(city, now=NOW + 11 * MINUTE, by=city.leader)
    assert ReadingLog.objects.count() == 5


def test_ones_own_record_is_not_noted(city: City) -> None:
    read(city, by=city.official)
    assert not ReadingLog.objects.exists()


def test_a_reading_on_behalf_of_another_says_so(city: City) -> None:
    row = Appointment.objects.get(person=city.organiser)
    week = dt.timedelta(days=7)
    given = appoint_substitute(
        viewer=viewer(city.organiser),
        appointment=row,
        substitute=city.clerk,
        areas=[],
        since=MONDAY,
        until=MONDAY + week,
        reason="Đi học",
        now=NOW,
    )
    mode = viewer_for_person(Person.objects.get(pk=city.clerk.pk), on=MONDAY, stand_in=given.pk)
    record_reading(viewer=mode, person=city.official, ground="staff", now=NOW)
    found = ReadingLog.objects.get()
    assert found.reader_name == city.clerk.full_name
    assert found.on_behalf_of == f"{city.organiser.full_name}, {row.post.title}"


def test_an_export_notes_each_person_in_few_statements(city: City, django_assert_num_queries: Any) -> None:
    people = [city.official.pk, city.chairman.pk, city.organiser.pk, city.official.pk]
    reader = viewer(city.organiser)
    with django_assert_num_queries(1):
        record_readings(viewer=reader, person_ids=people, ground="staff", now=NOW, subject="export")
    record_readings(viewer=reader, person_ids=people, ground="staff", now=NOW, subject="export")
    assert set(ReadingLog.objects.values_list("person_id", flat=True)) == {city.official.pk, city.chairman.pk}
    assert ReadingLog.objects.count() == 2


def test_the_person_sees_every_reading_and_nobody_else_does(city: City, client: Client, settings: Any) -> None:
    settings.NHACVIEC_TODAY = MONDAY.isoformat()
    for number in range(60):
        read(city, now=NOW + 20 * MINUTE * number)
    address = reverse("orgs:readings", args=[city.official.pk])
    client.force_login(Person.objects.get(pk=city.official.pk).user)
    page = client.get(address).content.decode()
    assert page.count(city.organiser.full_name) == 50
    assert "after=" in page
    client.force_login(Person.objects.get(pk=city.organiser.pk).user)
    assert client.get(address).status_code == 404


def test_opening_the_page_of_another_is_noted(city: City, client: Client, settings: Any) -> None:
    settings.NHACVIEC_TODAY = MONDAY.isoformat()
    client.force_login(Person.objects.get(pk=city.organiser.pk).user)
    client.get(reverse("orgs:person", args=[city.official.pk]))
    client.force_login(Person.objects.get(pk=city.other_chairman.pk).user)
    client.get(reverse("orgs:person", args=[city.official.pk]))
    assert [row.reader_name for row in ReadingLog.objects.all()] == [city.organiser.full_name]
