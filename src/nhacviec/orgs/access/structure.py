"""Who may change the structure: found, merge, split, rename, move and end organisations."""

import datetime as dt
from collections.abc import Collection

from ..models import ParentLink
from ..models.periods import in_force
from .viewer import Viewer


def may_restructure(viewer: Viewer, organisation_ids: Collection[int], on: dt.date) -> bool:
    """Whether the viewer keeps the records of a body above each of these organisations (of itself alone is not enough:
    an office does not end the committee that it serves). The operator may change any. One query and the viewer's own.

    Asked for the day of the change and, for one that no longer stands under it, for today.
    """
    wanted = frozenset(organisation_ids)
    if viewer.operator:
        return True
    if not viewer.managed_roots or not wanted <= viewer.managed:
        return False
    links = ParentLink.objects.filter(in_force(min(on, viewer.on)), child__in=wanted, parent__in=viewer.managed)
    return wanted <= set(links.values_list("child_id", flat=True))


def may_restructure_below(viewer: Viewer, organisation_id: int, parents: Collection[int | None]) -> bool:
    """`may_restructure` of one organisation whose parents are known already: no query but the viewer's own."""
    if viewer.operator:
        return True
    return bool(viewer.managed_roots) and organisation_id in viewer.managed and not viewer.managed.isdisjoint(parents)
