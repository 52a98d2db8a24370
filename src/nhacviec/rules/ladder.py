"""The reminder ladder: overdue, first notice, second notice, breach, proposed consequence (T-20 … T-28)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from nhacviec.rules.calendar import Calendar
from nhacviec.rules.catalogue import applies
from nhacviec.rules.lateness import wait_extension
from nhacviec.rules.reasons import Reason
from nhacviec.rules.reasons import gettext_noop as _
from nhacviec.rules.rulesets import Entry, RuleSet

StepKind = Literal["none", "wait", "draft_first", "draft_second", "breach", "cured", "leave_aside"]
ACTING: frozenset[str] = frozenset({"draft_first", "draft_second", "breach", "leave_aside"})
_DRAFTS: dict[int, StepKind] = {1: "draft_first", 2: "draft_second"}
_GRACE_KEYS = {0: "grace_days", 1: "second_grace_days"}


@dataclass(frozen=True)
class NoticeFact:
    """One notice of the task: its level (1, 2), day of service, cure date, and what became of it."""

    level: int
    served_on: date | None = None
    cure_date: date | None = None
    withdrawn: bool = False
    cured: bool = False


@dataclass(frozen=True)
class Timeline:
    """What the ladder needs to know of a task.

    `submitted_on` is the day of the latest submission that was not returned; `pending` names what now waits for a
    superior: "obstacle", "extension", "acceptance". `waits` are the spans (asked on, answered on) in which somebody
    above had to act: they move the cure date of a served notice as they move a deadline (T-12, T-15).
    """

    deadline: date | None
    submitted_on: date | None = None
    accepted: bool = False
    suspended: bool = False
    pending: tuple[str, ...] = ()
    notices: tuple[NoticeFact, ...] = ()
    waits: tuple[tuple[date, date], ...] = ()


@dataclass(frozen=True)
class Step:
    """What to do on a day: the kind, the notice level concerned, a cure date to propose, when to look again."""

    kind: StepKind
    level: int
    cure_date: date | None
    next_check: date | None
    reason: Reason


@dataclass(frozen=True)
class _Case:
    """The question being answered: one timeline on one day under one rule set."""

    timeline: Timeline
    rules: RuleSet
    calendar: Calendar
    on: date

    @property
    def last_level(self) -> int:
        return int(self.rules.value("notices_before_consequence"))

    def step(
        self,
        kind: StepKind,
        level: int,
        code: str,
        key: str,
        message: str,
        /,
        *,
        again: date | None = None,
        **params: Any,
    ) -> Step:
        entry: Entry = self.rules.entry(key)
        cure = cure_date(self.rules, self.calendar, issued_on=self.on) if kind in _DRAFTS.values() else None
        return Step(kind, level, cure, again, entry.reason(code, message, **params))


@applies("T-24")
def cure_span(rule_set: RuleSet, calendar: Calendar, *, issued_on: date) -> tuple[date, date]:
    """The earliest and the latest cure date a notice issued on `issued_on` may set (working days, W-1)."""
    shortest, longest = rule_set.value("cure_days_min"), rule_set.value("cure_days_max")
    return calendar.add_working_days(issued_on, shortest), calendar.add_working_days(issued_on, longest)


def cure_date(rule_set: RuleSet, calendar: Calendar, *, issued_on: date) -> date:
    """The cure date to propose: the middle of the allowed span."""
    return calendar.add_working_days(issued_on, rule_set.value("cure_days_default"))


@applies("T-26")
def live_notices(notices: Sequence[NoticeFact]) -> tuple[NoticeFact, ...]:
    """Notices that count, lowest level first: a withdrawn one keeps its number and no longer counts."""
    return tuple(sorted((item for item in notices if not item.withdrawn), key=lambda item: item.level))


@applies("T-20", "T-21", "T-22", "T-23")
def next_step(timeline: Timeline, rule_set: RuleSet, calendar: Calendar, *, on: date) -> Step:
    """The next step for a task on the day `on`.

    Never skips a level, never acts on a day off, counts nothing before a notice is served, and judges a cure by
    the day of submission. "breach" asks for a proposal of the consequence (T-22), never for a decision (T-27).
    """
    case = _Case(timeline, rule_set, calendar, on)
    step = _undelayed(case)
    if step.kind not in ACTING or calendar.is_working(on):
        return step
    again = calendar.next_working(on)
    message = _("Hôm nay là ngày nghỉ, xem lại vào ngày làm việc %(day)s.")
    return case.step("wait", step.level, "day_off", "grace_days", message, again=again, day=again)


def _undelayed(case: _Case) -> Step:
    """The step as if every day were a working day."""
    timeline = case.timeline
    live = live_notices(timeline.notices)
    levels = [item.level for item in live]
    if levels != list(range(1, len(levels) + 1)):
        message = _("Có thông báo lần sau nhưng lần trước đã thu hồi: cần người ký xem xét.")
        return case.step("leave_aside", max(levels), "level_missing", "withdrawn_counts", message)
    if timeline.deadline is None:
        return case.step("none", len(live), "no_deadline", "no_deadline_is_overdue", _("Việc không có thời hạn."))
    if timeline.suspended:
        return case.step("none", len(live), "suspended", "grace_days", _("Việc đang tạm dừng."))
    if live and live[-1].cured:
        message = _("Thông báo lần %(level)s đã được khắc phục.")
        return case.step("none", len(live), "closed", "notices_before_consequence", message, level=len(live))
    return _overdue(case, timeline.deadline) if not live else _noticed(case, live[-1])


def _overdue(case: _Case, deadline: date) -> Step:
    """No notice counts yet: nothing, or a draft of the first after the days of grace."""
    if case.timeline.accepted:
        return case.step("none", 0, "done", "notices_before_consequence", _("Việc đã hoàn thành."))
    limit = case.calendar.roll_forward(deadline)
    submitted = case.timeline.submitted_on
    if submitted is not None and submitted <= min(limit, case.on):
        return _waits_for_acceptance(case, 0, submitted)
    return _after(case, limit, 0)


def _noticed(case: _Case, notice: NoticeFact) -> Step:
    """A notice counts: cured, waiting, the next notice, or the breach."""
    level, timeline = notice.level, case.timeline
    if notice.served_on is None or notice.served_on > case.on or notice.cure_date is None:
        if timeline.accepted:
            return _cured(case, level, late=False)
        message = _("Thông báo lần %(level)s chưa được giao, chưa tính thời gian.")
        return case.step("wait", level, "not_served", "notice_is_document", message, level=level)
    limit = _cure_limit(case, notice, notice.served_on, notice.cure_date)
    submitted = timeline.submitted_on
    in_time = submitted is not None and submitted <= limit
    if timeline.accepted:
        late = submitted is not None and not in_time
        return _breach(case, limit) if late and level >= case.last_level else _cured(case, level, late=late)
    if submitted is not None and in_time and submitted <= case.on:
        return _waits_for_acceptance(case, level, submitted)
    return _after(case, limit, level)


@applies("T-27")
def _breach(case: _Case, limit: date) -> Step:
    message = _(
        "Hạn khắc phục của thông báo lần %(level)s là %(limit)s, sản phẩm không được nộp trong hạn: "
        "đề xuất không hoàn thành nhiệm vụ, cấp có thẩm quyền quyết định."
    )
    level = case.last_level
    return case.step("breach", level, "breach", "breach_grade", message, level=level, limit=limit)


def _cured(case: _Case, level: int, *, late: bool) -> Step:
    message = _("Sản phẩm đã được chấp nhận, thông báo lần %(level)s đã được khắc phục.")
    if late:
        message = _("Sản phẩm nộp sau hạn khắc phục nhưng trước thông báo tiếp theo: khép lại thông báo lần %(level)s.")
    code = "cured_late" if late else "cured"
    return case.step("cured", level, code, "notices_before_consequence", message, level=level)


def _waits_for_acceptance(case: _Case, level: int, submitted: date) -> Step:
    message = _("Sản phẩm nộp trong hạn ngày %(submitted)s, đang chờ chấp nhận.")
    return case.step("wait", level, "submitted_in_time", "acceptance_days", message, submitted=submitted)


def _cure_limit(case: _Case, notice: NoticeFact, served_on: date, cure: date) -> date:
    """The last day to cure: never a day off, never before a deadline that was moved, never before service."""
    if served_on >= cure:
        cure = case.calendar.add_working_days(served_on, case.rules.value("cure_days_min"))
    cure = _with_waits(case, served_on, cure)
    return case.calendar.roll_forward(max(cure, case.timeline.deadline or cure))


def _with_waits(case: _Case, served_on: date, limit: date) -> date:
    """`limit` moved by the working days after service on which somebody above had to act, each day once.

    A wait that began after the limit came too late to move it.
    """
    counted: list[tuple[date, date]] = []
    for start, end in sorted(case.timeline.waits):
        span = (max(start, served_on), end)
        if span[0] <= case.calendar.roll_forward(limit):
            days = wait_extension(waits=counted, wait=span, calendar=case.calendar)
            limit = case.calendar.add_working_days(limit, days) if days else limit
            counted.append(span)
    return limit


def _after(case: _Case, limit: date, level: int) -> Step:
    """What follows when `limit` passes without the product, at notice level `level` (0: none yet)."""
    last = level >= case.last_level
    key = "breach_grace_days" if last else _GRACE_KEYS.get(level, "second_grace_days")
    due = case.calendar.add_working_days(limit, case.rules.value(key) + 1)
    if case.on < due:
        message = _("Thời hạn là %(limit)s, xem lại ngày %(due)s.")
        kind: StepKind = "none" if level == 0 and case.on <= limit else "wait"
        return case.step(kind, level, "not_due", key, message, again=due, limit=limit, due=due)
    submitted = case.timeline.submitted_on
    if case.timeline.pending or (submitted is not None and submitted <= case.on):
        return _leave_aside(case, level)
    if last:
        return _breach(case, limit)
    message = _("Quá hạn %(limit)s mà chưa nộp sản phẩm: dự thảo thông báo nhắc việc lần %(next)s.")
    return case.step(_DRAFTS[level + 1], level + 1, "overdue", key, message, limit=limit, next=level + 1)


PENDING_LABELS = {
    "obstacle": _("báo cáo vướng mắc"),
    "extension": _("đề nghị gia hạn"),
    "acceptance": _("sản phẩm chờ chấp nhận"),
}


@applies("T-25")
def _leave_aside(case: _Case, level: int) -> Step:
    """Something waits for a superior: propose to leave the notice aside and show the signer why."""
    waiting = case.timeline.pending or ("acceptance",)
    message = _("Đang chờ cấp trên xử lý: %(pending)s. Đề xuất chưa ban hành, người ký xem xét.")
    shown = [PENDING_LABELS.get(item, item) for item in waiting]
    return case.step("leave_aside", level + 1, "pending", "show_pending_to_signer", message, pending=shown)
