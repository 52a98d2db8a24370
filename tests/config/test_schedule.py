"""The scheduler fires every due time once, also after a stop, also with several schedulers."""

from datetime import datetime

import pytest
from django.utils.module_loading import import_string
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from nhacviec.config.actions import fire_due
from nhacviec.config.models import ScheduledRun
from nhacviec.config.schedule import SCHEDULE, Scheduled
from nhacviec.web.clock import ZONE

pytestmark = pytest.mark.django_db


@task()
def note(on: str) -> str:
    """A job like those of the rooms."""
    return on


DAILY = Scheduled(name="daily", cron="30 5 * * *", job=f"{__name__}.note")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def queued_days() -> list[str]:
    return [row.args_kwargs["kwargs"]["on"] for row in DBTaskResult.objects.order_by("enqueued_at")]


def test_the_first_look_fires_nothing() -> None:
    assert fire_due(schedule=[DAILY], now=at("2021-11-08T06:00")) == []
    assert queued_days() == []


def test_a_due_time_is_fired_once_however_often_one_looks() -> None:
    fire_due(schedule=[DAILY], now=at("2021-11-08T05:00"))
    for minute in (31, 32, 33):
        fire_due(schedule=[DAILY], now=at(f"2021-11-08T05:{minute}"))
    assert queued_days() == ["2021-11-08"]


def test_nothing_is_fired_before_its_time() -> None:
    fire_due(schedule=[DAILY], now=at("2021-11-08T05:00"))
    assert fire_due(schedule=[DAILY], now=at("2021-11-08T05:29")) == []


def test_what_was_missed_is_fired_afterwards_each_day_once_oldest_first() -> None:
    fire_due(schedule=[DAILY], now=at("2021-11-08T05:00"))
    fired = fire_due(schedule=[DAILY], now=at("2021-11-11T09:00"))
    assert [run.due_at for run in fired] == [at(f"2021-11-{day:02}T05:30") for day in (8, 9, 10, 11)]
    assert queued_days() == ["2021-11-08", "2021-11-09", "2021-11-10", "2021-11-11"]


def test_a_due_time_that_another_scheduler_fired_is_left_alone() -> None:
    fire_due(schedule=[DAILY], now=at("2021-11-08T05:00"))
    ScheduledRun.objects.create(name="daily", due_at=at("2021-11-09T05:30"), enqueued_at=at("2021-11-09T05:30"))
    ScheduledRun.objects.filter(due_at=at("2021-11-08T05:30")).delete()
    fire_due(schedule=[DAILY], now=at("2021-11-09T06:00"))
    assert queued_days() == []


def test_every_scheduled_job_exists_and_takes_a_day() -> None:
    for entry in SCHEDULE:
        assert import_string(entry.job).func.__code__.co_varnames[:1] == ("on",), entry
    assert len({entry.name for entry in SCHEDULE}) == len(SCHEDULE)
