"""Whose move it is: what the reader can do about a task now, and what it waits for (guide, idea 1)."""

import datetime as dt
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhacviec.orgs.access import Viewer
from nhacviec.rules.lateness import ReportState
from nhacviec.web import formats

from ..access import can_decide, can_order, does
from ..workflow import VERB_LABELS, possible
from .asks import Ask
from .detail import Detail, FileLine

# Verb → address and icon of its page.
PAGES = {
    "receive": ("tasks:receive", "check"),
    "report": ("tasks:report", "send"),
    "submit": ("tasks:submit", "check"),
    "report_obstacle": ("tasks:report_obstacle", "flag"),
    "request_extension": ("tasks:request_extension", "calendar-due"),
    "accept": ("tasks:accept", "check"),
    "return": ("tasks:return", "arrow-right"),
    "answer_obstacle": ("tasks:answer_obstacle", "messages"),
    "refer_obstacle": ("tasks:refer_obstacle", "stairs"),
    "decide_extension": ("tasks:decide_extension", "gavel"),
    "instruct": ("tasks:instruct", "messages"),
    "suspend": ("tasks:suspend", "player-pause"),
    "resume": ("tasks:resume", "player-play"),
    "withdraw": ("tasks:withdraw", "ban"),
}
_LABELS: dict[str, Promise] = {"return": gettext_lazy("Trả lại kèm lý do"), "answer_obstacle": gettext_lazy("Trả lời")}
_DOER = ("receive", "report", "submit", "report_obstacle", "request_extension")
_ASSIGNER = ("instruct",)
_ORDERS = ("suspend", "resume", "withdraw")


@dataclass(frozen=True, slots=True)
class Button:
    """A verb that the reader may use now."""

    verb: str
    label: str
    url_name: str
    icon: str
    primary: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """The box "what is next": what it says, until when, and the buttons. `kind`: "act" for the reader, "wait" for others."""

    kind: str
    title: str
    text: str = ""
    small: str = ""
    due: dt.date | None = None
    days: int | None = None
    files: list[FileLine] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)


def button(verb: str, *, primary: bool = False) -> Button:
    """The button of a verb."""
    url_name, icon = PAGES[verb]
    return Button(verb, str(_LABELS.get(verb, VERB_LABELS[verb])), url_name, icon, primary)


def may_answer(detail: Detail, viewer: Viewer, ask: Ask) -> bool:
    """Whether the reader is the one who must answer: speaks for the asked body, and is not the doer (T-12)."""
    if viewer.person_id is None or ask.asked_id not in viewer.speaks_for:
        return False
    return viewer.persons.isdisjoint((ask.by_id, detail.task.responsible_id))


def next_move(detail: Detail, viewer: Viewer) -> Move | None:
    """What is next: first what the reader must answer, then what the reader must do, else who is awaited."""
    if not detail.task.is_open:
        return None
    asked = [ask for ask in detail.open_asks if may_answer(detail, viewer, ask)]
    if asked:
        return _answer(detail, asked[0])
    if does(viewer, detail.task) and detail.task.state in ("assigned", "received", "running", "returned"):
        return _do(detail)
    if detail.open_asks:
        return _wait(detail, detail.open_asks[0])
    return None


def _left(detail: Detail, day: dt.date | None) -> int | None:
    return detail.calendar.working_days_between(detail.on, day) if day else None


