"""The one table of a task's working states (T-11), and what each verb is called."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nhacviec.rules.transitions import Transition, find, verbs_from
from nhacviec.web.errors import NotPossible

from .models import Task
from .models.task import task_state_choices

DOING = frozenset({"received", "running", "returned"})
WITH_DOER = frozenset({"assigned", *DOING})
OPEN = frozenset({*WITH_DOER, "submitted", "suspended"})


def _stay(verb: str, sources: frozenset[str], label: str) -> list[Transition]:
    """A verb that leaves the state as it is: an obstacle or an extension is a flag, not a state."""
    return [Transition(verb, frozenset({state}), state, label) for state in sorted(sources)]


TRANSITIONS: tuple[Transition, ...] = (
    Transition("receive", frozenset({"assigned"}), "received", "Tiếp nhận"),
    Transition("report", DOING, "running", "Báo cáo tiến độ"),
    *_stay("report_obstacle", WITH_DOER, "Báo vướng mắc"),
    *_stay("answer_obstacle", OPEN, "Trả lời vướng mắc"),
    *_stay("refer_obstacle", OPEN, "Chuyển vướng mắc lên"),
    *_stay("request_extension", WITH_DOER, "Xin gia hạn"),
    *_stay("decide_extension", OPEN, "Quyết định gia hạn"),
    Transition("submit", DOING, "submitted", "Nộp sản phẩm"),
    Transition("accept", frozenset({"submitted"}), "done", "Nghiệm thu"),
    Transition("return", frozenset({"submitted"}), "returned", "Trả lại"),
    Transition("suspend", WITH_DOER, "suspended", "Tạm dừng"),
    Transition("resume", frozenset({"suspended"}), "running", "Tiếp tục"),
    Transition("resume", frozenset({"suspended"}), "assigned", "Tiếp tục"),
    Transition("withdraw", OPEN, "withdrawn", "Thu hồi"),
    *_stay("instruct", OPEN, "Chỉ đạo thêm"),
    *_stay("contribute", OPEN, "Ghi phần phối hợp"),
)

VERB_LABELS: dict[str, Any] = {
    "receive": pgettext_lazy("nhiệm vụ", "Tiếp nhận"),
    "report": _("Báo cáo tiến độ"),
    "report_obstacle": _("Báo vướng mắc"),
    "answer_obstacle": _("Trả lời vướng mắc"),
    "refer_obstacle": _("Chuyển vướng mắc lên"),
    "request_extension": _("Xin gia hạn"),
    "decide_extension": _("Quyết định gia hạn"),
    "submit": _("Nộp sản phẩm"),
    "accept": _("Nghiệm thu"),
    "return": _("Trả lại"),
    "suspend": _("Tạm dừng"),
    "resume": pgettext_lazy("nhiệm vụ", "Tiếp tục"),
    "withdraw": _("Thu hồi"),
    "instruct": _("Chỉ đạo thêm"),
    "contribute": _("Ghi phần phối hợp"),
}

_FIRST_RECEIVE = frozenset({"report", "submit"})


def possible(task: Task, verb: str) -> bool:
    """Whether the table allows `verb` in the task's present state."""
    return find(TRANSITIONS, verb, task.state) is not None


def verbs(task: Task) -> tuple[str, ...]:
    """The verbs that are possible now, in the order of the table."""
    return verbs_from(TRANSITIONS, task.state)


def move(task: Task, verb: str) -> None:
    """Put the task into the state that `verb` leads to. Raises NotPossible with what comes first."""
    if verb in _FIRST_RECEIVE and task.state == "assigned":
        raise NotPossible(_("Việc chưa được tiếp nhận. Tiếp nhận trước, rồi báo cáo hoặc nộp sản phẩm."))
    row = find(TRANSITIONS, verb, task.state)
    if row is None:
        state = dict(task_state_choices()).get(task.state, task.state)
        words = {"verb": VERB_LABELS[verb], "state": state}
        raise NotPossible(_("Không thể %(verb)s khi việc đang ở trạng thái “%(state)s”.") % words)
    # A suspended task goes back to where it was: nobody has received it yet, or it was under way.
    task.state = "assigned" if verb == "resume" and task.received_at is None else row.target
