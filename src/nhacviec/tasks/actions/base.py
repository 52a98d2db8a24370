"""What all verbs of tasks share: lock, check, write many with few statements, tell the ledger, the rooms above, people."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.db.models import Max, Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nhacviec.ledger.actions import Draft, append_many
from nhacviec.ledger.models import Covered
from nhacviec.notifications.actions import notify
from nhacviec.orgs.access import Viewer
from nhacviec.orgs.queries import calendar
from nhacviec.rules import rulesets
from nhacviec.rules.calendar import Calendar
from nhacviec.rules.lateness import wait_extension
from nhacviec.rules.rulesets import RuleSet
from nhacviec.rules.text import nfc_lines
from nhacviec.web import clock
from nhacviec.web.errors import BadInput, NotPossible

from ..apps import task_extensions
from ..models import DeadlineStep, Instruction, Obstacle, Submission, Task
from ..workflow import move

_CHUNK = 500
_LONGEST_TEXT = 10_000
COLUMNS = ["state", "received_at", "deadline", "done_on", "accepted_at", "stopped_on", "version"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One task with who acts and when. `version`, if given, is the one that was read: a stale change is refused."""

    task: Task
    viewer: Viewer
    now: dt.datetime
    version: int | None = None

    @property
    def on(self) -> dt.date:
        """The day of the act in the zone of the administration (W-8)."""
        return clock.local(self.now).date()

    @property
    def person_id(self) -> int:
        """The person who acts. Rights have been checked, so there is one."""
        if self.viewer.person_id is None:
            raise ValueError("an act on a task needs a person")
        return self.viewer.person_id


I = TypeVar("I", bound=Item)  # noqa: E741


@dataclass(frozen=True, slots=True)
class Tiding:
    """A message for people: a message id with its values, about a task."""

    task: Task
    people: Iterable[int | None]
    message: str
    now: dt.datetime
    params: Mapping[str, Any] = field(default_factory=dict)
    urgent: bool = False


@dataclass
class Batch(Generic[I]):
    """One verb on many tasks, inside a transaction: the locked tasks, and what will be written about each."""

    verb: str
    items: Sequence[I]
    tasks: dict[int, Task]
    records: dict[int, list[Covered]] = field(default_factory=lambda: defaultdict(list))
    tidings: list[Tiding] = field(default_factory=list)
    facts: dict[int, dict[str, Any]] = field(default_factory=dict)
    calendar: Calendar = field(default_factory=calendar)

    def task(self, item: Item) -> Task:
        """The task of an item, as locked."""
        return self.tasks[item.task.pk]

    def tell(self, item: Item, people: Iterable[int | None], message: str, **params: Any) -> None:
        """Keep a message for the end; nobody is told of his own act."""
        others = {pk for pk in people if pk != item.viewer.person_id}
        task = self.task(item)
        self.tidings.append(Tiding(task, others, message, item.now, {"task": task.title[:120], **params}))


def begin(verb: str, items: Sequence[I]) -> Batch[I]:
    """Lock the tasks of the items and move each by the table. Raises NotPossible; a task may stand in a batch once."""
    ids = sorted(item.task.pk for item in items)
    if len(set(ids)) != len(ids):
        raise ValueError("a task stands twice in one batch")
    tasks: dict[int, Task] = {}
    for start in range(0, len(ids), _CHUNK):
        part = Task.objects.select_for_update().filter(pk__in=ids[start : start + _CHUNK]).order_by("pk")
        tasks.update({task.pk: task for task in part})
    batch = Batch(verb, items, tasks)
    for item in items:
        if item.task.pk not in tasks:
            raise NotPossible(_("Nhiệm vụ này không còn nữa."))
        if item.version is not None and item.version != tasks[item.task.pk].version:
            raise NotPossible(_("Nhiệm vụ vừa được người khác thay đổi. Tải lại trang, xem thay đổi rồi làm lại."))
    return batch


def moved(batch: Batch[I]) -> None:
    """Put every task into the state that the verb leads to. Raises NotPossible."""
    for task in batch.tasks.values():
        move(task, batch.verb)


def finish(batch: Batch[I], *, quiet: bool = False) -> list[Task]:
    """Save the tasks, append to the ledger, tell the rooms above, then people. Returns the tasks in the items' order."""
    tasks = [batch.task(item) for item in batch.items]
    if not tasks:
        return []
    for task in tasks:
        task.version += 1
    write_back(tasks, COLUMNS)
    last = batch.items[-1]
    drafts = [
        Draft(
            batch.task(item).lead_id,
            batch.verb,
            [batch.task(item), *batch.records[item.task.pk]],
            batch.facts.get(item.task.pk, {}),
            at=item.now,
            actor=item.viewer.actor,
        )
        for item in batch.items
    ]
    append_many(actor=last.viewer.actor, drafts=drafts, now=last.now)
    for extension in task_extensions:
        extension.changed(tasks=tasks, verb=batch.verb, viewer=last.viewer, now=last.now)
    if not quiet:
        tell(batch.tidings)
    return tasks


