"""Overdue tasks in the small city, and the steps of a notice in one word each."""

import datetime as dt
import itertools
from typing import Any

import pytest

from nhacviec.orgs.models import Organisation, Person
from nhacviec.reminders.actions import (
    acknowledge_notice,
    present_notices,
    serve_notice,
    sign_notice,
    sweep,
)
from nhacviec.reminders.actions.settling import set_clocks
from nhacviec.reminders.models import Notice, ReminderClock
from nhacviec.tasks.models import Extension, Obstacle, Submission, Task
from tests.factories import MONDAY, City, a_city, at, put, viewer

_numbers = itertools.count(1)
LATE = dt.date(2021, 10, 25)  # a Monday, ten working days before MONDAY


@pytest.fixture
def city(db: None) -> City:
    return a_city()


def a_task(city: City, *, deadline: dt.date | None = LATE, clock: dt.date | None = MONDAY, **more: Any) -> Task:
    """A task of the ward, given by the committee, with a clock that is due."""
    values: dict[str, Any] = {
        "code": f"NV-{next(_numbers)}",
        "assigner": city.committee,
        "lead": city.ward,
        "responsible": city.chairman,
        "title": "Di dời 6 điểm chăn nuôi trong khu dân cư",
        "product": "biên bản xác nhận di dời của từng hộ",
        "deadline_kind": "date" if deadline else "none",
        "original_deadline": deadline,
        "deadline": deadline,
        "state": "running",
        "assigned_on": dt.date(2021, 8, 6),
        "received_at": at(dt.date(2021, 8, 9)),
        "folded": "",
    }
    task = put(Task(**{**values, **more}))
    set_clocks([ReminderClock(task=task, next_check=clock)])
    return task


def an_obstacle(task: Task, asked: Organisation, *, on: dt.date = dt.date(2021, 10, 20)) -> Obstacle:
    """An obstacle that waits for its answer."""
    return put(
        Obstacle(
            task=task,
            by=task.responsible,
            at=at(on),
            reported_on=on,
            cause="land",
            text="2 hộ chưa có đất chuyển chuồng trại",
            proposal="Bố trí đất tại khu B",
            asked=asked,
            answer_due=on + dt.timedelta(days=7),
        )
    )


def an_extension(task: Task, *, on: dt.date = dt.date(2021, 10, 22), state: str = "pending") -> Extension:
    """An extension that waits for its decision."""
    assert task.deadline
    return put(
        Extension(
            task=task,
            by=task.responsible,
            at=at(on),
            reason="mưa lũ",
            old_deadline=task.deadline,
            proposed=task.deadline + dt.timedelta(days=60),
            answer_due=on,
            state=state,
        )
    )


def a_submission(task: Task, on: dt.date, *, version: int = 1, by: Person | None = None) -> Submission:
    """A product that waits for acceptance."""
    return put(
        Submission(
            task=task,
            version=version,
            by=by or task.responsible,
            at=at(on),
            submitted_on=on,
            answer_due=on,
            text="đã xong",
        )
    )


def drafted(task: Task, on: dt.date = MONDAY) -> Notice:
    """The open draft after a sweep."""
    sweep(on=on, now=at(on, 6, 30))
    return Notice.objects.open_drafts().get(task=task)


def signed(city: City, notice: Notice, on: dt.date = MONDAY, *, seen: bool = False) -> Notice:
    present_notices(viewer=viewer(city.clerk, on), notices=[notice], now=at(on, 9))
    return sign_notice(viewer=viewer(city.leader, on), notice=notice, pending_seen=seen, now=at(on, 10))


def served(city: City, notice: Notice, on: dt.date = MONDAY) -> Notice:
    return serve_notice(viewer=viewer(city.clerk, on), notice=signed(city, notice, on), now=at(on, 11))


def acknowledged(city: City, notice: Notice, on: dt.date = MONDAY) -> Notice:
    return acknowledge_notice(viewer=viewer(city.chairman, on), notice=served(city, notice, on), now=at(on, 15))
