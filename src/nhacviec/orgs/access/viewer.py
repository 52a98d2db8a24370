"""Who looks or acts: the posts in which he does so, and what follows from them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

from django.db.models import Q
from django.db.models.expressions import RawSQL

from nhacviec.ledger.actions import Actor

from ..kinds import COMMITTEE_KINDS, DEPUTY_KINDS, HEAD_KINDS, STAFF_KINDS
from ..models import Membership, Organisation
from ..models.conditions import AmongThese, reached, subtree_ids
from ..models.organisations import history_sql, past_sql, subtree_sql


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
# Whose organisation opens with all that stands below it.
WIDE_ROLES = (*READER_ROLES, Role.HEAD)


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
    since: dt.date | None = None
    # Much of all there is stands below `serves`: a hint for the plan of queries (`conditions.is_wide`).
    wide: bool = False

    @property
    def speaks(self) -> bool:
        """Head or deputy: may act and sign in the organisation's name."""
        return self.kind in HEAD_KINDS or self.kind in DEPUTY_KINDS

    @property
    def label(self) -> str:
        """Title with the unit, as shown beside the name."""
        return self.title if self.organisation_name in self.title else f"{self.title}, {self.organisation_name}"


@dataclass(frozen=True, slots=True)
class StandIn:
    """Thay mặt: a post of somebody absent in which the viewer may act, and only in the areas named (none: in all).

    `also` are the other posts of the absent person: they give no right, but bind where he would not be impartial.
    """

    id: int
    post: HeldPost
    absent_id: int
    absent_name: str
    until: dt.date
    areas: frozenset[str] = frozenset()
    also: tuple[HeldPost, ...] = ()

    @property
    def on_behalf_of(self) -> str:
        """For whom one acts, as records and pages say it: name and post."""
        return f"{self.absent_name}, {self.post.label}"


