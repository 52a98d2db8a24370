"""What stands beside an organisation, and who reads it: what the forms and previews of a change ask."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ...models import Organisation, ParentLink
from .changes import Change

MOST = 200


def beside(unit: Organisation, on: dt.date) -> QuerySet[Organisation]:
    """The living organisations of the same kind under the same superiors, by name; at most 200 are offered in a form."""
    above = ParentLink.objects.on(on).filter(child=unit).values("parent")
    near = ParentLink.objects.on(on).filter(parent__in=above).values("child")
    found = Organisation.objects.existing(on).filter(kind=unit.kind, pk__in=near).exclude(pk=unit.pk)
    return found.order_by("folded", "id")


def places_like(unit: Organisation, on: dt.date) -> QuerySet[Organisation]:
    """Organisations of the kinds under which it stands now: where it may be moved."""
    kinds = ParentLink.objects.on(on).filter(child=unit).values("parent__kind")
    return Organisation.objects.existing(on).filter(kind__in=kinds).exclude(pk=unit.pk).order_by("folded", "id")


def children_by_kind(parent: Organisation, on: dt.date) -> dict[str, list[Organisation]]:
    """Kind → the organisations of it directly below one on the day, each with the `trees` in which it stands there; the
    kind with most first, at most sixty of each. One query."""
    links = (
        ParentLink.objects.on(on).filter(parent=parent).select_related("child").order_by("child__folded", "child_id")
    )
    units: dict[int, Organisation] = {}
    for link in links:
        unit = units.setdefault(link.child_id, link.child)
        vars(unit).setdefault("trees", set()).add(link.hierarchy)
    found: dict[str, list[Organisation]] = {}
    for unit in units.values():
        found.setdefault(unit.kind, []).append(unit)
    ordered = sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return {kind: rows[:MOST_BELOW] for kind, rows in ordered if len(rows) > 1}


MOST_BELOW = 60


def readers_of_move(
    unit: Organisation, parent: Organisation, hierarchy: str, on: dt.date
) -> tuple[list[str], list[str]]:
    """Names of the bodies above it that lose and that gain the reading of an organisation which moves under `parent`.

    Six queries at most, one a level of the tree.
    """
    links = list(ParentLink.objects.on(on).filter(child=unit).select_related("parent"))
    before = {one.pk: one for link in links for one in _upward(link.parent, on)}
    other = [link.parent for link in links if link.hierarchy != hierarchy]
    after = {one.pk: one for start in (*other, parent) for one in _upward(start, on)}
    lost = [before[pk].name for pk in before if pk not in after]
    return lost, [after[pk].name for pk in after if pk not in before]


def move_problems(unit: Organisation, parent: Organisation, hierarchy: str, on: dt.date) -> Iterator[str | Promise]:
    """What keeps an organisation from standing under `parent` from that day on. Two queries."""
    for one in (unit, parent):
        if not (one.founded_on <= on and (one.ended_on is None or on < one.ended_on)):
            yield _("%(name)s chưa có hoặc không còn vào ngày này.") % {"name": one.name}
    if Organisation.objects.below((unit.pk,), on).filter(pk=parent.pk).exists():
        yield _("%(parent)s đang đứng dưới %(child)s.") % {"parent": parent.label, "child": unit.label}
    if ParentLink.objects.filter(child=unit, hierarchy=hierarchy, valid_from__gte=on).exists():
        yield _("Đã có quan hệ trực thuộc bắt đầu từ ngày này hoặc sau đó.")


_HIGHEST = 10


def _upward(start: Organisation, on: dt.date) -> list[Organisation]:
    """An organisation and everything above it on the day, in both hierarchies. A query a level."""
    found, level = {start.pk: start}, [start.pk]
    for _step in range(_HIGHEST):
        links = ParentLink.objects.on(on).filter(child__in=level).select_related("parent")
        above = {link.parent_id: link.parent for link in links if link.parent_id not in found}
        if not above:
            break
        found.update(above)
        level = list(above)
    return list(found.values())


def heads_missing(change: Change) -> list[str]:
    """Names of successors whose head's post is vacant: what passes keeps the former person until somebody is appointed."""
    named = {key for one in change.leaving for key in one.successors}
    return [one.name for key, one in change.successors.items() if key in named and not one.head]
