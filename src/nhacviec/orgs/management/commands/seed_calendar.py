"""`nhacviec seed_calendar`: enter the public holidays known for the years around this one."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhacviec.orgs.access import Viewer
from nhacviec.orgs.actions import seed_calendar
from nhacviec.web import clock


class Command(BaseCommand):
    """Seed the calendar table; days that stand in it, or that the office removed, are left as they are."""

    help = str(gettext_lazy("Đưa ngày lễ, ngày nghỉ bù và ngày làm bù vào bảng lịch; không đổi ngày đã có."))

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The years, when others are wanted than six years back until the next."""
        parser.add_argument("years", nargs="*", type=int, help=_("các năm, mặc định từ sáu năm trước đến năm sau"))

    def handle(self, *args: Any, years: list[int], **options: Any) -> None:
        """Seed and say how many days are new."""
        now = clock.now()
        wanted = [y for y in years if 1930 <= y <= 2200] or list(range(now.year - 6, now.year + 2))
        viewer = Viewer(on=now.date(), name="Nhắc Việc", operator=True)
        made = seed_calendar(viewer=viewer, years=wanted, now=now)
        self.stdout.write(_("Lịch: thêm %(count)d ngày.") % {"count": len(made)})
