"""`nhacviec reach check|rebuild`: does the table of who stands above whom agree with links and successions?"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhacviec.orgs.actions.reach import rebuild_reach
from nhacviec.orgs.queries.reach import reach_differences


class Command(BaseCommand):
    """Compare the derived table with its sources (exit 0 equal, 1 not), or derive it anew."""

    help = str(
        gettext_lazy("So bảng cấp trên, cấp dưới với quan hệ trực thuộc và kế thừa (check), hoặc lập lại (rebuild).")
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Arguments of the command."""
        parser.add_argument("what", choices=["check", "rebuild"])

    def handle(self, *args: Any, what: str, **options: Any) -> None:
        """Run it."""
        if what == "rebuild":
            rebuild_reach()
        extra, missing = reach_differences()
        if extra or missing:
            text = _("Bảng cấp trên, cấp dưới sai: thừa %(extra)d dòng, thiếu %(missing)d dòng.")
            raise CommandError(text % {"extra": extra, "missing": missing}, returncode=1)
        self.stdout.write(_("Bảng cấp trên, cấp dưới khớp với quan hệ trực thuộc và kế thừa."))
