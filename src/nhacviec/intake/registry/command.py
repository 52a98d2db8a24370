"""The command line's door to the import of a workbook: what it would do, row by row, and with --confirm does."""

import datetime as dt
import sys
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management.base import CommandError, OutputWrapper
from django.db import transaction
from django.utils.translation import gettext as _
from tqdm import tqdm

from nhacviec.accounts.models import User
from nhacviec.documents.uploads import check_upload
from nhacviec.orgs.access import Viewer, viewer_for_user
from nhacviec.web import clock
from nhacviec.web.errors import DomainError

from . import actions
from .book.columns import BY_NAME
from .book.sheets import told, write_fault_copy
from .book.workbook import Book, read_workbook
from .checks import check
from .plan import STATES, Plan

MOST_SHOWN = 200
# Exit codes: 0 done or nothing wrong, 1 not possible at all, 3 rows were refused and nothing was written.
ROWS_REFUSED = 3


class Bar:
    """Progress as bars on the error stream: what, how many, how long."""

    def __init__(self) -> None:
        self.bar: tqdm[Any] | None = None
        self.what = ""

    def __call__(self, what: str, done: int, total: int) -> None:
        """Move the bar of this step, or begin one."""
        if what != self.what or self.bar is None:
            self.close()
            self.what = what
            self.bar = tqdm(desc=f"{what:<28}", total=total or None, file=sys.stderr, disable=None, leave=True)
        if total and self.bar.total != total:
            self.bar.total = total
        self.bar.update(done - self.bar.n)

    def close(self) -> None:
        """End the bar that is shown."""
        if self.bar is not None:
            self.bar.close()
            self.bar = None


class RegistryDoor:
    """One run of `nhacviec import registry`."""

    def __init__(self, out: OutputWrapper, username: str, on: dt.date) -> None:
        self.out, self.viewer = out, viewer_named(username, on)

    def run(self, upload: SimpleUploadedFile, *, confirm: bool, skip_doubtful: bool, **options: Any) -> None:
        """Check, show, and write if confirmed. Raises CommandError with the exit code."""
        bar = Bar()
        try:
            if confirm:
                self._write(upload, bar, options.get("faults"), skip=skip_doubtful)
            else:
                self._check(upload, bar, options.get("faults"))
        except DomainError as error:
            raise CommandError(str(error)) from error
        finally:
            bar.close()

    def _check(self, upload: SimpleUploadedFile, bar: Bar, faults: Path | None) -> None:
        checked = check_upload(upload, kinds=("xlsx",))
        checked.file.seek(0)
        book = read_workbook(checked.file.read())
        plan = check(self.viewer, book, bar)
        bar.close()
        self._show(book, plan, faults)
        self.out.write(_("Chưa ghi gì. Thêm --confirm để ghi, --skip-doubtful để bỏ qua các dòng bị từ chối."))
        if plan.bad:
            raise _refused(plan)

    def _write(self, upload: SimpleUploadedFile, bar: Bar, faults: Path | None, *, skip: bool) -> None:
        class Held(Exception):
            """Nothing may stay."""

        refused: list[Plan] = []

        def show(book: Book, plan: Plan) -> None:
            bar.close()
            self._show(book, plan, faults)
            if plan.bad and not skip:
                refused.append(plan)
                raise Held
            if not plan.size:
                raise Held

        try:
            with transaction.atomic():
                batch = actions.import_at_once(
                    viewer=self.viewer, upload=upload, skip_refused=skip, now=clock.now(), progress=bar, show=show
                )
        except Held:
            bar.close()
            if refused:
                raise _refused(refused[0]) from None
            self.out.write(_("Tệp trùng với danh bạ đang có; không có gì để ghi."))
            return
        bar.close()
        self.out.write(_("Đã ghi %(count)d bản ghi.") % {"count": batch.written})

    def _show(self, book: Book, plan: Plan, faults: Path | None) -> None:
        for title in book.ignored:
            self.out.write(_("Trang “%(title)s” không dùng, bỏ qua.") % {"title": title})
        for sheet in book.sheets:
            if sheet.unknown:
                self.out.write(
                    _("Trang “%(title)s”, cột không dùng, bỏ qua: %(names)s.")
                    % {"title": sheet.title, "names": ", ".join(sheet.unknown)}
                )
        for step in plan.steps[:MOST_SHOWN]:
            changes = "; ".join(
                f"{name}: {old} → {new}" if old else f"{name}: {new}" for name, old, new in step.changes
            )
            mark = "+" if step.state == "new" else "~"
            self.out.write(
                f" {mark} {BY_NAME[step.sheet].title()} {step.row}: {step.what}{'  ' if changes else ''}{changes}"
            )
        for bad in plan.bad[:MOST_SHOWN]:
            form = BY_NAME[bad.sheet]
            for text in told(form, bad.faults).splitlines():
                self.out.write(f" ! {form.title()} {bad.row}: {text}")
        for shown, every in ((plan.steps, len(plan.steps)), (plan.bad, len(plan.bad))):
            if every > MOST_SHOWN and shown:
                self.out.write(_(" … và %(count)d dòng nữa") % {"count": every - MOST_SHOWN})
        for warning in plan.warnings[:MOST_SHOWN]:
            self.out.write(f" ? {BY_NAME[warning.sheet].title()} {warning.row}: {warning.what}")
        self._totals(plan)
        if faults is not None and plan.bad:
            write_fault_copy(str(faults), book, plan.bad)
            self.out.write(_("Tệp có ghi lỗi: %(path)s") % {"path": faults})

    def _totals(self, plan: Plan) -> None:
        text = _("%(new)d mới, %(changed)d thay đổi, %(same)d không đổi, %(refused)d bị từ chối")
        for name, counts in plan.counts.items():
            self.out.write(f"{BY_NAME[name].title():<22} {text % counts}")
        self.out.write(f"{_('Cộng'):<22} {text % {state: plan.total(state) for state in STATES}}")


def _refused(plan: Plan) -> CommandError:
    text = _("%(count)d dòng bị từ chối, chưa ghi gì.") % {"count": len(plan.bad)}
    return CommandError(text, returncode=ROWS_REFUSED)


def viewer_named(username: str, on: dt.date) -> Viewer:
    """The person of an account with his or her rights, or the operator at the machine. Raises CommandError."""
    if not username:
        return Viewer(on=on, name=_("Người quản trị (dòng lệnh)"), operator=True)
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise CommandError(_("Không có tài khoản “%(name)s” của một người.") % {"name": username[:60]})
    viewer = viewer_for_user(user.pk, on=on)
    return viewer or Viewer(on=on, user_id=user.pk, name=user.username, operator=user.is_operator)
