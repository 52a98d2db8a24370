"""Many parent links at once: each starts on its day, the link in force until then ends with it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nhacviec.web.errors import BadInput, NotPossible

from ...access import Viewer
from ...kinds import HIERARCHIES
from ...models import Organisation, ParentLink
from ..common import BATCH, check_period, clean, require_keeper, tell
from .locks import locked


@dataclass(frozen=True, slots=True)
class LinkDraft:
    """`child` stands under `parent` in one hierarchy from `since`, until `until` if that is known already."""

    child: Organisation
    parent: Organisation
    hierarchy: str
    since: dt.date
    until: dt.date | None = None
    document: str = ""


@transaction.atomic
def link_parents(
    *,
    viewer: Viewer,
    drafts: Sequence[LinkDraft],
    now: dt.datetime,
    ends: Sequence[tuple[ParentLink, dt.date]] = (),
) -> list[ParentLink]:
    """End these links, then write the new ones; a link still in force on the day of a new one ends with that day.

    Raises NotAllowed, BadInput("hierarchy" | "since" | "until"), NotPossible (two overlap, or a circle would arise).
    """
    touched = [d.child.pk for d in drafts] + [d.parent.pk for d in drafts]
    require_keeper(viewer, [*touched, *(link.child_id for link, _on in ends)])
    units = locked(Organisation, {*touched, *(link.child_id for link, _on in ends)})
    held = links_of({d.child.pk for d in drafts} | {link.child_id for link, _on in ends})
    changed = _ended(held, ends)
    made = [_checked(draft, units) for draft in sorted(drafts, key=lambda d: d.since)]
    for link in made:
        changed += make_room(held[(link.child_id, link.hierarchy)], link)
    refuse_circles(made)
    closed = list({link.pk: link for link in changed if link.pk}.values())
    ParentLink.objects.bulk_update(closed, ["valid_until"], batch_size=500)
    ParentLink.objects.bulk_create(made, batch_size=BATCH)
    tell(viewer=viewer, verb="link_parent", records=[(one.child_id, one) for one in (*closed, *made)], now=now)
    return made


def links_of(children: Iterable[int]) -> dict[tuple[int, str], list[ParentLink]]:
    """(child id, hierarchy) → all its links."""
    wanted = sorted(set(children))
    found: dict[tuple[int, str], list[ParentLink]] = defaultdict(list)
    for start in range(0, len(wanted), BATCH):
        for link in ParentLink.objects.filter(child__in=wanted[start : start + BATCH]).order_by("valid_from", "pk"):
            found[(link.child_id, link.hierarchy)].append(link)
    return found


def _ended(
    held: Mapping[tuple[int, str], list[ParentLink]], ends: Sequence[tuple[ParentLink, dt.date]]
) -> list[ParentLink]:
    known = {link.pk: link for links in held.values() for link in links}
    for one, on in ends:
        link = known[one.pk]
        if link.valid_until is not None:
            raise NotPossible(_("Quan hệ trực thuộc này đã kết thúc."))
        check_period(link.valid_from, on)
        link.valid_until = on
    return [known[one.pk] for one, _on in ends]


def _checked(draft: LinkDraft, units: Mapping[int, Organisation]) -> ParentLink:
    if draft.hierarchy not in HIERARCHIES:
        raise BadInput("hierarchy", _("Chọn hệ thống đảng hoặc hệ thống chính quyền."))
    check_period(draft.since, draft.until)
    child, parent = units[draft.child.pk], units[draft.parent.pk]
    for one in (child, parent):
        # An organisation that ends in the same file takes its open links with it, so only the first day counts.
        if draft.since < one.founded_on or (one.ended_on is not None and draft.since >= one.ended_on):
            raise BadInput("since", _("%(name)s chưa thành lập hoặc đã kết thúc vào ngày này.") % {"name": one.label})
    return ParentLink(
        child=child,
        parent=parent,
        hierarchy=draft.hierarchy,
        valid_from=draft.since,
        valid_until=draft.until,
        document=clean(draft.document, "document", most=200, empty=True),
    )


def make_room(held: list[ParentLink], link: ParentLink) -> list[ParentLink]:
    """End the open link that stands when `link` begins, add `link` to `held`; returns what was ended.

    Raises NotPossible when another one still overlaps.
    """
    changed = []
    for old in held:
        if old.valid_until is None and old.valid_from < link.valid_from:
            old.valid_until = link.valid_from
            changed.append(old)
    if any(overlap(old, link) for old in held):
        raise NotPossible(_("%(name)s đã có cấp trên khác trong thời gian này.") % {"name": link.child.label})
    held.append(link)
    return changed


def overlap(a: ParentLink, b: ParentLink) -> bool:
    """Whether two periods have a day in common."""
    return (b.valid_until is None or a.valid_from < b.valid_until) and (
        a.valid_until is None or b.valid_from < a.valid_until
    )


def refuse_circles(made: Sequence[ParentLink]) -> None:
    """Raise NotPossible when an organisation would stand below itself on the first day of one of these links.

    Walks upward from the new parents, one statement a level; a stored link that a new one of its child ends counts as ended.
    """
    above = links_above({link.parent_id for link in made})
    fresh: dict[int, list[ParentLink]] = defaultdict(list)
    for link in made:
        fresh[link.child_id].append(link)
    replaced = {(link.child_id, link.hierarchy): link.valid_from for link in reversed(made)}
    for link in made:
        if circle := _circle(link, above, fresh, replaced):
            raise NotPossible(
                _("%(child)s sẽ đứng dưới chính mình, qua %(parent)s.")
                % {"child": link.child.label, "parent": circle.label}
            )


def links_above(parents: set[int]) -> dict[int, list[ParentLink]]:
    """Child id → its stored links, for all that stand above these organisations at any time."""
    found: dict[int, list[ParentLink]] = {}
    level = set(parents)
    while level:
        wanted, level = sorted(level - set(found)), set()
        found.update({pk: [] for pk in wanted})
        for start in range(0, len(wanted), BATCH):
            for link in ParentLink.objects.filter(child__in=wanted[start : start + BATCH]):
                found[link.child_id].append(link)
                level.add(link.parent_id)
        level -= set(found)
    return found


def _circle(
    link: ParentLink,
    above: Mapping[int, Sequence[ParentLink]],
    fresh: Mapping[int, Sequence[ParentLink]],
    replaced: Mapping[tuple[int, str], dt.date],
) -> Organisation | None:
    """The parent of `link` when its child is found above it on its first day, else None."""
    on, seen, level = link.valid_from, set[int](), {link.parent_id}
    while level:
        if link.child_id in level:
            return link.parent
        seen |= level
        upper = {new.parent_id for pk in level for new in fresh.get(pk, ()) if new.holds(on)}
        for pk in level:
            for old in above.get(pk, ()):
                ended = replaced.get((pk, old.hierarchy))
                if old.holds(on) and not (ended is not None and old.valid_until is None and ended <= on):
                    upper.add(old.parent_id)
        level = upper - seen
    return None
