"""Tạm dừng, tiếp tục, thu hồi, chỉ đạo thêm: what the assigner orders, always with a reason (T-11)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from nhacviec.orgs.access import Viewer
from nhacviec.web.errors import NotAllowed

from ..access import can_decide, can_order
from ..models import Instruction, Task
from .base import Batch, Item, Wait, add_waits, begin, finish, moved, need_text, stop_or_start, suspensions

_TOLD = {
    "suspend": gettext_noop("Việc được tạm dừng: %(task)s."),
    "resume": gettext_noop("Việc được tiếp tục: %(task)s."),
    "withdraw": gettext_noop("Việc được thu hồi: %(task)s."),
    "note": gettext_noop("Chỉ đạo thêm: %(task)s."),
}
_VERBS = {"suspend": "suspend", "resume": "resume", "withdraw": "withdraw", "note": "instruct"}
_MISSING: dict[str, Promise] = {
    "suspend": _("Ghi lý do tạm dừng."),
    "resume": _("Ghi lý do tiếp tục."),
    "withdraw": _("Ghi lý do thu hồi."),
    "note": _("Ghi nội dung chỉ đạo."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Order(Item):
    """An order of the assigner with its reason."""

    reason: str


def suspend_task(*, viewer: Viewer, task: Task, reason: str, now: dt.datetime, version: int | None = None) -> Task:
    """Suspend a task: the doer's time stands still. Raises NotAllowed, NotPossible, BadInput ("reason")."""
    return give_orders(
        kind="suspend", items=[Order(task=task, viewer=viewer, reason=reason, now=now, version=version)]
    )[0]


def resume_task(*, viewer: Viewer, task: Task, reason: str, now: dt.datetime, version: int | None = None) -> Task:
    """Resume a suspended task: the working days of the suspension move the deadline."""
    return give_orders(kind="resume", items=[Order(task=task, viewer=viewer, reason=reason, now=now, version=version)])[
        0
    ]


def withdraw_task(*, viewer: Viewer, task: Task, reason: str, now: dt.datetime, version: int | None = None) -> Task:
    """Withdraw a task: it is closed and no longer counted."""
    item = Order(task=task, viewer=viewer, reason=reason, now=now, version=version)
    return give_orders(kind="withdraw", items=[item])[0]


def instruct(*, viewer: Viewer, task: Task, text: str, now: dt.datetime) -> Task:
    """Add an instruction to a running task."""
    return give_orders(kind="note", items=[Order(task=task, viewer=viewer, reason=text, now=now)])[0]


@transaction.atomic
def give_orders(*, kind: str, items: Sequence[Order], quiet: bool = False) -> list[Task]:
    """Orders of one kind ("suspend", "resume", "withdraw", "note") on many tasks. NotAllowed, NotPossible, BadInput."""
    batch: Batch[Order] = begin(_VERBS[kind], items)
    allowed = can_decide if kind == "note" else can_order
    for item in items:
        if not allowed(item.viewer, batch.task(item)):
            raise NotAllowed
    since = suspensions(list(batch.tasks.values())) if kind == "resume" else {}
    moved(batch)
    made = Instruction.objects.bulk_create([_instruction(batch, item, kind) for item in items], batch_size=500)
    for item, instruction in zip(items, made, strict=True):
        batch.records[item.task.pk].append(instruction)
        batch.tell(item, [batch.task(item).responsible_id], _TOLD[kind])
    if kind == "resume":
        _count_suspensions(batch, since)
    if kind != "note":
        stop_or_start(batch)
    return finish(batch, quiet=quiet)


def _instruction(batch: Batch[Order], item: Order, kind: str) -> Instruction:
    return Instruction(
        task=batch.task(item),
        kind=kind,
        by_id=item.person_id,
        at=item.now,
        given_on=item.on,
        reason=need_text("reason" if kind != "note" else "text", item.reason, _MISSING[kind]),
    )


def _count_suspensions(batch: Batch[Order], since: dict[int, dt.date]) -> None:
    waits = [
        Wait(batch.task(item), since[item.task.pk], item.on, "suspension", None, item.now)
        for item in batch.items
        if item.task.pk in since
    ]
    add_waits(batch, waits)
