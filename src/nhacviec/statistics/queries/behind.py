"""The lists behind the figures: the same conditions as the figures, and of these what the viewer may read."""

import datetime as dt

from django.db.models import Q, QuerySet

from nhacviec.discipline.models import Case
from nhacviec.discipline.queries import counted_cases
from nhacviec.inspections.models import Inspection
from nhacviec.inspections.queries import started
from nhacviec.orgs.access import Viewer
from nhacviec.orgs.models import Organisation
from nhacviec.reminders.models import Notice
from nhacviec.reviews.models import Campaign, Subject
from nhacviec.tasks.models import Obstacle, Task
from nhacviec.tasks.models.task import (
    IS_DONE_LATE,
    IS_DONE_ON_TIME,
    TaskQuerySet,
    is_overdue,
    is_running,
    of_open_readable,
)

from .grades import KINDS, in_column, subjects_of
from .past import of_year, states_on
from .results import notices_of, tasks_of, tree_of

GRADE_COLUMNS = ("total", "graded", "not_graded", "excellent", "good", "good_or_better", "completed", "not_completed")
TASK_STATES = ("", "done", "done_late", "running", "overdue", "dateless")
CURES = ("", "cured", "cured_late")


def graded(campaign: Campaign | None, kind: str, sector: str, column: str, viewer: Viewer | None) -> QuerySet[Subject]:
    """The subjects in one cell of table 1. `sector` "" stands for all, "-" for none."""
    if campaign is None:
        return Subject.objects.none()
    found = in_column(subjects_of(campaign, viewer), column if column in GRADE_COLUMNS else "total")
    found = found.filter(kind=kind if kind in KINDS else KINDS[0])
    if sector == "-":
        return found.filter(grassroots__sector="")
    return found.filter(grassroots__sector=sector) if sector else found


def cases(year: int, committee: Organisation, body: str, form: str, viewer: Viewer | None) -> QuerySet[Case]:
    """The cases in one cell of table 2."""
    found: QuerySet[Case] = counted_cases(year, viewer, tree_of(year, committee))
    if body:
        found = found.filter(body_kind=body)
    return found.filter(decision__form=form) if form else found


def notices(
    year: int, committee: Organisation, level: int | None, cure: str, viewer: Viewer | None
) -> QuerySet[Notice]:
    """The notices of a line of table 3."""
    found: QuerySet[Notice] = notices_of(year, committee, viewer)
    if level in (1, 2):
        found = found.filter(level=level)
    return found.filter(state="cured", cured_late=cure == "cured_late") if cure in CURES[1:] else found


def tasks(year: int, committee: Organisation, state: str, on: dt.date, viewer: Viewer | None) -> TaskQuerySet:
    """The tasks of a line of table 3."""
    conditions = {
        "done": IS_DONE_ON_TIME,
        "done_late": IS_DONE_LATE,
        "running": is_running(on),
        "overdue": is_overdue(on),
        "dateless": Q(deadline__isnull=True),
    }
    return tasks_of(year, committee, viewer).filter(conditions.get(state, Q()))


def past_tasks(viewer: Viewer, year: int, state: str, lead: int | None) -> TaskQuerySet:
    """The tasks behind a figure of the overview of a past year, as they stood at its end."""
    found = of_year(Task.objects.visible_to(viewer), year)
    condition = states_on(dt.date(year, 12, 31)).get(state)
    if condition is not None:
        found = found.filter(condition)
    return found if lead is None else found.filter(holder=lead)  # type: ignore[misc]


def inspections(year: int, committee: Organisation, kind: str, viewer: Viewer | None) -> QuerySet[Inspection]:
    """The inspections of a line of table 4."""
    found: QuerySet[Inspection] = started(year, viewer, tree_of(year, committee))
    return found.filter(kind=kind) if kind else found


def obstacles(viewer: Viewer, cause: str, asked: int | None, lead: int | None) -> QuerySet[Obstacle]:
    """Open obstacles of tasks that the viewer may read, and those that he or she must answer."""
    readable = of_open_readable(viewer)
    own = Q(asked__in=tuple(viewer.speaks_for)) & ~Q(task__state__in=("done", "withdrawn"))
    found = Obstacle.objects.filter(readable | own, answered_on__isnull=True)
    for name, value in (("cause", cause), ("asked_id", asked), ("task__lead_id", lead)):
        if value:
            found = found.filter(**{name: value})
    return found
