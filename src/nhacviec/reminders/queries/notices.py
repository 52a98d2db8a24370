"""Reads of notices and consequences: lists, one notice with all that belongs to it, whose move it is."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from nhacviec.documents.layout import Sheet
from nhacviec.orgs.access import Viewer
from nhacviec.orgs.queries import calendar
from nhacviec.orgs.queries.vacancies import vacancy_columns
from nhacviec.rules.calendar import Calendar
from nhacviec.tasks.queries.asks import Ask, asks

from ..models import INTERNAL_STATES, Consequence, Notice, SweepRun, preparing_issuers
from .facts import Case, cases, directive_rules
from .sheet import sheet_of

_LIST_COLUMNS = ("task", "addressee", "person", "issuer", "document__register")
_PAGE_COLUMNS = (
    *("issuer", "addressee", "person", "document__register", "withdrawal__register", "signed_by", "acknowledged_by"),
    *("task__directive", "task__clause", "task__assigner"),
)


def listed(viewer: Viewer) -> QuerySet[Notice]:
    """The notices that have a number, as far as the viewer may read them, with what a row shows."""
    return Notice.objects.visible_to(viewer).exclude(state__in=INTERNAL_STATES).select_related(*_LIST_COLUMNS)


def notices_about(
    viewer: Viewer, *, addressee_id: int | None = None, person_id: int | None = None, most: int = 9
) -> list[Notice]:
    """The newest notices to an organisation, or that name a person. One query."""
    about = Q(addressee=addressee_id) if addressee_id is not None else Q(person=person_id)
    return list(listed(viewer).filter(about).order_by("-document__issued_on", "-pk")[:most])


def readable(viewer: Viewer, pk: int) -> Notice | None:
    """One notice with everything its page needs, None when the viewer may not read it. One query."""
    columns = vacancy_columns(viewer, viewer.on, "addressee", "issuer")
    return Notice.objects.visible_to(viewer).select_related(*_PAGE_COLUMNS).annotate(**columns).filter(pk=pk).first()


@dataclass(frozen=True)
class NoticeDetail:
    """A notice with its sheet, what waits for a superior, the other notices of the task, and its consequences.

    For a draft, `late` is the fair count of working days today and `sheet` what a signature today would say.
    """

    notice: Notice
    on: dt.date
    case: Case
    sheet: Sheet
    pending: tuple[Ask, ...]
    others: tuple[Notice, ...]
    consequences: tuple[Consequence, ...]
    days: Calendar

    @property
    def late(self) -> int:
        """Working days late: as signed, or today."""
        return self.notice.days_late if not self.notice.is_draft else self.case.days_late(self.days, self.on)

    @property
    def cure_days(self) -> int:
        """Working days from the signature (or today) to the cure date."""
        start = self.notice.document.issued_on if self.notice.document else self.on
        return self.days.working_days_between(start, self.notice.cure_date)

    @property
    def cure_left(self) -> int:
        """Working days left until the cure date, negative when over."""
        return self.days.working_days_between(self.on, self.notice.cure_date)

    @property
    def acknowledge_until(self) -> dt.date | None:
        """Until when the addressee is to confirm receipt."""
        if self.notice.served_on is None:
            return None
        days = int(directive_rules(self.notice.served_on).value("acknowledgement_days"))
        return self.days.add_working_days(self.notice.served_on, days)


def notice_detail(viewer: Viewer, pk: int, *, on: dt.date, number: int | None = None) -> NoticeDetail | None:
    """Everything about one notice; None when unreadable. Six queries and the calendar's; `number`: the one to expect."""
    notice = readable(viewer, pk)
    return detail_of(viewer, notice, on=on, number=number) if notice else None


