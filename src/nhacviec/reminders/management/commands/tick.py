"""`nhacviec tick`: the daily sweep by hand, for a day and for the days that were missed before it."""

import datetime as dt
import sys
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from tqdm import tqdm

from nhacviec.reminders.actions import SweepResult, sweep
from nhacviec.reminders.actions.sweeping import AT_ONCE
from nhacviec.reminders.queries import last_sweep
from nhacviec.reminders.queries.facts import due_count
from nhacviec.web import clock
from nhacviec.web.params import safe_date

# Farther back nothing is made up for day by day: one sweep finds all that is due anyway.
_FARTHEST = 400
_LONG = 2000


class Command(BaseCommand):
    """Sweep today or --on DATE, and each day since the last sweep; print what was found."""

    help = str(gettext_lazy("Rà soát việc đến hạn xét nhắc của một ngày, và của những ngày chưa rà soát trước đó."))

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The day; today if not given."""
        parser.add_argument("--on", type=_day, metavar="DATE", help=_("ngày rà soát, 2021-11-08 hoặc 08/11/2021"))
        parser.add_argument("--batch", type=int, default=AT_ONCE, metavar="N", help=_("số việc mỗi lượt ghi"))

    def handle(self, *args: Any, on: dt.date | None, batch: int, **options: Any) -> None:
        """One sweep a day, oldest first."""
        day = on or clock.today()
        results = []
        waiting = due_count(day)
        with tqdm(total=waiting, unit="", file=sys.stderr, disable=waiting < _LONG or not sys.stderr.isatty()) as bar:
            for one in missed_days(day):
                results.append(sweep(on=one, now=clock.now(), seen=bar.update, at_once=max(batch, 1)))
        for result in results:
            if result.acted or result.cured or result.discarded or result is results[-1]:
                self.stdout.write(told(result))


def _day(text: str) -> dt.date:
    found = safe_date(text)
    if found is None:
        raise ArgumentTypeError(_("không đọc được ngày “%(text)s”, ví dụ đúng: 2021-11-08") % {"text": text})
    return found


def missed_days(on: dt.date) -> list[dt.date]:
    """The days after the last sweep up to and with `on`; only `on` when nothing was swept before it, or too long ago."""
    last = last_sweep()
    if last is None or not 0 < (on - last.on).days <= _FARTHEST:
        return [on]
    return [last.on + dt.timedelta(days=one) for one in range(1, (on - last.on).days + 1)]


def told(result: SweepResult) -> str:
    """One line about a sweep."""
    day = f"{result.on:%d/%m/%Y}"
    if not result.working:
        return _("%(day)s: ngày nghỉ, không rà soát.") % {"day": day}
    words = {
        "day": day,
        "looked": result.looked,
        "first": result.first,
        "second": result.second,
        "aside": result.set_aside,
        "breached": result.breached,
    }
    text = _(
        "%(day)s: xem %(looked)d việc; dự thảo lần một %(first)d, lần hai %(second)d; đề nghị chưa xét %(aside)d; "
        "quá hạn khắc phục lần hai %(breached)d."
    )
    return text % words
