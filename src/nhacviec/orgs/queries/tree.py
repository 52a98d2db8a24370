"""The tree of organisations on a day."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce, JSONObject

from nhacviec.rules.text import fold, nfc

from ..access import Viewer
from ..kinds import HEAD_KINDS, ORGANISATION_KINDS
from ..models import Appointment, Membership, Organisation, OrganisationName, ParentLink, Post, Succession
from ..models.periods import in_force

# A page with more organisations than this would be unreadable on a phone: deeper levels are then opened one by one.
MOST_NODES = 800
# More than this is not read at once, for a page or a file; no hierarchy of ours is deeper than DEEPEST.
MOST_READ = 20_000
DEEPEST = 20
_KIND_ORDER = {code: place for place, code in enumerate(ORGANISATION_KINDS)}
# Roots without any link on the day: the families that belong to each hierarchy.
_FAMILIES = {"party": ("party", "mass"), "state": ("state", "company")}


@dataclass(frozen=True, slots=True)
class TreeHead:
    """Who heads an organisation of the tree on the day."""

    pk: int
    full_name: str
    title: str
    since: dt.date
    acting: bool


@dataclass(slots=True)
class Node:
    """An organisation in the tree: its name and head on the day, what stands below, how many stand directly below."""

    organisation: Organisation
    name: str = ""
    head: TreeHead | None = None
    vacant: bool = False
    children: list["Node"] = field(default_factory=list)
    below: int = 0
    cut: bool = False
    depth: int = 0

    def walk(self) -> Iterator["Node"]:
        """This node and all below, from top to bottom."""
        yield self
        for child in self.children:
            yield from child.walk()


def tree(viewer: Viewer, on: dt.date, hierarchy: str, root: int | None = None, *, most: int = MOST_NODES) -> list[Node]:
    """The organisations that exist on `on` in one hierarchy, nested; from `root` downward if given.

    Public facts, so any viewer sees all of them. One statement. A tree of more than `most` is cut after the levels
    that fit; the nodes cut say so.
    """
    del viewer  # kept in the signature: what is public today may be narrowed in one place
    read = min(MOST_READ, 2 * most)  # the level that goes beyond `most` is not shown: no need to read it to its end
    found = {unit.pk: unit for unit in _in_tree(on, hierarchy, root, read)}
    return _nested(found, root, most, complete=len(found) < read)


_LEVELS = """
WITH RECURSIVE down(id, depth) AS (
  SELECT CAST(o.id AS bigint), 0 FROM orgs_organisation o
  WHERE {top} AND o.founded_on <= %s AND (o.ended_on IS NULL OR o.ended_on > %s)
  UNION
  SELECT CAST(l.child_id AS bigint), down.depth + 1 FROM down
  JOIN orgs_parentlink l ON l.parent_id = down.id
  JOIN orgs_organisation c ON c.id = l.child_id
  WHERE l.hierarchy = %s AND l.valid_from <= %s AND (l.valid_until IS NULL OR l.valid_until > %s)
    AND c.founded_on <= %s AND (c.ended_on IS NULL OR c.ended_on > %s) AND down.depth < %s
) SELECT id FROM {down}
"""
_ON_TOP = """NOT EXISTS (
    SELECT 1 FROM orgs_parentlink u WHERE u.child_id = o.id AND u.hierarchy = %s
    AND u.valid_from <= %s AND (u.valid_until IS NULL OR u.valid_until > %s)
  ) AND (o.kind IN ({kinds}) OR EXISTS (
    SELECT 1 FROM orgs_parentlink v WHERE v.parent_id = o.id AND v.hierarchy = %s
    AND v.valid_from <= %s AND (v.valid_until IS NULL OR v.valid_until > %s)
  ))"""


def levels_sql(on: dt.date, hierarchy: str, root: int | None, most: int | None = MOST_READ) -> RawSQL:
    """Ids of the organisations of a hierarchy on a day, level by level from the top, at most `most`."""
    day = on.isoformat()
    given: list[Any]
    if root is not None:
        top, given = "o.id = %s", [root]
    else:
        kinds = [k.code for k in ORGANISATION_KINDS.values() if k.family in _FAMILIES.get(hierarchy, ())]
        top = _ON_TOP.format(kinds=", ".join(["%s"] * len(kinds)) or "NULL")
        given = [hierarchy, day, day, *kinds, hierarchy, day, day]
    values: list[Any] = [*given, day, day, hierarchy, day, day, day, day, DEEPEST]
    down = "down" if most is None else "(SELECT id FROM down LIMIT %s) first"
    values += [] if most is None else [most]
    return RawSQL(_LEVELS.format(top=top, down=down), values)  # noqa: S611


def _in_tree(on: dt.date, hierarchy: str, root: int | None, most: int) -> QuerySet[Organisation]:
    """Those organisations in their place, with `below`: how many stand directly below."""
    alive = Q(child__founded_on__lte=on) & (Q(child__ended_on__isnull=True) | Q(child__ended_on__gt=on))
    links = ParentLink.objects.on(on).filter(alive, hierarchy=hierarchy, parent_id=OuterRef("pk"))
    count = links.order_by().values("parent_id").annotate(n=Count("id")).values("n")[:1]
    rows = Organisation.objects.filter(pk__in=levels_sql(on, hierarchy, root, most))
    return in_place(rows, on, hierarchy).annotate(below=Coalesce(Subquery(count), 0))


def in_place(rows: QuerySet[Organisation], on: dt.date, hierarchy: str) -> QuerySet[Organisation]:
    """Organisations with `above` (parent on the day), `name_then`, `held_by` (head as JSON) and `vacant`."""
    links = ParentLink.objects.on(on).filter(hierarchy=hierarchy, child_id=OuterRef("pk")).order_by("id")
    return rows.annotate(
        above=Subquery(links.values("parent_id")[:1]),
        name_then=name_on(on),
        held_by=head_on(on),
        vacant=vacant_on(on),
    )


def name_on(on: dt.date, outer: str = "pk") -> Subquery:
    """The name that an organisation bore on a day; empty where no name of that day is recorded."""
    return Subquery(OrganisationName.objects.on(on).filter(organisation_id=OuterRef(outer)).values("name")[:1])


def head_on(on: dt.date, outer: str = "pk") -> Subquery:
    """The head of an organisation on a day as JSON: the holder before one who acts in the post."""
    held = Appointment.objects.on(on).filter(post__kind__in=HEAD_KINDS, post__organisation_id=OuterRef(outer))
    told = JSONObject(
        pk="person_id", full_name="person__full_name", title="post__title", since="valid_from", acting="acting"
    )
    return Subquery(held.order_by("acting", "-valid_from", "-id").values(told=told)[:1])


def vacant_on(on: dt.date, outer: str = "pk") -> Exists:
    """Whether an organisation has a head's post that nobody holds on a day, acting ones included."""
    held = Appointment.objects.filter(in_force(on), post_id=OuterRef("pk"))
    return Exists(Post.objects.filter(organisation_id=OuterRef(outer), kind__in=HEAD_KINDS).filter(~Exists(held)))


