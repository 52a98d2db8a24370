"""Working days and periods: the calendar as data, the first-day and last-day rules (W-1 … W-4)."""

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Literal

from nhacviec.rules import rulesets
from nhacviec.rules.catalogue import applies
from nhacviec.rules.public_days import CalendarDay, DayCause, DayKind, from_holidays_library
from nhacviec.rules.reasons import gettext_noop as _

__all__ = [
    "Calendar",
    "CalendarDay",
    "DayCause",
    "DayKind",
    "Deadline",
    "OutOfCalendar",
    "Step",
    "Unit",
    "add_months",
    "calendar_of",
    "from_holidays_library",
    "last_day_of_month",
]

Unit = Literal["working", "calendar"]
ONE_DAY = timedelta(days=1)
_LONGEST_PERIOD = 36_600
"""Days; a technical bound that keeps absurd input from running for ever."""


class OutOfCalendar(ValueError):
    """The day asked for lies outside the calendar, or the period is absurdly long or negative."""


def _official_week() -> frozenset[int]:
    return frozenset(rulesets.get("calendar").value("working_week"))


@dataclass(frozen=True)
class Step:
    """One step of a computed period: a message id, its parameters, days added, the day reached, the source."""

    label: str
    params: Mapping[str, Any] = field(hash=False)
    days: int
    date: date
    source: str = ""


@dataclass(frozen=True)
class Deadline:
    """The last day of a period (it counts until 24:00) and how it was found."""

    last_day: date
    start: date
    unit: str
    calendar_version: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Calendar:
    """Days off and make-up working days of the years at hand (W-7: data, not a formula).

    `week` holds the ordinary working weekdays, Monday 0; by default the official week of rule set "calendar" (W-4).
    """

    off: frozenset[date]
    working: frozenset[date]
    version: str
    week: frozenset[int] = field(default_factory=_official_week)

    @applies("W-4")
    def is_working(self, day: date) -> bool:
        """Whether `day` is a working day."""
        return day in self.working or (day.weekday() in self.week and day not in self.off)

    def next_working(self, day: date) -> date:
        """`day` itself when it is a working day, otherwise the next one. Raises OutOfCalendar."""
        return self._seek(day, ONE_DAY)

    def previous_working(self, day: date) -> date:
        """`day` itself when it is a working day, otherwise the one before. Raises OutOfCalendar."""
        return self._seek(day, -ONE_DAY)

    def _seek(self, day: date, step: timedelta) -> date:
        try:
            for _tries in range(_LONGEST_PERIOD):
                if self.is_working(day):
                    return day
                day += step
        except OverflowError as error:
            raise OutOfCalendar(str(day)) from error
        raise OutOfCalendar("the calendar has no working day")

    @applies("W-1")
    def add_working_days(self, start: date, n: int) -> date:
        """The n-th working day after `start`, which itself is not counted; n = 0 gives `next_working(start)`."""
        _check_length(n)
        if n == 0:
            return self.next_working(start)
        day = start
        for _count in range(n):
            day = self.next_working(_shift(day, 1))
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """Working days d with start < d <= end; negative (the same days) when end lies before start."""
        if end < start:
            return -self.working_days_between(end, start)
        ordinary = _weekdays_until(end, self.week) - _weekdays_until(start, self.week)
        return ordinary - _within(self._lost, start, end) + _within(self._won, start, end)

    @cached_property
    def _lost(self) -> list[date]:
        return sorted(day for day in self.off - self.working if day.weekday() in self.week)

    @cached_property
    def _won(self) -> list[date]:
        return sorted(day for day in self.working if day.weekday() not in self.week)

    @applies("W-2")
    def roll_forward(self, day: date) -> date:
        """The last day of a period: a day off moves it to the next working day."""
        return self.next_working(day)

    @applies("W-3")
    def due_date(self, start: date, n: int, unit: Unit) -> Deadline:
        """The last day of a period of n days that begins with an event on `start`, with the steps.

        "working" counts working days; "calendar" counts every day and rolls a last day off forward (W-2).
        Raises OutOfCalendar for a negative or absurd length.
        """
        _check_length(n)
        if unit not in ("working", "calendar"):
            raise ValueError(f"unknown unit {unit!r}")
        first = Step(_("Mốc bắt đầu, không tính vào thời hạn"), {"day": start}, 0, start, "W-1")
        if unit == "working":
            last = self.add_working_days(start, n)
            step = Step(_("Cộng %(count)s ngày làm việc"), {"count": n}, n, last, "W-1")
            return Deadline(last, start, unit, self.version, (first, step, *self._skipped(start, last)))
        counted = _shift(start, n)
        step = Step(_("Cộng %(count)s ngày theo lịch"), {"count": n}, n, counted, "W-3")
        last = self.roll_forward(counted)
        rolled = Step(_("Ngày cuối là ngày nghỉ, chuyển sang ngày làm việc tiếp theo"), {}, 0, last, "W-2")
        return Deadline(last, start, unit, self.version, (first, step, *([rolled] if last != counted else [])))

    def _skipped(self, start: date, end: date) -> Iterator[Step]:
        """A step naming the public holidays left out on the way, if there were any."""
        days = [day for day in self._lost if start < day <= end]
        if days:
            yield Step(_("Không tính ngày nghỉ lễ: %(days)s"), {"days": days}, 0, end, "W-4")


def calendar_of(days: Iterable[CalendarDay], version: str) -> Calendar:
    """The calendar that a list of table rows makes."""
    rows = list(days)
    off = frozenset(row.date for row in rows if row.kind == DayKind.OFF)
    worked = frozenset(row.date for row in rows if row.kind == DayKind.WORKING_SATURDAY)
    return Calendar(off, worked, version)


def _check_length(n: int) -> None:
    if not 0 <= n <= _LONGEST_PERIOD:
        raise OutOfCalendar(f"a period of {n} days")


def _shift(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError as error:
        raise OutOfCalendar(f"{day} + {days}") from error


def _weekdays_until(day: date, week: frozenset[int]) -> int:
    """How many days of the working week lie on or before `day`, counted from 1 January of year 1 (a Monday)."""
    weeks, rest = divmod(day.toordinal(), 7)
    return weeks * len(week) + sum(1 for weekday in week if weekday < rest)


def _within(days: list[date], start: date, end: date) -> int:
    return max(bisect_right(days, end) - bisect_right(days, start), 0)


def add_months(day: date, n: int) -> date:
    """The same day n months later; a month without that day gives its last day (W-2)."""
    year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    if not date.min.year <= year <= date.max.year:
        raise OutOfCalendar(f"{day} + {n} months")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_day_of_month(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])
