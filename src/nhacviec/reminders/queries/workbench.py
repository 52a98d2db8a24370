"""The office's workbench: which late tasks may get a notice, and all that the signer must see (T-25; guide, 04)."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from nhacviec.documents.layout import Sheet
from nhacviec.documents.models import IssuedDocument
from nhacviec.documents.numbering import family_of, series_of
from nhacviec.orgs.access import Viewer
from nhacviec.orgs.queries import calendar
from nhacviec.rules.calendar import Calendar
from nhacviec.rules.ladder import cure_span
from nhacviec.rules.lateness import days_late
from nhacviec.tasks.queries.asks import Ask

from ..models import Notice, preparing_issuers
from .facts import directive_rules
from .notices import open_asks
from .sheet import KIND, sheet_of

MOST = 300
_EXCERPT = 4


@dataclass
class Candidate:
    """An open draft with its fair lateness today and what waits for a superior on its task."""

    notice: Notice
    late: int
    pending: list[Ask] = field(default_factory=list)

    @property
    def set_aside(self) -> bool:
        """Whether it is proposed to be left aside."""
        return self.notice.state == "set_aside"


@dataclass
class Workbench:
    """The drafts of the issuers whose notices the viewer prepares; one of them is chosen and shown as a document."""

    on: dt.date
    candidates: list[Candidate]
    days: Calendar
    chosen: Candidate | None
    sheet: Sheet | None = None
    next_number: int = 1
    excerpt: list[Notice] = field(default_factory=list)

    @cached_property
    def ready(self) -> list[Candidate]:
        """To be presented, longest overdue first."""
        return [one for one in self.candidates if not one.set_aside]

    @cached_property
    def aside(self) -> list[Candidate]:
        """Proposed to be left aside, longest overdue first."""
        return [one for one in self.candidates if one.set_aside]

    def of_level(self, level: int) -> int:
        """How many drafts of that level are ready."""
        return sum(one.notice.level == level for one in self.ready)

    @property
    def series(self) -> str:
        """The series of the register in which the chosen notice will take its number."""
        return series_of(self.chosen.notice.issuer, self.on) or "" if self.chosen else ""

    @property
    def cure_span(self) -> tuple[dt.date, dt.date]:
        """Between which days a cure date may lie for a notice signed today (T-24)."""
        return cure_span(directive_rules(self.on), self.days, issued_on=self.on)


def workbench(viewer: Viewer, on: dt.date, *, chosen: int | None = None, level: int | None = None) -> Workbench:
    """The workbench of the viewer. At most five queries and the calendar's."""
    days = calendar()
    candidates = _candidates(viewer, on, days, level)
    selected = next((one for one in candidates if one.notice.pk == chosen), candidates[0] if candidates else None)
    bench = Workbench(on=on, candidates=candidates, days=days, chosen=selected)
    if selected is not None:
        _prepare(bench, selected, viewer)
    return bench


def _candidates(viewer: Viewer, on: dt.date, days: Calendar, level: int | None) -> list[Candidate]:
    found = (
        Notice.objects.open_drafts()
        .filter(issuer__in=tuple(preparing_issuers(viewer)))
        .select_related("issuer", "addressee", "person", "task__directive", "task__clause")
        .order_by("due_on", "pk")
    )
    notices = list((found.filter(level=level) if level else found)[:MOST])
    waiting: dict[int, list[Ask]] = defaultdict(list)
    for ask in open_asks([notice.task_id for notice in notices]) if notices else ():
        waiting[ask.task_id].append(ask)
    made = [Candidate(notice, _late(notice, on, days), waiting[notice.task_id]) for notice in notices]
    return sorted(made, key=lambda one: (-one.late, one.notice.pk))


def _late(notice: Notice, on: dt.date, days: Calendar) -> int:
    stopped = notice.task.stopped_on
    return days_late(deadline=notice.task.deadline, until=min(on, stopped) if stopped else on, calendar=days)


def _prepare(bench: Workbench, selected: Candidate, viewer: Viewer) -> None:
    """The document of the chosen draft as a signature today would make it, and the end of the register."""
    notice = selected.notice
    notice.days_late = selected.late
    notice.due_on = notice.task.deadline or notice.due_on
    if not notice.cure_date_chosen:
        default = int(directive_rules(bench.on).value("cure_days_default"))
        notice.cure_date = bench.days.add_working_days(bench.on, default)
    bench.excerpt = _end_of_register(notice, bench.on)
    newest = bench.excerpt[-1].document if bench.excerpt else None
    bench.next_number = (newest.register.last if newest else 0) + 1
    sheet = sheet_of(notice, on=bench.on)
    bench.sheet = sheet.with_number(bench.next_number, bench.on)


def _end_of_register(notice: Notice, on: dt.date) -> list[Notice]:
    """The last notices of the register, lowest number first."""
    documents = IssuedDocument.objects.filter(
        register__issuer=notice.issuer_id,
        register__family=family_of(notice.issuer),
        register__kind=KIND,
        register__series=series_of(notice.issuer, on) or "",
    )
    found = (
        Notice.objects.filter(document__in=documents)
        .select_related("document__register", "addressee")
        .order_by("-document__number")[:_EXCERPT]
    )
    return list(reversed(found))
