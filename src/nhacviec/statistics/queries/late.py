"""Tasks that are late, were late, or fall due soon, each with its days: course of the overdue, changes since Monday.

A past day is judged by the facts with a date: assigned, deadline in force now, handed in, accepted (T-10, T-12).
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Case, DateField, Exists, F, OuterRef, Q, When

from nhacviec.rules.calendar import Calendar
from nhacviec.rules.lateness import days_late, judged_on
from nhacviec.tasks.models import Extension
from nhacviec.tasks.models.task import IS_OPEN, TaskQuerySet
from nhacviec.tasks.queries.filters import SOON_DAYS
from nhacviec.web import clock

ONE_DAY, WEEK = dt.timedelta(days=1), dt.timedelta(weeks=1)
SOON = dt.timedelta(days=SOON_DAYS)
MONDAYS = 11
# Working days late up to which a task stands in the first, the second age; above in the third.
BOUNDS = (10, 30)

# The day on which the doer's time stopped: product handed in and accepted, or somebody above must act.
DOER_STOP = Case(When(state="done", then=F("done_on")), default=F("stopped_on"), output_field=DateField())


@dataclass(frozen=True, slots=True)
class Watched:
    """One task that is or was late, or falls due soon. `stop` is the day on which the doer's time stopped, `accepted`
    that of acceptance, None while open; `waits`: a superior must act."""

    task_id: int
    lead_id: int
    assigned: dt.date
    deadline: dt.date
    stop: dt.date | None
    accepted: dt.date | None
    waits: bool

    def overdue_on(self, day: dt.date) -> bool:
        """Whether it was running overdue on a day: assigned, past its deadline, not yet accepted (T-10, T-12)."""
        ran = self.assigned <= day and (self.accepted is None or self.accepted > day)
        return ran and self.deadline < day and (self.stop is None or self.stop > self.deadline)

    def soon_on(self, day: dt.date) -> bool:
        """Whether the doer must hand it in within the coming days."""
        return self.accepted is None and self.stop is None and day <= self.deadline <= day + SOON

    def days_on(self, day: dt.date, ages: "Ages") -> int:
        """Working days late on a day; the superior's time is not counted (T-12)."""
        return ages(self.deadline, judged_on(self.stop, day))


class Ages:
    """Working days late from a deadline until a day, each pair counted once: many tasks share their days."""

    def __init__(self, days: Calendar) -> None:
        self.days = days
        self.known: dict[tuple[dt.date, dt.date], int] = {}

    def __call__(self, deadline: dt.date, until: dt.date) -> int:
        key = (deadline, until)
        if key not in self.known:
            self.known[key] = days_late(deadline=deadline, until=until, calendar=self.days)
        return self.known[key]


def watched(tasks: TaskQuerySet, on: dt.date, *, since: dt.date, lead: str = "lead_id") -> list[Watched]:
    """Those of `tasks` that are overdue on `on`, were accepted late after `since`, or fall due soon. One query.

    `lead` names the column of the lead: of a past day, that of who held it then.
    """
    pending = Exists(Extension.objects.filter(task=OuterRef("pk"), state="pending"))
    late = (IS_OPEN | Q(accepted_at__gte=clock_start(since))) & Q(deadline__lt=on)
    late &= Q(stop__isnull=True) | Q(stop__gt=F("deadline"))
    rows = (
        tasks.order_by()
        .annotate(stop=DOER_STOP, pending=pending)
        .filter(late | (IS_OPEN & Q(stop__isnull=True, deadline__gte=on, deadline__lte=on + SOON)))
        .values_list("pk", lead, "assigned_on", "deadline", "stop", "accepted_at", "stopped_on", "pending", "state")
    )
    return [
        Watched(
            task_id=pk,
            lead_id=holder,
            assigned=assigned,
            deadline=deadline,
            stop=stop,
            accepted=clock.local(accepted).date() if accepted else None,
            waits=state != "done" and (stopped is not None or asked),
        )
        for pk, holder, assigned, deadline, stop, accepted, stopped, asked, state in rows
        if deadline is not None
    ]


def clock_start(day: dt.date) -> dt.datetime:
    """The first moment of a day."""
    return dt.datetime.combine(day, dt.time(), tzinfo=clock.ZONE)


def monday_before(on: dt.date) -> dt.date:
    """The last Monday before `on`: on a Monday, the one a week ago."""
    return on - dt.timedelta(days=on.weekday() or 7)


@dataclass(frozen=True, slots=True)
class Point:
    """Overdue tasks on one day by age: up to 10, 11 to 30, above 30 working days late."""

    day: dt.date
    young: int
    middle: int
    old: int

    @property
    def total(self) -> int:
        """All overdue on the day."""
        return self.young + self.middle + self.old


def course(tasks: Sequence[Watched], on: dt.date, ages: Ages) -> list[Point]:
    """The overdue on each of the last eleven Mondays before `on`, and on `on` itself."""
    first = monday_before(on) - (MONDAYS - 1) * WEEK
    return [_point(tasks, day, ages) for day in (*(first + n * WEEK for n in range(MONDAYS)), on)]


def course_start(on: dt.date) -> dt.date:
    """The first day of `course`."""
    return monday_before(on) - (MONDAYS - 1) * WEEK


def _point(tasks: Iterable[Watched], day: dt.date, ages: Ages) -> Point:
    found = [one.days_on(day, ages) for one in tasks if one.overdue_on(day)]
    young = sum(age <= BOUNDS[0] for age in found)
    old = sum(age > BOUNDS[1] for age in found)
    return Point(day, young, len(found) - young - old, old)
