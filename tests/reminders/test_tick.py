"""The sweep by hand and by schedule: missed days are made up for, each once."""

import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command

from nhacviec.reminders.jobs import sweep_day
from nhacviec.reminders.models import Notice, SweepRun
from tests.factories import MONDAY, City
from tests.reminders.conftest import a_task


def tick(day: str) -> str:
    out = io.StringIO()
    call_command("tick", "--on", day, stdout=out)
    return out.getvalue()


def test_it_says_what_it_found_and_finds_nothing_the_second_time(city: City) -> None:
    a_task(city)
    assert "08/11/2021: xem 1 việc; dự thảo lần một 1" in tick("2021-11-08")
    assert "08/11/2021: xem 0 việc; dự thảo lần một 0" in tick("08/11/2021")
    assert Notice.objects.count() == 1


def test_the_days_since_the_last_sweep_are_made_up_for_on_working_days(city: City) -> None:
    tick("2021-11-04")
    a_task(city, clock=dt.date(2021, 11, 5))
    tick("2021-11-09")
    swept = list(SweepRun.objects.order_by("on").values_list("on", flat=True))
    assert swept == [dt.date(2021, 11, day) for day in (4, 5, 8, 9)]
    assert Notice.objects.get().drafted_on == dt.date(2021, 11, 5)


def test_a_day_off_is_said_to_be_one(city: City) -> None:
    assert "07/11/2021: ngày nghỉ" in tick("2021-11-07")
    assert not SweepRun.objects.exists()


@pytest.mark.parametrize("day", ["hôm nay", "2021-13-01", "31/02/2021", "9999999"])
def test_a_day_that_cannot_be_read_ends_with_a_message(city: City, day: str) -> None:
    with pytest.raises(CommandError, match="không đọc được ngày"):
        tick(day)


def test_the_scheduled_job_sweeps_its_day_once_however_often_it_is_delivered(city: City) -> None:
    a_task(city)
    assert sweep_day.func("2021-11-08") == {"looked": 1, "acted": 1, "cured": 0}
    assert sweep_day.func(MONDAY.isoformat()) == {"looked": 0, "acted": 0, "cured": 0}
    assert Notice.objects.count() == 1
