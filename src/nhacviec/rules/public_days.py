"""The seed of the editable calendar table: public holidays of Vietnam with their swaps and sources (W-5 … W-7)."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from importlib.metadata import version
from importlib.resources import files

import holidays


class DayKind(StrEnum):
    """What a day of the table is: a day off, or a Saturday (rest day) that is worked to make up."""

    OFF = "off"
    WORKING_SATURDAY = "working_saturday"


class DayCause(StrEnum):
    """Why the day differs: the holiday itself, a day in lieu, or a swap of working days."""

    HOLIDAY = "holiday"
    COMPENSATORY = "compensatory"
    SWAP = "swap"


@dataclass(frozen=True)
class CalendarDay:
    """One row of the calendar table."""

    date: date
    kind: DayKind
    name: str
    source: str
    certainty: str
    cause: DayCause = DayCause.HOLIDAY


_SWAP = re.compile(r"thay cho ngày (\d{2})/(\d{2})/(\d{4})")
_UNCERTAIN = {(11, 24)}
"""24 November (W-5): announced, the text that carries it out was not seen."""


def _from_library(day: date, name: str, source: str) -> CalendarDay:
    cause = DayCause.HOLIDAY
    if "nghỉ bù" in name:
        cause = DayCause.COMPENSATORY
    elif _SWAP.search(name):
        cause = DayCause.SWAP
    certainty = "to_be_checked" if (day.month, day.day) in _UNCERTAIN else "partly"
    return CalendarDay(day, DayKind.OFF, name, source, certainty, cause)


@lru_cache(maxsize=1)
def _official() -> tuple[CalendarDay, ...]:
    text = (files("nhacviec.rules") / "data" / "official_days_vn.toml").read_text(encoding="utf-8")
    return tuple(
        CalendarDay(
            row["date"],
            DayKind(row["kind"]),
            row["name"],
            row["source"],
            row["certainty"],
            DayCause(row["cause"]),
        )
        for row in tomllib.loads(text)["days"]
    )


def from_holidays_library(years: Iterable[int]) -> list[CalendarDay]:
    """Days off and make-up Saturdays of those years, in order: the library's, corrected by announced swaps."""
    wanted = sorted(set(years))
    source = f"holidays {version('holidays')}"
    library = holidays.country_holidays("VN", years=wanted, language="vi")
    days = {day: _from_library(day, name, source) for day, name in library.items()}
    for worked in getattr(library, "weekend_workdays", ()):
        if worked.year in wanted:
            name = "Làm bù ngày nghỉ hoán đổi"
            days[worked] = CalendarDay(worked, DayKind.WORKING_SATURDAY, name, source, "partly", DayCause.SWAP)
    days.update({day.date: day for day in _official() if day.date.year in wanted})
    return [days[day] for day in sorted(days)]
