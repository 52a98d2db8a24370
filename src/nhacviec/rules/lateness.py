"""Finished, and past its deadline: two independent questions, four report states (T-10 … T-16)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from nhacviec.rules.calendar import Calendar
from nhacviec.rules.catalogue import applies
from nhacviec.rules.reasons import Reason
from nhacviec.rules.reasons import gettext_noop as _
from nhacviec.rules.rulesets import RuleSet


class ReportState(StrEnum):
    """The states that every report shows (T-10), and the two of tasks without a date (T-14)."""

    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"
    RUNNING_IN_TIME = "running_in_time"
    RUNNING_OVERDUE = "running_overdue"
    NO_DEADLINE_RUNNING = "no_deadline_running"
    NO_DEADLINE_DONE = "no_deadline_done"


STATE_LABELS: dict[ReportState, str] = {
    ReportState.DONE_ON_TIME: _("hoàn thành đúng hạn"),
    ReportState.DONE_LATE: _("hoàn thành quá hạn"),
    ReportState.RUNNING_IN_TIME: _("đang thực hiện trong hạn"),
    ReportState.RUNNING_OVERDUE: _("đang thực hiện quá hạn"),
    ReportState.NO_DEADLINE_RUNNING: _("không thời hạn, đang thực hiện"),
    ReportState.NO_DEADLINE_DONE: _("không thời hạn, đã hoàn thành"),
}


@applies("T-10", "T-14")
def report_state(*, accepted: bool, submitted_on: date | None, deadline: date | None, on: date) -> ReportState:
    """State of a task on the day `on`.

    `submitted_on` is the day of the latest submission that was not returned, `deadline` the one in force.
    The day of submission decides (T-12): a product handed in in time and still being examined is not overdue.
    Raises ValueError for an accepted task without a day of submission.
    """
    if accepted and submitted_on is None:
        raise ValueError("an accepted task has a day of submission")
    if deadline is None:
        return ReportState.NO_DEADLINE_DONE if accepted else ReportState.NO_DEADLINE_RUNNING
    in_time = judged_on(submitted_on, on) <= deadline
    if accepted:
        return ReportState.DONE_ON_TIME if in_time else ReportState.DONE_LATE
    return ReportState.RUNNING_IN_TIME if in_time else ReportState.RUNNING_OVERDUE


@applies("T-12")
def judged_on(submitted_on: date | None, on: date) -> date:
    """The day compared with the deadline: the submission that stands, otherwise today."""
    return on if submitted_on is None else min(submitted_on, on)


def days_late(*, deadline: date | None, until: date, calendar: Calendar) -> int:
    """Working days after the deadline up to and with `until`; 0 when not late or without a deadline."""
    if deadline is None or until <= deadline:
        return 0
    return calendar.working_days_between(deadline, until)


@applies("T-15")
def wait_extension(*, waits: Sequence[tuple[date, date]], wait: tuple[date, date], calendar: Calendar) -> int:
    """Working days of `wait` (asked on, answered on) that no earlier one of `waits` covers.

    The superior's time never counts against the one who waits, and no day is given twice. The day of asking is
    not counted, the day of the answer is (W-1).
    """
    start, end = wait
    gained = 0
    day = start
    while day < end:
        day += timedelta(days=1)
        covered = any(other_start < day <= other_end for other_start, other_end in waits)
        gained += 0 if covered or not calendar.is_working(day) else 1
    return gained


@applies("T-13")
def extension_may_be_asked(*, deadline: date | None, on: date, rule_set: RuleSet) -> Reason:
    """Whether an extension may still be asked on `on`; the reason's `met` is the answer."""
    entry = rule_set.entry("extension_asked_before_deadline")
    if deadline is None:
        return entry.reason("no_deadline", _("Việc không có thời hạn, không cần gia hạn."), met=False)
    met = on <= deadline or not entry.value
    message = _("Xin gia hạn phải gửi trước khi hết thời hạn %(deadline)s.")
    return entry.reason("extension_in_time", message, met=met, deadline=deadline, on=on)


@dataclass(frozen=True)
class Explained:
    """A report state with its reason."""

    state: ReportState
    reason: Reason


def explain_state(*, accepted: bool, submitted_on: date | None, deadline: date | None, on: date) -> Explained:
    """`report_state` with the reason to show beside it."""
    state = report_state(accepted=accepted, submitted_on=submitted_on, deadline=deadline, on=on)
    if deadline is None:
        message = _("Việc không có thời hạn được theo dõi riêng và không bao giờ bị coi là quá hạn.")
        return Explained(state, Reason("no_deadline", "T-14", message, certainty="to_be_checked"))
    params = {"deadline": deadline, "submitted": submitted_on, "on": on}
    if accepted and submitted_on is not None:
        message = _("Sản phẩm được chấp nhận nộp ngày %(submitted)s, thời hạn là %(deadline)s.")
    elif submitted_on is not None:
        message = _("Sản phẩm nộp ngày %(submitted)s đang chờ chấp nhận, thời hạn là %(deadline)s.")
    else:
        message = _("Đến ngày %(on)s chưa nộp sản phẩm, thời hạn là %(deadline)s.")
    met = state in {ReportState.DONE_ON_TIME, ReportState.RUNNING_IN_TIME}
    rule = "T-12" if submitted_on is not None else "T-10"
    return Explained(state, Reason(state.value, rule, message, params, certainty="partly", met=met))


def explain_wait(*, asked_on: date, answered_on: date, days: int) -> Reason:
    """Why a deadline moved by `days` working days after a superior's answer."""
    message = _("Cấp trên trả lời ngày %(answered)s cho yêu cầu gửi ngày %(asked)s: không tính %(days)s ngày làm việc.")
    params = {"asked": asked_on, "answered": answered_on, "days": days}
    return Reason("wait_extension", "T-15", message, params, certainty="partly")
