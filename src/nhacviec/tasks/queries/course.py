"""The course of a task (diễn biến), who held it how long, and why its deadline is the day it is (guide, section 9)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from nhacviec.ledger.queries import OnBehalf
from nhacviec.orgs.access import Viewer
from nhacviec.rules.lateness import ReportState, days_late
from nhacviec.web import clock, formats

from ..apps import TaskEvent, task_extensions
from ..models.obstacles import answer_choices, cause_choices
from ..models.progress import instruction_kind_choices
from .asks import Ask
from .detail import Detail, FileLine, Line

Moment = dt.datetime | dt.date
_EVENT_KINDS = {"late": "late", "wait": "wait", "done": "ok"}


@dataclass(frozen=True, slots=True)
class CourseLine:
    """One line of the course. `kind`: "", "late", "wait", "ok" or "act"; a `future` line is still to come."""

    when: Moment
    title: str
    text: str = ""
    note: str = ""
    icon: str = "file-text"
    kind: str = ""
    files: Sequence[FileLine] = ()
    path: str = ""
    future: bool = False
    first: bool = False

    @property
    def is_moment(self) -> bool:
        """Whether the hour is known."""
        return isinstance(self.when, dt.datetime)


def extension_events(detail: Detail, viewer: Viewer) -> list[TaskEvent]:
    """What the rooms above tell of the task."""
    return [e for extension in task_extensions for e in extension.events(task=detail.task, viewer=viewer)]


def course(detail: Detail, events: Sequence[TaskEvent] = (), on_behalf: Sequence[OnBehalf] = ()) -> list[CourseLine]:
    """Everything that happened, oldest first, then what is still to come; what was done on behalf of another says so."""
    lines = [*_beginning(detail), *(_small(line) for line in detail.lines if line.kind[:4] in ("repo", "orde"))]
    for ask in detail.asks:
        lines += _ASKED[ask.kind](detail, ask)
    lines += [_from_above(event) for event in events]
    lines += _passed(detail)
    lines = _with_absent(lines, on_behalf)
    return [*sorted(lines, key=_moment), *sorted(_still_to_come(detail), key=_moment)]


def _with_absent(lines: Sequence[CourseLine], on_behalf: Sequence[OnBehalf]) -> list[CourseLine]:
    """The lines of acts done in the place of somebody absent name him: the moment of an act is that of its entry."""
    absent: dict[dt.date, str] = {
        act.at: _("%(name)s thay mặt %(who)s") % {"name": act.actor, "who": act.on_behalf_of} for act in on_behalf
    }
    if not absent:
        return list(lines)
    return [
        replace(line, text=" · ".join(filter(None, (line.text, absent[line.when])))) if line.when in absent else line
        for line in lines
    ]


def _moment(line: CourseLine) -> dt.datetime:
    """A day without an hour stands at its end, the assignment at its start."""
    if isinstance(line.when, dt.datetime):
        return clock.local(line.when)
    return dt.datetime.combine(line.when, dt.time.min if line.first else dt.time.max, tzinfo=clock.ZONE)


def _beginning(detail: Detail) -> list[CourseLine]:
    task = detail.task
    source = [task.directive.full_number] if task.directive else []
    if task.clause:
        source.append(_("mục %(label)s") % {"label": task.clause.label})
    given = _("%(assigner)s giao %(person)s, %(lead)s") % {
        "assigner": task.assigner.name,
        "person": task.responsible.full_name,
        "lead": task.lead.name,
    }
    start = next((step.at for step in detail.steps if step.kind == "step:original" and step.at), None)
    when: Moment = start if start and clock.local(start).date() == task.assigned_on else task.assigned_on
    text = " · ".join([", ".join(source), given]) if source else given
    found = [CourseLine(when, pgettext("diễn biến", "Giao việc"), text, icon="send", first=True)]
    if task.received_at:
        person = task.responsible.full_name
        found.append(CourseLine(task.received_at, pgettext("nhiệm vụ, diễn biến", "Tiếp nhận"), person, icon="check"))
    return found


def _small(line: Line) -> CourseLine:
    """A progress report or an order of the assigner."""
    when = line.at or dt.datetime.min.replace(tzinfo=clock.ZONE)
    if line.kind == "report":
        title = pgettext("diễn biến", "Báo cáo tiến độ")
        if line.number is not None:
            title = _("Báo cáo tiến độ: %(percent)s") % {"percent": formats.percent(line.number, 0)}
        return CourseLine(when, title, f"{line.text} · {line.name}", icon="file-text")
    kind = line.kind.partition(":")[2]
    title = str(dict(instruction_kind_choices()).get(kind, kind))
    icon = {"suspend": "player-pause", "resume": "player-play", "withdraw": "ban"}.get(kind, "messages")
    return CourseLine(when, title, f"{line.text} · {line.name}", icon=icon)


def _obstacle(detail: Detail, ask: Ask) -> list[CourseLine]:
    cause = str(dict(cause_choices()).get(ask.cause, ask.cause))
    title = _("Báo vướng mắc: %(cause)s") % {"cause": cause}
    text = _("%(text)s Đề xuất: %(proposal)s") % {"text": _ended(ask.text), "proposal": ask.detail}
    found = [CourseLine(ask.at, title, text, note=_clock_note(detail, ask), icon="flag", kind="wait")]
    if ask.answered_at:
        outcome = str(dict(answer_choices()).get(ask.outcome, ask.outcome))
        words = _("%(unit)s trả lời: %(outcome)s") % {"unit": ask.asked_name, "outcome": outcome}
        text = f"{ask.answer} · {ask.answered_by}"
        found.append(CourseLine(ask.answered_at, words, text, icon="messages", kind="ok"))
    return found


def _ended(text: str) -> str:
    return text if text.endswith((".", "?", ";")) else f"{text}."


def _clock_note(detail: Detail, ask: Ask) -> str:
    """Whose clock ran, how long, and that it is not counted against the doer."""
    days = detail.calendar
    first = _("%(unit)s phải trả lời trong %(days)s ngày, đến %(due)s.") % {
        "unit": ask.asked_name,
        "days": ask.allowed(days),
        "due": formats.day(ask.due),
    }
    used, over = ask.used(detail.on, days), _over(detail, ask)
    if not ask.answered_on:
        text = _("Chưa trả lời, đã chờ %(used)s ngày; thời gian chờ không tính cho đơn vị.") % {"used": used}
        if over:
            text = _("Trễ %(over)s ngày, chưa trả lời; đã chờ %(used)s ngày, không tính cho đơn vị.") % {
                "over": over,
                "used": used,
            }
        return f"{first} {text}"
    words = {"day": formats.day(ask.answered_on), "over": over, "used": used}
    if over:
        text = _("Trả lời %(day)s, trễ %(over)s ngày. Chờ %(used)s ngày, không tính cho đơn vị.") % words
    else:
        text = _("Trả lời %(day)s, đúng hạn. Chờ %(used)s ngày, không tính cho đơn vị.") % words
    return f"{first} {text}"


def _over(detail: Detail, ask: Ask) -> int:
    return days_late(deadline=ask.due, until=ask.answered_on or detail.on, calendar=detail.calendar)


def _extension(detail: Detail, ask: Ask) -> list[CourseLine]:
    title = _("Xin gia hạn đến %(day)s") % {"day": formats.day(ask.day)}
    found = [CourseLine(ask.at, title, f"{ask.text} · {ask.by_name}", icon="calendar-due", kind="wait")]
    if ask.answered_at:
        words = pgettext("diễn biến", "Không cho gia hạn")
        if ask.granted:
            words = _("Quyết định gia hạn đến %(day)s") % {"day": formats.day(ask.granted)}
        original = _("Thời hạn gốc %(day)s vẫn lưu.") % {"day": formats.day(detail.task.original_deadline)}
        text = " · ".join(part for part in (ask.answered_by, ask.answer, original) if part)
        found.append(CourseLine(ask.answered_at, words, text, icon="calendar"))
    return found


def _submission(detail: Detail, ask: Ask) -> list[CourseLine]:
    title = (
        pgettext("diễn biến", "Nộp sản phẩm")
        if ask.number == 1
        else _("Nộp sản phẩm lần %(number)s") % {"number": ask.number}
    )
    text = " · ".join(part for part in (ask.text, ask.by_name, _against_deadline(detail, ask)) if part)
    files = detail.files.get(ask.number, [])
    found = [CourseLine(ask.at, title, text, icon="inbox", kind="act", files=files)]
    if ask.answered_at and ask.outcome == "accepted":
        words = _("Ngày nộp quyết định đúng hạn hay quá hạn, không phải ngày nghiệm thu.")
        text = f"{ask.answered_by} · {words}"
        found.append(
            CourseLine(ask.answered_at, pgettext("diễn biến", "Nghiệm thu"), text, icon="clipboard-check", kind="ok")
        )
    elif ask.answered_at:
        text = f"{ask.answer} · {ask.answered_by}"
        found.append(CourseLine(ask.answered_at, pgettext("diễn biến", "Trả lại"), text, icon="arrow-back-up"))
    return found


def _against_deadline(detail: Detail, ask: Ask) -> str:
    """Whether the accepted or waiting product came in time."""
    deadline = detail.task.deadline
    if deadline is None or ask.outcome == "returned":
        return ""
    late = days_late(deadline=deadline, until=ask.asked_on, calendar=detail.calendar)
    if late:
        return _("sau thời hạn %(days)s ngày") % {"days": late}
    left = detail.calendar.working_days_between(ask.asked_on, deadline)
    return _("trước thời hạn %(days)s ngày") % {"days": left} if left > 0 else _("đúng ngày cuối của thời hạn")


_ASKED = {"obstacle": _obstacle, "extension": _extension, "acceptance": _submission}


def _from_above(event: TaskEvent) -> CourseLine:
    kind = _EVENT_KINDS.get(event.tone, event.tone)
    return CourseLine(event.at, event.heading, event.text, icon=event.icon, kind=kind, path=event.path)


def _passed(detail: Detail) -> list[CourseLine]:
    """The day on which the deadline passed without the product."""
    if detail.state not in (ReportState.RUNNING_OVERDUE, ReportState.DONE_LATE) or detail.task.deadline is None:
        return []
    title = _("Hết thời hạn, chưa có sản phẩm")
    return [CourseLine(detail.task.deadline, title, icon="alert-triangle", kind="late")]


def _still_to_come(detail: Detail) -> list[CourseLine]:
    titles = {
        "obstacle": _("Hạn trả lời vướng mắc"),
        "extension": _("Hạn quyết định gia hạn"),
        "acceptance": _("Hạn nghiệm thu"),
    }
    found = []
    for ask in detail.open_asks:
        text = _("%(unit)s trả lời; quá ngày này là cấp trên trễ, không tính cho đơn vị.") % {"unit": ask.asked_name}
        if ask.due:
            found.append(CourseLine(ask.due, titles[ask.kind], text, icon="hourglass", kind="wait", future=True))
    task = detail.task
    if task.is_open and task.stopped_on is None and task.deadline and task.deadline >= detail.on:
        text = _("%(lead)s nộp sản phẩm") % {"lead": task.lead.name}
        found.append(CourseLine(task.deadline, _("Thời hạn"), text, icon="calendar-due", kind="act", future=True))
    return found


@dataclass(frozen=True, slots=True)
class Clock:
    """Who had to answer what, how many working days were allowed and used; `mine`: the reader must answer."""

    who: str
    what: str
    on: dt.date
    allowed: int
    used: int
    over: int
    open: bool
    mine: bool


def clocks(detail: Detail, viewer: Viewer) -> list[Clock]:
    """The clock of every question, also of those that have been answered."""
    words = {"obstacle": _("vướng mắc"), "extension": _("gia hạn"), "acceptance": _("nghiệm thu")}
    return [
        Clock(
            who=ask.asked_name,
            what=words[ask.kind],
            on=ask.asked_on,
            allowed=ask.allowed(detail.calendar),
            used=ask.used(detail.on, detail.calendar),
            over=_over(detail, ask),
            open=ask.open,
            mine=ask.open and ask.asked_id in viewer.speaks_for and not viewer.concerns(ask.by_id),
        )
        for ask in detail.asks
        if ask.open is False or detail.task.is_open
    ]


@dataclass(frozen=True, slots=True)
class Sum:
    """A step of the deadline's arithmetic: words, why, working days added, the day reached, the rule."""

    label: str
    why: str
    days: int | None
    day: dt.date | None
    rule: str