def _order(unit: Organisation) -> tuple[int, str, int]:
    return (_KIND_ORDER.get(unit.kind, 99), unit.folded, unit.pk)


def _node(unit: "Organisation", depth: int) -> Node:
    held = getattr(unit, "held_by", None)
    head = None
    if held:
        since = dt.date.fromisoformat(held["since"][:10])
        head = TreeHead(held["pk"], held["full_name"], held["title"], since, bool(held["acting"]))
    below = getattr(unit, "below", 0)
    return Node(
        unit,
        name=getattr(unit, "name_then", None) or unit.name,
        head=head,
        vacant=head is None and getattr(unit, "vacant", False),
        below=below,
        depth=depth,
    )


def _nested(found: dict[int, Organisation], root: int | None, most: int, *, complete: bool) -> list[Node]:
    """The nodes, level by level, until `most` are reached; what was not read any more is cut as well."""
    children: dict[int | None, list[Organisation]] = defaultdict(list)
    for unit in found.values():
        parent = getattr(unit, "above", None)
        children[None if unit.pk == root or parent not in found else parent].append(unit)
    tops = found.get(root) if root is not None else None
    level = [_node(unit, 0) for unit in ([tops] if tops else children[None] if root is None else [])]
    level.sort(key=lambda node: _order(node.organisation))
    roots, made = list(level), len(level)
    seen = {node.organisation.pk for node in level}
    while level:
        below = [(node, [u for u in children[node.organisation.pk] if u.pk not in seen]) for node in level]
        count = sum(len(units) for _node_, units in below)
        level = []
        for node, units in below:
            if made + count > most and made > len(roots):
                node.cut = bool(node.below)
                continue
            seen.update(unit.pk for unit in units)
            node.children = sorted((_node(u, node.depth + 1) for u in units), key=lambda one: _order(one.organisation))
            node.cut = not complete and len(units) < node.below
            level += node.children
        made += len(level)
    return roots


