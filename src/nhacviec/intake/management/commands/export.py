"""`nhacviec export registry FILE`, `nhacviec export template FILE`: the workbook that `nhacviec import registry` reads."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhacviec.intake.registry.book.columns import BY_NAME
from nhacviec.intake.registry.book.sheets import write_workbook
from nhacviec.intake.registry.command import Bar, viewer_named
from nhacviec.intake.registry.export import Export
from nhacviec.intake.registry.queries import export_roots
from nhacviec.orgs.access import keeps_records
from nhacviec.orgs.actions import record_readings
from nhacviec.web import clock
from nhacviec.web.params import safe_date


class Command(BaseCommand):
    """Writes organisations, people, posts and memberships of a day into a workbook, or an empty one to fill in."""

    help = str(gettext_lazy("Xuất tổ chức, con người, chức vụ, sinh hoạt đảng ra Excel, hoặc tệp mẫu để điền."))

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Arguments of the command."""
        parser.add_argument("what", choices=["registry", "template"])
        parser.add_argument("file", type=Path, help=_("tệp .xlsx sẽ ghi"))
        parser.add_argument("--as", dest="username", default="", help=_("tên đăng nhập của người xuất"))
        parser.add_argument("--on", default="", metavar="DATE", help=_("số liệu ngày, 2021-11-08 hoặc 08/11/2021"))
        parser.add_argument("--below", default="", metavar="CODE", help=_("mã của tổ chức; bỏ trống là tất cả"))

    def handle(self, *args: Any, what: str, file: Path, **options: Any) -> None:
        """Write the file; an export is noted as a reading of everybody in it."""
        try:
            counts = write_workbook(str(file), {}) if what == "template" else self._registry(file, **options)
        except OSError as error:
            raise CommandError(
                _("Không ghi được tệp %(path)s: %(reason)s") % {"path": file, "reason": error}
            ) from error
        for name, count in counts.items():
            if what == "registry":
                self.stdout.write(f"{BY_NAME[name].title():<22} {count}")
        self.stdout.write(str(file))

    def _registry(self, file: Path, *, username: str, on: str, below: str, **options: Any) -> dict[str, int]:
        viewer = viewer_named(username, clock.today())
        if not keeps_records(viewer):
            raise CommandError(_("Chỉ người giữ hồ sơ tổ chức và con người được xuất ra Excel."))
        day = safe_date(on) if on else clock.today()
        if day is None:
            raise CommandError(_("không đọc được ngày “%(text)s”, ví dụ đúng: 2021-11-08") % {"text": on})
        root = export_roots(viewer).filter(code=below).first() if below else None
        if below and root is None:
            raise CommandError(_("Không có tổ chức mang mã %(code)s trong phạm vi.") % {"code": below[:40]})
        found, bar = Export(viewer, root, day), Bar()
        record_readings(
            viewer=viewer, person_ids=found.person_ids(), ground="keeper", subject="export", now=clock.now()
        )
        try:
            return found.write(str(file), bar)
        finally:
            bar.close()
