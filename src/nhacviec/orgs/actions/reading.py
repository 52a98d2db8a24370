"""The note of who read whose personal record: one row a reader, record and ten minutes."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from django.db import connection

from ..access import Viewer
from ..models import Person, ReadingLog
from .common import BATCH

# Turning over the parts of one record is one reading (docs/decisions.md).
SAME_READING = dt.timedelta(minutes=10)

# Reading is the most frequent write of all: one statement, which writes nothing if the row is there.
_ONCE = """
INSERT INTO orgs_readinglog
  (person_id, at, ground, reader_person_id, reader_name, subject, record_id, on_behalf_of)
SELECT CAST(%s AS bigint), {moment}, %s, CAST(%s AS bigint), %s, %s, CAST(%s AS bigint), %s WHERE NOT EXISTS (
  SELECT 1 FROM orgs_readinglog r
  WHERE r.person_id = %s AND r.at > %s AND COALESCE(r.record_id, 0) = %s AND COALESCE(r.reader_person_id, 0) = %s
  AND r.reader_name = %s AND r.subject = %s AND r.on_behalf_of = %s
)
"""


def record_reading(
    *,
    viewer: Viewer,
    person: Person,
    ground: str,
    now: dt.datetime,
    subject: str = "person",
    record_id: int | None = None,
) -> None:
    """Note that the viewer read a personal record of `person`: `subject` (kinds.READINGS) and which record of it.

    One's own record is not noted, nor the same reading again within ten minutes.
    """
    if viewer.person_id == person.pk:
        return
    about = _about(viewer, subject, record_id)
    same = [about["reader_person_id"] or 0, *(about[name] for name in ("reader_name", "subject", "on_behalf_of"))]
    row = [person.pk, now, ground[:200], *about.values()]
    with connection.cursor() as cursor:
        cursor.execute(
            _ONCE.format(moment=_moment()),
            [*_adapted(row), *_adapted([person.pk, now - SAME_READING, record_id or 0, *same])],
        )


def record_readings(
    *,
    viewer: Viewer,
    person_ids: Collection[int],
    ground: str,
    now: dt.datetime,
    subject: str,
    record_id: int | None = None,
) -> None:
    """`record_reading` for many people at once, as an export reads them."""
    others = [pk for pk in dict.fromkeys(person_ids) if pk != viewer.person_id]
    about = _about(viewer, subject, record_id)
    for start in range(0, len(others), BATCH):
        part = others[start : start + BATCH]
        lately = ReadingLog.objects.filter(person_id__in=part, at__gt=now - SAME_READING, **about)
        known = set(lately.values_list("person_id", flat=True))
        ReadingLog.objects.bulk_create(
            [ReadingLog(person_id=pk, at=now, ground=ground[:200], **about) for pk in part if pk not in known]
        )


def _about(viewer: Viewer, subject: str, record_id: int | None) -> dict[str, Any]:
    actor = viewer.actor
    return {
        "reader_person_id": viewer.person_id,
        "reader_name": actor.name[:200],
        "subject": subject,
        "record_id": record_id,
        "on_behalf_of": actor.on_behalf_of[:200],
    }


def _moment() -> str:
    """A moment among selected values: PostgreSQL must be told its type, SQLite keeps it as text."""
    return "CAST(%s AS timestamptz)" if connection.vendor == "postgresql" else "%s"


def _adapted(values: Sequence[Any]) -> list[Any]:
    """Moments in the form in which the engine keeps them."""
    adapt = connection.ops.adapt_datetimefield_value
    return [adapt(value) if isinstance(value, dt.datetime) else value for value in values]
