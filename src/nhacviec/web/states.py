"""Words, icon and colour of every state that a page can show: one table for the whole house (guide, section 5)."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Text = str | Promise


@dataclass(frozen=True)
class Look:
    """How a state looks: the CSS suffix of ``.st-*``, an icon ("" for none), the full and the short words."""

    kind: str
    icon: str
    label: Text
    short: Text


_DONE = Look("done", "circle-check-filled", _("Hoàn thành đúng hạn"), _("Đúng hạn"))
_DONE_LATE = Look("dlate", "clock-check", _("Hoàn thành quá hạn"), _("Xong quá hạn"))
_RUNNING = Look("run", "progress", _("Đang thực hiện trong hạn"), _("Trong hạn"))
_OVERDUE = Look("late", "alert-triangle-filled", _("Đang thực hiện quá hạn"), _("Quá hạn"))
_NO_DEADLINE = Look("line", "", _("Không thời hạn"), _("Không thời hạn"))

# The four report states of a task (T-10), and the one that no deadline has (T-14).
REPORT_STATES = {
    "done_on_time": _DONE,
    "done_late": _DONE_LATE,
    "running_in_time": _RUNNING,
    "running_on_time": _RUNNING,
    "running": _RUNNING,
    "running_overdue": _OVERDUE,
    "no_deadline": _NO_DEADLINE,
}


def _plain(label: Text, icon: str = "") -> Look:
    return Look("plain", icon, label, label)


def _waiting(label: Text) -> Look:
    return Look("wait", "hourglass", label, label)


# Working states of a task (T-11) and its flags.
WORKING_STATES = {
    "draft": _plain(_("Dự thảo"), "edit"),
    "assigned": _plain(_("Mới giao")),
    "received": _plain(pgettext_lazy("nhiệm vụ", "Đã tiếp nhận")),
    "in_progress": _plain(_("Đang thực hiện")),
    "submitted": _waiting(_("Chờ nghiệm thu")),
    "returned": _plain(pgettext_lazy("trạng thái", "Trả lại"), "arrow-right"),
    "accepted": _plain(_("Đã nghiệm thu"), "check"),
    "completed": _plain(_("Hoàn thành"), "check"),
    "suspended": _plain(pgettext_lazy("trạng thái", "Tạm dừng"), "player-pause"),
    "withdrawn": _plain(_("Đã thu hồi"), "ban"),
    "extension_requested": _waiting(pgettext_lazy("trạng thái", "Xin gia hạn")),
}

# What somebody must answer: the clock is theirs, not of the one who waits.
WAITS = {
    "obstacle": _("Chờ trả lời vướng mắc"),
    "extension": _("Chờ quyết định gia hạn"),
    "acceptance": _("Chờ nghiệm thu"),
    "acknowledgement": _("Chờ tiếp nhận"),
    "receipt": _("Chờ tiếp nhận"),
    "signature": _("Chờ ký"),
    "reply": _("Chờ phản hồi"),
    "decision": _("Chờ quyết định"),
    "hearing": _("Chờ trình bày ý kiến"),
    "cure": _("Chờ khắc phục"),
}

# The four grades, best first.
GRADES = {
    1: (_("Hoàn thành xuất sắc nhiệm vụ"), _("Xuất sắc")),
    2: (_("Hoàn thành tốt nhiệm vụ"), _("Tốt")),
    3: (_("Hoàn thành nhiệm vụ"), _("Hoàn thành")),
    4: (_("Không hoàn thành nhiệm vụ"), _("Không hoàn thành")),
}
_GRADE_NAMES = {"excellent": 1, "good": 2, "completed": 3, "not_completed": 4}

CERTAINTIES = {
    "confirmed": Look("plain", "check", _("Đã xác nhận"), _("Đã xác nhận")),
    "to_be_checked": Look("dlate", "help-circle", _("Nơi có thẩm quyền cần kiểm tra"), _("Cần kiểm tra")),
}


def grade_level(value: object) -> int | None:
    """1 (excellent) to 4 (not completed) from a number, its text or an English name; ``None`` when not graded."""
    text = str(getattr(value, "value", value) or "")
    if text in _GRADE_NAMES:
        return _GRADE_NAMES[text]
    return int(text) if text in ("1", "2", "3", "4") else None
