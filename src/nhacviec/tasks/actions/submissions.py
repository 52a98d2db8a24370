"""Nộp sản phẩm, nghiệm thu, trả lại: the day of the submission that is accepted decides (T-12)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from nhacviec.documents.actions import attach
from nhacviec.documents.models import Attachment
from nhacviec.documents.uploads import CheckedUpload
from nhacviec.orgs.access import Viewer
from nhacviec.rules.text import nfc_lines
from nhacviec.web.errors import BadInput, NotAllowed, NotPossible

from ..access import can_accept, can_return, can_submit
from ..models import Obstacle, Submission, SubmissionFile, Task
from ..queries.people import speakers
from .base import Batch, Item, Wait, add_waits, answer_due, begin, finish, moved, need_text, stop_or_start, write_back

_HANDED_IN = gettext_noop("Sản phẩm chờ nghiệm thu đến %(due)s: %(task)s.")
_ACCEPTED = gettext_noop("Sản phẩm đã được nghiệm thu: %(task)s.")
_RETURNED = gettext_noop("Sản phẩm bị trả lại, cần làm lại: %(task)s.")
MOST_FILES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Product(Item):
    """The product handed in: a text, files, or both. The attachments are saved, not yet told to the ledger."""

    text: str = ""
    files: Sequence[Attachment] = ()


def submit_product(
    *, viewer: Viewer, task: Task, text: str = "", files: Sequence[Attachment] = (), now: dt.datetime
) -> Submission:
    """Hand in the product; see `submit_products`."""
    return submit_products(items=[Product(task=task, viewer=viewer, text=text, files=files, now=now)])[0]


@transaction.atomic
def submit_uploads(
    *,
    viewer: Viewer,
    task: Task,
    text: str,
    uploads: Sequence[CheckedUpload],
    now: dt.datetime,
    version: int | None = None,
) -> Submission:
    """Hand in the product with checked uploads; see `submit_products`."""
    if not can_submit(viewer, task):
        raise NotAllowed
    files = [attach(viewer=viewer, upload=upload, now=now) for upload in uploads]
    return submit_products(items=[Product(task=task, viewer=viewer, text=text, files=files, now=now, version=version)])[
        0
    ]


@transaction.atomic
def submit_products(*, items: Sequence[Product], quiet: bool = False) -> list[Submission]:
    """Hand in products; from now on the acceptor's clock runs. Raises NotAllowed, NotPossible, BadInput ("text")."""
    batch: Batch[Product] = begin("submit", items)
    for item in items:
        if not can_submit(item.viewer, batch.task(item)):
            raise NotAllowed
    moved(batch)
    last = dict(
        Submission.objects.filter(task_id__in=batch.tasks)
        .values("task_id")
        .annotate(last=Max("version"))
        .values_list("task_id", "last")
    )
    rows = [_submission(batch, item, last.get(item.task.pk, 0) + 1) for item in items]
    made = Submission.objects.bulk_create(rows, batch_size=500)
    files = [
        SubmissionFile(submission=submission, attachment=attachment)
        for item, submission in zip(items, made, strict=True)
        for attachment in item.files
    ]
    SubmissionFile.objects.bulk_create(files, batch_size=500)
    for submission in made:
        batch.records[submission.task_id].append(submission)
    for file in files:
        batch.records[file.submission.task_id] += [file, file.attachment]
    stop_or_start(batch)
    if not quiet:
        _tell_acceptors(batch, made)
    finish(batch, quiet=quiet)
    return made


def _submission(batch: Batch[Product], item: Product, version: int) -> Submission:
    text = nfc_lines(item.text)
    if not text and not item.files:
        raise BadInput("text", _("Nộp tệp sản phẩm, hoặc ghi nội dung sản phẩm."))
    if len(item.files) > MOST_FILES:
        raise BadInput("uploads", _("Tối đa %(most)d tệp một lần nộp.") % {"most": MOST_FILES})
    return Submission(
        task=batch.task(item),
        version=version,
        by_id=item.person_id,
        at=item.now,
        submitted_on=item.on,
        text=need_text("text", text, "") if text else "",
        answer_due=answer_due(batch, item.on, "acceptance_days"),
    )


def _tell_acceptors(batch: Batch[Product], made: Sequence[Submission]) -> None:
    people = speakers({t.assigner_id for t in batch.tasks.values()}, max(item.on for item in batch.items))
    for item, submission in zip(batch.items, made, strict=True):
        due = submission.answer_due.isoformat() if submission.answer_due else ""
        batch.tell(item, people.get(batch.task(item).assigner_id, ()), _HANDED_IN, due=due)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict(Item):
    """What is said of a submission: nothing more to say when it is accepted, a reason when it is returned."""

    submission: Submission
    reason: str = ""


