"""Tasks pass to the successor of an organisation that ends or is split (domain.md 8.2).

The successor leads, its head on that day becomes responsible, deadlines and reminders go on as they were. What was
closed stays with the organisation that did it.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence

from django.db.models import Exists, OuterRef

from nhacviec.ledger.models import Covered
from nhacviec.orgs.access import Viewer
from nhacviec.orgs.actions.common import tell
from nhacviec.orgs.actions.handing_over import pass_records, remembered
from nhacviec.orgs.apps import Move, Passing
from nhacviec.orgs.models import Appointment, Handover, Person
from nhacviec.orgs.queries import heads
from nhacviec.web import clock

from ..models import Contribution, Obstacle, Task
from ..models.task import IS_OPEN
from .assign import folded_words
from .base import write_back

_FIELDS = {"tasks.lead": "lead", "tasks.assigner": "assigner"}
_LONGEST_PART = 500


def pass_on(*, moves: Sequence[Move], passing: Passing) -> None:
    """Pass led and assigned tasks, open parts and unanswered obstacles on. A step of a change of structure."""
    by_kind: dict[str, list[Move]] = defaultdict(list)
    for move in moves:
        by_kind["tasks" if move.work.kind in _FIELDS else move.work.kind].append(move)
    _pass_tasks(by_kind["tasks"], passing)
    pass_records(
        passing=passing,
        rows=Obstacle.objects.all(),
        moves=by_kind["tasks.obstacle"],
        fields={"tasks.obstacle": "asked"},
    )
    _pass_contributions(by_kind["tasks.contribution"], passing)


def _pass_tasks(moves: Sequence[Move], passing: Passing) -> None:
    def take_over(task: Task, move: Move, handover: Handover) -> None:
        task.version += 1
        if move.work.kind != "tasks.lead":
            return
        handover.person_before_id = task.responsible_id
        head = passing.heads.get(move.target.pk)
        # A vacant head's post leaves the former person named until somebody is appointed; what is done stays whose it was.
        if task.is_open and head is not None:
            task.responsible = head
        handover.person_after_id = task.responsible_id
        task.folded = folded_words(task)

    pass_records(
        passing=passing,
        rows=Task.objects.select_related("directive", "responsible", "lead"),
        moves=moves,
        fields=_FIELDS,
        change=take_over,
        also=("responsible", "version", "folded"),
    )


def take_over(*, organisations: Collection[int], viewer: Viewer, now: dt.datetime) -> list[Task]:
    """Tasks that passed to an organisation while its head's post was vacant go to the head who is now appointed.

    Only those that a reorganisation has passed on, and whose person holds no post there: whoever was given a task by name
    keeps it. Two queries where there is nothing to do.
    """
    passed = Handover.objects.filter(record="tasks.task", field="lead", target__in=organisations)
    ids = list(passed.values_list("record_id", flat=True))
    if not ids:
        return []
    on = clock.local(now).date()
    there = Appointment.objects.on(on).filter(person=OuterRef("responsible"), post__organisation=OuterRef("lead"))
    waiting = Task.objects.filter(IS_OPEN, ~Exists(there), pk__in=ids, lead__in=organisations)
    known = heads(organisations, on)
    tasks = [
        task
        for task in waiting.select_for_update(of=("self",)).select_related("directive", "lead").order_by("pk")
        if task.lead_id in known
    ]
    rows = [_given(task, known[task.lead_id], on) for task in tasks]
    write_back(tasks, ["responsible", "version", "folded"])
    Handover.objects.bulk_create(rows)
    records: list[tuple[int, Covered]] = [(one.lead_id, one) for one in tasks]
    records += [(row.source_id, row) for row in rows]
    tell(viewer=viewer, verb="take_over", records=records, now=now)
    return tasks


def _given(task: Task, head: Person, on: dt.date) -> Handover:
    row = Handover(
        record=task.ledger_type(),
        record_id=task.pk,
        field="responsible",
        source_id=task.lead_id,
        target_id=task.lead_id,
        person_before_id=task.responsible_id,
        person_after=head,
        on_date=on,
    )
    task.responsible, task.version = head, task.version + 1
    task.folded = folded_words(task)
    return row


def _pass_contributions(moves: Sequence[Move], passing: Passing) -> None:
    """Parts of co-operation. Two parts of one successor in one task become one: the texts are kept together."""
    if not moves:
        return
    rows = {
        row.pk: row
        for row in Contribution.objects.select_for_update(of=("self",)).filter(pk__in=[m.work.record_id for m in moves])
    }
    tasks = {row.task_id for row in rows.values()}
    targets = {move.target.pk for move in moves}
    standing = {
        (row.task_id, row.organisation_id): row
        for row in Contribution.objects.select_for_update(of=("self",)).filter(task__in=tasks, organisation__in=targets)
    }
    changed: dict[int, Contribution] = {}
    removed: list[tuple[int, Contribution]] = []
    handovers: list[Handover] = []
    for move in moves:
        row = rows[move.work.record_id]
        other = standing.get((row.task_id, move.target.pk))
        handovers.append(remembered(passing, row, "organisation", move))
        if other is None:
            row.organisation = move.target
            standing[row.task_id, move.target.pk] = changed[row.pk] = row
        else:
            other.part = "; ".join(part for part in (other.part, row.part) if part)[:_LONGEST_PART]
            other.due_on = min((day for day in (other.due_on, row.due_on) if day), default=None)
            other.done_on = None
            changed[other.pk] = other
            removed.append((move.work.source, row))
    _write(passing, list(changed.values()), removed, handovers)


def _write(
    passing: Passing,
    changed: Sequence[Contribution],
    removed: Sequence[tuple[int, Contribution]],
    handovers: Sequence[Handover],
) -> None:
    gone = [row.pk for _chain, row in removed]
    Contribution.objects.filter(pk__in=gone).delete()
    write_back(changed, ["organisation", "part", "due_on", "done_on"])
    Handover.objects.bulk_create(handovers)
    records = [*((row.organisation_id, row) for row in changed), *((one.source_id, one) for one in handovers)]
    facts = {"document": passing.document, "on": passing.on.isoformat()}
    tell(viewer=passing.viewer, verb="pass_on", records=records, now=passing.now, facts=facts, removed=removed)
