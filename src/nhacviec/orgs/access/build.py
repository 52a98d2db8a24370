"""From dated appointments and substitutions to viewers."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import BigIntegerField, Case, F, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from ..kinds import HEAD_KINDS, POST_KINDS
from ..models import Appointment, ParentLink, Person, Substitution
from ..models.conditions import counted_all, counted_below, is_wide
from ..models.periods import in_force
from .viewer import STAFF_ROLES, HeldPost, StandIn, Viewer, roles_of


def viewer_for_person(
    person: Person | None,
    *,
    on: dt.date,
    chosen: int | None = None,
    user_id: int | None = None,
    stand_in: int | None = None,
) -> Viewer:
    """The viewer that `person` is on `on`; with `stand_in`, acting in that substitution. One query for who has none."""
    if person is None:
        return Viewer(on=on, user_id=user_id)
    rows = list(_appointments(on, {"pk__in": [person.pk]}))
    given = _substitutions(on, {"pk__in": [person.pk]}) if any(row.person_id != person.pk for row in rows) else []
    return _viewer(person, rows, list(given), on, chosen=chosen, user_id=user_id, stand_in=stand_in)


def viewer_for_user(
    user_id: int, *, on: dt.date, chosen: int | None = None, stand_in: int | None = None
) -> Viewer | None:
    """The viewer that an account's person is on `on`, None for an account without one. One query for who has a post."""
    rows = list(_appointments(on, {"user_id": user_id}))
    person = next((row.person for row in rows if row.person.user_id == user_id), None)
    person = person or Person.objects.filter(user_id=user_id).first()
    if person is None:
        return None
    given = _substitutions(on, {"user_id": user_id}) if any(row.person_id != person.pk for row in rows) else []
    return _viewer(person, rows, list(given), on, chosen=chosen, user_id=user_id, stand_in=stand_in)


def viewers_for_people(person_ids: Collection[int], on: dt.date) -> list[Viewer]:
    """What these people are on `on`, in their own posts, ordered by name. Three queries, however many people."""
    lookup = {"pk__in": list(person_ids)}
    rows, given = list(_appointments(on, lookup)), list(_substitutions(on, lookup))
    people = Person.objects.filter(pk__in=list(person_ids)).order_by("sort_key", "id")
    return [
        _viewer(person, rows, [one for one in given if one.substitute_id == person.pk], on, user_id=person.user_id)
        for person in people
    ]


def _viewer(
    person: Person,
    rows: Collection[Appointment],
    given: Collection[Substitution],
    on: dt.date,
    *,
    chosen: int | None = None,
    user_id: int | None = None,
    stand_in: int | None = None,
) -> Viewer:
    own = [row for row in rows if row.person_id == person.pk]
    held = _held_posts(row for row in own if row.holds(on))
    others: dict[int, list[HeldPost]] = defaultdict(list)
    for row in rows:
        if row.person_id != person.pk and row.holds(on):
            others[row.person_id].append(_held_post(row))
    stand_ins = tuple(
        found for one in given if (found := _stand_in(one, others[one.appointment.person_id])) is not None
    )
    viewer = Viewer(
        on=on,
        user_id=user_id or person.user_id,
        person_id=person.pk,
        name=person.full_name,
        posts=held,
        chosen=chosen,
        roles=roles_of(held),
        held=held,
        stand_ins=stand_ins,
        history_roots=tuple(sorted({row.post.organisation_id for row in own if not row.holds(on)})),
    )
    mode = next((one for one in stand_ins if one.id == stand_in), None)
    return viewer if mode is None else viewer.acting(mode)


def _stand_in(given: Substitution, posts: Iterable[HeldPost]) -> StandIn | None:
    """The substitution with its post; None when the appointment is not in force."""
    every = list(posts)
    here = next((post for post in every if post.appointment_id == given.appointment_id), None)
    if here is None or given.valid_until is None:
        return None
    return StandIn(
        id=given.pk,
        post=here,
        absent_id=given.appointment.person_id,
        absent_name=given.appointment.person.full_name,
        until=given.valid_until,
        areas=frozenset(given.areas),
        also=tuple(post for post in every if post is not here),
    )


def _appointments(on: dt.date, who: Mapping[str, Any]) -> QuerySet[Appointment]:
    """In one query: the appointments in force of these people and of those for whom they substitute, and the posts of head
    with which an organisation of theirs ended. Each with `serving` (its organisation, or the one that a staff body serves),
    and with `below` and `total` for `is_wide`.
    """
    theirs = Appointment.objects.filter(**_of("person", who))
    substituted = Substitution.objects.on(on).filter(**_of("substitute", who))
    absent = Appointment.objects.on(on).filter(person__in=substituted.values("appointment__person"))
    ended = theirs.filter(
        valid_until=F("post__organisation__ended_on"),
        post__organisation__ended_on__lte=on,
        post__kind__in=HEAD_KINDS,
    )
    ids = theirs.filter(in_force(on)).values("pk").union(absent.values("pk"), ended.values("pk"))
    parent = (
        ParentLink.objects.filter(in_force(on), child_id=OuterRef("post__organisation_id"))
        .order_by("hierarchy", "id")
        .values("parent_id")[:1]
    )
    found = Appointment.objects.filter(pk__in=ids).select_related("person", "post__organisation")
    unit, number = F("post__organisation_id"), BigIntegerField()
    staff = When(
        post__organisation__kind__in=list(STAFF_ROLES), then=Coalesce(Subquery(parent), unit, output_field=number)
    )
    served = found.annotate(serving=Case(staff, default=unit, output_field=number))
    return served.annotate(below=counted_below("serving", on), total=counted_all())


def _substitutions(on: dt.date, who: Mapping[str, Any]) -> QuerySet[Substitution]:
    found = Substitution.objects.on(on).filter(**_of("substitute", who)).select_related("appointment__person")
    return found.order_by("valid_until", "id")


def _of(path: str, who: Mapping[str, Any]) -> dict[str, Any]:
    return {f"{path}__{lookup}": value for lookup, value in who.items()}


def _held_posts(held: Iterable[Appointment]) -> tuple[HeldPost, ...]:
    return tuple(
        sorted(
            map(_held_post, held),
            key=lambda p: (POST_KINDS[p.kind].rank if p.kind in POST_KINDS else 99, p.appointment_id),
        )
    )


def _held_post(row: Any) -> HeldPost:
    unit = row.post.organisation
    return HeldPost(
        appointment_id=row.pk,
        title=row.post.title,
        kind=row.post.kind,
        organisation_id=unit.pk,
        organisation_name=unit.name,
        organisation_kind=unit.kind,
        serves=row.serving,
        acting=row.acting,
        since=row.valid_from,
        wide=is_wide(row.below, row.total),
    )
