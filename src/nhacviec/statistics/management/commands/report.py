"""`nhacviec report results --year 2021 [--json] [--committee CODE]`: the figures of a year, as the page shows them."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhacviec.statistics.queries import committee_of, results
from nhacviec.statistics.wording import table
from nhacviec.web import clock

# Years that the calendar of the program can speak of.
FIRST_YEAR, LAST_YEAR = 1930, 2200


class Command(BaseCommand):
    """Prints the tables of a year. Reads only; the whole committee is counted, as for its leaders and staff."""

    help = str(gettext_lazy("In bảng số liệu của một năm."))

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Arguments of the command."""
        parser.add_argument("what", choices=["results"])
        parser.add_argument("--year", type=int, required=True, help=_("năm, ví dụ 2021"))
        parser.add_argument("--json", action="store_true", dest="as_json", help=_("in dạng JSON"))
        which = _("mã của cấp ủy, khi năm ấy có nhiều cấp ủy")
        parser.add_argument("--committee", default="", metavar="CODE", help=which)

    def handle(self, *args: Any, year: int, as_json: bool, committee: str, **options: Any) -> None:
        """Run it; an unknown committee or an impossible year is refused."""
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise CommandError(_("Năm phải từ %(first)s đến %(last)s.") % {"first": FIRST_YEAR, "last": LAST_YEAR})
        chosen = committee_of(year, committee)
        if committee and chosen is None:
            raise CommandError(_("Không có tổ chức nào mang mã %(code)s.") % {"code": committee})
        found = results(year, chosen, on=clock.today())
        if as_json:
            self.stdout.write(json.dumps(found.to_json(), ensure_ascii=False, indent=2))
            return
        self.stdout.write(_("Năm %(year)s") % {"year": year} + (f", {chosen.name}" if chosen else ""))
        rows = table(found)
        width = max(len(label) for label, _figures in rows)
        for label, figures in rows:
            self.stdout.write(f"{label.ljust(width)}  {figures}")
