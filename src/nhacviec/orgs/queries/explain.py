"""Why may X see this, and who may: the grounds of `access.grounds`, told with the post and the way through the tree."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..access import (
    ANY,
    ORGANISATION_READERS,
    PERSON_READERS,
    STAFF_ROLES,
    Ground,
    HeldPost,
    RecordKind,
    Role,
    StandIn,
    Viewer,
    viewers_for_people,
)
from ..apps import org_extensions
from ..kinds import HEAD_KINDS
from ..models import Appointment, Membership, Organisation, ParentLink, Person, Substitution, Succession
from ..models.periods import in_force

ROLE_LABELS = {
    Role.LEADER: _("lãnh đạo cấp ủy"),
    Role.CLERK: _("văn phòng"),
    Role.INSPECTOR: _("ủy ban kiểm tra"),
    Role.ORGANISER: _("ban tổ chức"),
    Role.HEAD: _("đứng đầu hoặc cấp phó"),
    Role.OFFICIAL: _("công chức, viên chức"),
}


def record_kinds() -> dict[str, RecordKind]:
    """Every kind of record whose readers can be named, by its code: those of this room and of the rooms above."""
    own = (_ORGANISATION, _PERSON)
    return {kind.code: kind for kind in (*own, *(kind for one in org_extensions for kind in one.records))}


_ORGANISATION = RecordKind(
    code="organisation",
    label=_("việc nội bộ của tổ chức"),
    model=Organisation,
    readers=ORGANISATION_READERS,
    title=lambda unit: unit.name,
    path=lambda unit: reverse("orgs:organisation", args=[unit.pk]),
    organisations=lambda unit: [unit.pk],
)
_PERSON = RecordKind(
    code="person",
    label=_("thông tin cá nhân"),
    model=Person,
    readers=PERSON_READERS,
    title=lambda person: person.full_name,
    path=lambda person: reverse("orgs:person", args=[person.pk]),
    organisations=lambda person: _ever_units(person),
    people=lambda person: [person.pk],
)


def _ever_units(person: Person) -> list[int]:
    """The organisations in which the person ever had a post or was a member. One query."""
    posts = Appointment.objects.filter(person=person).values_list("post__organisation_id", flat=True)
    return list(posts.union(Membership.objects.filter(person=person).values_list("cell_id", flat=True)))


@dataclass(frozen=True, slots=True)
class Step:
    """One organisation on the way from the post's to the record's; `how` it stands under the one before, since when."""

    organisation: Organisation
    how: str = ""
    since: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Because:
    """One ground that holds: by which post (or a past one, or in whose place), in which roles, by which way."""

    ground: Ground
    post: HeldPost | None = None
    past: Organisation | None = None
    stand_in: StandIn | None = None
    roles: tuple[Any, ...] = ()
    way: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class _Facet:
    """The viewer reduced to one source of rights."""

    viewer: Viewer
    post: HeldPost | None = None
    past: int | None = None
    stand_in: StandIn | None = None


def explain(viewer: Viewer, kind: RecordKind, record: Any) -> list[Because]:
    """Every ground on which the viewer reads the record; none when he does not. A handful of queries."""
    facets = _facets(viewer, kind.area)
    whole, *held = kind.readers.holding(kind.model, record.pk, [viewer, *(facet.viewer for facet in facets)])
    codes = {ground.code for ground in whole}
    pairs = [
        (facet, ground)
        for facet, grounds in zip(facets, held, strict=True)
        for ground in grounds
        if (ground.code in codes if facet.stand_in is viewer.stand_in else ground.through)
    ]
    told = {ground.code for facet, ground in pairs if facet.stand_in is viewer.stand_in}
    bare = [(_Facet(viewer), ground) for ground in whole if ground.code not in told]
    return _with_ways([*pairs, *bare], kind, record, viewer.on)


def _facets(viewer: Viewer, area: str) -> list[_Facet]:
    """Oneself without any post, each post, each past headship, and (outside the mode) each substitution."""
    found = [_Facet(viewer.without_posts(), stand_in=viewer.stand_in)]
    found += [_Facet(viewer.in_one_post(post), post=post, stand_in=viewer.stand_in) for post in viewer.posts]
    found += [_Facet(viewer.without_posts(history=(pk,)), past=pk) for pk in viewer.history_roots]
    if viewer.stand_in is None:
        for one in viewer.stand_ins:
            mode = viewer.acting(one).in_area(area)
            found += [_Facet(mode.in_one_post(post), post=post, stand_in=one) for post in mode.posts]
    return found


def _with_ways(pairs: Sequence[tuple[_Facet, Ground]], kind: RecordKind, record: Any, on: dt.date) -> list[Because]:
    reached = {pk for _facet, ground in pairs for pk in _through(kind, record, ground)}
    ways = _Ways(reached, on) if any(facet.post or facet.past for facet, _ground in pairs) else None
    found: dict[tuple[Any, ...], Because] = {}
    for facet, ground in pairs:
        targets = _through(kind, record, ground)
        starts = [facet.past] if facet.past else [*facet.viewer.own, *facet.viewer.scope_roots, *facet.viewer.serves]
        way = ways.between(starts, targets) if ways is not None and targets and starts else ()
        roles = tuple(ROLE_LABELS[role] for role in facet.viewer.roles if role is not Role.OFFICIAL)
        past = ways.organisation(facet.past) if ways is not None and facet.past else None
        key = (ground.code, facet.post, facet.past, facet.stand_in)
        found.setdefault(key, Because(ground, facet.post, past, facet.stand_in, roles if facet.post else (), way))
    # What holds by a post needs not be said again of the bare person.
    personal = {b.ground.code for b in found.values() if b.post is None and b.past is None}
    return [
        b
        for b in found.values()
        if b.ground.code not in personal or (b.post is None and b.past is None) or b.stand_in is not None
    ]


def _through(kind: RecordKind, record: Any, ground: Ground) -> list[int]:
    """The organisations through which a ground reaches the record."""
    if not ground.through:
        return []
    if ground.through == ANY:
        return list(kind.around(record))
    value: Any = record
    for name in ground.through.split("."):
        value = getattr(value, name)
    return [] if value is None else [value]


class _Ways:
    """The links and successions above some organisations, and the shortest way down to them. Three queries."""

    def __init__(self, targets: Collection[int], on: dt.date) -> None:
        self._units = {unit.pk: unit for unit in Organisation.objects.filter(pk__in=ever_above_sql(targets))}
        ids = list(self._units)
        self._below: dict[int, list[tuple[int, str, dt.date]]] = {}
        links = ParentLink.objects.filter(child_id__in=ids, parent_id__in=ids, valid_from__lte=on)
        for link in links.select_related("child").order_by("valid_from"):
            ended = link.child.ended_on is not None and link.child.ended_on <= on
            if link.holds(on) or ended:
                self._below.setdefault(link.parent_id, []).append((link.child_id, "link", link.valid_from))
        for one in Succession.objects.filter(source_id__in=ids, target_id__in=ids, on_date__lte=on):
            self._below.setdefault(one.target_id, []).append((one.source_id, "succession", one.on_date))

    def organisation(self, pk: int | None) -> Organisation | None:
        """One of the organisations above, or the targets themselves."""
        return self._units.get(pk or 0)

    def between(self, starts: Iterable[int], targets: Collection[int]) -> tuple[Step, ...]:
        """The steps from one of `starts` down to one of `targets`, the shortest; () if there is none."""
        waiting: list[tuple[Step, ...]] = [
            (Step(self._units[pk]),) for pk in dict.fromkeys(starts) if pk in self._units
        ]
        seen = {way[0].organisation.pk for way in waiting}
        while waiting:
            way = waiting.pop(0)
            here = way[-1].organisation.pk
            if here in targets:
                return way
            for pk, how, since in self._below.get(here, ()):
                if pk not in seen and pk in self._units:
                    seen.add(pk)
                    waiting.append((*way, Step(self._units[pk], how, since)))
        return ()


_EVER = """
WITH RECURSIVE up(id) AS (
  SELECT CAST(o.id AS bigint) FROM orgs_organisation o WHERE o.id IN ({marks})
  UNION
  SELECT CAST(e.above AS bigint) FROM up JOIN (
    SELECT parent_id AS above, child_id AS below FROM orgs_parentlink
    UNION ALL SELECT target_id, source_id FROM orgs_succession
  ) e ON e.below = up.id
) SELECT id FROM up
"""


def ever_above_sql(organisation_ids: Collection[int]) -> RawSQL:
    """Sub-select of these and all that ever stood above them or followed them: nobody else can have a ground."""
    starts = sorted(organisation_ids)
    marks = ", ".join(["%s"] * len(starts)) or "NULL"
    return RawSQL(_EVER.format(marks=marks), starts)  # noqa: S611


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who may read a record, with the grounds: in the own posts, or only in the place of somebody absent."""

    viewer: Viewer
    grounds: tuple[Ground, ...]
    stand_in: StandIn | None = None


