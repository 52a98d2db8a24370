"""What a substitute does with a task is his act, in the place of the absent person, and is shown so."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nhacviec.ledger.queries import verify
from nhacviec.orgs.access import viewer_for_person
from nhacviec.orgs.actions import appoint_substitute
from nhacviec.orgs.models import Appointment, Person
from nhacviec.tasks import actions
from nhacviec.tasks.access import can_accept, does
from nhacviec.tasks.models import Submission
from nhacviec.web.errors import NotAllowed
from tests.factories import MONDAY, a_city, at, viewer
from tests.tasks.matrix import build

pytestmark = pytest.mark.django_db
WEEK = dt.timedelta(days=7)


def substitute(absent: Person, who: Person, areas: list[str]) -> Any:
    given = appoint_substitute(
        viewer=viewer(absent),
        appointment=Appointment.objects.get(person=absent),
        substitute=who,
        areas=areas,
        since=MONDAY,
        until=MONDAY + WEEK,
        reason="Đi học",
        now=at(MONDAY),
    )
    return viewer_for_person(Person.objects.get(pk=who.pk), on=MONDAY, stand_in=given.pk)


def test_a_report_on_behalf_names_both_in_the_course(settings: Any) -> None:
    settings.NHACVIEC_TODAY = MONDAY.isoformat()
    city = a_city()
    task = build(city)["task"]
    with pytest.raises(NotAllowed):
        actions.report_progress(viewer=viewer(city.official), task=task, text="Xong nửa", now=at(MONDAY, 10))
    mode = substitute(city.chairman, city.official, ["tasks"]).in_area("tasks")
    actions.report_progress(viewer=mode, task=task, text="Xong nửa", now=at(MONDAY, 10))
    client = Client()
    client.force_login(Person.objects.get(pk=city.leader.pk).user)
    page = client.get(reverse("tasks:detail", args=[task.pk])).content.decode()
    assert f"{city.official.full_name} thay mặt {city.chairman.full_name}" in page
    assert verify().intact


def test_the_substitute_of_the_assigner_accepts_neither_his_own_work_nor_that_of_the_absent() -> None:
    city = a_city()
    task = build(city)["submitted_task"]
    submission = Submission.objects.get(task=task)
    assert can_accept(viewer(city.leader), task, submission)
    own = substitute(city.leader, city.chairman, [])
    assert task.assigner_id in own.speaks_for
    assert not can_accept(own, task, submission)
    other = substitute(city.city_chairman, city.inspector, [])
    assert not does(other, task)
