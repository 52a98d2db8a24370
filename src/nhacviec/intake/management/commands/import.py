"""`nhacviec import tasks FILE --directive NUMBER`: the command-line door to the same reading and confirmation."""

import datetime as dt
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from tqdm import tqdm

from nhacviec.directives.models import Directive
from nhacviec.intake import actions
from nhacviec.intake.models import ImportBatch
from nhacviec.intake.queries import BatchPage, batch_page
from nhacviec.orgs.access import Viewer, viewer_for_person
from nhacviec.orgs.models import Person
from nhacviec.web import clock
from nhacviec.web.errors import DomainError


class Command(BaseCommand):
    """Reads an annex, shows what it would create, and creates it only with --confirm."""

    help = "Đọc phụ lục giao việc, cho xem trước, chỉ tạo nhiệm vụ khi có --confirm."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Arguments of the command."""
        parser.add_argument("what", choices=["tasks"])
        parser.add_argument("file", type=Path)
        parser.add_argument("--directive", required=True, help="số và ký hiệu, ví dụ 03/NQ-CP, hoặc mã số bản ghi")
        parser.add_argument("--as", dest="username", default="", help="tên đăng nhập của người nhập")
        parser.add_argument("--on", type=dt.date.fromisoformat, default=None, help="ngày giao, YYYY-MM-DD")
        parser.add_argument("--confirm", action="store_true", help="tạo nhiệm vụ cho mọi dòng đã rõ")
        parser.add_argument("--skip-doubtful", action="store_true", help="bỏ qua các dòng còn phải quyết định")

    def handle(self, *args: Any, file: Path, directive: str, username: str, **options: Any) -> None:
        """Run it: everything is rolled back unless confirmed."""
        on = options["on"] or clock.today()
        found = _directive(directive)
        viewer = _viewer(username, found, on)
        upload = _upload(file)
        try:
            with transaction.atomic():
                batch = actions.start_import(
                    viewer=viewer, directive=found, assigner=found.issuer, upload=upload, on=on, now=clock.now()
                )
                page = batch_page(batch)
                self._show(page)
                if options["confirm"]:
                    self._confirm(viewer, batch, page, skip=options["skip_doubtful"], on=on)
                else:
                    transaction.set_rollback(True)
        except DomainError as error:
            raise CommandError(str(error)) from error
        if not options["confirm"]:
            self.stdout.write("Chưa tạo gì. Thêm --confirm để tạo, --skip-doubtful để bỏ qua dòng còn phải quyết định.")

    def _show(self, page: BatchPage) -> None:
        for line in page.lines:
            row = line.row
            if row["kind"] == "group":
                self.stdout.write(f"\n{row['number']} {row['title']}")
                continue
            when = line.deadline.strftime("%d/%m/%Y") if line.deadline else (row["deadline_kind"] or "?")
            mark = "?" if row["doubts"] else "+"
            self.stdout.write(
                f" {mark} {row['number']:>5} {when:>10}  {line.lead or row['written']['lead']!r}: {row['title'][:90]}"
            )
            for doubt in row["doubts"]:
                self.stdout.write(f"          ! {doubt['message'] % doubt['params']}")
        self.stdout.write(
            f"\n{page.tasks} việc, {page.groups} dòng nhóm, {page.dateless} không thời hạn, "
            f"{len(page.doubtful)} dòng cần người quyết."
        )

    def _confirm(self, viewer: Viewer, batch: ImportBatch, page: BatchPage, *, skip: bool, on: dt.date) -> None:
        if skip and page.doubtful:
            left = {line.row["line"] for line in page.doubtful}
            changes = {
                row["line"]: {"include": "" if row["line"] in left else "1"}
                for row in batch.rows
                if row["kind"] == "task"
            }
            actions.correct_rows(viewer=viewer, batch=batch, changes=changes, on=on, now=clock.now())
        with tqdm(total=page.included, desc="nhiệm vụ", disable=not self.stdout.isatty()) as bar:
            tasks = actions.confirm(viewer=viewer, batch=batch, on=on, now=clock.now())
            bar.update(len(tasks))
        self.stdout.write(f"Đã tạo {len(tasks)} nhiệm vụ.")


def _directive(text: str) -> Directive:
    for directive in Directive.objects.select_related("issuer").order_by("-issued_on", "-pk"):
        if text in {str(directive.pk), directive.full_number}:
            return directive
    raise CommandError(f"Không có văn bản chỉ đạo “{text}”. Đăng ký văn bản trước khi nhập phụ lục.")


def _viewer(username: str, directive: Directive, on: dt.date) -> Viewer:
    """The person named, or one who may assign in the issuer's name."""
    people = Person.objects.filter(user__is_active=True).select_related("user").order_by("pk")
    for person in people.filter(user__username=username) if username else people:
        viewer = viewer_for_person(person, on=on)
        if username or directive.issuer_id in actions.assigners(viewer):
            return viewer
    raise CommandError("Không có tài khoản nào được giao việc thay cơ quan ban hành. Ghi rõ --as TÊN_ĐĂNG_NHẬP.")


def _upload(path: Path) -> SimpleUploadedFile:
    try:
        return SimpleUploadedFile(path.name, path.read_bytes())
    except OSError as error:
        raise CommandError(f"Không đọc được tệp {path}: {error.strerror}") from error
