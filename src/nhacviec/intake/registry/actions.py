"""From an uploaded workbook to written records: start, check, confirm, write; nothing is written before the confirmation."""

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nhacviec.documents.actions import attach
from nhacviec.documents.uploads import check_upload
from nhacviec.ledger.actions import INSTALLATION_CHAIN, append
from nhacviec.orgs.access import Viewer, keeps_records
from nhacviec.web.errors import DomainError, NotAllowed, NotPossible

from ..models import RegistryImport
from .apply import carry_out
from .book.workbook import Book, read_workbook
from .checks import check, no_progress
from .checks.rows import Progress
from .plan import CHANGED, NEW, REFUSED, SAME, Plan
from .progress import Stopped

MOST_KEPT = 3000


@transaction.atomic
def start_registry_import(*, viewer: Viewer, upload: "UploadedFile[Any] | None", now: dt.datetime) -> RegistryImport:
    """Keep a workbook that is to be checked. Raises NotAllowed, BadInput("file") for what is no workbook."""
    if not keeps_records(viewer):
        raise NotAllowed(_("Chỉ người giữ hồ sơ tổ chức và con người được nhập từ Excel."))
    checked = check_upload(upload, kinds=("xlsx",))
    file = attach(viewer=viewer, upload=checked, now=now)
    batch = RegistryImport(
        file=file,
        by_id=viewer.person_id,
        by_name=viewer.name[:200],
        user_id=viewer.user_id,
        chosen=viewer.chosen,
        stand_in=viewer.stand_in.id if viewer.stand_in is not None else None,
        at=now,
    )
    try:
        batch.save()
        _tell(viewer, batch, "start_registry_import", now, file)
    except Exception:
        forget_file(batch)
        raise
    return batch


def forget_file(batch: RegistryImport) -> None:
    """Take the file of an import that was rolled back off the disk: a transaction takes back the record alone."""
    batch.file.file.delete(save=False)


def _tell(viewer: Viewer, batch: RegistryImport, verb: str, now: dt.datetime, *more: Any, **facts: Any) -> None:
    append(actor=viewer.actor, chain=INSTALLATION_CHAIN, verb=verb, records=[*more, batch], facts=facts, now=now)


def read_batch(batch: RegistryImport) -> Book:
    """The workbook of an import. Raises BadInput("file")."""
    with batch.file.file.open("rb") as stream:
        return read_workbook(stream.read())


def run_check(
    *, viewer: Viewer, batch: RegistryImport, now: dt.datetime, progress: Progress = no_progress
) -> RegistryImport:
    """Check the file of an import that waits for it, and keep what was found; a file that cannot be read fails it."""
    try:
        book = read_batch(batch)
        plan = check(viewer, book, progress)
    except DomainError as error:
        return _settle(viewer, batch, "checking", now, state="failed", message=str(error))
    return _settle(
        viewer,
        batch,
        "checking",
        now,
        state="checked",
        message="",
        fingerprint=plan.fingerprint(),
        **_found(plan, book),
    )


def _found(plan: Plan, book: Book) -> dict[str, Any]:
    """What the page of an import shows of its check."""
    summary = {
        "counts": plan.counts,
        "totals": {state: plan.total(state) for state in (NEW, CHANGED, SAME, REFUSED)},
        "size": plan.size,
        "warnings": [{"sheet": w.sheet, "row": w.row, "what": w.what} for w in plan.warnings[:200]],
        "ignored": book.ignored,
        "sheets": {s.form.name: {"title": s.title, "unknown": s.unknown, "missing": s.missing} for s in book.sheets},
    }
    return {
        "summary": summary,
        "steps": [asdict(step) for step in plan.steps[:MOST_KEPT]],
        "problems": [asdict(bad) for bad in plan.bad[:MOST_KEPT]],
    }


@transaction.atomic
def _settle(viewer: Viewer, batch: RegistryImport, waiting: str, now: dt.datetime, **values: Any) -> RegistryImport:
    """Change an import that is still in the state `waiting`; one that somebody moved on is left alone."""
    found = RegistryImport.objects.select_for_update(of=("self",)).select_related("file").get(pk=batch.pk)
    if found.state == waiting:
        for name, value in values.items():
            setattr(found, name, value)
        found.save()
        _tell(viewer, found, "check_registry_import", now, state=found.state)
    return found


@transaction.atomic
def confirm_registry_import(
    *, viewer: Viewer, batch: RegistryImport, skip_refused: bool, fingerprint: str, now: dt.datetime
) -> RegistryImport:
    """Take the word that what the check found be written. `fingerprint` is that of the page on which it was given.

    Raises NotAllowed, NotPossible (not checked, changed since, nothing to write, refused rows not to be skipped).
    """
    found = _own(viewer, batch)
    if found.state != "checked":
        raise NotPossible(_("Lần nhập này không chờ xác nhận."))
    if found.fingerprint != fingerprint:
        raise NotPossible(_("Kết quả kiểm tra đã đổi. Xem lại rồi xác nhận."))
    refuse_unready(found.summary["size"], found.summary["totals"][REFUSED], skip_refused)
    found.state, found.skip_refused, found.message = "writing", skip_refused, ""
    found.save()
    _tell(viewer, found, "confirm_registry_import", now)
    return found


