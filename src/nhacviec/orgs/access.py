"""Rights: what a person may see and do follows from dated posts in the organisation tree (principle 9).

This is the one place that turns posts into rights. Each room adds an `access.py` with predicates for its own
records, all of them over the `Viewer` defined here.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import RawSQL

from nhacviec.ledger.actions import Actor

from .kinds import CALENDAR_KINDS, COMMITTEE_KINDS, DEPUTY_KINDS, HEAD_KINDS, POST_KINDS, STAFF_KINDS
from .models import Appointment, Membership, Organisation, ParentLink, Person
from .models.organisations import past_sql, subtree_sql
from .models.periods import in_force


class Role(StrEnum):
    """Vai trò that follows from a post. Each is held in the name of an organisation."""

    LEADER = "leader"  # secretary, deputies and members of the standing committee
    CLERK = "clerk"  # the committee's or administration's office
    INSPECTOR = "inspector"  # the inspection commission
    ORGANISER = "organiser"  # the organisation commission
    HEAD = "head"  # head or deputy of a unit
    OFFICIAL = "official"  # everybody with a post


# Staff bodies work for the committee above them: their people read and act in its name.
STAFF_ROLES: Mapping[str, Role] = {code: Role(staff) for code, staff in STAFF_KINDS.items()}
# Who keeps the records of organisations, people and the calendar, inside the committee that they serve.
KEEPER_ROLES = (Role.ORGANISER, Role.CLERK)
# Whose work for the committee includes reading personal records below it.
READER_ROLES = (Role.LEADER, Role.CLERK, Role.INSPECTOR, Role.ORGANISER)


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A post that the viewer holds on the day; `serves` is the organisation in whose name its role is held."""

    appointment_id: int
    title: str
    kind: str
    organisation_id: int
    organisation_name: str
    organisation_kind: str
    serves: int
    acting: bool = False

    @property
    def speaks(self) -> bool:
        """Head or deputy: may act and sign in the organisation's name."""
        return self.kind in HEAD_KINDS or self.kind in DEPUTY_KINDS

    @property
    def label(self) -> str:
        """Title with the unit, as shown beside the name."""
        return self.title if self.organisation_name in self.title else f"{self.title}, {self.organisation_name}"


