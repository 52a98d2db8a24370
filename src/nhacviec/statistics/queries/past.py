"""The four states as they stood at the end of a past day, out of the facts with a date (T-10, T-12).

What a reorganisation has passed on since is counted where it was then: `holder` is the lead on that day.
"""

import datetime as dt

from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce

from nhacviec.orgs.queries.structure import held_on
from nhacviec.tasks.models.task import TaskQuerySet
from nhacviec.tasks.queries import Counts

from .late import DOER_STOP, ONE_DAY, clock_start

_IN_TIME = Q(stop__isnull=False, stop__lte=F("deadline"))


def states_on(day: dt.date) -> dict[str, Q]:
    """Conditions of the report states at the end of a day, over tasks annotated with `stop`; together they cover all."""
    accepted = Q(state="done", accepted_at__lt=clock_start(day + ONE_DAY))
    dated = Q(deadline__isnull=False)
    late = Q(deadline__lt=day) & ~_IN_TIME
    return {
        "done": accepted & dated & Q(done_on__lte=F("deadline")),
        "done_late": accepted & dated & Q(done_on__gt=F("deadline")),
        "running": ~accepted & dated & (Q(deadline__gte=day) | _IN_TIME),
        "overdue": ~accepted & dated & late,
        "dateless": ~accepted & ~dated,
        "dateless_done": accepted & ~dated,
    }


def existing_on(tasks: TaskQuerySet, day: dt.date) -> TaskQuerySet:
    """Tasks assigned by the end of a day and not withdrawn, annotated for `states_on` and with their `holder` then."""
    return tasks.counted().filter(assigned_on__lte=day).annotate(stop=DOER_STOP, holder=lead_on(day))


def lead_on(day: dt.date) -> Coalesce:
    """The lead of a task at the end of a day, whatever has succeeded to it since."""
    return held_on("tasks.task", "lead", day)


def of_year(tasks: TaskQuerySet, year: int) -> TaskQuerySet:
    """As at the end of the year: assigned in it, or assigned before and still open then."""
    last = dt.date(year, 12, 31)
    open_then = ~Q(state="done", accepted_at__lt=clock_start(last + ONE_DAY))
    return existing_on(tasks, last).filter(Q(assigned_on__gte=dt.date(year, 1, 1)) | open_then)


def counts_by_lead(tasks: TaskQuerySet, day: dt.date) -> dict[int, Counts]:
    """The states of `existing_on` tasks at the end of a day by their lead then. One query."""
    amounts = {name: Count("pk", filter=condition) for name, condition in states_on(day).items()}
    rows = tasks.order_by().values_list("holder").annotate(**amounts)  # type: ignore[misc]
    return {lead: Counts(**dict(zip(amounts, numbers, strict=True))) for lead, *numbers in rows}