def refuse_unready(size: int, refused: int, skip_refused: bool) -> None:
    """Raise NotPossible when there is nothing to write, or refused rows that nobody said to leave out."""
    if refused and not skip_refused:
        raise NotPossible(
            _("Còn %(count)d dòng bị từ chối. Sửa tệp, hoặc chọn bỏ qua các dòng ấy.") % {"count": refused}
        )
    if not size:
        raise NotPossible(_("Không có gì để ghi."))


def _own(viewer: Viewer, batch: RegistryImport) -> RegistryImport:
    found = RegistryImport.objects.select_for_update(of=("self",)).select_related("file").get(pk=batch.pk)
    if not RegistryImport.objects.visible_to(viewer).filter(pk=found.pk).exists():
        raise NotAllowed
    return found


def write_registry(
    *, viewer: Viewer, batch: RegistryImport, now: dt.datetime, progress: Progress = no_progress
) -> RegistryImport:
    """Write a confirmed import in one transaction, after checking it again; stopped or refused, nothing stays of it.

    Idempotent: an import that is written already, or was taken back, is left alone.
    """
    message: str | Promise
    try:
        book = read_batch(batch)
        with transaction.atomic():
            found = RegistryImport.objects.select_for_update(of=("self",)).select_related("file").get(pk=batch.pk)
            if found.state != "writing":
                return found
            plan = check(viewer, book, progress)
            if plan.fingerprint() == found.fingerprint:
                _write(viewer, found, plan, now, progress)
                return found
        message = _("Dữ liệu trong chương trình đã đổi từ lần kiểm tra; tệp được kiểm tra lại. Xem rồi xác nhận.")
        fresh = {"fingerprint": plan.fingerprint(), **_found(plan, book)}
        return _settle(viewer, batch, "writing", now, state="checked", message=str(message), **fresh)
    except Stopped:
        message = _("Đã dừng theo yêu cầu; chưa ghi gì.")
    except DomainError as error:
        message = _("Không ghi được, chưa ghi gì: %(reason)s") % {"reason": error}
    except Exception:
        _settle(viewer, batch, "writing", now, state="checked", message=str(_("Có lỗi khi ghi; chưa ghi gì. Thử lại.")))
        raise
    return _settle(viewer, batch, "writing", now, state="checked", message=str(message))


def _write(viewer: Viewer, found: RegistryImport, plan: Plan, now: dt.datetime, progress: Progress) -> None:
    """Inside the transaction: everything in the plan, and that it is done."""
    refuse_unready(plan.size, plan.total(REFUSED), found.skip_refused)
    found.written = carry_out(viewer, plan, now, progress)
    found.state, found.message = "done", ""
    found.save()
    _tell(viewer, found, "write_registry", now, written=found.written)


@transaction.atomic
def import_at_once(
    *,
    viewer: Viewer,
    upload: "UploadedFile[Any] | None",
    skip_refused: bool,
    now: dt.datetime,
    progress: Progress,
    show: Callable[[Book, Plan], None],
) -> RegistryImport:
    """The command line's way: read, check, show, write, in one transaction that stands or falls as a whole.

    Raises NotAllowed, BadInput("file"), NotPossible.
    """
    batch = start_registry_import(viewer=viewer, upload=upload, now=now)
    try:
        book = read_batch(batch)
        plan = check(viewer, book, progress)
        show(book, plan)
        batch.fingerprint, batch.skip_refused = plan.fingerprint(), skip_refused
        for name, value in _found(plan, book).items():
            setattr(batch, name, value)
        _write(viewer, batch, plan, now, progress)
    except BaseException:
        forget_file(batch)
        raise
    return batch


@transaction.atomic
def cancel_registry_import(*, viewer: Viewer, batch: RegistryImport, now: dt.datetime) -> RegistryImport:
    """Give up an import that is not written; nothing was. Raises NotAllowed, NotPossible."""
    found = _own(viewer, batch)
    if found.state not in ("checking", "checked", "failed"):
        raise NotPossible(_("Lần nhập này đã kết thúc hoặc đang ghi."))
    found.state = "cancelled"
    found.steps, found.problems = [], []
    found.save()
    _tell(viewer, found, "cancel_registry_import", now)
    return found


def take_back_stuck(*, viewer: Viewer, batch: RegistryImport, now: dt.datetime) -> RegistryImport:
    """A writing that nobody works on any more waits for a confirmation again: its transaction never ended."""
    return _settle(viewer, batch, "writing", now, state="checked", message=str(_("Đã dừng theo yêu cầu; chưa ghi gì.")))
