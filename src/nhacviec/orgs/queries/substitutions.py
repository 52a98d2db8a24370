"""Who substitutes for whom."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from ..kinds import AREA_OF_ROOM
from ..models import Appointment, ParentLink, Person, Substitution
from ..models.periods import in_force


@dataclass(frozen=True, slots=True)
class Replacement:
    """A substitute of an absent person on a day."""

    stand_in: int
    absent_id: int
    absent_name: str
    substitute_id: int


def substitutes_of(person_ids: Collection[int], on: dt.date, room: str = "") -> list[Replacement]:
    """Who acts on the day for these people in the area of a room: whoever has it, or all areas. One query."""
    if not person_ids:
        return []
    area = AREA_OF_ROOM.get(room, "")
    rows = (
        Substitution.objects.on(on)
        .filter(in_force(on, "appointment__"), appointment__person__in=list(person_ids))
        .select_related("appointment__person")
        .order_by("id")
    )
    return [
        Replacement(row.pk, row.appointment.person_id, row.appointment.person.full_name, row.substitute_id)
        for row in rows
        if not row.areas or area in row.areas
    ]


def substitutions_about(person: Person, on: dt.date) -> list[Substitution]:
    """Substitutions of the person's posts, and those in which he or she acts, that are not over yet. One query."""
    about = Q(appointment__person=person) | Q(substitute=person)
    return list(_full(Substitution.objects.filter(about, valid_until__gt=on)))


def substitutions_in(appointment: Appointment) -> list[Substitution]:
    """Every substitution of an appointment, latest first. One query."""
    return list(_full(Substitution.objects.filter(appointment=appointment)))


def substitution(pk: int) -> Substitution | None:
    """A substitution with its people and its post."""
    return _full(Substitution.objects.filter(pk=pk)).first()


def _full(rows: QuerySet[Substitution]) -> QuerySet[Substitution]:
    linked = rows.select_related("appointment__person", "appointment__post__organisation", "substitute")
    return linked.order_by("-valid_from", "-id")


def possible_substitutes(appointment: Appointment, on: dt.date) -> QuerySet[Person]:
    """Colleagues: people with a post in the unit, in the one above, or in one directly below, but the absent one."""
    unit = appointment.post.organisation_id
    links = ParentLink.objects.on(on).filter(Q(child=unit) | Q(parent=unit)).values_list("parent_id", "child_id")
    units = {unit, *(pk for pair in links for pk in pair)}
    held = Appointment.objects.on(on).filter(post__organisation__in=units).values("person_id")
    return Person.objects.filter(pk__in=held).exclude(pk=appointment.person_id).order_by("sort_key", "id")
