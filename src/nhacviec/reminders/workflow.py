"""The one table of a notice's states. The program drafts and closes; people sign, serve, acknowledge, withdraw."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nhacviec.rules.transitions import Transition, find, verbs_from
from nhacviec.web.errors import NotPossible

from .models import Notice, notice_state_choices

SENT = frozenset({"signed", "served", "acknowledged"})
RUNNING = frozenset({"served", "acknowledged"})

TRANSITIONS: tuple[Transition, ...] = (
    Transition("include", frozenset({"set_aside"}), "draft", "Đưa vào xét"),
    Transition("set_aside", frozenset({"draft"}), "set_aside", "Để lại chưa xét"),
    Transition("present", frozenset({"draft"}), "draft", "Trình ký"),
    Transition("discard", frozenset({"draft", "set_aside"}), "discarded", "Bỏ dự thảo"),
    Transition("sign", frozenset({"draft"}), "signed", "Ký, cấp số"),
    Transition("serve", frozenset({"signed"}), "served", "Giao"),
    Transition("acknowledge", frozenset({"served"}), "acknowledged", "Tiếp nhận"),
    Transition("cure", frozenset({*SENT, "breached"}), "cured", "Khắc phục"),
    Transition("breach", RUNNING, "breached", "Quá hạn khắc phục"),
    Transition("withdraw", frozenset({*SENT, "cured", "breached"}), "withdrawn", "Thu hồi"),
)

VERB_LABELS: dict[str, Promise] = {
    "include": _("Đưa vào xét"),
    "set_aside": _("Để lại chưa xét"),
    "present": _("Trình ký"),
    "discard": _("Bỏ dự thảo"),
    "sign": _("Ký, cấp số"),
    "serve": _("Giao thông báo"),
    "acknowledge": _("Tiếp nhận"),
    "reply": _("Phản hồi"),
    "withdraw": _("Thu hồi"),
}


def possible(notice: Notice, verb: str) -> bool:
    """Whether the table allows `verb` in the notice's present state."""
    return find(TRANSITIONS, verb, notice.state) is not None


def verbs(notice: Notice) -> tuple[str, ...]:
    """The verbs that are possible now, in the order of the table."""
    return verbs_from(TRANSITIONS, notice.state)


def move(notice: Notice, verb: str) -> None:
    """Put the notice into the state that `verb` leads to. Raises NotPossible."""
    row = find(TRANSITIONS, verb, notice.state)
    if row is None:
        state = dict(notice_state_choices()).get(notice.state, notice.state)
        words = {"verb": VERB_LABELS.get(verb, verb), "state": state}
        raise NotPossible(_("Không thể %(verb)s khi thông báo đang ở trạng thái “%(state)s”.") % words)
    notice.state = row.target
