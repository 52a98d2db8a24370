"""What somebody must answer: obstacles, extensions, submissions as one kind of line, read in one query (guide, section 9)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, DateField, F, IntegerField, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast

from nhacviec.rules.calendar import Calendar
from nhacviec.web import clock

from ..models import Extension, Obstacle, Submission

_NO_DAY = Cast(Value(None), DateField())


@dataclass(frozen=True, slots=True)
class Ask:
    """A question to somebody above, with its clock. `kind`: "obstacle", "extension" or "acceptance".

    `asked_*` is who must answer; `lead_id` and `responsible_id` are the task's.
    `detail` is the proposal of an obstacle, `day` the day proposed by an extension,
    `number` the version of a submission; `outcome` is "" or "pending" while it waits; `granted` the day granted.
    """

    kind: str
    pk: int
    task_id: int
    task_title: str
    task_code: str
    lead_id: int
    responsible_id: int
    by_id: int
    by_name: str
    at: dt.datetime
    asked_day: dt.date | None
    asked_id: int
    asked_name: str
    due: dt.date | None
    text: str
    detail: str
    cause: str
    day: dt.date | None
    number: int
    outcome: str
    answer: str
    answered_by: str
    answered_at: dt.datetime | None
    granted: dt.date | None

    @property
    def open(self) -> bool:
        """Whether it still waits for its answer."""
        return self.answered_at is None

    @property
    def asked_on(self) -> dt.date:
        """The day of the question, on which the other's clock starts."""
        return self.asked_day or clock.local(self.at).date()

    @property
    def answered_on(self) -> dt.date | None:
        """The day of the answer."""
        return clock.local(self.answered_at).date() if self.answered_at else None

    def used(self, on: dt.date, days: Calendar) -> int:
        """Working days that the asked one has used, up to the answer or today."""
        return max(days.working_days_between(self.asked_on, self.answered_on or on), 0)

    def allowed(self, days: Calendar) -> int:
        """Working days that the asked one has in all."""
        return days.working_days_between(self.asked_on, self.due) if self.due else 0


def asks(
    obstacles: Q, extensions: Q, submissions: Q, *, limit: int | None = None, open_only: bool = False
) -> list[Ask]:
    """The questions that pass the three conditions, oldest first, in one query."""
    if open_only:
        obstacles &= Q(answered_on__isnull=True)
        extensions &= Q(state="pending")
        submissions &= Q(outcome="pending")
    found = (
        _columns(Obstacle.objects.filter(obstacles), _OBSTACLE)
        .union(
            _columns(Extension.objects.filter(extensions), _EXTENSION),
            _columns(Submission.objects.filter(submissions), _SUBMISSION),
            all=True,
        )
        .order_by("c_at", "c_kind", "c_pk")
    )
    rows = found[:limit] if limit else found
    return [Ask(*row) for row in rows]


def of_task(task_id: int) -> list[Ask]:
    """All questions of one task, oldest first. One query."""
    this = Q(task_id=task_id)
    return asks(this, this, this)


def _columns(found: QuerySet[Any], columns: Mapping[str, Any]) -> QuerySet[Any, Any]:
    named = {f"c_{name}": value for name, value in columns.items()}
    rows: QuerySet[Any, Any] = found.order_by().annotate(**named).values_list(*named)
    return rows


def _text(value: str) -> Cast:
    return Cast(Value(value), TextField())


def _words(path: str) -> Cast:
    return Cast(F(path), TextField())


def _number(value: int) -> Value:
    return Value(value, output_field=IntegerField())


# Every branch gives the same columns in the same order with the same types: that of the fields of `Ask`.
def _shared(kind: str, asked: str) -> dict[str, Any]:
    return {
        "kind": Value(kind, output_field=CharField()),
        "pk": F("pk"),
        "task": F("task_id"),
        "title": _words("task__title"),
        "code": _words("task__code"),
        "lead": F("task__lead_id"),
        "responsible": F("task__responsible_id"),
        "by": F("by_id"),
        "by_name": _words("by__full_name"),
        "at": F("at"),
        "asked_on": _NO_DAY,
        "asked": F(f"{asked}_id"),
        "asked_name": _words(f"{asked}__name"),
        "due": F("answer_due"),
        "text": _text(""),
        "detail": _text(""),
        "cause": _text(""),
        "day": _NO_DAY,
        "number": _number(0),
        "outcome": _text(""),
        "answer": _text(""),
        "answered_by": _words("decided_by__full_name"),
        "answered_at": F("decided_at"),
        "granted": _NO_DAY,
    }


_OBSTACLE = {
    **_shared("obstacle", "asked"),
    "asked_on": F("reported_on"),
    "text": F("text"),
    "detail": F("proposal"),
    "cause": _words("cause"),
    "outcome": _words("outcome"),
    "answer": F("answer"),
    "answered_by": _words("answered_by__full_name"),
    "answered_at": F("answered_at"),
}
_EXTENSION = {
    **_shared("extension", "task__assigner"),
    "text": F("reason"),
    "day": F("proposed"),
    "outcome": _words("state"),
    "answer": F("decision_reason"),
    "granted": F("granted"),
}
_SUBMISSION = {
    **_shared("acceptance", "task__assigner"),
    "asked_on": F("submitted_on"),
    "text": F("text"),
    "number": Cast(F("version"), IntegerField()),
    "outcome": _words("outcome"),
    "answer": F("reason"),
}
