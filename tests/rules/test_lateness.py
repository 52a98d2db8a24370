"""Report states, days late and waits for a superior (T-10 … T-16)."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhacviec.rules import rulesets
from nhacviec.rules.calendar import Calendar, calendar_of, from_holidays_library
from nhacviec.rules.lateness import (
    ReportState,
    days_late,
    explain_state,
    extension_may_be_asked,
    report_state,
    wait_extension,
)
from tests.rules.tables import cases

SEED = calendar_of(from_holidays_library(range(2020, 2024)), "seed")
DAYS = st.dates(date(2021, 1, 1), date(2022, 12, 31))


@pytest.mark.parametrize("case", cases("report_states.toml"), ids=lambda case: case["name"])
def test_state_of_a_task(case: dict[str, Any]) -> None:
    facts = {
        "accepted": case["accepted"],
        "submitted_on": case.get("submitted_on"),
        "deadline": case.get("deadline"),
        "on": case["on"],
    }
    assert report_state(**facts) == case["state"]
    assert explain_state(**facts).state == case["state"]
    assert explain_state(**facts).reason.text()


def test_an_accepted_task_has_a_submission() -> None:
    with pytest.raises(ValueError, match="submission"):
        report_state(accepted=True, submitted_on=None, deadline=date(2021, 1, 1), on=date(2021, 1, 1))


def test_days_late_are_working_days(vietnam: Calendar) -> None:
    assert days_late(deadline=date(2021, 2, 9), until=date(2021, 2, 17), calendar=vietnam) == 1
    assert days_late(deadline=date(2021, 2, 9), until=date(2021, 2, 9), calendar=vietnam) == 0
    assert days_late(deadline=None, until=date(2021, 2, 9), calendar=vietnam) == 0


def test_a_wait_gives_back_its_working_days_once(vietnam: Calendar) -> None:
    monday, friday = date(2021, 3, 1), date(2021, 3, 5)
    assert wait_extension(waits=[], wait=(monday, friday), calendar=vietnam) == 4
    assert wait_extension(waits=[(monday, date(2021, 3, 3))], wait=(monday, friday), calendar=vietnam) == 2
    assert wait_extension(waits=[(monday, friday)], wait=(monday, friday), calendar=vietnam) == 0
    assert wait_extension(waits=[], wait=(monday, monday), calendar=vietnam) == 0


def test_an_extension_is_asked_before_the_deadline() -> None:
    rules = rulesets.in_force("directive", date(2021, 6, 1))
    deadline = date(2021, 6, 1)
    assert extension_may_be_asked(deadline=deadline, on=deadline, rule_set=rules).met
    assert not extension_may_be_asked(deadline=deadline, on=date(2021, 6, 2), rule_set=rules).met
    assert not extension_may_be_asked(deadline=None, on=deadline, rule_set=rules).met


@given(st.lists(st.tuples(DAYS, st.integers(0, 20)), max_size=4), DAYS, st.integers(0, 20))
def test_all_waits_together_give_back_each_day_once(spans: list[tuple[date, int]], start: date, length: int) -> None:
    waits: list[tuple[date, date]] = []
    total = 0
    for first, days in [*spans, (start, length)]:
        wait = (first, first + timedelta(days=days))
        total += wait_extension(waits=waits, wait=wait, calendar=SEED)
        waits.append(wait)
    covered = {first + timedelta(days=step) for first, last in waits for step in range(1, (last - first).days + 1)}
    assert total == sum(SEED.is_working(day) for day in covered)


@given(DAYS, DAYS, st.none() | DAYS)
def test_a_running_task_never_becomes_less_overdue(deadline: date, on: date, submitted: date | None) -> None:
    def overdue(day: date) -> bool:
        state = report_state(accepted=False, submitted_on=submitted, deadline=deadline, on=day)
        return state == ReportState.RUNNING_OVERDUE

    assert overdue(on) <= overdue(on + timedelta(days=1))
