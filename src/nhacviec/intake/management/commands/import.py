# ruff: noqa: N999 (the name of the command)
"""`nhacviec import tasks FILE --directive NUMBER`, `nhacviec import registry FILE`: the command-line doors to the same
reading and confirmation as the pages."""

import datetime as dt
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from nhacviec.directives.models import Directive
from nhacviec.intake import actions
from nhacviec.intake.access import assigners
from nhacviec.intake.models import ImportBatch
from nhacviec.intake.queries import BatchPage, Line, batch_page
from nhacviec.intake.registry.command import RegistryDoor
from nhacviec.orgs.access import Viewer, viewer_for_person
from nhacviec.orgs.models import Person
from nhacviec.rules.text import nfc
from nhacviec.web import clock
from nhacviec.web.errors import DomainError
from nhacviec.web.formats import day as day_in_words
from nhacviec.web.formats import say
from nhacviec.web.params import safe_date


class Command(BaseCommand):
    """Reads an annex or a workbook, shows what it would do, and does it only with --confirm."""

    help = str(
        gettext_lazy(
            "Đọc phụ lục giao việc (tasks) hoặc tệp danh bạ (registry), cho xem trước, chỉ ghi khi có --confirm."
        )
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Arguments of the command."""
        parser.add_argument("what", choices=["tasks", "registry", "organisations", "people"])
        parser.add_argument("file", type=Path, help=_("tệp .docx hoặc .xlsx"))
        parser.add_argument("--directive", default="", help=_("số và ký hiệu, ví dụ 03/NQ-CP, hoặc mã số bản ghi"))
        parser.add_argument("--as", dest="username", default="", help=_("tên đăng nhập của người nhập"))
        parser.add_argument("--on", type=_day, metavar="DATE", help=_("ngày giao, 2021-11-08 hoặc 08/11/2021"))
        parser.add_argument("--confirm", action="store_true", help=_("ghi: tạo nhiệm vụ, tổ chức, con người"))
        parser.add_argument(
            "--skip-doubtful", action="store_true", help=_("bỏ qua các dòng bị từ chối, còn phải quyết")
        )
        parser.add_argument("--faults", type=Path, metavar="XLSX", help=_("chép tệp danh bạ, ghi lỗi vào từng dòng"))

    def handle(self, *args: Any, what: str, file: Path, username: str, **options: Any) -> None:
        """Run it: everything is rolled back unless confirmed."""
        on = options.pop("on", None) or clock.today()
        if what != "tasks":
            RegistryDoor(self.stdout, username, on).run(_upload(file), **options)
            return
        self._tasks(file, username, on, **options)

    def _tasks(self, file: Path, username: str, on: dt.date, directive: str, **options: Any) -> None:
        if not directive:
            raise CommandError(_("Thiếu --directive: số và ký hiệu của văn bản giao việc."))
        found = _directive(directive)
        viewer = _viewer(username, found, on)
        kept: list[ImportBatch] = []
        try:
            with transaction.atomic():
                kept.append(self._read(viewer, found, _upload(file), on))
                if options["confirm"]:
                    self._confirm(viewer, kept[0], on, skip=options["skip_doubtful"])
                    kept.clear()
                else:
                    transaction.set_rollback(True)
        except DomainError as error:
            raise CommandError(str(error)) from error
        finally:
            for batch in kept:  # taken back: its file goes too
                actions.forget_file(batch)
        if not options["confirm"]:
            text = _("Chưa tạo gì. Thêm --confirm để tạo, --skip-doubtful để bỏ qua dòng còn phải quyết định.")
            self.stdout.write(text)

    def _read(self, viewer: Viewer, directive: Directive, upload: SimpleUploadedFile, on: dt.date) -> ImportBatch:
        batch = actions.start_import(
            viewer=viewer, directive=directive, assigner=directive.issuer, upload=upload, on=on, now=clock.now()
        )
        self._show(batch, on)
        return batch

    def _show(self, batch: ImportBatch, on: dt.date) -> None:
        page = batch_page(batch, on=on, number=1)
        while True:
            for line in page.lines:
                self._show_line(line)
            if page.number >= page.pages:
                break
            page = batch_page(batch, on=on, number=page.number + 1)
        self.stdout.write("\n" + _totals(page))

    def _show_line(self, line: Line) -> None:
        row = line.row
        if row["kind"] == "group":
            self.stdout.write(f"\n{row['number']} {row['title']}".rstrip())
        if row["kind"] != "task":
            return
        mark = "?" if row["doubts"] else "+" if line.include else "-"
        written = _("“%(text)s”") % {"text": nfc(row["written"]["lead"])}
        self.stdout.write(f" {mark} {line.name:>4} {_when(line):>13}  {line.lead or written}: {row['title'][:90]}")
        for doubt in row["doubts"]:
            self.stdout.write(f"{'':22}! {say(doubt)}")
        if row["cooperation_unmatched"]:
            kept = _("phối hợp, giữ nguyên chữ:")
            self.stdout.write(f"{'':22}~ {kept} {'; '.join(row['cooperation_unmatched'])}")
        if row.get("exists"):
            text = _("Đã có nhiệm vụ %(code)s cùng tên và chủ trì.") % {"code": row["exists"]}
            self.stdout.write(f"{'':22}~ {text}")

    def _confirm(self, viewer: Viewer, batch: ImportBatch, on: dt.date, *, skip: bool) -> None:
        if skip:
            doubtful = [row["line"] for row in batch.rows if row["doubts"] and row["include"]]
            changes = {line: {"include": ""} for line in doubtful}
            actions.correct_rows(viewer=viewer, batch=batch, changes=changes, on=on, now=clock.now())
        tasks = actions.confirm(viewer=viewer, batch=batch, on=on, now=clock.now())
        text = ngettext("Đã tạo %(count)s nhiệm vụ.", "Đã tạo %(count)s nhiệm vụ.", len(tasks))
        self.stdout.write(text % {"count": len(tasks)})


def _totals(page: BatchPage) -> str:
    text = _("%(tasks)s việc, %(groups)s dòng nhóm, %(dateless)s không thời hạn, %(doubtful)s dòng cần người quyết.")
    return text % {
        "tasks": page.tasks,
        "groups": page.groups,
        "dateless": page.dateless,
        "doubtful": len(page.doubtful),
    }


def _when(line: Line) -> str:
    if line.deadline:
        return day_in_words(line.deadline)
    return _("không thời hạn") if line.row["deadline_kind"] else "?"


def _day(text: str) -> dt.date:
    found = safe_date(text)
    if found is None:
        raise ArgumentTypeError(_("không đọc được ngày “%(text)s”, ví dụ đúng: 2021-11-08") % {"text": text})
    return found


def _directive(text: str) -> Directive:
    """By number and symbol as printed, the newest first, or by the number of the record."""
    wanted = nfc(text)
    for directive in Directive.objects.select_related("issuer").order_by("-issued_on", "-pk"):
        if wanted in {str(directive.pk), directive.full_number}:
            return directive
    raise CommandError(
        _("Không có văn bản chỉ đạo “%(text)s”. Đăng ký văn bản trước khi nhập phụ lục.") % {"text": wanted[:60]}
    )


def _viewer(username: str, directive: Directive, on: dt.date) -> Viewer:
    """The person named, or the first account that may import in the issuer's name."""
    people = Person.objects.filter(user__is_active=True).select_related("user").order_by("pk")
    for person in people.filter(user__username=username) if username else people:
        viewer = viewer_for_person(person, on=on)
        if username or directive.issuer_id in assigners(viewer):
            return viewer
    if username:
        raise CommandError(_("Không có tài khoản “%(name)s” của một người.") % {"name": username[:60]})
    raise CommandError(
        _("Không có tài khoản nào được giao việc thay %(issuer)s. Ghi rõ --as TÊN_ĐĂNG_NHẬP.")
        % {"issuer": directive.issuer.name}
    )


def _upload(path: Path) -> SimpleUploadedFile:
    try:
        return SimpleUploadedFile(path.name, path.read_bytes())
    except OSError as error:
        raise CommandError(
            _("Không đọc được tệp %(path)s: %(reason)s") % {"path": path, "reason": error.strerror}
        ) from error
