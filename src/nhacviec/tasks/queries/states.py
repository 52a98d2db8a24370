"""The four report states, counted: the one definition that every figure of the house uses (T-10, T-14, principle 4)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet

from nhacviec.orgs.access import Viewer
from nhacviec.orgs.queries import calendar
from nhacviec.rules.calendar import Calendar
from nhacviec.rules.lateness import ReportState, days_late, judged_on, report_state

from ..models import Obstacle, Task
from ..models.task import IS_DONE_LATE, IS_DONE_ON_TIME, IS_OPEN, is_overdue, is_running
from .filters import Filters, filtered

GROUPS = ("lead", "assigner", "directive", "clause", "responsible")
OPEN_OBSTACLE = Exists(Obstacle.objects.filter(task=OuterRef("pk"), answered_on__isnull=True))


@dataclass(frozen=True, slots=True)
class Counts:
    """Tasks by report state; `dateless` stand apart (T-14). `longest` is in working days, `obstacles` counts tasks."""

    done: int = 0
    done_late: int = 0
    running: int = 0
    overdue: int = 0
    dateless: int = 0
    dateless_done: int = 0
    obstacles: int = 0
    longest: int = 0

    @property
    def total(self) -> int:
        """All tasks counted, with and without a date."""
        return self.dated + self.dateless + self.dateless_done

    @property
    def dated(self) -> int:
        """The sum of the four states."""
        return self.done + self.done_late + self.running + self.overdue

    @property
    def finished(self) -> int:
        """Accepted tasks that had a date."""
        return self.done + self.done_late


def aggregates(on: dt.date) -> dict[str, Any]:
    """The aggregates of `Counts` over a queryset of tasks, for `annotate` or `aggregate`.

    Whether an obstacle is open is asked last, of open tasks alone: as a column of its own it would be asked of every task.
    """
    late = is_overdue(on)
    return {
        "done": Count("pk", filter=IS_DONE_ON_TIME),
        "done_late": Count("pk", filter=IS_DONE_LATE),
        "running": Count("pk", filter=is_running(on)),
        "overdue": Count("pk", filter=late),
        "dateless": Count("pk", filter=IS_OPEN & Q(deadline__isnull=True)),
        "dateless_done": Count("pk", filter=Q(state="done", deadline__isnull=True)),
        "obstacles": Count("pk", filter=IS_OPEN & Q(OPEN_OBSTACLE)),
        "oldest": Min("deadline", filter=late & Q(stopped_on__isnull=True)),
        "stopped": Count("pk", filter=late & Q(stopped_on__isnull=False)),
    }


def four_states(
    viewer: Viewer, on: dt.date, *, by: str | None = None, filters: Filters | None = None
) -> dict[int | None, Counts]:
    """The counts on a day over what the viewer may read, by id of "lead", "assigner", "directive", "clause" or
    "responsible"; without `by` the key is None. One statement, and one more if a late task waits for a superior.
    """
    if by is not None and by not in GROUPS:
        raise ValueError(f"cannot group by {by}")
    found = filtered(viewer, on, filters or Filters()).counted()
    return count(found, on, by=by)


def count(
    found: QuerySet[Task], on: dt.date, *, by: str | None = None, longest: bool = True
) -> dict[int | None, Counts]:
    """`four_states` over any queryset of tasks. The caller sees to rights and leaves out what was withdrawn.

    With `longest=False` always one statement; the longest lateness then leaves out tasks that wait for a superior.
    """
    found = found.order_by()
    if by is None:
        rows: list[Mapping[str, Any]] = [{"key": None, **found.aggregate(**aggregates(on))}]
    else:
        rows = list(found.values(key=F(f"{by}_id")).annotate(**aggregates(on)))
    days = calendar()
    stopped = _longest_stopped(found, on, by, days) if longest and any(row["stopped"] for row in rows) else {}
    return {row["key"]: _counts(row, on, days, stopped.get(row["key"], 0)) for row in rows}


def totals(viewer: Viewer, on: dt.date, filters: Filters) -> Counts:
    """`four_states` without groups and without the longest lateness: exactly one statement, for panels."""
    found = filtered(viewer, on, filters).counted().order_by()
    row = found.aggregate(**aggregates(on))
    return Counts(**{name: row[name] for name in _NAMES})


_NAMES = ("done", "done_late", "running", "overdue", "dateless", "dateless_done", "obstacles")


def _counts(row: Mapping[str, Any], on: dt.date, days: Calendar, stopped: int) -> Counts:
    longest = max(days_late(deadline=row["oldest"], until=on, calendar=days), stopped)
    return Counts(**{name: row[name] for name in _NAMES}, longest=longest)


def _longest_stopped(found: QuerySet[Task], on: dt.date, by: str | None, days: Calendar) -> dict[int | None, int]:
    """The most days late among those late tasks whose doer's time has stopped, by group."""
    key = f"{by}_id" if by else "pk"
    late = found.order_by().filter(is_overdue(on), stopped_on__isnull=False)
    most: dict[int | None, int] = {}
    for group, deadline, stopped in late.values_list(key, "deadline", "stopped_on"):
        place = group if by else None
        amount = days_late(deadline=deadline, until=min(stopped, on), calendar=days)
        most[place] = max(most.get(place, 0), amount)
    return most


def state_of(task: Task, on: dt.date) -> ReportState:
    """The report state of one task on a day, by the rules themselves (T-10)."""
    done = task.state == "done"
    return report_state(
        accepted=done, submitted_on=task.done_on if done else task.stopped_on, deadline=task.deadline, on=on
    )


def lateness_of(task: Task, on: dt.date, days: Calendar) -> int:
    """Working days late; the superior's time is not counted (T-12, T-15). 0 when not late."""
    until = task.done_on if task.state == "done" and task.done_on else judged_on(task.stopped_on, on)
    return days_late(deadline=task.deadline, until=until, calendar=days)


def days_left(task: Task, on: dt.date, days: Calendar) -> int | None:
    """Working days left of an open task, negative when over; None without a date or when it is closed."""
    if task.deadline is None or not task.is_open:
        return None
    return days.working_days_between(judged_on(task.stopped_on, on), task.deadline)
