"""Tiếp nhận, báo cáo tiến độ, phần phối hợp."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nhacviec.orgs.access import Viewer
from nhacviec.web.errors import BadInput, NotAllowed, NotPossible

from ..access import can_contribute, can_receive, can_report
from ..models import Contribution, ProgressReport, Task
from .base import Batch, Item, begin, finish, moved, need_text, write_back


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt(Item):
    """A task received."""


def receive_task(*, viewer: Viewer, task: Task, now: dt.datetime) -> Task:
    """Receive a task; see `receive_tasks`."""
    return receive_tasks(items=[Receipt(task=task, viewer=viewer, now=now)])[0]


@transaction.atomic
def receive_tasks(*, items: Sequence[Receipt], quiet: bool = False) -> list[Task]:
    """The responsible person, or who speaks for the lead, receives. Raises NotAllowed, NotPossible."""
    batch = begin("receive", items)
    for item in items:
        if not can_receive(item.viewer, batch.task(item)):
            raise NotAllowed
    moved(batch)
    for item in items:
        batch.task(item).received_at = item.now
    return finish(batch, quiet=quiet)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(Item):
    """What has been done so far, and how much of the whole in per cent if it can be said."""

    text: str
    percent: int | None = None


def report_progress(
    *, viewer: Viewer, task: Task, text: str, percent: int | None = None, now: dt.datetime
) -> ProgressReport:
    """Report progress on a task; see `report_many`."""
    return report_many(items=[Report(task=task, viewer=viewer, text=text, percent=percent, now=now)])[0]


@transaction.atomic
def report_many(*, items: Sequence[Report], quiet: bool = False) -> list[ProgressReport]:
    """Dated reports, never overwritten. Raises NotAllowed, NotPossible, BadInput ("text", "percent")."""
    batch: Batch[Report] = begin("report", items)
    reports = []
    for item in items:
        task = batch.task(item)
        if not can_report(item.viewer, task):
            raise NotAllowed
        if item.percent is not None and not 0 <= item.percent <= 100:
            raise BadInput("percent", _("Tỷ lệ phải từ 0 đến 100."))
        text = need_text("text", item.text, _("Ghi việc đã làm được đến nay."))
        reports.append(ProgressReport(task=task, by_id=item.person_id, at=item.now, text=text, percent=item.percent))
    moved(batch)
    for report in ProgressReport.objects.bulk_create(reports, batch_size=500):
        batch.records[report.task_id].append(report)
    finish(batch, quiet=quiet)
    return reports


@dataclass(frozen=True, slots=True, kw_only=True)
class PartDone(Item):
    """A co-operating organisation's part was done on `done_on`."""

    contribution: Contribution
    done_on: dt.date


def finish_part(*, viewer: Viewer, contribution: Contribution, done_on: dt.date, now: dt.datetime) -> Contribution:
    """Note that a co-operating part is done; see `finish_parts`."""
    item = PartDone(task=contribution.task, viewer=viewer, contribution=contribution, done_on=done_on, now=now)
    return finish_parts(items=[item])[0]


@transaction.atomic
def finish_parts(*, items: Sequence[PartDone], quiet: bool = False) -> list[Contribution]:
    """Only the lead is judged on the deadline; a co-operating part has its own date (T-16). NotAllowed, BadInput."""
    batch: Batch[PartDone] = begin("contribute", items)
    parts = Contribution.objects.select_for_update().in_bulk([item.contribution.pk for item in items])
    for item in items:
        part = parts.get(item.contribution.pk)
        if part is None or part.task_id != item.task.pk:
            raise NotPossible(_("Phần phối hợp này không còn nữa."))
        part.task = batch.task(item)
        if not can_contribute(item.viewer, part):
            raise NotAllowed
        if not batch.task(item).assigned_on <= item.done_on <= item.on:
            raise BadInput("done_on", _("Ngày xong phải từ ngày giao việc đến hôm nay."))
        part.done_on = item.done_on
        batch.records[item.task.pk].append(part)
    moved(batch)
    write_back(list(parts.values()), ["done_on"])
    finish(batch, quiet=quiet)
    return [parts[item.contribution.pk] for item in items]
