"""What organisations consist of on a day: what stands below them, members, posts, their place in the tree."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ...kinds import HIERARCHIES
from ...models import Appointment, Membership, ParentLink, TemporaryActivity
from ...models.periods import in_force
from .changes import Change

OWN_KINDS = {
    "orgs.child": _("Tổ chức trực thuộc"),
    "orgs.member": _("Đảng viên sinh hoạt"),
    "orgs.guest": _("Đảng viên sinh hoạt tạm thời"),
    "orgs.appointment": _("Chức vụ đang giữ"),
    "orgs.parent": _("Trực thuộc cấp trên"),
}


class PartRow(NamedTuple):
    """One part: its kind, the organisation, the record, words, what makes it stale, and whether it ends with it."""

    kind: str
    source: int
    record: ParentLink | Membership | TemporaryActivity | Appointment
    label: str
    detail: str
    state: str
    ending: bool


@dataclass(frozen=True)
class Parts:
    """The rows in force on the day; `later` are the organisations in which something begins on it or after it."""

    rows: tuple[PartRow, ...] = ()
    later: frozenset[int] = field(default_factory=frozenset)


def parts_of(change: Change) -> Parts:
    """The parts of the organisations of a change. Four queries.

    What ends with an organisation is listed only for one that ends; a child that ends with it has its own rows.
    """
    links = list(
        ParentLink.objects.filter(Q(parent__in=change.ids) | Q(child__in=change.ids))
        .filter(_reaching(change))
        .select_related("child", "parent")
        .order_by("child__folded", "hierarchy", "id")
    )
    members = list(
        Membership.objects.filter(_reaching(change), cell__in=change.ids)
        .select_related("person")
        .order_by("person__sort_key", "id")
    )
    guests = list(
        TemporaryActivity.objects.filter(_reaching(change), cell__in=change.ids)
        .select_related("person")
        .order_by("person__sort_key", "id")
    )
    posts = list(
        Appointment.objects.filter(_reaching(change), post__organisation__in=change.ending)
        .select_related("person", "post")
        .order_by("person__sort_key", "id")
    )
    rows = [
        *_links(change, links),
        *(row for record in members if (row := _member(change, record, "orgs.member"))),
        *(row for record in guests if (row := _member(change, record, "orgs.guest"))),
        *(_post(record) for record in posts if record.valid_from < change.on),
    ]
    return Parts(tuple(rows), _later(change, links, members, guests, posts))


def _reaching(change: Change) -> Q:
    """In force on the day, or beginning after it."""
    return in_force(change.on) | Q(valid_from__gte=change.on)


def _links(change: Change, links: list[ParentLink]) -> Iterator[PartRow]:
    for link in links:
        if link.valid_from >= change.on:
            continue
        words = str(HIERARCHIES.get(link.hierarchy, link.hierarchy))
        state = link.valid_from.isoformat()
        if link.child_id in change.ending:
            yield PartRow("orgs.parent", link.child_id, link, link.parent.name, words, state, True)
        elif link.parent_id in change.ids:
            yield PartRow("orgs.child", link.parent_id, link, link.child.name, words, state, False)


def _member(change: Change, record: Membership | TemporaryActivity, kind: str) -> PartRow | None:
    if record.valid_from >= change.on:
        return None
    return PartRow(kind, record.cell_id, record, record.person.full_name, "", record.valid_from.isoformat(), False)


def _post(record: Appointment) -> PartRow:
    title, day = record.post.title, record.valid_from.isoformat()
    return PartRow("orgs.appointment", record.post.organisation_id, record, record.person.full_name, title, day, True)


def _later(
    change: Change,
    links: list[ParentLink],
    members: list[Membership],
    guests: list[TemporaryActivity],
    posts: list[Appointment],
) -> frozenset[int]:
    """Organisations that end although something begins in them on the day or later: that must be settled first."""
    found = {pk for link in links if link.valid_from >= change.on for pk in (link.child_id, link.parent_id)}
    found |= {row.cell_id for row in members if row.valid_from >= change.on}
    found |= {row.cell_id for row in guests if row.valid_from >= change.on}
    found |= {row.post.organisation_id for row in posts if row.valid_from >= change.on}
    return frozenset(found & change.ending)
