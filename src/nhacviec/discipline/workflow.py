"""States of a disciplinary case and the one table of what may follow what (D-20 … D-23)."""

from django.utils.translation import gettext_lazy as _

from nhacviec.rules.transitions import Transition, find
from nhacviec.web.errors import NotPossible

TABLE = (
    Transition("hear", frozenset({"opened"}), "heard", "Nghe ý kiến"),
    Transition("propose", frozenset({"heard"}), "heard", "Bỏ phiếu đề nghị"),
    Transition("vote", frozenset({"heard"}), "voted", "Bỏ phiếu"),
    Transition("decide", frozenset({"voted"}), "decided", "Quyết định"),
    Transition("announce", frozenset({"decided"}), "decided", "Công bố"),
    Transition("close", frozenset({"opened", "heard", "voted"}), "closed", "Kết thúc, không kỷ luật"),
)

REFUSALS = {
    "hear": _("Đã ghi việc nghe ý kiến, hoặc vụ việc đã kết thúc."),
    "propose": _("Phải nghe đảng viên trình bày ý kiến trước khi bỏ phiếu."),
    "vote": _(
        "Phải nghe đảng viên trình bày ý kiến trước khi bỏ phiếu, và mỗi vụ việc chỉ kiểm phiếu quyết định một lần."
    ),
    "decide": _("Phải kiểm phiếu trước khi ra quyết định, và mỗi vụ việc chỉ quyết định một lần."),
    "announce": _("Chưa có quyết định để công bố."),
    "close": _("Vụ việc đã có quyết định hoặc đã kết thúc."),
}


def target(verb: str, state: str) -> str:
    """The state that `verb` leads to. Raises NotPossible with what comes first."""
    row = find(TABLE, verb, state)
    if row is None:
        raise NotPossible(REFUSALS[verb])
    return row.target