def write_back(rows: Sequence[Model], columns: Sequence[str]) -> None:
    """Save some columns of rows that exist and are locked, in one statement for many.

    An insert that meets its own key and updates: several times quicker than a CASE over all rows.
    """
    if len(rows) == 1:
        rows[0].save(update_fields=columns)
    elif rows:
        type(rows[0])._default_manager.bulk_create(
            rows, batch_size=_CHUNK, update_conflicts=True, unique_fields=["id"], update_fields=columns
        )


def tell(tidings: Iterable[Tiding]) -> None:
    """Put the messages into the inboxes."""
    for tiding in tidings:
        notify(
            person_ids=tiding.people,
            message=tiding.message,
            now=tiding.now,
            params=tiding.params,
            path=tiding.task.get_absolute_url(),
            urgent=tiding.urgent,
            office=True,
        )


def rules_on(on: dt.date) -> RuleSet:
    """The directive's rule set in force on a day; before the first one, the first."""
    found = rulesets.find_in_force("directive", on)
    return found or next(one for one in rulesets.all_sets() if one.family == "directive")


def answer_due(batch: Batch[I], on: dt.date, key: str) -> dt.date:
    """Until when a superior must answer: the working days of the rule set after `on` (W-1)."""
    return batch.calendar.add_working_days(on, int(rules_on(on).value(key)))


def need_text(name: str, value: str, missing: str | Promise, most: int = _LONGEST_TEXT) -> str:
    """The text in one form, not empty and not too long. Raises BadInput for the field `name`."""
    text = nfc_lines(value)
    if not text:
        raise BadInput(name, missing)
    if len(text) > most:
        raise BadInput(name, _("Tối đa %(most)d chữ cái.") % {"most": most})
    return text


def stop_or_start(batch: Batch[I]) -> None:
    """Set `stopped_on`: the earliest day since which somebody above must act, None when it is the doer's move again."""
    ids = list(batch.tasks)
    days: dict[int, list[dt.date]] = defaultdict(list)
    obstacles = Obstacle.objects.filter(task_id__in=ids, answered_on__isnull=True)
    for task_id, day in obstacles.values_list("task_id", "reported_on"):
        days[task_id].append(day)
    pending = Submission.objects.filter(task_id__in=ids, outcome="pending")
    for task_id, day in pending.values_list("task_id", "submitted_on"):
        days[task_id].append(day)
    for task_id, day in suspensions([t for t in batch.tasks.values() if t.state == "suspended"]).items():
        days[task_id].append(day)
    for task in batch.tasks.values():
        task.stopped_on = min(days[task.pk]) if task.is_open and days[task.pk] else None


def suspensions(tasks: Sequence[Task]) -> dict[int, dt.date]:
    """Task id → the day of its last suspension. No query for no task."""
    if not tasks:
        return {}
    found = Instruction.objects.filter(task_id__in=[t.pk for t in tasks], kind="suspend")
    return dict(found.values("task_id").annotate(last=Max("given_on")).values_list("task_id", "last"))


@dataclass(frozen=True, slots=True)
class Wait:
    """Days on which somebody above had to act: not counted against the doer."""

    task: Task
    start: dt.date
    end: dt.date
    reason: str
    source_id: int | None
    at: dt.datetime


def add_waits(batch: Batch[I], waits: Sequence[Wait]) -> None:
    """Move deadlines by the working days waited, each day once; a step says why (T-12, T-15). Two statements."""
    dated = [wait for wait in waits if wait.task.deadline is not None]
    if not dated:
        return
    earlier: dict[int, list[tuple[dt.date, dt.date]]] = defaultdict(list)
    known = DeadlineStep.objects.filter(kind="wait", task_id__in=[wait.task.pk for wait in dated])
    for task_id, start, end in known.values_list("task_id", "from_on", "to_on"):
        if start and end:
            earlier[task_id].append((start, end))
    steps = []
    for wait in dated:
        span = (wait.start, wait.end)
        days = wait_extension(waits=earlier[wait.task.pk], wait=span, calendar=batch.calendar)
        earlier[wait.task.pk].append(span)
        if days and wait.task.deadline is not None:
            wait.task.deadline = batch.calendar.add_working_days(wait.task.deadline, days)
            steps.append(_step(wait, days, wait.task.deadline))
    for step in DeadlineStep.objects.bulk_create(steps, batch_size=_CHUNK):
        batch.records[step.task_id].append(step)


def _step(wait: Wait, days: int, result: dt.date) -> DeadlineStep:
    return DeadlineStep(
        task=wait.task,
        kind="wait",
        days=days,
        from_on=wait.start,
        to_on=wait.end,
        result=result,
        reason=wait.reason,
        rule="T-15",
        source_id=wait.source_id,
        at=wait.at,
    )
