"""Organisations that nobody heads today: where something would wait in vain, and what can be done about it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Exists, OuterRef, QuerySet, Value, When

from ..access import Viewer
from ..kinds import HEAD_KINDS
from ..models import Appointment, Organisation, Post
from .kept import kept_column
from .line import line_above


@dataclass(frozen=True, slots=True)
class Above:
    """The nearest superior that has a head, and who that is."""

    organisation: Organisation
    person_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Vacancies:
    """Of the organisations on a page those without a head; `kept` are those in which the viewer can fill the post."""

    units: frozenset[int] = frozenset()
    kept: frozenset[int] = frozenset()
    names: dict[int, str] = field(default_factory=dict)

    def __contains__(self, organisation_id: object) -> bool:
        return organisation_id in self.units

    def __or__(self, other: "Vacancies") -> "Vacancies":
        return Vacancies(self.units | other.units, self.kept | other.kept, {**self.names, **other.names})


def vacancies(viewer: Viewer, organisation_ids: Iterable[int | None], on: dt.date) -> Vacancies:
    """Which of these have a head's post and nobody, not even acting, in one; and which of them the viewer keeps.

    One query for the whole page.
    """
    wanted = {pk for pk in organisation_ids if pk is not None}
    if not wanted:
        return Vacancies()
    return vacancies_among(with_vacancy(Organisation.objects.existing(on).filter(pk__in=wanted), viewer, on))


def with_vacancy(rows: QuerySet[Organisation], viewer: Viewer, on: dt.date) -> QuerySet[Organisation]:
    """Organisations with `headless` and `kept`, for a page that reads them anyway."""
    return rows.annotate(headless=_headless(on, "pk"), kept=kept_column(viewer, "pk"))


def _headless(on: dt.date, outer: str) -> Case:
    posts = Post.objects.filter(organisation_id=OuterRef(outer), kind__in=HEAD_KINDS)
    held = Appointment.objects.on(on).filter(post__organisation_id=OuterRef(outer), post__kind__in=HEAD_KINDS)
    return Case(When(Exists(posts) & ~Exists(held), then=Value(True)), default=Value(False))


def vacancy_columns(viewer: Viewer, on: dt.date, *names: str) -> dict[str, Case]:
    """Columns for a record with foreign keys of these names to organisations: `vacancies_in` reads them, no further
    query."""
    found = {f"{name}_headless": _headless(on, f"{name}_id") for name in names}
    return {**found, **{f"{name}_kept": kept_column(viewer, f"{name}_id") for name in names}}


def vacancies_in(record: Any, *names: str) -> Vacancies:
    """The vacancies of the organisations of a record read with `vacancy_columns`."""
    found = {getattr(record, name): name for name in names if getattr(record, f"{name}_headless", False)}
    kept = frozenset(unit.pk for unit, name in found.items() if getattr(record, f"{name}_kept", False))
    return Vacancies(frozenset(unit.pk for unit in found), kept, {unit.pk: unit.name for unit in found})


def vacancies_among(rows: Iterable[Organisation]) -> Vacancies:
    """The vacancies of organisations read by `with_vacancy`."""
    found = [unit for unit in rows if getattr(unit, "headless", False)]
    kept = frozenset(unit.pk for unit in found if getattr(unit, "kept", False))
    return Vacancies(frozenset(unit.pk for unit in found), kept, {unit.pk: unit.name for unit in found})


def next_head_above(organisation: Organisation, on: dt.date) -> Above | None:
    """The nearest superior with a head on the day, along the hierarchy of its own family. One query."""
    hierarchy = "party" if organisation.family in ("party", "mass") else "state"
    for unit in line_above(organisation, on, hierarchy):
        held = getattr(unit, "held_by", None)
        if held:
            return Above(unit, held["pk"], held["full_name"])
    return None
