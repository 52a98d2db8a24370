"""Who holds which post, who is in which cell, who answers for a unit on a day."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import BooleanField, Case, FilteredRelation, OuterRef, Q, QuerySet, Value, When

from ..access import Viewer, unrestricted, within_scope
from ..kinds import DEPUTY_KINDS, HEAD_KINDS, POST_KINDS
from ..models import Appointment, Membership, Organisation, Person, Post, ReadingLog
from ..models.conditions import RowHas, reached
from ..models.periods import in_force
from .kept import kept_column


def heads(org_ids: Iterable[int], on: dt.date) -> dict[int, Person]:
    """Organisation id → its head (người đứng đầu) on the day. One query; a vacant unit is missing.

    Where one holds the post and another acts in it, the holder is the head.
    """
    return {unit: row.person for unit, row in head_appointments(org_ids, on).items()}


def head_appointments(org_ids: Iterable[int], on: dt.date) -> dict[int, Appointment]:
    """Organisation id → the appointment of its head on the day, with person and post. One query."""
    rows = (
        Appointment.objects.on(on)
        .filter(post__kind__in=HEAD_KINDS, post__organisation_id__in=list(org_ids))
        .select_related("person", "post")
        .order_by("-acting", "-valid_from", "-id")
    )
    # The last one written stays: holders come after those acting.
    return {row.post.organisation_id: row for row in rows}


def responsible_person(organisation: Organisation | int, on: dt.date) -> Person | None:
    """The person who answers for an organisation on the day: its head; None while the post is vacant."""
    pk = organisation if isinstance(organisation, int) else organisation.pk
    return heads([pk], on).get(pk)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a post on the day."""

    appointment_id: int
    person_id: int
    name: str
    sort_key: str
    since: dt.date
    acting: bool


@dataclass(slots=True)
class PostLine:
    """A post with those who hold it on the day; nobody means vacant (khuyết)."""

    id: int
    title: str
    kind: str
    holders: list[Holder] = field(default_factory=list)

    @property
    def vacant(self) -> bool:
        """Whether nobody holds it."""
        return not self.holders

    @property
    def leads(self) -> bool:
        """Whether it is a head's or a deputy's post."""
        return self.kind in HEAD_KINDS or self.kind in DEPUTY_KINDS

    @property
    def is_head(self) -> bool:
        """Whether its holder answers for the organisation."""
        return self.kind in HEAD_KINDS


def posts_of(organisation: Organisation | int, on: dt.date) -> list[PostLine]:
    """All posts of an organisation, highest first, with their holders on the day. One query.

    Vacant posts are kept only for heads and deputies: an ordinary post that nobody holds is of no interest.
    """
    pk = organisation if isinstance(organisation, int) else organisation.pk
    held = FilteredRelation("appointments", condition=in_force(on, "appointments__"))
    rows = (
        Post.objects.filter(organisation_id=pk)
        .annotate(held=held)
        .values_list(
            "id",
            "title",
            "kind",
            "held__id",
            "held__person_id",
            "held__person__full_name",
            "held__person__sort_key",
            "held__valid_from",
            "held__acting",
        )
    )
    lines: dict[int, PostLine] = {}
    for post, title, kind, held_id, person, name, key, since, acting in rows:
        line = lines.setdefault(post, PostLine(post, title, kind))
        if held_id is not None:
            line.holders.append(Holder(held_id, person, name, key, since, acting))
    for line in lines.values():
        line.holders.sort(key=lambda one: (one.acting, one.sort_key))
    return sorted((line for line in lines.values() if line.holders or line.leads), key=_post_order)


def _post_order(line: PostLine) -> tuple[int, str, int]:
    kind = POST_KINDS.get(line.kind)
    return (kind.rank if kind else 99, line.holders[0].sort_key if line.holders else "~", line.id)


def holders(organisation: Organisation | int, on: dt.date) -> QuerySet[Appointment]:
    """Appointments in force in an organisation on the day, with person and post, people in Vietnamese order."""
    pk = organisation if isinstance(organisation, int) else organisation.pk
    return (
        Appointment.objects.on(on)
        .filter(post__organisation_id=pk)
        .select_related("person", "post")
        .order_by("person__sort_key", "id")
    )


def body_roll(organisation: Organisation | int, on: dt.date) -> list[Person]:
    """The people with a post in a body on the day, each once, in Vietnamese order: the roll of a meeting."""
    return list({row.person_id: row.person for row in holders(organisation, on)}.values())


def members(cell: Organisation | int, on: dt.date) -> QuerySet[Membership]:
    """Party memberships in force in a cell on the day, with the person, in Vietnamese order."""
    pk = cell if isinstance(cell, int) else cell.pk
    return Membership.objects.on(on).filter(cell_id=pk).select_related("person").order_by("person__sort_key", "id")


def vacant_units(org_ids: Iterable[int], on: dt.date) -> set[int]:
    """Of these organisations those that have a head's post which nobody holds on the day. One query."""
    held = Appointment.objects.filter(in_force(on)).values("post_id")
    posts = Post.objects.filter(organisation_id__in=list(org_ids), kind__in=HEAD_KINDS).exclude(pk__in=held)
    return set(posts.values_list("organisation_id", flat=True))


def known_people(viewer: Viewer) -> QuerySet[Person]:
    """People whose name the viewer may see: everybody with a post (a public fact), and members in his scope."""
    found = Q(RowHas(Appointment.objects.filter(person_id=OuterRef("pk"))))
    if viewer.person_id is not None:
        found |= Q(pk=viewer.person_id)
    if viewer.operator:
        return Person.objects.all()
    if viewer.scope_roots:
        cells = Membership.objects.filter(person_id=OuterRef("pk"))
        found |= Q(RowHas(cells.filter(reached("cell_id", viewer.scope_roots, viewer.on)))) & unrestricted(viewer)
    return Person.objects.filter(found)


def person_for(viewer: Viewer, pk: int) -> Person | None:
    """A person whom the viewer may know of, with `in_scope` answered in the same query; None otherwise."""
    found = known_people(viewer).filter(pk=pk)
    if viewer.scope_roots:
        inside = Case(When(within_scope(viewer), then=Value(True)), default=Value(False), output_field=BooleanField())
        return found.annotate(in_scope=inside).first()
    return found.first()


def career_of(person: Person, viewer: Viewer | None = None) -> list[Appointment]:
    """All appointments of a person, newest first, with post and organisation; with `kept`, whether the viewer keeps the
    organisation, if one is given. One query."""
    rows = Appointment.objects.filter(person=person).select_related("post__organisation").order_by("-valid_from", "-id")
    return list(rows if viewer is None else rows.annotate(kept=kept_column(viewer, "post__organisation")))


def memberships_of(person: Person) -> list[Membership]:
    """All memberships of a person, newest first, with the cell. One query."""
    rows = Membership.objects.filter(person=person).select_related("cell")
    return list(rows.order_by("-valid_from", "-id"))


def posts_on(person_ids: Iterable[int], on: dt.date) -> dict[int, list[Appointment]]:
    """Person id → appointments in force on the day, with post and organisation. One query."""
    found: dict[int, list[Appointment]] = {}
    rows = Appointment.objects.on(on).filter(person_id__in=list(person_ids)).select_related("post__organisation")
    for row in rows.order_by("id"):
        found.setdefault(row.person_id, []).append(row)
    return found


def readings_of(person: Person) -> QuerySet[ReadingLog]:
    """Who read a person's records."""
    return ReadingLog.objects.filter(person_id=person.pk)
