"""The note of who read whose personal record: one row a reader, record and ten minutes."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import connection

from ..access import Viewer
from ..models import Person
from .common import BATCH

# Turning over the parts of one record is one reading (docs/decisions.md).
SAME_READING = dt.timedelta(minutes=10)

# Reading is the most frequent write of all: one statement, which writes nothing where the row is there already.
_ONCE = """
INSERT INTO orgs_readinglog
  (person_id, at, ground, reader_person_id, reader_name, subject, record_id, on_behalf_of)
SELECT p.id, {moment}, CAST(%s AS varchar(200)), CAST(%s AS bigint), CAST(%s AS varchar(200)), CAST(%s AS varchar(20)),
  CAST(%s AS bigint), CAST(%s AS varchar(200))
FROM orgs_person p WHERE p.id IN ({marks}) AND NOT EXISTS (
  SELECT 1 FROM orgs_readinglog r
  WHERE r.person_id = p.id AND r.at > {moment} AND COALESCE(r.reader_person_id, 0) = %s
  AND r.reader_name = %s AND r.subject = %s AND COALESCE(r.record_id, 0) = %s AND r.on_behalf_of = %s
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
    record_readings(viewer=viewer, person_ids=[person.pk], ground=ground, now=now, subject=subject, record_id=record_id)


def record_readings(
    *,
    viewer: Viewer,
    person_ids: Collection[int],
    ground: str,
    now: dt.datetime,
    subject: str,
    record_id: int | None = None,
) -> None:
    """`record_reading` for many people at once, as an export reads them. One statement for every two thousand."""
    others = [pk for pk in dict.fromkeys(person_ids) if pk != viewer.person_id]
    reader, actor = viewer.person_id, viewer.actor
    name, absent = actor.name[:200], actor.on_behalf_of[:200]
    for start in range(0, len(others), BATCH):
        part = others[start : start + BATCH]
        new = [_kept(now), ground[:200], reader, name, subject, record_id, absent]
        same = [_kept(now - SAME_READING), reader or 0, name, subject, record_id or 0, absent]
        with connection.cursor() as cursor:
            cursor.execute(_ONCE.format(moment=_moment(), marks=", ".join(["%s"] * len(part))), [*new, *part, *same])


def _kept(at: dt.datetime) -> Any:
    """A moment in the form in which the engine keeps it."""
    return connection.ops.adapt_datetimefield_value(at)


def _moment() -> str:
    """A moment among selected values: PostgreSQL must be told its type, SQLite keeps it as text."""
    return "CAST(%s AS timestamptz)" if connection.vendor == "postgresql" else "%s"