@dataclass(frozen=True)
class Viewer:
    """Who looks or acts, on which day, with which posts. Everything about rights is asked of this object."""

    on: dt.date
    user_id: int | None = None
    person_id: int | None = None
    name: str = ""
    posts: tuple[HeldPost, ...] = ()
    chosen: int | None = None
    operator: bool = False
    roles: Mapping[Role, frozenset[int]] = field(default_factory=dict)

    @property
    def post(self) -> HeldPost | None:
        """The post in which the viewer acts now: the chosen one, else the highest."""
        return next((p for p in self.posts if p.appointment_id == self.chosen), self.posts[0] if self.posts else None)

    @property
    def actor(self) -> Actor:
        """The viewer as the ledger records it."""
        return Actor(self.name, self.post.label if self.post else "", self.user_id, self.person_id)

    def has(self, role: Role, organisation_id: int | None = None) -> bool:
        """Whether the viewer holds `role`, in the name of `organisation_id` if given."""
        held = self.roles.get(role, frozenset())
        return bool(held) if organisation_id is None else organisation_id in held

    @cached_property
    def own(self) -> frozenset[int]:
        """Organisations in which the viewer holds a post."""
        return frozenset(p.organisation_id for p in self.posts)

    @cached_property
    def speaks_for(self) -> frozenset[int]:
        """Organisations in whose name the viewer may act and sign: those headed or deputised."""
        direct = {p.organisation_id for p in self.posts if p.speaks}
        return frozenset(
            direct | {p.serves for p in self.posts if p.speaks and p.organisation_kind == "standing_committee"}
        )

    @cached_property
    def serves(self) -> frozenset[int]:
        """Organisations whose staff work the viewer does or which he or she leads."""
        return frozenset(i for ids in self.roles.values() for i in ids)

    @cached_property
    def scope_roots(self) -> tuple[int, ...]:
        """The organisations whose whole subtree the viewer may read."""
        wide = (Role.LEADER, Role.CLERK, Role.INSPECTOR, Role.ORGANISER, Role.HEAD)
        return tuple(sorted({i for role in wide for i in self.roles.get(role, ())}))

    def scope_sql(self) -> RawSQL:
        """Sub-select of the readable organisations, for `filter(lead__in=viewer.scope_sql())`: no extra query."""
        return subtree_sql(self.scope_roots, self.on)

    @cached_property
    def scope(self) -> frozenset[int]:
        """Ids of the readable organisations (one query, then kept)."""
        if not self.scope_roots:
            return frozenset()
        return frozenset(Organisation.objects.below(self.scope_roots, self.on).values_list("pk", flat=True))

    def reads_for(self, *roles: Role) -> RawSQL:
        """Sub-select of the organisations whose records these roles open: those served, and what they succeeded to.

        Acting asks `has`: the past of another committee can be read, no longer changed.
        """
        return past_sql(tuple(sorted({i for role in roles for i in self.roles.get(role, ())})), self.on)

    def may_read(self, organisation_id: int | None) -> bool:
        """Whether the internal records of an organisation may be read: inside the viewer's subtrees or own unit."""
        return organisation_id is not None and (organisation_id in self.own or organisation_id in self.scope)

    @cached_property
    def managed_roots(self) -> tuple[int, ...]:
        """The organisations whose subtree's organisations and people the viewer keeps: as organiser or clerk."""
        return tuple(sorted({i for role in KEEPER_ROLES for i in self.roles.get(role, ())}))

    @cached_property
    def managed(self) -> frozenset[int]:
        """Ids of the organisations below `managed_roots` on the day (one query, then kept)."""
        if not self.managed_roots:
            return frozenset()
        return frozenset(Organisation.objects.below(self.managed_roots, self.on).values_list("pk", flat=True))

    @cached_property
    def cells(self) -> frozenset[int]:
        """The party cells in which the viewer is a member on the day."""
        found = Membership.objects.on(self.on).filter(person_id=self.person_id) if self.person_id else []
        return frozenset(m.cell_id for m in found)


def viewer_for_person(
    person: Person | None, *, on: dt.date, chosen: int | None = None, user_id: int | None = None
) -> Viewer:
    """The viewer that `person` is on `on`. One query, however many posts."""
    if person is None:
        return Viewer(on=on, user_id=user_id)
    return _viewer(person, _appointments(on).filter(person_id=person.pk), on, chosen, user_id)


def viewer_for_user(user_id: int, *, on: dt.date, chosen: int | None = None) -> Viewer | None:
    """The viewer that an account's person is on `on`, None for an account without one. One query for who has a post."""
    held = list(_appointments(on).filter(person__user_id=user_id).select_related("person", "post__organisation"))
    person = held[0].person if held else Person.objects.filter(user_id=user_id).first()
    return _viewer(person, held, on, chosen, user_id) if person else None


def _viewer(
    person: Person, held: Iterable[Appointment], on: dt.date, chosen: int | None, user_id: int | None
) -> Viewer:
    posts = _held_posts(held)
    return Viewer(
        on=on,
        user_id=user_id or person.user_id,
        person_id=person.pk,
        name=person.full_name,
        posts=posts,
        chosen=chosen,
        roles=_roles(posts),
    )


def _appointments(on: dt.date) -> QuerySet[Appointment]:
    """Appointments in force on the day, each with `above`: the parent of its organisation."""
    parent = (
        ParentLink.objects.filter(in_force(on), child_id=OuterRef("post__organisation_id"))
        .order_by("hierarchy", "id")
        .values("parent_id")[:1]
    )
    return Appointment.objects.on(on).select_related("post__organisation").annotate(above=Subquery(parent))


def _held_posts(held: Iterable[Any]) -> tuple[HeldPost, ...]:
    posts = [
        HeldPost(
            appointment_id=a.pk,
            title=a.post.title,
            kind=a.post.kind,
            organisation_id=a.post.organisation_id,
            organisation_name=a.post.organisation.name,
            organisation_kind=a.post.organisation.kind,
            serves=a.above if a.post.organisation.kind in STAFF_ROLES and a.above else a.post.organisation_id,
            acting=a.acting,
        )
        for a in held
    ]
    return tuple(
        sorted(posts, key=lambda p: (POST_KINDS[p.kind].rank if p.kind in POST_KINDS else 99, p.appointment_id))
    )


