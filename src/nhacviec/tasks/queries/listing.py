"""The list of tasks: overdue first, then by deadline."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Case, Exists, IntegerField, OuterRef, Value, When

from nhacviec.orgs.access import Viewer
from nhacviec.orgs.queries import calendar
from nhacviec.rules.calendar import Calendar
from nhacviec.rules.lateness import ReportState
from nhacviec.web.paging import Order, Page, keyset

from ..models import Extension, Obstacle, Task
from ..models.task import IS_OPEN, TaskQuerySet, is_overdue
from .filters import Filters, filtered
from .states import days_left, lateness_of, state_of

SORTS: dict[str, Order] = {
    "deadline": [("deadline", "asc"), ("id", "asc")],
    "-deadline": [("deadline", "desc"), ("id", "desc")],
    "lead": [("lead__folded", "asc"), ("deadline", "asc"), ("id", "asc")],
    "-lead": [("lead__folded", "desc"), ("deadline", "asc"), ("id", "asc")],
    "assigned": [("assigned_on", "asc"), ("id", "asc")],
    "-assigned": [("assigned_on", "desc"), ("id", "desc")],
    "done": [("done_on", "asc"), ("id", "asc")],
    "-done": [("done_on", "desc"), ("id", "desc")],
}
_ONE_STATE = {"overdue", "running", "soon", "open"}
_DONE = {"done", "done_late"}


@dataclass(frozen=True, slots=True)
class Row:
    """A task with what the list says about it: report state, working days late and left."""

    task: Task
    state: ReportState
    late: int
    left: int | None

    @property
    def waits(self) -> str:
        """What waits for somebody above: "acceptance", "obstacle", "extension" or "" (as in `web.states.WAITS`)."""
        if self.task.state == "submitted":
            return "acceptance"
        if getattr(self.task, "has_obstacle", False):
            return "obstacle"
        return "extension" if getattr(self.task, "has_extension", False) else ""


def listing(
    viewer: Viewer, filters: Filters, *, on: dt.date, after: str | None = None, sort: str = "", size: int = 50
) -> Page:
    """A page of `Row`s, each with lead, assigner, directive and responsible person. One query, and the calendar's."""
    found = _ordered(filtered(viewer, on, filters), on, filters.state)
    order = SORTS.get(sort) or _default_order(filters.state)
    page = keyset(found, order=order, after=after, size=size)
    days = calendar()
    rows = [row_of(task, on, days) for task in page.items]
    return Page(items=rows, next_token=page.next_token, size=page.size, start=page.start)


def every(viewer: Viewer, filters: Filters, *, on: dt.date, sort: str = "") -> Iterator[Row]:
    """All rows of a list in its order, for exports: the same definition as the page."""
    order = SORTS.get(sort) or _default_order(filters.state)
    after: str | None = None
    found = _ordered(filtered(viewer, on, filters), on, filters.state)
    days = calendar()
    while True:
        page = keyset(found, order=order, after=after, size=500)
        for task in page.items:
            yield row_of(task, on, days)
        after = page.next_token
        if not after:
            return


def row_of(task: Task, on: dt.date, days: Calendar) -> Row:
    """The line of one task."""
    return Row(task, state_of(task, on), lateness_of(task, on, days), days_left(task, on, days))


def _ordered(found: TaskQuerySet, on: dt.date, state: str) -> TaskQuerySet:
    obstacle = Exists(Obstacle.objects.filter(task=OuterRef("pk"), answered_on__isnull=True))
    extension = Exists(Extension.objects.filter(task=OuterRef("pk"), state="pending"))
    found = found.select_related("lead", "assigner", "directive", "responsible").annotate(
        has_obstacle=obstacle, has_extension=extension
    )
    if state in _ONE_STATE or state in _DONE:
        return found
    rank = Case(
        When(is_overdue(on), then=Value(0)),
        When(IS_OPEN, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return found.annotate(rank=rank)


def _default_order(state: str) -> Order:
    """Overdue first, then by deadline; inside one state the deadline alone says so; finished work newest first."""
    if state in _DONE:
        return SORTS["-done"]
    if state in _ONE_STATE:
        return SORTS["deadline"]
    return [("rank", "asc"), ("deadline", "asc"), ("id", "asc")]