def _answer(detail: Detail, ask: Ask) -> Move:
    titles = {
        "acceptance": _("Nghiệm thu: chờ đồng chí trả lời đến %(day)s"),
        "obstacle": _("Vướng mắc: chờ đồng chí trả lời đến %(day)s"),
        "extension": _("Xin gia hạn: chờ đồng chí quyết định đến %(day)s"),
    }
    verbs = {
        "acceptance": ("accept", "return"),
        "obstacle": ("answer_obstacle", "refer_obstacle"),
        "extension": ("decide_extension",),
    }
    small = {"acceptance": _if_accepted(detail), "obstacle": _("Đề xuất: %(text)s") % {"text": ask.detail}}
    if ask.kind == "extension":
        text = _("%(who)s xin gia hạn đến %(day)s: %(text)s") % {
            "who": ask.by_name,
            "day": formats.day(ask.day),
            "text": ask.text,
        }
    else:
        text = _("%(who)s, %(at)s: %(text)s") % {"who": ask.by_name, "at": formats.moment(ask.at), "text": ask.text}
    buttons = [button(verb, primary=place == 0) for place, verb in enumerate(verbs[ask.kind])]
    return Move(
        "act",
        titles[ask.kind] % {"day": formats.day(ask.due)},
        text,
        small.get(ask.kind, ""),
        ask.due,
        _left(detail, ask.due),
        detail.files.get(ask.number, []) if ask.kind == "acceptance" else [],
        buttons,
    )


def _if_accepted(detail: Detail) -> str:
    if detail.task.deadline is None:
        return _("Nếu nghiệm thu: việc không thời hạn được ghi là đã hoàn thành.")
    if detail.state == ReportState.RUNNING_OVERDUE:
        return _("Nếu nghiệm thu: hoàn thành quá hạn %(days)s ngày.") % {"days": detail.late}
    return _("Nếu nghiệm thu: hoàn thành đúng hạn.")


def _do(detail: Detail) -> Move:
    task = detail.task
    if task.state == "assigned":
        title = _("Tiếp nhận việc này")
        text = _("%(unit)s giao. Tiếp nhận để bắt đầu, hoặc báo vướng mắc nếu giao nhầm nơi.") % {
            "unit": task.assigner.name
        }
        return Move(
            "act",
            title,
            text,
            "",
            task.deadline,
            detail.left,
            [],
            [button("receive", primary=True), button("report_obstacle")],
        )
    title = _("Làm và nộp sản phẩm")
    if task.state == "returned":
        title = _("Sản phẩm bị trả lại: làm lại và nộp")
    waiting = [ask.asked_name for ask in detail.open_asks]
    text = _("Sản phẩm: %(product)s") % {"product": task.product}
    small = (
        _("Đang chờ %(units)s trả lời; thời gian chờ không tính.") % {"units": ", ".join(waiting)} if waiting else ""
    )
    buttons = [button("submit", primary=True), button("report")]
    return Move("act", title, text, small, task.deadline, detail.left, [], buttons)


def _wait(detail: Detail, ask: Ask) -> Move:
    titles = {
        "acceptance": _("Đang chờ %(unit)s nghiệm thu đến %(day)s"),
        "obstacle": _("Đang chờ %(unit)s trả lời vướng mắc đến %(day)s"),
        "extension": _("Đang chờ %(unit)s quyết định gia hạn đến %(day)s"),
    }
    words = {"unit": ask.asked_name, "day": formats.day(ask.due)}
    small = _("Đồng hồ thuộc nơi phải trả lời, thời gian chờ không tính cho đơn vị.")
    if ask.kind == "extension":
        small = _("Đồng hồ thuộc nơi phải quyết định.")
    return Move("wait", titles[ask.kind] % words, "", small, ask.due, _left(detail, ask.due))


def menu(detail: Detail, viewer: Viewer) -> list[Button]:
    """Every other verb that the reader may use now: those in the box are left out."""
    task = detail.task
    move = next_move(detail, viewer)
    shown = {b.verb for b in move.buttons} if move else set()
    verbs = [*(_DOER if does(viewer, task) else ()), *(_ASSIGNER if can_decide(viewer, task) else ())]
    verbs += _ORDERS if can_order(viewer, task) else ()
    pending = detail.open_ask("extension") is not None
    late = task.deadline is None or detail.on > task.deadline
    if pending or late:
        verbs = [verb for verb in verbs if verb != "request_extension"]
    return [button(verb) for verb in verbs if verb not in shown and possible(task, verb)]
