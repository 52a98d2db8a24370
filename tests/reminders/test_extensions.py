"""What notices add to the pages of tasks, organisations and people, for those who may read them."""

import pytest

from nhacviec.reminders.extensions import ReminderOfTasks, ReminderPanels
from nhacviec.tasks.models import Task
from tests.factories import City, viewer
from tests.reminders.conftest import a_task, acknowledged, drafted


@pytest.fixture
def task(city: City) -> Task:
    task = a_task(city)
    acknowledged(city, drafted(task))
    return task


def headings(city: City, task: Task, who: str) -> list[str]:
    return [event.heading for event in ReminderOfTasks().events(task=task, viewer=viewer(getattr(city, who)))]


def test_the_course_of_the_task_tells_of_signature_service_and_receipt(city: City, task: Task) -> None:
    told = headings(city, task, "chairman")
    assert told == ["Thông báo nhắc việc lần 1, số 01-TB/TU", "Giao thông báo", "Đơn vị tiếp nhận thông báo"]


def test_the_course_says_nothing_of_notices_to_who_may_not_read_them(city: City, task: Task) -> None:
    assert headings(city, task, "official") == []
    assert headings(city, task, "other_chairman") == []


def test_a_draft_is_no_event(city: City) -> None:
    task = a_task(city)
    drafted(task)
    assert headings(city, task, "clerk") == []


def test_organisation_and_person_show_their_notices(city: City, task: Task) -> None:
    panels = ReminderPanels()
    unit = panels.organisation_panel(organisation=city.ward, viewer=viewer(city.inspector))
    assert unit is not None
    assert unit.count == 1
    assert panels.person_panel(person=city.chairman, viewer=viewer(city.chairman)) is not None
    assert panels.organisation_panel(organisation=city.ward, viewer=viewer(city.other_chairman)) is None
    assert panels.person_panel(person=city.chairman, viewer=viewer(city.official)) is None