def readers_of(kind: RecordKind, record: Any, on: dt.date) -> list[Reader]:
    """Everybody who may read the record, by name. A few queries, and one for every sixty who might."""
    viewers = viewers_for_people(_candidates(kind, record, on), on)
    asked: list[tuple[Viewer, StandIn | None]] = [(viewer, None) for viewer in viewers]
    asked += [(viewer.acting(one).in_area(kind.area), one) for viewer in viewers for one in viewer.stand_ins]
    held = kind.readers.holding(kind.model, record.pk, [viewer for viewer, _mode in asked])
    found: list[Reader] = []
    known: set[int | None] = set()
    for (viewer, mode), grounds in zip(asked, held, strict=True):
        if grounds and (mode is None or viewer.person_id not in known):
            known.add(viewer.person_id)
            found.append(Reader(viewer, tuple(grounds), mode))
    order = {viewer.person_id: n for n, viewer in enumerate(viewers)}
    return sorted(found, key=lambda one: order[one.viewer.person_id])


def _candidates(kind: RecordKind, record: Any, on: dt.date) -> set[int]:
    """People around the record: named in it, with a post around it now, or heading what ended around it; substitutes."""
    above = ever_above_sql(kind.around(record))
    staff = ParentLink.objects.filter(parent_id__in=above, child__kind__in=tuple(STAFF_ROLES)).values("child_id")
    around = Q(post__organisation_id__in=above) | Q(post__organisation_id__in=staff)
    ended = Q(valid_until=F("post__organisation__ended_on"), valid_until__lte=on, post__kind__in=HEAD_KINDS)
    rows = Appointment.objects.filter(around & (in_force(on) | ended))
    substitutes = Substitution.objects.on(on).filter(appointment__in=rows.values("pk"))
    found = rows.values_list("person_id", flat=True).union(substitutes.values_list("substitute_id", flat=True))
    return {*found, *(pk for pk in kind.people(record) if pk is not None)}


def may_ask_who(viewer: Viewer, kind: RecordKind, record: Any) -> bool:
    """Who is told of all readers: keepers and heads over the organisations concerned, and the person concerned."""
    if viewer.self_id is not None and viewer.self_id in kind.people(record):
        return True
    units = set(kind.around(record))
    if viewer.operator:
        return kind.code in ("organisation", "person")
    heads = viewer.command if viewer.has(Role.HEAD) or viewer.has(Role.LEADER) else frozenset()
    return not units.isdisjoint(viewer.managed | heads)