def deadline_explained(detail: Detail) -> list[Sum]:
    """How the deadline in force came about: always the sum, never only the result. Empty without a deadline."""
    found: list[Sum] = []
    for step in detail.steps:
        found += _first(detail, step) if step.kind == "step:original" else [_later(step)]
    return found


def _first(detail: Detail, step: Line) -> list[Sum]:
    start = Sum(
        pgettext("diễn biến", "Giao việc"), _("ngày đầu không tính (Bộ luật Dân sự, Điều 147)"), None, step.first, "W-1"
    )
    why = [_("văn bản ghi: %(text)s") % {"text": step.text}] if step.text else []
    if step.first and step.result and step.result > step.first:
        off = [d for d in _days(step.first, step.result) if not detail.calendar.is_working(d)]
        holidays = [d for d in off if d.weekday() in detail.calendar.week]
        words = _("không tính %(count)s ngày thứ Bảy, Chủ nhật, nghỉ lễ") % {"count": len(off)}
        if holidays:
            shown = ", ".join(f"{d:%d/%m}" for d in holidays[:8])
            named = _("nghỉ lễ: %(days)s") % {"days": shown}
            words = f"{words} ({named})"
        why.append(words)
    label = _("%(days)s ngày làm việc") % {"days": step.number or 0}
    return [start, Sum(label, "; ".join(why), step.number, step.result, step.name)]


def _days(start: dt.date, end: dt.date) -> list[dt.date]:
    """The days after `start` up to `end`, of at most ten years."""
    return [start + dt.timedelta(days=n) for n in range(1, min((end - start).days, 3660) + 1)]


def _later(step: Line) -> Sum:
    if step.kind == "step:extension":
        label = _("Gia hạn theo quyết định của nơi giao việc")
        return Sum(label, step.text, step.number, step.result, step.name)
    reasons = {
        "obstacle": _("Chờ cấp trên trả lời vướng mắc"),
        "unanswered": _("Chờ cấp trên, vướng mắc không được trả lời"),
        "acceptance": _("Chờ nghiệm thu, sản phẩm được trả lại"),
        "suspension": _("Tạm dừng theo yêu cầu của nơi giao việc"),
    }
    span = {"start": formats.day(step.first), "end": formats.day(step.last)}
    why = _("%(start)s đến %(end)s, không tính cho đơn vị") % span
    return Sum(reasons.get(step.text, step.text), why, step.number, step.result, step.name)
