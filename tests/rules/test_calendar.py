"""Working days and periods (W-1 … W-4) and the seed of the calendar table."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhacviec.rules.calendar import (
    Calendar,
    DayCause,
    DayKind,
    OutOfCalendar,
    add_months,
    calendar_of,
    from_holidays_library,
)
from tests.rules.tables import rows

DAYS = st.dates(date(2020, 1, 1), date(2026, 12, 31))
SEED = calendar_of(from_holidays_library(range(2019, 2029)), "seed")
LOOSE = st.builds(
    Calendar,
    off=st.frozensets(DAYS, max_size=40),
    working=st.frozensets(DAYS, max_size=10),
    version=st.just("x"),
)


def test_the_seed_agrees_with_the_announced_days() -> None:
    listed = {date.fromisoformat(row["date"]): row for row in rows("holidays_vn.csv")}
    seed = {day.date: day for day in from_holidays_library(range(2020, 2027))}
    for day, row in listed.items():
        worked = row["kind"] == "swapped_work"
        assert (seed[day].kind == DayKind.WORKING_SATURDAY) == worked, row
        assert SEED.is_working(day) == worked, row
        assert (seed[day].cause == DayCause.SWAP) == row["kind"].startswith("swapped"), row
    extra = [day for day in seed if day not in listed and day.weekday() < 5]
    assert extra == []


def test_the_swap_of_new_year_2026_comes_from_its_own_text() -> None:
    by_date = {day.date: day for day in from_holidays_library([2026])}
    assert "12729/VPCP-KGVX" in by_date[date(2026, 1, 2)].source
    assert by_date[date(2026, 1, 10)].kind == DayKind.WORKING_SATURDAY
    assert not SEED.is_working(date(2026, 1, 2))
    assert SEED.is_working(date(2026, 1, 10))


def test_the_unconfirmed_holiday_says_so() -> None:
    by_date = {day.date: day for day in from_holidays_library([2026])}
    assert by_date[date(2026, 11, 24)].certainty == "to_be_checked"


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2021, 2, 8), 3, date(2021, 2, 18)),  # over Tết
        (date(2021, 4, 29), 1, date(2021, 5, 4)),  # 30/4, 1/5 a Saturday, day in lieu on 3/5
        (date(2024, 4, 26), 3, date(2024, 5, 4)),  # the make-up Saturday counts
        (date(2021, 3, 6), 0, date(2021, 3, 8)),  # from a Saturday
        (date(2021, 3, 6), 1, date(2021, 3, 8)),
        (date(2021, 3, 8), 0, date(2021, 3, 8)),
    ],
)
def test_working_days_are_counted_from_the_day_after(start: date, days: int, end: date) -> None:
    assert SEED.add_working_days(start, days) == end


def test_a_calendar_period_ending_on_a_day_off_moves_to_the_next_working_day() -> None:
    due = SEED.due_date(date(2021, 4, 20), 10, "calendar")
    assert due.last_day == date(2021, 5, 4)
    assert [step.source for step in due.steps] == ["W-1", "W-3", "W-2"]


def test_a_working_period_names_the_holidays_it_left_out() -> None:
    due = SEED.due_date(date(2021, 4, 28), 2, "working")
    assert due.last_day == date(2021, 5, 4)
    assert due.steps[-1].params["days"] == [date(2021, 4, 30), date(2021, 5, 3)]


def test_a_period_that_starts_on_a_holiday_leaves_that_day_out_anyway() -> None:
    due = SEED.due_date(date(2021, 4, 30), 1, "working")
    assert due.last_day == date(2021, 5, 4)
    assert due.steps[-1].params["days"] == [date(2021, 5, 3)]


def test_a_month_without_the_day_gives_its_last_day() -> None:
    assert add_months(date(2021, 8, 31), 6) == date(2022, 2, 28)
    assert add_months(date(2020, 2, 29), 12) == date(2021, 2, 28)
    assert add_months(date(2021, 12, 5), 1) == date(2022, 1, 5)


@pytest.mark.parametrize("days", [-1, 10**9])
def test_absurd_periods_are_refused(days: int) -> None:
    with pytest.raises(OutOfCalendar):
        SEED.add_working_days(date(2021, 1, 4), days)
    with pytest.raises(OutOfCalendar):
        SEED.due_date(date(2021, 1, 4), days, "calendar")


def test_the_end_of_time_is_refused_not_crashed_into() -> None:
    for ask in (
        lambda: SEED.add_working_days(date.max, 1),
        lambda: SEED.due_date(date.max, 1, "calendar"),
        lambda: add_months(date.max, 1),
        lambda: Calendar(frozenset(), frozenset(), "x", frozenset()).next_working(date(2021, 1, 1)),
    ):
        with pytest.raises(OutOfCalendar):
            ask()


@given(LOOSE, DAYS, DAYS)
def test_working_days_between_counts_what_a_walk_counts(calendar: Calendar, one: date, other: date) -> None:
    start, end = sorted((one, other))
    walk = sum(calendar.is_working(start + timedelta(days=step)) for step in range(1, (end - start).days + 1))
    assert calendar.working_days_between(start, end) == walk
    assert calendar.working_days_between(end, start) == -walk


@given(LOOSE, DAYS, st.integers(0, 60))
def test_adding_and_counting_agree(calendar: Calendar, start: date, days: int) -> None:
    end = calendar.add_working_days(start, days)
    assert calendar.is_working(end)
    if days:
        assert calendar.working_days_between(start, end) == days


@given(LOOSE, DAYS, st.integers(0, 60))
def test_a_longer_period_never_ends_earlier(calendar: Calendar, start: date, days: int) -> None:
    assert calendar.add_working_days(start, days) <= calendar.add_working_days(start, days + 1)
    assert calendar.add_working_days(start, days) <= calendar.add_working_days(start + timedelta(days=1), days)


@given(LOOSE, DAYS)
def test_rolling_stays_on_a_working_day(calendar: Calendar, day: date) -> None:
    rolled = calendar.roll_forward(day)
    assert calendar.is_working(rolled)
    assert rolled >= day >= calendar.previous_working(day)
    assert calendar.roll_forward(rolled) == rolled