def organisation_for(pk: int, on: dt.date) -> Organisation | None:
    """An organisation with its parents on the day and its number of members, in one query; None if unknown.

    Adds `party_parent`, `party_parent_name`, `state_parent`, `state_parent_name`, `members_count`, `name_then`,
    and whether it was `renamed` before.
    """
    found = Organisation.objects.filter(pk=pk)
    for hierarchy in ("party", "state"):
        link = ParentLink.objects.on(on).filter(child_id=OuterRef("pk"), hierarchy=hierarchy).order_by("id")
        found = found.annotate(
            **{
                f"{hierarchy}_parent": Subquery(link.values("parent_id")[:1]),
                f"{hierarchy}_parent_name": Subquery(link.values("parent__name")[:1]),
            }
        )
    count = Membership.objects.on(on).filter(cell_id=OuterRef("pk")).values("cell_id").annotate(n=Count("id"))
    former = OrganisationName.objects.filter(organisation_id=OuterRef("pk"), valid_until__lte=on)
    return found.annotate(
        members_count=Subquery(count.values("n")[:1]), name_then=name_on(on), renamed=Exists(former)
    ).first()


def relations_of(organisation: Organisation, on: dt.date) -> tuple[list[ParentLink], list[ParentLink]]:
    """(all parent links, newest first; links to those directly below on the day), in one query."""
    below = Q(parent=organisation) & in_force(on)
    rows = ParentLink.objects.filter(Q(child=organisation) | below).select_related("parent", "child")
    found = list(rows)
    parents = [link for link in found if link.child_id == organisation.pk]
    parents.sort(key=lambda link: (link.hierarchy, -link.valid_from.toordinal()))
    children = [link for link in found if link.parent_id == organisation.pk]
    return parents, sorted(children, key=lambda link: (link.hierarchy, *_order(link.child)))


def successions_of(organisation: Organisation) -> list[Succession]:
    """What the organisation came from and what followed it, oldest first."""
    either = Q(source=organisation) | Q(target=organisation)
    return list(Succession.objects.filter(either).select_related("source", "target").order_by("on_date", "id"))


def ended_lately(on: dt.date, since: dt.date) -> list[Succession]:
    """Successions between two days: so that a tree after a reorganisation names who follows whom."""
    return list(
        Succession.objects.filter(on_date__gt=since, on_date__lte=on)
        .select_related("source", "target")
        .order_by("-on_date", "source__folded", "id")[:200]
    )


def search_organisations(words: str, on: dt.date) -> QuerySet[Organisation]:
    """Organisations existing on the day whose name holds the words; the very tones typed come first."""
    exact, folded = nfc(words)[:100], fold(words)[:100]
    rank = Case(When(name__contains=exact, then=Value(0)), default=Value(1), output_field=IntegerField())
    return (
        Organisation.objects.existing(on).filter(folded__contains=folded).annotate(rank=rank).order_by("rank", "folded")
    )
