"""All of a task: read in five queries, then told as course, clocks and deadline arithmetic."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import (
    DateField,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Concat

from nhacviec.directives.access import readable_issuers
from nhacviec.directives.models import Directive
from nhacviec.orgs.access import Viewer
from nhacviec.orgs.models import Appointment
from nhacviec.orgs.models.periods import in_force
from nhacviec.orgs.queries import calendar
from nhacviec.orgs.queries.vacancies import vacancy_columns
from nhacviec.rules.calendar import Calendar
from nhacviec.rules.lateness import ReportState

from ..models import Contribution, DeadlineStep, Instruction, ProgressReport, Submission, SubmissionFile, Task
from .asks import Ask, of_task
from .states import days_left, lateness_of, state_of


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a task's smaller records. `kind`: "report", "part", "step:<kind>" or "order:<kind>".

    For a part, `name` is the organisation and the days are due and done; for a step, `name` is the rule, the days
    are from and to, `result` the deadline it gives and `number` its working days; for a report `number` is per cent.
    """

    kind: str
    pk: int
    at: dt.datetime | None
    name: str
    text: str
    number: int | None
    first: dt.date | None
    last: dt.date | None
    result: dt.date | None


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file of a submission, opened through the task (tasks:file)."""

    pk: int
    version: int
    name: str
    size: int


@dataclass(frozen=True)
class Detail:
    """A task with everything that its page tells."""

    task: Task
    on: dt.date
    lines: tuple[Line, ...]
    asks: tuple[Ask, ...]
    files: Mapping[int, list[FileLine]]
    calendar: Calendar

    @cached_property
    def state(self) -> ReportState:
        """The report state on the day (T-10)."""
        return state_of(self.task, self.on)

    @cached_property
    def late(self) -> int:
        """Working days late, the superior's time not counted."""
        return lateness_of(self.task, self.on, self.calendar)

    @cached_property
    def left(self) -> int | None:
        """Working days left, negative when over."""
        return days_left(self.task, self.on, self.calendar)

    def of_kind(self, start: str) -> list[Line]:
        """Lines whose kind is `start` or begins with it and a colon."""
        return [line for line in self.lines if line.kind == start or line.kind.startswith(f"{start}:")]

    @property
    def parts(self) -> list[Line]:
        """The co-operating organisations' parts."""
        return self.of_kind("part")

    @property
    def steps(self) -> list[Line]:
        """The steps of the deadline, in the order in which they were made."""
        return self.of_kind("step")

    def open_ask(self, kind: str) -> Ask | None:
        """The first question of a kind that still waits for its answer."""
        return next((ask for ask in self.asks if ask.kind == kind and ask.open), None)

    @property
    def open_asks(self) -> list[Ask]:
        """Every question that waits, while the task is open."""
        return [ask for ask in self.asks if ask.open] if self.task.is_open else []


def detail(viewer: Viewer, pk: int, *, on: dt.date) -> Detail | None:
    """The task as the viewer may see it, None if not. Four queries, the calendar's, and one if there are submissions."""
    task = readable(viewer, pk, on)
    if task is None:
        return None
    questions = of_task(task.pk)
    handed_in = any(ask.kind == "acceptance" for ask in questions)
    files = _files(task.pk) if handed_in else {}
    return Detail(task, on, tuple(_lines(task.pk)), tuple(questions), files, calendar())


def readable(viewer: Viewer, pk: int, on: dt.date) -> Task | None:
    """One task with its organisations, directive, clause and the post of the responsible person; None if unreadable."""
    post = Appointment.objects.filter(
        in_force(on), person_id=OuterRef("responsible_id"), post__organisation_id=OuterRef("lead_id")
    ).order_by("-valid_from", "-pk")
    return (
        Task.objects.visible_to(viewer)
        .select_related("lead", "assigner", "directive__implements", "clause", "responsible")
        .annotate(
            responsible_post=Subquery(post.values("post__title")[:1]),
            may_read_directive=Exists(Directive.objects.filter(readable_issuers(viewer), pk=OuterRef("directive_id"))),
            **vacancy_columns(viewer, on, "lead", "assigner"),
        )
        .filter(pk=pk)
        .first()
    )


def _files(task_id: int) -> dict[int, list[FileLine]]:
    """Version of a submission → its files."""
    found: dict[int, list[FileLine]] = defaultdict(list)
    rows = SubmissionFile.objects.filter(submission__task_id=task_id).order_by("pk")
    for row in rows.values_list("pk", "submission__version", "attachment__name", "attachment__size"):
        found[row[1]].append(FileLine(*row))
    return dict(found)


def files_of(submission: Submission) -> list[FileLine]:
    """The files of one submission."""
    rows = SubmissionFile.objects.filter(submission=submission).order_by("pk")
    return [
        FileLine(*row) for row in rows.values_list("pk", "submission__version", "attachment__name", "attachment__size")
    ]


_NO_DAY = Cast(Value(None), DateField())


def _words(path: str) -> Cast:
    return Cast(F(path), TextField())


def _marked(prefix: str, path: str) -> Concat:
    return Concat(Value(prefix), _words(path), output_field=TextField())


# Every branch gives the same columns in the same order with the same types: that of the fields of `Line`.
_REPORT = {
    "kind": Cast(Value("report"), TextField()),
    "pk": F("pk"),
    "at": F("at"),
    "name": _words("by__full_name"),
    "text": F("text"),
    "number": Cast(F("percent"), IntegerField()),
    "first": _NO_DAY,
    "last": _NO_DAY,
    "result": _NO_DAY,
}
_ORDER = {
    **_REPORT,
    "kind": _marked("order:", "kind"),
    "text": F("reason"),
    "number": Cast(Value(None), IntegerField()),
}
_STEP = {
    **_REPORT,
    "kind": _marked("step:", "kind"),
    "name": _words("rule"),
    "text": _words("reason"),
    "number": F("days"),
    "first": F("from_on"),
    "last": F("to_on"),
    "result": F("result"),
}
_PART = {
    **_REPORT,
    "kind": Cast(Value("part"), TextField()),
    "at": Cast(Value(None), DateTimeField()),
    "name": _words("organisation__name"),
    "text": _words("part"),
    "number": Cast(Value(None), IntegerField()),
    "first": F("due_on"),
    "last": F("done_on"),
}


def _lines(task_id: int) -> list[Line]:
    """Reports, orders, deadline steps and parts of a task in one query, each kind in the order it was made."""
    found = _columns(ProgressReport.objects.filter(task_id=task_id), _REPORT).union(
        _columns(Instruction.objects.filter(task_id=task_id), _ORDER),
        _columns(DeadlineStep.objects.filter(task_id=task_id), _STEP),
        _columns(Contribution.objects.filter(task_id=task_id), _PART),
        all=True,
    )
    return [Line(*row) for row in found.order_by("c_pk")]


def _columns(found: QuerySet[Any], columns: Mapping[str, Any]) -> QuerySet[Any, Any]:
    named = {f"c_{name}": value for name, value in columns.items()}
    rows: QuerySet[Any, Any] = found.order_by().annotate(**named).values_list(*named)
    return rows
