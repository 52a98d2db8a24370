"""The party life of one person: cells, states, temporary activities, as a page and the API show them."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import BooleanField, CharField, DateField, F, OuterRef, QuerySet, Subquery, Value

from ..access import Viewer
from ..kinds import MEMBERSHIP_ENDS
from ..models import Membership, Person, TemporaryActivity
from ..models.periods import in_force
from .kept import kept_column


@dataclass(frozen=True, slots=True)
class Stay:
    """A stay in a cell: a row of the membership, or a temporary activity beside it (`temporary`)."""

    id: int
    temporary: bool
    cell_id: int
    cell_name: str
    valid_from: dt.date
    valid_until: dt.date | None
    admitted_on: dt.date | None
    official_on: dt.date | None
    exempt: bool
    suspended: bool
    end_reason: str
    document: str
    kept: bool = False

    def holds(self, day: dt.date) -> bool:
        """Whether it is in force on `day`."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)

    @property
    def probationary(self) -> bool:
        """Đảng viên dự bị."""
        return not self.temporary and self.official_on is None

    @property
    def ended_by(self) -> str:
        """Why it ended, in words."""
        return str(MEMBERSHIP_ENDS.get(self.end_reason, ""))


def party_life(person: Person | int, on: dt.date | None = None, viewer: Viewer | None = None) -> list[Stay]:
    """A person's stays in cells, newest first; those in force on a day if given; `kept` where the viewer keeps the cell.

    One statement.
    """
    pk = person if isinstance(person, int) else person.pk
    rows = Membership.objects.filter(person_id=pk)
    visits = TemporaryActivity.objects.filter(person_id=pk)
    if on is not None:
        rows, visits = rows.filter(in_force(on)), visits.filter(in_force(on))
    names = ("id", "temporary", "cell_id", "name", "valid_from", "valid_until")
    more = ("admitted", "official", "is_exempt", "is_suspended", "reason", "by_document", "is_kept")
    no, nothing = Value(False, output_field=BooleanField()), Value(None, output_field=DateField(null=True))
    kept = no if viewer is None else kept_column(viewer, "cell")
    first = rows.annotate(
        temporary=no,
        name=F("cell__name"),
        admitted=F("admitted_on"),
        official=F("official_on"),
        is_exempt=F("exempt"),
        is_suspended=F("suspended"),
        reason=F("end_reason"),
        by_document=F("document"),
        is_kept=kept,
    ).values_list(*names, *more)
    second = visits.annotate(
        temporary=Value(True, output_field=BooleanField()),
        name=F("cell__name"),
        admitted=nothing,
        official=nothing,
        is_exempt=no,
        is_suspended=no,
        reason=Value("", output_field=CharField()),
        by_document=F("document"),
        is_kept=kept,
    ).values_list(*names, *more)
    found = [_stay(row) for row in first.order_by().union(second.order_by(), all=True)]
    return sorted(found, key=lambda stay: (stay.valid_from, not stay.temporary, stay.id), reverse=True)


def _stay(row: tuple[object, ...]) -> Stay:
    values = list(row)
    for place in (1, 8, 9, 12):
        values[place] = bool(values[place])
    return Stay(*values)  # type: ignore[arg-type]


def members_and_where(cell: int, on: dt.date) -> QuerySet[Membership]:
    """The members of a cell on a day, in Vietnamese order, each with `away`: the cell of a temporary activity. One query."""
    visits = TemporaryActivity.objects.on(on).filter(person_id=OuterRef("person_id")).order_by("-valid_from")
    rows = Membership.objects.on(on).filter(cell_id=cell).select_related("person").order_by("person__sort_key", "id")
    return rows.annotate(away=Subquery(visits.values("cell__name")[:1]))


def guests(cell: int, on: dt.date) -> list[TemporaryActivity]:
    """Members of other cells who take part in this one on a day (G-7), at most two hundred. One query."""
    rows = TemporaryActivity.objects.on(on).filter(cell_id=cell).select_related("person")
    return list(rows.order_by("person__sort_key", "id")[:200])
