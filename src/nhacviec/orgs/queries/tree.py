"""The tree of organisations on a day."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When

from nhacviec.rules.text import fold, nfc

from ..access import Viewer
from ..kinds import ORGANISATION_KINDS
from ..models import Membership, Organisation, ParentLink, Person, Succession
from ..models.periods import in_force
from .people import heads, vacant_units

# A page with more organisations than this would be unreadable on a phone: deeper levels are then opened one by one.
MOST_NODES = 800
_KIND_ORDER = {code: place for place, code in enumerate(ORGANISATION_KINDS)}
# Roots without any link on the day: the families that belong to each hierarchy.
_FAMILIES = {"party": ("party", "mass"), "state": ("state", "company")}


@dataclass(slots=True)
class Node:
    """An organisation in the tree: its head on the day, what stands below, how many stand below in all."""

    organisation: Organisation
    head: Person | None = None
    vacant: bool = False
    children: list["Node"] = field(default_factory=list)
    below: int = 0
    cut: bool = False

    def walk(self) -> Iterator["Node"]:
        """This node and all below, from top to bottom."""
        yield self
        for child in self.children:
            yield from child.walk()


def tree(viewer: Viewer, on: dt.date, hierarchy: str, root: int | None = None) -> list[Node]:
    """The organisations that exist on `on` in one hierarchy, nested; from `root` downward if given.

    Public facts, so any viewer sees all of them. Four queries: links, organisations, heads, vacant head's posts. A
    tree of more than MOST_NODES is cut after the levels that fit; the nodes cut say so.
    """
    del viewer  # kept in the signature: what is public today may be narrowed in one place
    children, child_ids = _links(on, hierarchy)
    units = {o.pk: o for o in _in_tree(on, hierarchy, children, child_ids)}
    tops = [root] if root is not None else [pk for pk in units if pk not in child_ids]
    nodes = _nested([pk for pk in tops if pk in units], children, units)
    shown = [node for top in nodes for node in top.walk()]
    ids = [node.organisation.pk for node in shown]
    found, vacant = heads(ids, on), vacant_units(ids, on)
    for node in shown:
        node.head = found.get(node.organisation.pk)
        node.vacant = node.head is None and node.organisation.pk in vacant
    return nodes


def _links(on: dt.date, hierarchy: str) -> tuple[dict[int, list[int]], set[int]]:
    children: dict[int, list[int]] = defaultdict(list)
    below: set[int] = set()
    for parent, child in ParentLink.objects.on(on).filter(hierarchy=hierarchy).values_list("parent_id", "child_id"):
        children[parent].append(child)
        below.add(child)
    return children, below


def _in_tree(on: dt.date, hierarchy: str, children: dict[int, list[int]], child_ids: set[int]) -> list[Organisation]:
    """Those with a link in the hierarchy, and those without one that are of its family."""
    linked = child_ids | set(children)
    families = _FAMILIES.get(hierarchy, ())
    return [o for o in Organisation.objects.existing(on) if o.pk in linked or o.family in families]


def _order(unit: Organisation) -> tuple[int, str, int]:
    return (_KIND_ORDER.get(unit.kind, 99), unit.folded, unit.pk)


def _nested(tops: list[int], children: dict[int, list[int]], units: dict[int, Organisation]) -> list[Node]:
    """The nodes, level by level, until MOST_NODES are reached."""
    roots = [Node(units[pk]) for pk in tops]
    roots.sort(key=lambda node: _order(node.organisation))
    level, made, seen = list(roots), len(roots), set(tops)
    while level:
        below: list[tuple[Node, list[int]]] = [
            (node, [pk for pk in children.get(node.organisation.pk, ()) if pk in units and pk not in seen])
            for node in level
        ]
        count = sum(len(ids) for _node, ids in below)
        level = []
        for node, ids in below:
            node.below = len(ids)
            if made + count > MOST_NODES and made > len(roots):
                node.cut = bool(ids)
                continue
            seen.update(ids)
            node.children = sorted((Node(units[pk]) for pk in ids), key=lambda one: _order(one.organisation))
            level += node.children
        made += len(level)
    return roots


def organisation_for(pk: int, on: dt.date) -> Organisation | None:
    """An organisation with its parents on the day and its number of members, in one query; None if unknown.

    Adds `party_parent`, `party_parent_name`, `state_parent`, `state_parent_name`, `members_count`.
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
    return found.annotate(members_count=Subquery(count.values("n")[:1])).first()


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
