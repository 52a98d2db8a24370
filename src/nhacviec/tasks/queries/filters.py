"""Which tasks a list or a figure speaks of: the same words for page, export and count."""

import datetime as dt
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q

from nhacviec.orgs.access import Viewer
from nhacviec.orgs.models.organisations import subtree_sql
from nhacviec.rules.text import fold

from ..access import done_by
from ..models import Extension, Task
from ..models.task import IS_DONE_LATE, IS_DONE_ON_TIME, IS_OPEN, TaskQuerySet, is_overdue, is_running

STATES = ("open", "overdue", "running", "done", "done_late", "dateless", "soon", "withdrawn")
SOON_DAYS = 7
_MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked for. `state`: "" all, "open", a report state ("done", "done_late", "running", "overdue"),
    "dateless", "soon" (due within seven days) or "withdrawn". `lead` and `assigner` take in what stands below.

    `year` is that of the original assignment; `mine`: the viewer is responsible or speaks for the lead;
    `waiting`: somebody above must act; `alone`: `lead` without what stands below it, as a table by unit counts.
    """

    q: str = ""
    state: str = ""
    lead: int | None = None
    assigner: int | None = None
    directive: int | None = None
    clause: int | None = None
    responsible: int | None = None
    year: int | None = None
    mine: bool = False
    waiting: bool = False
    alone: bool = False

    def query(self, **changes: Any) -> str:
        """The address's query for these filters with some changed, "" when nothing is filtered."""
        values = {f.name: changes.get(f.name, getattr(self, f.name)) for f in fields(self)}
        found = {name: "1" if value is True else value for name, value in values.items() if value}
        return f"?{urlencode(found)}" if found else ""


def filtered(viewer: Viewer, on: dt.date, filters: Filters) -> TaskQuerySet:
    """The tasks that the viewer may read and that pass the filters."""
    found = Task.objects.visible_to(viewer).filter(_state(filters.state, on))
    for word in fold(filters.q).split()[:_MOST_WORDS]:
        found = found.filter(folded__contains=word)
    for name in ("directive", "clause", "responsible"):
        if getattr(filters, name) is not None:
            found = found.filter(**{f"{name}_id": getattr(filters, name)})
    if filters.lead is not None and filters.alone:
        found = found.filter(lead=filters.lead)
    elif filters.lead is not None:
        found = found.filter(lead__in=subtree_sql((filters.lead,), viewer.on))
    if filters.assigner is not None:
        found = found.filter(assigner__in=subtree_sql((filters.assigner,), viewer.on))
    if filters.year is not None:
        found = found.filter(
            assigned_on__gte=dt.date(filters.year, 1, 1), assigned_on__lte=dt.date(filters.year, 12, 31)
        )
    if filters.mine:
        found = found.filter(done_by(viewer))
    if filters.waiting:
        pending = Exists(Extension.objects.filter(task=OuterRef("pk"), state="pending"))
        found = found.filter(IS_OPEN).filter(Q(stopped_on__isnull=False) | Q(pending))
    return found


def _state(state: str, on: dt.date) -> Q:
    """The condition of a state; all but the withdrawn when none is asked for."""
    conditions = {
        "": ~Q(state="withdrawn"),
        "open": IS_OPEN,
        "overdue": is_overdue(on),
        "running": is_running(on),
        "done": IS_DONE_ON_TIME,
        "done_late": IS_DONE_LATE,
        "dateless": Q(deadline__isnull=True) & ~Q(state="withdrawn"),
        "soon": is_running(on) & Q(deadline__lte=on + dt.timedelta(days=SOON_DAYS), stopped_on__isnull=True),
        "withdrawn": Q(state="withdrawn"),
    }
    return conditions.get(state, conditions[""])