def _roles(posts: tuple[HeldPost, ...]) -> Mapping[Role, frozenset[int]]:
    roles: dict[Role, set[int]] = defaultdict(set)
    for post in posts:
        roles[Role.OFFICIAL].add(post.organisation_id)
        if post.organisation_kind in STAFF_ROLES:
            roles[STAFF_ROLES[post.organisation_kind]].add(post.serves)
        if post.organisation_kind in COMMITTEE_KINDS and post.speaks:
            roles[Role.LEADER].add(post.organisation_id)
        if post.speaks:
            roles[Role.HEAD].add(post.organisation_id)
    return {role: frozenset(ids) for role, ids in roles.items()}


def keeps_records(viewer: Viewer) -> bool:
    """Whether the viewer keeps records of organisations and people anywhere: operator, organiser or clerk."""
    return viewer.operator or bool(viewer.managed_roots)


def may_keep_calendar(viewer: Viewer) -> bool:
    """Whether the viewer edits the calendar, which moves the deadlines of everybody: operator, or keeper of a committee
    of a city or province; not the office of a ward. One query for who keeps records."""
    if viewer.operator or not viewer.managed_roots:
        return viewer.operator
    return Organisation.objects.filter(pk__in=viewer.managed_roots, kind__in=CALENDAR_KINDS).exists()


def may_keep(viewer: Viewer, organisation_id: int | None) -> bool:
    """Whether the viewer may change an organisation, its posts and its people."""
    return viewer.operator or (organisation_id is not None and organisation_id in viewer.managed)


def may_keep_person(viewer: Viewer, person: Person) -> bool:
    """Whether the viewer may change a person's posts: somebody without any unit yet, or one of a kept unit."""
    if viewer.operator:
        return True
    return bool(viewer.managed_roots) and (not (units := units_of(person, viewer.on)) or bool(units & viewer.managed))


def may_read_internals(viewer: Viewer, organisation_id: int) -> bool:
    """Whether an organisation's own records (members, panels, ledger) are shown to the viewer."""
    return viewer.may_read(organisation_id)


def units_of(person: Person, on: dt.date) -> frozenset[int]:
    """Where a person belongs on the day: units of the posts and the cell; of the past ones when there is none."""
    rows = [
        *Appointment.objects.filter(person_id=person.pk).values_list(
            "post__organisation_id", "valid_from", "valid_until"
        ),
        *Membership.objects.filter(person_id=person.pk).values_list("cell_id", "valid_from", "valid_until"),
    ]
    present = {unit for unit, start, end in rows if start <= on and (end is None or on < end)}
    return frozenset(present or {unit for unit, _start, _end in rows})


def within_scope(viewer: Viewer) -> Q:
    """Condition on people: those whose present units, or past ones if they have none now, lie in the viewer's scope."""
    posts = Appointment.objects.filter(person_id=OuterRef("pk"))
    cells = Membership.objects.filter(person_id=OuterRef("pk"))
    now = in_force(viewer.on)
    inside = viewer.scope_sql()
    present = Q(Exists(posts.filter(now, post__organisation_id__in=inside))) | Q(
        Exists(cells.filter(now, cell_id__in=inside))
    )
    past = Q(Exists(posts.filter(post__organisation_id__in=inside))) | Q(Exists(cells.filter(cell_id__in=inside)))
    nowhere = ~Q(Exists(posts.filter(now))) & ~Q(Exists(cells.filter(now)))
    return present | (nowhere & past)


def reading_ground(viewer: Viewer, person: Person) -> str:
    """Why the viewer may read a person's membership and records: "own", "staff" or "head"; "" if he may not.

    One query at most; none when the person came from `queries.person_for`, which asked already.
    """
    if viewer.person_id is not None and viewer.person_id == person.pk:
        return "own"
    if not viewer.scope_roots:
        return ""
    known = getattr(person, "in_scope", None)
    if known is None:
        known = Person.objects.filter(within_scope(viewer), pk=person.pk).exists()
    if not known:
        return ""
    return "staff" if any(viewer.roles.get(role) for role in READER_ROLES) else "head"
