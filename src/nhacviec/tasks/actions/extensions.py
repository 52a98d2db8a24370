"""Gia hạn: asked before the deadline, decided by the assigner alone; the original deadline stays (T-13)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from nhacviec.orgs.access import Viewer
from nhacviec.rules.lateness import extension_may_be_asked
from nhacviec.web.errors import BadInput, NotAllowed, NotPossible

from ..access import can_decide_extension, can_request_extension
from ..models import DeadlineStep, Extension, Task
from ..queries.people import speakers
from .base import Batch, Item, answer_due, begin, finish, moved, need_text, rules_on, write_back
from .drafts import LATEST

_ASKED = gettext_noop("Xin gia hạn chờ quyết định đến %(due)s: %(task)s.")
_GRANTED = gettext_noop("Được gia hạn đến %(deadline)s: %(task)s.")
_REFUSED = gettext_noop("Không được gia hạn: %(task)s.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionRequest(Item):
    """A later date that is asked for, and why."""

    reason: str
    proposed: dt.date


def request_extension(*, viewer: Viewer, task: Task, reason: str, proposed: dt.date, now: dt.datetime) -> Extension:
    """Ask for an extension; see `request_extensions`."""
    item = ExtensionRequest(task=task, viewer=viewer, reason=reason, proposed=proposed, now=now)
    return request_extensions(items=[item])[0]


@transaction.atomic
def request_extensions(*, items: Sequence[ExtensionRequest], quiet: bool = False) -> list[Extension]:
    """Before the deadline only, one at a time (T-13). Raises NotAllowed, NotPossible, BadInput ("proposed", "reason")."""
    batch: Batch[ExtensionRequest] = begin("request_extension", items)
    for item in items:
        if not can_request_extension(item.viewer, batch.task(item)):
            raise NotAllowed
    moved(batch)
    if Extension.objects.filter(task_id__in=batch.tasks, state="pending").exists():
        raise NotPossible(_("Đã có đề nghị gia hạn đang chờ quyết định."))
    made = Extension.objects.bulk_create([_request(batch, item) for item in items], batch_size=500)
    people = {} if quiet else speakers({t.assigner_id for t in batch.tasks.values()}, max(item.on for item in items))
    for item, extension in zip(items, made, strict=True):
        batch.records[extension.task_id].append(extension)
        batch.tell(item, people.get(batch.task(item).assigner_id, ()), _ASKED, due=extension.answer_due.isoformat())
    finish(batch, quiet=quiet)
    return made


def _request(batch: Batch[ExtensionRequest], item: ExtensionRequest) -> Extension:
    task = batch.task(item)
    allowed = extension_may_be_asked(deadline=task.deadline, on=item.on, rule_set=rules_on(item.on))
    if task.deadline is None or not allowed.met:
        raise NotPossible(allowed.text(gettext))
    if not task.deadline < item.proposed <= LATEST:
        raise BadInput("proposed", _("Ngày xin gia hạn phải sau thời hạn đang có hiệu lực."))
    return Extension(
        task=task,
        by_id=item.person_id,
        at=item.now,
        reason=need_text("reason", item.reason, _("Ghi lý do xin gia hạn.")),
        old_deadline=task.deadline,
        proposed=item.proposed,
        answer_due=answer_due(batch, item.on, "extension_answer_days"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionDecision(Item):
    """The day granted, or None for a refusal; with the reason."""

    extension: Extension
    granted: dt.date | None
    reason: str = ""


def decide_extension(
    *, viewer: Viewer, extension: Extension, granted: dt.date | None, reason: str = "", now: dt.datetime
) -> Extension:
    """Decide about an extension; see `decide_extensions`."""
    item = ExtensionDecision(
        task=extension.task, viewer=viewer, extension=extension, granted=granted, reason=reason, now=now
    )
    return decide_extensions(items=[item])[0]


@transaction.atomic
def decide_extensions(*, items: Sequence[ExtensionDecision], quiet: bool = False) -> list[Extension]:
    """The assigner grants a day or refuses with a reason (T-13). Raises NotAllowed, NotPossible, BadInput."""
    batch: Batch[ExtensionDecision] = begin("decide_extension", items)
    found = Extension.objects.select_for_update().in_bulk([item.extension.pk for item in items])
    decided = [_decided(batch, item, found.get(item.extension.pk)) for item in items]
    moved(batch)
    columns = ["state", "granted", "decided_by", "decided_at", "decision_reason"]
    write_back(decided, columns)
    for extension in decided:
        batch.records[extension.task_id].append(extension)
    _move_deadlines(batch, decided)
    for item, extension in zip(items, decided, strict=True):
        message = _GRANTED if extension.granted else _REFUSED
        day = extension.granted.isoformat() if extension.granted else ""
        batch.tell(item, {extension.by_id, batch.task(item).responsible_id}, message, deadline=day)
    finish(batch, quiet=quiet)
    return decided


def _decided(batch: Batch[ExtensionDecision], item: ExtensionDecision, extension: Extension | None) -> Extension:
    task = batch.task(item)
    if extension is None or extension.task_id != task.pk:
        raise NotPossible(_("Đề nghị gia hạn này không còn nữa."))
    if not can_decide_extension(item.viewer, task, extension):
        raise NotAllowed
    if extension.state != "pending":
        raise NotPossible(_("Đề nghị gia hạn này đã được quyết định."))
    if item.granted is None:
        need_text("reason", item.reason, _("Ghi lý do không cho gia hạn."))
    elif task.deadline is None or not task.deadline < item.granted <= LATEST:
        raise BadInput("granted", _("Ngày gia hạn phải sau thời hạn đang có hiệu lực."))
    extension.state = "granted" if item.granted else "refused"
    extension.granted = item.granted
    extension.decided_by_id = item.person_id
    extension.decided_at = item.now
    extension.decision_reason = item.reason.strip()
    return extension


def _move_deadlines(batch: Batch[ExtensionDecision], decided: Sequence[Extension]) -> None:
    steps = []
    for extension in decided:
        task = batch.tasks[extension.task_id]
        if extension.granted is None or task.deadline is None or extension.decided_at is None:
            continue
        steps.append(
            DeadlineStep(
                task=task,
                kind="extension",
                days=batch.calendar.working_days_between(task.deadline, extension.granted),
                from_on=task.deadline,
                to_on=extension.granted,
                result=extension.granted,
                reason=extension.reason[:300],
                rule="T-13",
                source_id=extension.pk,
                at=extension.decided_at,
            )
        )
        task.deadline = extension.granted
    for step in DeadlineStep.objects.bulk_create(steps, batch_size=500):
        batch.records[step.task_id].append(step)
