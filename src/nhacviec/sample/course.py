"""The course of a task as planned for the sample, and the engine that plays many of them through the real actions."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from nhacviec.orgs.models import Organisation, Person
from nhacviec.tasks import actions
from nhacviec.tasks.actions import TaskDraft
from nhacviec.tasks.models import Extension, Obstacle, Submission, Task

from .build import Build, moment

# Inside one week things happen in this order; a task never has two steps of one kind in a week.
_ORDER = (
    "assign",
    "receive",
    "report",
    "obstacle",
    "answer",
    "ask",
    "decide",
    "submit",
    "return",
    "resubmit",
    "accept",
)


@dataclass(slots=True)
class Course:
    """What happens to one task, and when; a day left out does not happen.

    `clerk` enters it, `doer` does it, `decider` answers, decides and accepts.
    """

    draft: TaskDraft
    clerk: Person
    doer: Person
    decider: Person
    assigned: dt.date
    received: dt.date | None = None
    reported: dt.date | None = None
    report: str = ""
    percent: int | None = None
    obstacle: tuple[dt.date, str, str, str, Organisation] | None = None  # day, cause, text, proposal, asked
    answered: tuple[dt.date, str] | None = None
    asked: tuple[dt.date, dt.date, str] | None = None  # day, proposed day, reason
    decided: tuple[dt.date, bool, str] | None = None
    submitted: dt.date | None = None
    product: str = ""
    returned: tuple[dt.date, str] | None = None
    resubmitted: dt.date | None = None
    accepted: dt.date | None = None
    task: Task | None = None

    def days(self) -> dict[str, dt.date | None]:
        """The days of the steps, by kind."""
        return {
            "assign": self.assigned,
            "receive": self.received,
            "report": self.reported,
            "obstacle": self.obstacle[0] if self.obstacle else None,
            "answer": self.answered[0] if self.answered else None,
            "ask": self.asked[0] if self.asked else None,
            "decide": self.decided[0] if self.decided else None,
            "submit": self.submitted,
            "return": self.returned[0] if self.returned else None,
            "resubmit": self.resubmitted,
            "accept": self.accepted,
        }


class Player:
    """Plays courses week by week, so that the ledger tells the year in its order."""

    def __init__(self, build: Build, courses: Sequence[Course], label: str = "năm nay") -> None:
        self.label = label
        self.build = build
        self.courses = courses
        self.obstacles: dict[int, Obstacle] = {}
        self.extensions: dict[int, Extension] = {}
        self.submissions: dict[int, Submission] = {}

    def play(self, between: Callable[[dt.date], None] | None = None, until: dt.date | None = None) -> None:
        """Play everything up to `until`; `between` is called after each week with its last day."""
        weeks: dict[dt.date, dict[str, list[tuple[dt.date, Course]]]] = defaultdict(lambda: defaultdict(list))
        for course in self.courses:
            for kind, day in course.days().items():
                if day is not None and (until is None or day <= until):
                    weeks[day - dt.timedelta(days=day.weekday())][kind].append((day, course))
        for done, monday in enumerate(sorted(weeks), 1):
            for kind in _ORDER:
                steps = sorted(weeks[monday][kind], key=lambda step: step[0])
                if steps:
                    getattr(self, f"_{kind}")(steps)
            self.build.progress(self.label, done * 100 // len(weeks))
            if between:
                between(monday + dt.timedelta(days=6))

    def _assign(self, steps: Sequence[tuple[dt.date, Course]]) -> None:
        groups: dict[tuple[dt.date, int], list[Course]] = defaultdict(list)
        for day, course in steps:
            groups[(day, course.clerk.pk)].append(course)
        for (day, _clerk), courses in groups.items():
            drafts = [replace(c.draft, responsible=c.draft.responsible or c.doer) for c in courses]
            viewer = self.build.viewer(courses[0].clerk, day)
            made = actions.assign_tasks(viewer=viewer, drafts=drafts, on=day, now=moment(day, 8, 30), quiet=True)
            for course, task in zip(courses, made, strict=True):
                course.task = task

    def _receive(self, steps: Iterable[tuple[dt.date, Course]]) -> None:
        items = [actions.Receipt(**self._as(c.doer, c, day, 9)) for day, c in steps]
        actions.receive_tasks(items=items, quiet=True)

    def _report(self, steps: Iterable[tuple[dt.date, Course]]) -> None:
        items = [actions.Report(**self._as(c.doer, c, day, 16), text=c.report, percent=c.percent) for day, c in steps]
        actions.report_many(items=items, quiet=True)

    def _obstacle(self, steps: Sequence[tuple[dt.date, Course]]) -> None:
        items = []
        for day, c in steps:
            _day, cause, text, proposal, asked = c.obstacle  # type: ignore[misc]
            items.append(
                actions.ObstacleReport(
                    **self._as(c.doer, c, day, 10), cause=cause, text=text, proposal=proposal, asked=asked
                )
            )
        for obstacle in actions.report_obstacles(items=items, quiet=True):
            self.obstacles[obstacle.task_id] = obstacle

    def _answer(self, steps: Sequence[tuple[dt.date, Course]]) -> None:
        items = [
            actions.ObstacleAnswer(
                **self._as(c.decider, c, day, 15),
                obstacle=self.obstacles[_id(c)],
                outcome="agreed",
                answer=c.answered[1],  # type: ignore[index]
            )
            for day, c in steps
        ]
        actions.answer_obstacles(items=items, quiet=True)

    def _ask(self, steps: Sequence[tuple[dt.date, Course]]) -> None:
        items = [
            actions.ExtensionRequest(**self._as(c.doer, c, day, 11), proposed=c.asked[1], reason=c.asked[2])  # type: ignore[index]
            for day, c in steps
        ]
        for extension in actions.request_extensions(items=items, quiet=True):
            self.extensions[extension.task_id] = extension

    def _decide(self, steps: Sequence[tuple[dt.date, Course]]) -> None:
        items = []
        for day, c in steps:
            _day, granted, reason = c.decided  # type: ignore[misc]
            extension = self.extensions[_id(c)]
            items.append(
                actions.ExtensionDecision(
                    **self._as(c.decider, c, day, 14),
                    extension=extension,
                    granted=extension.proposed if granted else None,
                    reason=reason,
                )
            )
        actions.decide_extensions(items=items, quiet=True)

    def _submit(self, steps: Sequence[tuple[dt.date, Course]]) -> None:
        items = [actions.Product(**self._as(c.doer, c, day, 16), text=c.product) for day, c in steps]
        for submission in actions.submit_products(items=items, quiet=True):
            self.submissions[submission.task_id] = submission

    _resubmit = _submit

    def _return(self, steps: Sequence[tuple[dt.date, Course]]) -> None:
        items = [
            actions.Verdict(**self._as(c.decider, c, day, 9), submission=self.submissions[_id(c)], reason=c.returned[1])  # type: ignore[index]
            for day, c in steps
        ]
        actions.return_submissions(items=items, quiet=True)

    def _accept(self, steps: Sequence[tuple[dt.date, Course]]) -> None:
        items = [
            actions.Verdict(**self._as(c.decider, c, day, 17), submission=self.submissions[_id(c)]) for day, c in steps
        ]
        actions.accept_submissions(items=items, quiet=True)

    def _as(self, who: Person, course: Course, day: dt.date, hour: int) -> dict[str, Any]:
        task = course.task
        minute = (task.pk * 7) % 60 if task else 0
        return {"task": task, "viewer": self.build.viewer(who, day), "now": moment(day, hour, minute)}


def _id(course: Course) -> int:
    if course.task is None:
        raise ValueError("a step before the task was assigned")
    return course.task.pk