def accept_submission(*, viewer: Viewer, submission: Submission, now: dt.datetime) -> Submission:
    """Accept a product; see `accept_submissions`."""
    return accept_submissions(items=[Verdict(task=submission.task, viewer=viewer, submission=submission, now=now)])[0]


@transaction.atomic
def accept_submissions(*, items: Sequence[Verdict], quiet: bool = False) -> list[Submission]:
    """Accept: another person than the doer, for the assigner. The task is done on the day of the submission (T-12).

    Raises NotAllowed, NotPossible.
    """
    batch: Batch[Verdict] = begin("accept", items)
    accepted = _judged(batch, "accepted")
    moved(batch)
    for item, submission in zip(items, accepted, strict=True):
        task = batch.task(item)
        task.done_on, task.accepted_at = submission.submitted_on, item.now
        batch.tell(item, {submission.by_id, task.responsible_id}, _ACCEPTED)
    _write_verdicts(batch, accepted)
    _count_unanswered(batch)
    stop_or_start(batch)
    finish(batch, quiet=quiet)
    return accepted


def return_submission(*, viewer: Viewer, submission: Submission, reason: str, now: dt.datetime) -> Submission:
    """Return a product; see `return_submissions`."""
    item = Verdict(task=submission.task, viewer=viewer, submission=submission, reason=reason, now=now)
    return return_submissions(items=[item])[0]


@transaction.atomic
def return_submissions(*, items: Sequence[Verdict], quiet: bool = False) -> list[Submission]:
    """Return with a reason. The days of examination do not count against the doer; the next submission is judged anew.

    Raises NotAllowed, NotPossible, BadInput ("reason").
    """
    batch: Batch[Verdict] = begin("return", items)
    returned = _judged(batch, "returned")
    moved(batch)
    for item, submission in zip(items, returned, strict=True):
        submission.reason = need_text("reason", item.reason, _("Ghi lý do trả lại, cần bổ sung gì."))
        batch.tell(item, {submission.by_id, batch.task(item).responsible_id}, _RETURNED)
    _write_verdicts(batch, returned)
    add_waits(
        batch,
        [
            Wait(batch.task(item), s.submitted_on, item.on, "acceptance", s.pk, item.now)
            for item, s in zip(items, returned, strict=True)
        ],
    )
    stop_or_start(batch)
    finish(batch, quiet=quiet)
    return returned


def _judged(batch: Batch[Verdict], outcome: str) -> list[Submission]:
    """The locked submissions, if pending and the viewer may judge them, with the outcome set."""
    found = Submission.objects.select_for_update().in_bulk([item.submission.pk for item in batch.items])
    judged = []
    for item in batch.items:
        submission = found.get(item.submission.pk)
        if submission is None or submission.task_id != item.task.pk:
            raise NotPossible(_("Lần nộp này không còn nữa."))
        allowed = can_accept if outcome == "accepted" else can_return
        if not allowed(item.viewer, batch.task(item), submission):
            raise NotAllowed(_("Người nghiệm thu phải nhân danh nơi giao việc và không phải là người thực hiện."))
        if submission.outcome != "pending":
            raise NotPossible(_("Lần nộp này đã được nghiệm thu hoặc trả lại."))
        submission.outcome, submission.decided_by_id, submission.decided_at = outcome, item.person_id, item.now
        judged.append(submission)
    return judged


def _write_verdicts(batch: Batch[Verdict], judged: Sequence[Submission]) -> None:
    write_back(judged, ["outcome", "decided_by", "decided_at", "reason"])
    for submission in judged:
        batch.records[submission.task_id].append(submission)


def _count_unanswered(batch: Batch[Verdict]) -> None:
    """An obstacle that nobody answered before the product came: its days of waiting count for the doer all the same."""
    waits = []
    moments = {item.task.pk: item.now for item in batch.items}
    for obstacle in Obstacle.objects.filter(task_id__in=batch.tasks, answered_on__isnull=True):
        task = batch.tasks[obstacle.task_id]
        if task.done_on and obstacle.reported_on < task.done_on:
            waits.append(Wait(task, obstacle.reported_on, task.done_on, "unanswered", obstacle.pk, moments[task.pk]))
    add_waits(batch, waits)
