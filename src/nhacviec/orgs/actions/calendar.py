"""The calendar table (W-7): seeded once, then edited by the office with a source."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nhacviec.ledger.actions import INSTALLATION_CHAIN, append
from nhacviec.rules.public_days import DayKind, from_holidays_library
from nhacviec.web.errors import BadInput, NotAllowed, NotPossible

from ..access import Viewer, may_keep_calendar
from ..models import CalendarDay
from ..queries.calendar import forget_calendar, removed_days
from .common import check_day, clean

KINDS = {DayKind.OFF: "off", DayKind.WORKING_SATURDAY: "working"}


@transaction.atomic
def seed_calendar(*, viewer: Viewer, years: Iterable[int], now: dt.datetime) -> list[CalendarDay]:
    """Enter the known public holidays of `years`; returns the new days.

    Days that stand in the table are left as they are, and a day that the office removed does not come back, so it
    may run again at any time.
    """
    _require(viewer)
    wanted = sorted(set(years))
    known = set(CalendarDay.objects.filter(day__year__in=wanted).values_list("day", flat=True)) | removed_days()
    made = [
        CalendarDay(
            day=row.date, kind=KINDS[row.kind], name=row.name[:160], source=row.source[:300], certainty=row.certainty
        )
        for row in from_holidays_library(wanted)
        if row.date not in known
    ]
    CalendarDay.objects.bulk_create(made)
    if made:
        append(
            actor=viewer.actor,
            chain=INSTALLATION_CHAIN,
            verb="seed_calendar",
            records=made,
            facts={"years": wanted},
            now=now,
        )
    forget_calendar()
    return made


@transaction.atomic
def set_calendar_day(
    *, viewer: Viewer, day: dt.date, kind: str, name: str, source: str, now: dt.datetime, certainty: str = "confirmed"
) -> CalendarDay:
    """Make a day off ("off") or a worked one ("working"), or change it. Raises NotAllowed, BadInput."""
    _require(viewer)
    check_day(day, "day")
    if kind not in ("off", "working"):
        raise BadInput("kind", _("Chọn nghỉ hoặc làm việc bù."))
    row = CalendarDay.objects.select_for_update().filter(day=day).first() or CalendarDay(day=day)
    row.kind, row.certainty = kind, certainty
    row.name = clean(name, "name", most=160)
    row.source = clean(source, "source", most=300)
    row.save()
    append(actor=viewer.actor, chain=INSTALLATION_CHAIN, verb="set_calendar_day", records=[row], now=now)
    forget_calendar()
    return row


@transaction.atomic
def remove_calendar_day(*, viewer: Viewer, day: dt.date, now: dt.datetime) -> None:
    """Take a day out of the table, so that the ordinary week applies. Raises NotAllowed, NotPossible."""
    _require(viewer)
    row = CalendarDay.objects.select_for_update().filter(day=day).first()
    if row is None:
        raise NotPossible(_("Ngày này không có trong lịch."))
    pk = row.pk
    row.delete()
    row.pk = pk
    append(
        actor=viewer.actor,
        chain=INSTALLATION_CHAIN,
        verb="remove_calendar_day",
        removed=[row],
        facts={"day": day.isoformat(), "name": row.name},
        now=now,
    )
    forget_calendar()


def _require(viewer: Viewer) -> None:
    if not may_keep_calendar(viewer):
        raise NotAllowed(_("Chỉ văn phòng, ban tổ chức hoặc người quản trị được sửa lịch."))
