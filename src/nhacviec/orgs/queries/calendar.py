"""The working-day calendar out of its table, kept until the table changes."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

from django.db.models import Max, QuerySet

from nhacviec.ledger.models import Entry, EntryRecord
from nhacviec.ledger.queries import content
from nhacviec.rules.calendar import Calendar, calendar_of
from nhacviec.rules.calendar import CalendarDay as RuleDay
from nhacviec.rules.public_days import DayKind

from ..models import CalendarDay

_RULE_KINDS = {"off": DayKind.OFF, "working": DayKind.WORKING_SATURDAY}
# Within a request the table is looked at once: the middleware opens this, every call uses what the first found.
_of_request: ContextVar[list[Calendar] | None] = ContextVar("calendar_of_request", default=None)


def calendar() -> Calendar:
    """The calendar in force now. One small query a call, one a request; the days themselves only after a change."""
    kept = _of_request.get()
    if kept:
        return kept[0]
    found = _read(_state())
    if kept is not None:
        kept.append(found)
    return found


@contextmanager
def one_calendar_a_request() -> Iterator[None]:
    """Inside, `calendar()` looks at the table once."""
    token = _of_request.set([])
    try:
        yield
    finally:
        _of_request.reset(token)


def forget_calendar() -> None:
    """Look again at the next call: called by the actions that change the table."""
    kept = _of_request.get()
    if kept:
        kept.clear()


def _state() -> bytes:
    """What changes whenever the table does: the hash of the newest entry about it. Empty before the first one."""
    newest = (
        EntryRecord.objects.filter(record_type=CalendarDay.ledger_type())
        .values("record_type")
        .annotate(newest=Max("entry_id"))
        .values("newest")
    )
    found = Entry.objects.filter(pk__in=newest).values_list("hash", flat=True).first()
    return bytes(found) if found is not None else b""


@lru_cache(maxsize=4)
def _read(state: bytes) -> Calendar:
    """The calendar at a state of the table. The hash is chained, so no two contents share a state."""
    rows = [
        RuleDay(row.day, _RULE_KINDS[row.kind], row.name, row.source, row.certainty)
        for row in CalendarDay.objects.order_by("day")
    ]
    text = "\n".join(f"{row.date.isoformat()} {row.kind}" for row in rows)
    return calendar_of(rows, hashlib.sha256(text.encode()).hexdigest()[:12])


def days_of_year(year: int) -> QuerySet[CalendarDay]:
    """The days of a year that differ from the ordinary week, in order."""
    return CalendarDay.objects.filter(day__range=(dt.date(year, 1, 1), dt.date(year, 12, 31))).order_by("day")


def removed_days() -> set[dt.date]:
    """Days that the office took out of the table at some time."""
    entries: Iterable[Entry] = Entry.objects.filter(chain=0, verb="remove_calendar_day")
    return {dt.date.fromisoformat(content(entry)["facts"]["day"]) for entry in entries}
