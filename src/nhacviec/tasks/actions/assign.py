"""Giao việc: one lead, one responsible person, one product, one deadline (T-6)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from nhacviec.ledger.actions import Draft, append_many
from nhacviec.ledger.models import Covered
from nhacviec.orgs.access import Viewer
from nhacviec.orgs.models import Organisation
from nhacviec.orgs.queries import calendar
from nhacviec.rules.calendar import Calendar
from nhacviec.rules.text import fold, nfc
from nhacviec.web.errors import BadInput, NotAllowed

from ..access import assigners, leads_under
from ..apps import task_extensions
from ..models import Contribution, DeadlineStep, Task, TaskSeries
from .base import Tiding, tell
from .drafts import TaskDraft, check_drafts, cleaned, refused, with_responsible

_BATCH = 500
_TOLD = gettext_noop("Việc mới: %(task)s. Thời hạn %(deadline)s.")
_TOLD_DATELESS = gettext_noop("Việc mới, không thời hạn: %(task)s.")


def assign_task(*, viewer: Viewer, draft: TaskDraft, on: dt.date, now: dt.datetime) -> Task:
    """Assign one task; see `assign_tasks`."""
    return assign_tasks(viewer=viewer, drafts=[draft], on=on, now=now)[0]


@transaction.atomic
def assign_tasks(
    *, viewer: Viewer, drafts: Sequence[TaskDraft], on: dt.date, now: dt.datetime, quiet: bool = False
) -> list[Task]:
    """Assign tasks, all or none, on the day `on`; each gets a code NV-<year>-<number>. Few statements, however many.

    Raises NotAllowed where the viewer may not give the lead work in the assigner's name, BadDrafts with the faults
    of every draft that is not clear (T-6). `quiet`: nobody is told, for work that is history when it is entered.
    """
    ready = [cleaned(draft) for draft in with_responsible(drafts, on)]
    refused(check_drafts(ready, on))
    _check_rights(viewer, ready)
    codes = _codes(ready, on.year)
    days = calendar()
    tasks = [_task(draft, code, on, days) for draft, code in zip(ready, codes, strict=True)]
    try:
        with transaction.atomic():
            Task.objects.bulk_create(tasks, batch_size=_BATCH)
    except IntegrityError as error:
        raise BadInput("code", _("Mã nhiệm vụ này đã có.")) from error
    _require_standing({task.lead_id for task in tasks} | {task.assigner_id for task in tasks}, on)
    records = _records(ready, tasks, now, days)
    entries = [Draft(task.lead_id, "assign", records[task.pk]) for task in tasks]
    append_many(actor=viewer.actor, drafts=entries, now=now)
    for extension in task_extensions:
        extension.changed(tasks=tasks, verb="assign", viewer=viewer, now=now)
    if not quiet:
        tell(_tidings(viewer, tasks, now))
    return tasks


def _check_rights(viewer: Viewer, drafts: Sequence[TaskDraft]) -> None:
    named = {draft.assigner.pk for draft in drafts}
    if not named <= assigners(viewer):
        raise NotAllowed(_("Đồng chí không được giao việc nhân danh cơ quan này."))
    given = {draft.lead.pk for draft in drafts if draft.lead is not None}
    if not given <= leads_under(viewer, named):
        raise NotAllowed(_("Cơ quan chủ trì không thuộc quyền của nơi giao việc."))


def _require_standing(organisation_ids: Collection[int], on: dt.date) -> None:
    """Asked after the tasks are written: on PostgreSQL that waits for a reorganisation which is just ending a lead."""
    ended = Organisation.objects.filter(pk__in=organisation_ids, ended_on__lte=on).first()
    if ended is not None:
        raise BadInput("lead", _("%(name)s đã kết thúc. Giao việc cho tổ chức kế thừa.") % {"name": ended.label})


def _codes(drafts: Sequence[TaskDraft], year: int) -> list[str]:
    """The given codes, and the next ones of the year for the rest. The row of the year is locked until the end."""
    missing = sum(1 for draft in drafts if not draft.code)
    if not missing:
        return [draft.code for draft in drafts]
    TaskSeries.objects.bulk_create([TaskSeries(year=year)], ignore_conflicts=True)
    series = TaskSeries.objects.select_for_update().get(pk=year)
    numbers = iter(range(series.last + 1, series.last + missing + 1))
    series.last += missing
    series.save(update_fields=["last"])
    return [draft.code or f"NV-{year}-{next(numbers):04d}" for draft in drafts]


def _task(draft: TaskDraft, code: str, on: dt.date, days: Calendar) -> Task:
    if draft.lead is None or draft.responsible is None:
        raise ValueError("the gate of clear points was passed without a lead or a person")
    task = Task(
        code=code,
        directive=draft.directive,
        clause=draft.clause,
        parent=draft.parent,
        assigner=draft.assigner,
        lead=draft.lead,
        responsible=draft.responsible,
        title=draft.title,
        product=draft.product,
        authority=draft.authority,
        group=draft.group,
        cooperation_text=draft.cooperation_text,
        deadline_kind=draft.deadline_kind,
        deadline_text=draft.deadline_text,
        original_deadline=draft.deadline,
        deadline=draft.deadline,
        calendar_version=days.version[:40] if draft.deadline else "",
        assigned_on=on,
    )
    task.folded = folded_words(task)
    return task


def folded_words(task: Task) -> str:
    """The text by which a task is found: code, title, product, directive, lead and responsible person."""
    number = task.directive.full_number if task.directive else ""
    lead = task.lead
    words = [task.code, task.title, task.product, number, lead.name, lead.short_name, task.responsible.full_name]
    return fold(" ".join(words))


def _records(
    drafts: Sequence[TaskDraft], tasks: Sequence[Task], now: dt.datetime, days: Calendar
) -> dict[int, list[Covered]]:
    """Save first deadline steps and contributions; task id → all records of its entry."""
    steps = [_first_step(task, task.deadline, now, days) for task in tasks if task.deadline]
    parts = [
        Contribution(task=task, organisation=unit, part=nfc(part), due_on=due)
        for draft, task in zip(drafts, tasks, strict=True)
        for unit, part, due in draft.contributions
    ]
    found: dict[int, list[Covered]] = defaultdict(list, {task.pk: [task] for task in tasks})
    for step in DeadlineStep.objects.bulk_create(steps, batch_size=_BATCH):
        found[step.task_id].append(step)
    for part in Contribution.objects.bulk_create(parts, batch_size=_BATCH):
        found[part.task_id].append(part)
    return found


def _first_step(task: Task, deadline: dt.date, now: dt.datetime, days: Calendar) -> DeadlineStep:
    return DeadlineStep(
        task=task,
        kind="original",
        days=max(days.working_days_between(task.assigned_on, deadline), 0),
        from_on=task.assigned_on,
        to_on=deadline,
        result=deadline,
        reason=task.deadline_text,
        rule="W-1",
        at=now,
    )


def _tidings(viewer: Viewer, tasks: Sequence[Task], now: dt.datetime) -> list[Tiding]:
    return [
        Tiding(
            task,
            [task.responsible_id] if task.responsible_id != viewer.person_id else [],
            _TOLD if task.deadline else _TOLD_DATELESS,
            now,
            {"task": task.title[:120], "deadline": task.deadline.isoformat() if task.deadline else ""},
        )
        for task in tasks
    ]