def detail_of(viewer: Viewer, notice: Notice, *, on: dt.date, number: int | None = None) -> NoticeDetail:
    """The same for a notice that `readable` gave: one query less."""
    days = calendar()
    case = cases([notice.task], on)[0]
    as_of_today(notice, case, days, on)
    others = tuple(
        other
        for other in Notice.objects.visible_to(viewer)
        .filter(task=notice.task_id)
        .exclude(pk=notice.pk)
        .exclude(state="discarded")
        .select_related("document__register")
        .order_by("level", "pk")
    )
    return NoticeDetail(
        notice=notice,
        on=on,
        case=case,
        sheet=sheet_of(notice, on=on, number=number),
        pending=tuple(open_asks([notice.task_id])) if notice.is_draft else (),
        others=others,
        consequences=tuple(consequences_of(notice)),
        days=days,
    )


def as_of_today(notice: Notice, case: Case, days: Calendar, on: dt.date) -> None:
    """Show a draft as a signature today would make it; nothing is saved."""
    if not notice.is_draft:
        return
    notice.days_late = case.days_late(days, on)
    notice.due_on = case.task.deadline or notice.due_on
    if not notice.cure_date_chosen:
        notice.cure_date = days.add_working_days(on, int(directive_rules(on).value("cure_days_default")))


def open_asks(task_ids: Sequence[int]) -> list[Ask]:
    """What waits for a superior on these tasks: obstacle, extension, acceptance (T-25). One query."""
    these = Q(task__in=list(task_ids))
    return asks(these, these, these, open_only=True)


def consequences_of(notice: Notice) -> QuerySet[Consequence]:
    """What was proposed from a notice."""
    columns = ("organisation", "person", "decider", "decided_by")
    return Consequence.objects.filter(notice=notice).select_related(*columns).order_by("pk")


def consequences_for(viewer: Viewer) -> QuerySet[Consequence]:
    """Consequences that the viewer may read, those to be decided first."""
    columns = ("organisation", "person", "decider", "decided_by", "notice__task", "notice__document__register")
    return Consequence.objects.visible_to(viewer).select_related(*columns)


@dataclass(frozen=True, slots=True)
class NoticeDuty:
    """Something to do about a notice. `kind`: "sign", "serve", "acknowledge", "reply", "decide"; `due` may be None."""

    kind: str
    notice_id: int
    title: str
    unit: str
    number: str
    level: int
    due: dt.date | None
    days: int | None
    at: dt.date
    path: str


def waiting_for(viewer: Viewer, on: dt.date, *, most: int = 100) -> list[NoticeDuty]:
    """What the viewer must do about notices: sign, serve, acknowledge, reply, decide. Two queries and the calendar's."""
    if viewer.person_id is None:
        return []
    days = calendar()
    found = [
        duty
        for notice in _awaiting(viewer)[:most]
        for kind in _kinds(viewer, notice)
        for duty in [_duty(kind, notice, on, days)]
    ]
    return [*found, *(_decision(consequence, on) for consequence in _to_decide(viewer)[:most])]


def waiting_counts(viewer: Viewer, on: dt.date) -> Mapping[str, int]:
    """How many of each kind wait for the viewer."""
    counts: dict[str, int] = {}
    for duty in waiting_for(viewer, on):
        counts[duty.kind] = counts.get(duty.kind, 0) + 1
    return counts


def _awaiting(viewer: Viewer) -> QuerySet[Notice]:
    speaks, prepares = tuple(viewer.speaks_for), tuple(preparing_issuers(viewer))
    mine = Q(person=viewer.self_id or 0) | Q(addressee__in=speaks)
    sign = Q(state="draft", presented_at__isnull=False, issuer__in=speaks) & ~Q(person__in=tuple(viewer.persons))
    serve = Q(state="signed", issuer__in=prepares)
    answer = mine & (Q(state="served") | Q(state="acknowledged", replied_at__isnull=True))
    return Notice.objects.filter(sign | serve | answer).select_related(*_LIST_COLUMNS).order_by("pk")


def _kinds(viewer: Viewer, notice: Notice) -> Iterable[str]:
    if notice.state == "draft":
        yield "sign"
    elif notice.state == "signed":
        yield "serve"
    elif notice.state == "served":
        yield "acknowledge"
    else:
        yield "reply"


