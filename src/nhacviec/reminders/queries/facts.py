"""What the ladder must know of many tasks, in two queries: the bridge from the tables to `rules.ladder`."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from nhacviec.orgs.access import STAFF_ROLES
from nhacviec.orgs.models import ParentLink
from nhacviec.orgs.models.periods import in_force
from nhacviec.rules import rulesets
from nhacviec.rules.calendar import Calendar
from nhacviec.rules.ladder import NoticeFact, Step, Timeline, next_step
from nhacviec.rules.lateness import days_late
from nhacviec.rules.rulesets import RuleSet
from nhacviec.tasks.models import DeadlineStep, Extension, Obstacle, Submission, Task

from ..models import LAST_LEVEL, OPEN_DRAFTS, Notice, ReminderClock


def directive_rules(on: dt.date) -> RuleSet:
    """The directive's rule set in force on a day; before the first one, the first."""
    found = rulesets.find_in_force("directive", on)
    return found or next(one for one in rulesets.all_sets() if one.family == "directive")


@dataclass
class Case:
    """One task with its standing notices and what waits for a superior: all that decides the next step.

    `sent` are the signed notices, lowest level first; `draft` is the one on the workbench, if any; `waits` are the
    spans in which somebody above had to act, looked up where a served notice has a cure date to move.
    """

    task: Task
    issuer_id: int
    pending: tuple[str, ...]
    submitted_on: dt.date | None
    sent: list[Notice] = field(default_factory=list)
    draft: Notice | None = None
    waits: list[tuple[dt.date, dt.date]] = field(default_factory=list)

    @property
    def timeline(self) -> Timeline:
        """The case in the words of the ladder."""
        return Timeline(
            deadline=self.task.deadline,
            submitted_on=self.submitted_on,
            accepted=self.task.state == "done",
            suspended=self.task.state in ("suspended", "withdrawn"),
            pending=self.pending,
            notices=tuple(fact_of(notice) for notice in self.sent),
            waits=tuple(self.waits),
        )

    @property
    def exhausted(self) -> bool:
        """The ladder has ended: the breach of the last notice is on record and its consequence proposed (T-22)."""
        return any(notice.level == LAST_LEVEL and notice.state == "breached" for notice in self.sent)

    def step(self, rules: RuleSet, calendar: Calendar, on: dt.date) -> Step:
        """What the ladder says on that day."""
        return next_step(self.timeline, rules, calendar, on=on)

    def days_late(self, calendar: Calendar, on: dt.date) -> int:
        """Fair working days late: the doer's time stands still while somebody above must act (T-12, T-15)."""
        until = min(on, self.task.stopped_on) if self.task.stopped_on else on
        return days_late(deadline=self.task.deadline, until=until, calendar=calendar)


def fact_of(notice: Notice) -> NoticeFact:
    """A signed notice in the words of the ladder."""
    return NoticeFact(
        level=notice.level,
        served_on=notice.served_on,
        cure_date=notice.cure_date,
        cured=notice.state == "cured",
    )


def cases(tasks: Iterable[Task] | QuerySet[Task], on: dt.date) -> list[Case]:
    """The cases of tasks, by id. Two queries, however many, and one where notices were served."""
    ids = [task.pk for task in tasks]
    if not ids:
        return []
    found = {task.pk: _case(task) for task in with_facts(Task.objects.filter(pk__in=ids), on).order_by("pk")}
    for notice in standing_notices(ids):
        case = found[notice.task_id]
        if notice.state in OPEN_DRAFTS:
            case.draft = notice
        else:
            case.sent.append(notice)
    _add_waits([case for case in found.values() if any(notice.served_on for notice in case.sent)])
    return list(found.values())


def _add_waits(served: Sequence[Case]) -> None:
    """Give the cases the spans that have moved their deadlines. One query, none for no case."""
    if not served:
        return
    known = {case.task.pk: case for case in served}
    steps = DeadlineStep.objects.filter(kind="wait", task__in=list(known), from_on__isnull=False, to_on__isnull=False)
    for task_id, start, end in steps.values_list("task_id", "from_on", "to_on"):
        if start and end:
            known[task_id].waits.append((start, end))


def with_facts(tasks: QuerySet[Task], on: dt.date) -> QuerySet[Task]:
    """Tasks with what waits for a superior, the open submission, and the organisation above their assigner."""
    obstacles = Obstacle.objects.filter(task=OuterRef("pk"), answered_on__isnull=True)
    extensions = Extension.objects.filter(task=OuterRef("pk"), state="pending")
    submissions = Submission.objects.filter(task=OuterRef("pk"), outcome="pending")
    above = ParentLink.objects.filter(in_force(on), child=OuterRef("assigner")).order_by("hierarchy", "id")
    return tasks.select_related("assigner").annotate(
        open_obstacle=Exists(obstacles),
        open_extension=Exists(extensions),
        open_submission=Subquery(submissions.values("submitted_on")[:1]),
        above_assigner=Subquery(above.values("parent_id")[:1]),
    )


def standing_notices(task_ids: Sequence[int]) -> QuerySet[Notice]:
    """Notices that are neither withdrawn nor discarded, lowest level first, with their numbers."""
    return (
        Notice.objects.standing()
        .filter(task__in=task_ids)
        .select_related("document__register")
        .order_by("task_id", "level")
    )


def _case(task: Task) -> Case:
    facts = vars(task)
    submitted = task.done_on if task.state == "done" else facts["open_submission"]
    pending = [
        name
        for name, waits in (
            ("obstacle", facts["open_obstacle"]),
            ("extension", facts["open_extension"]),
            ("acceptance", facts["open_submission"] is not None),
        )
        if waits
    ]
    return Case(
        task=task,
        issuer_id=issuer_of(task.assigner_id, task.assigner.kind, facts["above_assigner"]),
        pending=tuple(pending) if task.is_open else (),
        submitted_on=submitted,
    )


def issuer_of(assigner_id: int, kind: str, above: int | None) -> int:
    """Whose notice it is: the assigner's own, or for a staff body that of the committee it works for (T-20)."""
    return above if kind in STAFF_ROLES and above else assigner_id


def due_count(on: dt.date) -> int:
    """How many clocks are due on a day. For a progress bar."""
    return ReminderClock.objects.filter(next_check__lte=on).count()
