"""The list of tasks: overdue first, then by deadline."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When

from nhacviec.orgs.access import Viewer
from nhacviec.orgs.queries import calendar
from nhacviec.rules.calendar import Calendar
from nhacviec.rules.lateness import ReportState
from nhacviec.web.paging import Order, Page, keyset, keyset_of

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
BY_RANK: Order = [("rank", "asc"), ("deadline", "asc"), ("id", "asc")]
# What a list of all states shows first: overdue, then what else is open, then what is closed.
RANKS: tuple[Callable[[dt.date], Q], ...] = (
    is_overdue,
    lambda on: IS_OPEN & (Q(deadline__isnull=True) | ~is_overdue(on)),
    lambda on: ~IS_OPEN,
)
CLOSED_RANK = 2
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
    """A page of `Row`s, each with lead, assigner, directive and responsible person. One query, and the calendar's.

    Who reads much and asks for all states needs up to three, as long as a page holds more than what is overdue.
    """
    page = _page(viewer, filters, on, sort=sort, after=after, size=size)
    days = calendar()
    rows = [row_of(task, on, days) for task in page.items]
    return Page(items=rows, next_token=page.next_token, size=page.size, start=page.start)


def every(viewer: Viewer, filters: Filters, *, on: dt.date, sort: str = "") -> Iterator[Row]:
    """All rows of a list in its order, for exports: the same definition as the page."""
    after: str | None = None
    days = calendar()
    while True:
        page = _page(viewer, filters, on, sort=sort, after=after, size=500)
        for task in page.items:
            yield row_of(task, on, days)
        after = page.next_token
        if not after:
            return


def row_of(task: Task, on: dt.date, days: Calendar) -> Row:
    """The line of one task."""
    return Row(task, state_of(task, on), lateness_of(task, on, days), days_left(task, on, days))


def _page(viewer: Viewer, filters: Filters, on: dt.date, *, sort: str, after: str | None, size: int) -> Page:
    """The tasks of a page, read along the index of open tasks by deadline wherever the order allows it."""
    order = SORTS.get(sort) or _default_order(filters.state)
    one_state = filters.state in _ONE_STATE
    if not one_state and order == BY_RANK and viewer.wide:
        parts = [_of_rank(viewer, filters, on, rank) for rank in range(len(RANKS))]
        return keyset_of(parts, order=order, after=after, size=size, filled=["rank"])
    if one_state and order[0][0] == "deadline":
        viewer = viewer.page_by_page()
    found = _with_signs(filtered(viewer, on, filters))
    if order == BY_RANK:
        late, still_open = (When(condition(on), then=Value(rank)) for rank, condition in enumerate(RANKS[:2]))
        found = found.annotate(rank=Case(late, still_open, default=Value(2), output_field=IntegerField()))
    filled = ["rank"] if not one_state or filters.state == "open" else ["deadline"]
    return keyset(found, order=order, after=after, size=size, filled=filled)


def _of_rank(viewer: Viewer, filters: Filters, on: dt.date, rank: int) -> TaskQuerySet:
    """The part of a list that has one rank; only open tasks have an index by deadline."""
    found = filtered(viewer.page_by_page() if rank < CLOSED_RANK else viewer, on, filters).filter(RANKS[rank](on))
    return _with_signs(found).annotate(rank=Value(rank, output_field=IntegerField()))


def _with_signs(found: TaskQuerySet) -> TaskQuerySet:
    """With what a row shows beside the task itself."""
    obstacle = Exists(Obstacle.objects.filter(task=OuterRef("pk"), answered_on__isnull=True))
    extension = Exists(Extension.objects.filter(task=OuterRef("pk"), state="pending"))
    return found.select_related("lead", "assigner", "directive", "responsible").annotate(
        has_obstacle=obstacle, has_extension=extension
    )


def _default_order(state: str) -> Order:
    """Overdue first, then by deadline; inside one state the deadline alone says so; finished work newest first."""
    if state in _DONE:
        return SORTS["-done"]
    if state in _ONE_STATE:
        return SORTS["deadline"]
    return BY_RANK