def _duty(kind: str, notice: Notice, on: dt.date, days: Calendar) -> NoticeDuty:
    due = None
    if kind == "acknowledge" and notice.served_on:
        due = days.add_working_days(notice.served_on, int(directive_rules(on).value("acknowledgement_days")))
    elif kind == "reply":
        due = notice.cure_date
    since = {"sign": notice.drafted_on, "acknowledge": notice.served_on, "reply": notice.served_on}.get(kind)
    issued = notice.document.issued_on if notice.document else notice.drafted_on
    return NoticeDuty(
        kind=kind,
        notice_id=notice.pk,
        title=notice.task.title,
        unit=notice.addressee.label,
        number=notice.number,
        level=notice.level,
        due=due,
        days=days.working_days_between(on, due) if due else None,
        at=since or issued,
        path=notice.get_absolute_url(),
    )


def _to_decide(viewer: Viewer) -> QuerySet[Consequence]:
    """What `access.may_decide` allows: not about the viewer, nor about an organisation that he or she heads."""
    headed = Q(organisation__in=tuple(viewer.heads))
    return (
        Consequence.objects.filter(state="proposed", decider__in=tuple(viewer.speaks_for))
        .exclude(person__in=tuple(viewer.persons))
        .exclude(headed & ~Q(organisation=F("decider")))
        .select_related("notice__task", "notice__document__register", "organisation", "person")
        .order_by("pk")
    )


def _decision(consequence: Consequence, on: dt.date) -> NoticeDuty:
    return NoticeDuty(
        kind="decide",
        notice_id=consequence.notice_id,
        title=consequence.notice.task.title,
        unit=consequence.person.full_name if consequence.person else consequence.organisation.label,
        number=consequence.notice.number,
        level=consequence.notice.level,
        due=None,
        days=None,
        at=consequence.proposed_on,
        path=consequence.get_absolute_url(),
    )


@dataclass(frozen=True, slots=True)
class NoticeCounts:
    """Figures of a year, the one definition (R-1). Notices count in the year of their date, withdrawn ones not at all.

    `first`, `second`: issued; `cured`: first notices cured by a product submitted by the cure date and accepted;
    `cured_late`: first notices closed by a product submitted after it, before a second notice.
    """

    first: int = 0
    second: int = 0
    cured: int = 0
    cured_late: int = 0


def counts(year: int, scope: Any = None) -> NoticeCounts:
    """Notices issued in `year` to organisations in `scope` (ids or a sub-select; None: all). One query."""
    found = Notice.objects.issued().filter(document__issued_on__year=year)
    if scope is not None:
        found = found.filter(addressee__in=scope)
    return counts_of(found)


def counts_of(found: QuerySet[Notice]) -> NoticeCounts:
    """The figures of a set of issued notices: for those who choose it otherwise than by addressee. One query."""
    cured = Notice.CURED
    return NoticeCounts(
        **found.order_by().aggregate(
            first=Count("pk", filter=Q(level=1)),
            second=Count("pk", filter=Q(level=2)),
            cured=Count("pk", filter=cured & Q(cured_late=False)),
            cured_late=Count("pk", filter=cured & Q(cured_late=True)),
        )
    )


def last_sweep() -> SweepRun | None:
    """The newest day that was swept: the watchdog says "chưa chạy từ …" when it lies behind. One query."""
    return SweepRun.objects.order_by("-on").first()


def sweep_is_behind(on: dt.date) -> bool:
    """Whether a working day up to yesterday was not swept (a day's own sweep may still come)."""
    return is_behind(last_sweep(), on)


def is_behind(last: SweepRun | None, on: dt.date) -> bool:
    """`sweep_is_behind` of a run that was looked up already. No query but the calendar's."""
    if last is None:
        return True
    return calendar().working_days_between(last.on, on) > 1
