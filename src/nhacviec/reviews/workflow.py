"""States of a review subject: self-grade, proposal, ballot, decision (G-70), and what leads from one to the next."""

from django.utils.translation import gettext_lazy as _

from nhacviec.rules import transitions
from nhacviec.rules.reasons import gettext_noop
from nhacviec.rules.transitions import Transition
from nhacviec.web.errors import NotPossible

from .models import Campaign, Subject

TABLE = (
    Transition("self_grade", frozenset({"pending", "self_graded"}), "self_graded", gettext_noop("Tự xếp loại")),
    Transition("propose", frozenset({"self_graded", "proposed"}), "proposed", gettext_noop("Đề nghị")),
    Transition("propose", frozenset({"voted"}), "voted", gettext_noop("Tính lại đề nghị")),
    Transition("vote", frozenset({"proposed", "voted"}), "voted", gettext_noop("Bỏ phiếu")),
    Transition("decide", frozenset({"voted"}), "decided", gettext_noop("Quyết định")),
    Transition("reopen", frozenset({"decided"}), "self_graded", gettext_noop("Hủy kết quả, xếp loại lại")),
)

# Nothing more is awaited of a subject in one of these states.
SETTLED = ("decided", "excluded")
# A proposal is computed, or computed again, for subjects in one of these states.
PROPOSABLE = ("self_graded", "proposed", "voted")

_REFUSALS = {
    "pending": _("Chưa tự xếp loại."),
    "self_graded": _("Chưa có đề nghị xếp loại."),
    "proposed": _("Chưa bỏ phiếu."),
    "voted": _("Đã bỏ phiếu."),
    "decided": _("Đã có quyết định xếp loại."),
    "excluded": _("Không thuộc diện xếp loại."),
}


def move(subject: Subject, verb: str) -> None:
    """Put the subject into the state that `verb` leads to. Raises NotPossible where the table does not allow it."""
    row = transitions.find(TABLE, verb, subject.state)
    if row is None:
        raise NotPossible(_REFUSALS[subject.state])
    subject.state = row.target


def require_open(campaign: Campaign) -> None:
    """Raise NotPossible for a closed campaign: a closed year is never computed again."""
    if not campaign.is_open:
        raise NotPossible(_("Đợt xếp loại đã chốt, không thay đổi và không tính lại."))