@dataclass(frozen=True)
class Viewer:
    """Who looks or acts, on which day, with which posts. Everything about rights is asked of this object.

    With `stand_in` the viewer acts in the post of somebody absent: `posts` is that post alone and rights follow from
    it. `held` are the viewer's own posts at all times, `stand_ins` those of others in which he or she may act.
    """

    on: dt.date
    user_id: int | None = None
    person_id: int | None = None
    name: str = ""
    posts: tuple[HeldPost, ...] = ()
    chosen: int | None = None
    operator: bool = False
    roles: Mapping[Role, frozenset[int]] = field(default_factory=dict)
    held: tuple[HeldPost, ...] = ()
    stand_ins: tuple[StandIn, ...] = ()
    stand_in: StandIn | None = None
    # Ended organisations that the viewer headed when they ended: their history stays readable.
    history_roots: tuple[int, ...] = ()
    # A list is shown page by page: conditions are asked row by row where that is sooner (`inside`).
    paging: bool = False

    @property
    def post(self) -> HeldPost | None:
        """The post in which the viewer acts now: the chosen one, else the highest."""
        return next((p for p in self.posts if p.appointment_id == self.chosen), self.posts[0] if self.posts else None)

    @property
    def actor(self) -> Actor:
        """The viewer as the ledger records it, with the absent person in whose post he or she acts."""
        if self.stand_in is not None:
            own = self.held[0].label if self.held else ""
            return Actor(self.name, own, self.user_id, self.person_id, self.stand_in.on_behalf_of)
        return Actor(self.name, self.post.label if self.post else "", self.user_id, self.person_id)

    def acting(self, stand_in: StandIn) -> "Viewer":
        """The viewer in the place of somebody absent: that post alone, and nothing yet where it is limited to areas."""
        posts = () if stand_in.areas else (stand_in.post,)
        return replace(
            self,
            posts=posts,
            roles=roles_of(posts),
            stand_in=stand_in,
            chosen=None,
            operator=False,
            history_roots=(),
        )

    def in_one_post(self, post: HeldPost) -> "Viewer":
        """The viewer with one of the posts alone: what that post gives."""
        return replace(self, posts=(post,), roles=roles_of((post,)), history_roots=(), operator=False)

    def without_posts(self, *, history: tuple[int, ...] = ()) -> "Viewer":
        """The viewer as a bare person: what needs no post; with `history`, what a past headship gives besides."""
        return replace(self, posts=(), roles={}, history_roots=history, operator=False)

    def in_area(self, area: str) -> "Viewer":
        """The viewer inside one area (`kinds.AREAS`) of a substitution that is limited to some; itself otherwise.

        Outside of its areas, and before it was asked, a limited substitution gives nothing.
        """
        mode = self.stand_in
        if mode is None or not mode.areas:
            return self
        posts = (mode.post,) if area in mode.areas else ()
        return replace(self, posts=posts, roles=roles_of(posts))

    @property
    def self_id(self) -> int | None:
        """The person for whom the viewer acts in his or her own matters; nobody while acting on behalf of another."""
        return None if self.stand_in is not None else self.person_id

    @cached_property
    def persons(self) -> frozenset[int]:
        """The viewer, and the absent person in whose post he or she acts: neither decides in the own case."""
        absent = self.stand_in.absent_id if self.stand_in is not None else None
        return frozenset(pk for pk in (self.person_id, absent) if pk is not None)

    def concerns(self, person_id: int | None) -> bool:
        """Whether a matter of that person is the viewer's own, or that of the absent person in whose post he acts."""
        return person_id is not None and person_id in self.persons

    @cached_property
    def heads(self) -> frozenset[int]:
        """Organisations that the viewer, or the absent person in whose post he acts, heads or deputises in any post."""
        mode = self.stand_in
        every = (*self.posts, *self.held, *((mode.post, *mode.also) if mode is not None else ()))
        return frozenset(p.organisation_id for p in every if p.speaks)

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
        """The organisations whose whole subtree the viewer may read, from present posts."""
        return tuple(sorted({i for role in WIDE_ROLES for i in self.roles.get(role, ())}))

    def scope_sql(self) -> RawSQL:
        """Sub-select of the readable organisations, for `filter(lead__in=viewer.scope_sql())`: no extra query.

        Below the present posts, and the history of organisations that the viewer headed when they ended.
        """
        if not self.history_roots:
            return self.command_sql()
        present, past = self.command_sql(), history_sql(self.history_roots, self.on)
        text = f"{present.sql} UNION SELECT id FROM ({past.sql}) history"  # noqa: S608
        return RawSQL(text, [*present.params, *past.params])  # noqa: S611

    @property
    def wide(self) -> bool:
        """Whether much of all there is stands below the viewer's posts: a hint for the plan of queries, not a right."""
        return any(post.wide and post.serves in self.scope_roots for post in self.posts)

    def page_by_page(self) -> "Viewer":
        """The same viewer, for a query of which only the first rows are wanted; not for counts."""
        return replace(self, paging=True)

    def inside(self, column: str) -> Q:
        """Condition "readable organisation" on a row's column (`lead_id`): `scope_sql` in the form that is soonest.

        Narrow scopes are gathered and looked up by the column's index. Of wide ones each row is asked when pages are
        shown, so that the first fifty cost the same in a city and in the country; counts compare with all of the scope.
        """
        if not self.scope_roots and not self.history_roots:
            return Q(pk__in=[])
        if not self.wide:
            return Q(AmongThese(column, self.scope_sql()))
        if not self.paging:
            return Q(**{f"{column}__in": self.scope_sql()})
        found = Q(reached(column, self.scope_roots, self.on))
        if self.history_roots:
            found |= Q(**{f"{column}__in": history_sql(self.history_roots, self.on)})
        return found

    @cached_property
    def scope(self) -> frozenset[int]:
        """Ids of the readable organisations (one query, then kept)."""
        if not self.scope_roots and not self.history_roots:
            return frozenset()
        if self.history_roots:
            return frozenset(Organisation.objects.filter(pk__in=self.scope_sql()).values_list("pk", flat=True))
        return subtree_ids(self.scope_roots, self.on)

    def command_sql(self) -> RawSQL:
        """Sub-select of the organisations below the viewer's present posts: where he acts and reads personal records."""
        return subtree_sql(self.scope_roots, self.on)

    @cached_property
    def command(self) -> frozenset[int]:
        """Ids of the organisations below the viewer's present posts (one query, then kept)."""
        if not self.history_roots:
            return self.scope
        return subtree_ids(self.scope_roots, self.on)

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
        """Ids of the organisations below `managed_roots` on the day (one query at most, then kept)."""
        if not self.managed_roots:
            return frozenset()
        if self.managed_roots == self.scope_roots:
            return self.command
        return subtree_ids(self.managed_roots, self.on)

    @cached_property
    def cells(self) -> frozenset[int]:
        """The party cells in which the viewer is a member on the day."""
        found = Membership.objects.on(self.on).filter(person_id=self.person_id) if self.person_id else []
        return frozenset(m.cell_id for m in found)


def roles_of(posts: Iterable[HeldPost]) -> Mapping[Role, frozenset[int]]:
    """The roles that follow from posts: role → the organisations in whose name it is held."""
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
