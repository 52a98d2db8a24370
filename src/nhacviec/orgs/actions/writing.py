"""The statements of a change of structure: what ends, what begins, each kind in few statements however many rows.

Every parent link, succession, name and end of an organisation is written here, so that whatever is derived from the
tree (paths, counters) has one place to follow.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TypeVar

from nhacviec.rules.text import fold

from ..models import Appointment, Membership, Organisation, OrganisationName, ParentLink, Succession, TemporaryActivity
from .common import BATCH

R = TypeVar("R", ParentLink, Membership, TemporaryActivity, Appointment, OrganisationName)


def close(rows: Sequence[R], on: dt.date) -> Sequence[R]:
    """End dated rows: `on` is the first day on which they are no more."""
    for row in rows:
        row.valid_until = on
    if rows:
        type(rows[0])._default_manager.filter(pk__in=[row.pk for row in rows]).update(valid_until=on)
    return rows


def begin(rows: Sequence[R]) -> Sequence[R]:
    """Write dated rows that begin. The ones that they follow are closed before: no two may overlap at any moment."""
    if rows:
        type(rows[0])._default_manager.bulk_create(rows, batch_size=BATCH)
    return rows


def end(organisations: Sequence[Organisation], on: dt.date) -> Sequence[Organisation]:
    """Set the first day on which organisations are no more."""
    for one in organisations:
        one.ended_on = on
    Organisation.objects.filter(pk__in=[one.pk for one in organisations]).update(ended_on=on)
    return organisations


def succeed(rows: Sequence[Succession]) -> Sequence[Succession]:
    """Write who follows whom."""
    Succession.objects.bulk_create(rows, batch_size=BATCH)
    return rows


def first_names(organisations: Sequence[Organisation], documents: Sequence[str]) -> list[OrganisationName]:
    """The first names of organisations just founded, each by its document."""
    rows = [naming(one, one.founded_on, text) for one, text in zip(organisations, documents, strict=True)]
    begin(rows)
    return rows


def naming(organisation: Organisation, since: dt.date, document: str) -> OrganisationName:
    """The row of the name that an organisation bears now, from a day."""
    return OrganisationName(
        organisation=organisation,
        name=organisation.name,
        short_name=organisation.short_name,
        official_code=organisation.official_code,
        valid_from=since,
        document=document,
    )


def folded(name: str, short_name: str, former: Iterable[str] = ()) -> str:
    """The text by which an organisation is found: its present names first, since lists are sorted by it, then former ones."""
    return fold(" ".join((name, short_name, *former)))[:450]
