"""What the pages of this room share."""

from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from nhacviec.orgs.access import Viewer
from nhacviec.web import formats

from .. import access
from ..models import Notice
from ..queries import NoticeDetail, readable
from ..workflow import possible


def viewer_of(request: HttpRequest) -> Viewer:
    """The viewer of a request."""
    return request.viewer  # type: ignore[attr-defined]


def found(viewer: Viewer, pk: int) -> Notice:
    """The notice, or 404: whether one exists is not told to who may not read it."""
    notice = readable(viewer, pk)
    if notice is None:
        raise Http404
    return notice


def steps_of(notice: Notice, *, acknowledge_until: Any = None) -> list[dict[str, Any]]:
    """The five steps of a notice with who and when."""
    order = ["draft", "signed", "served", "acknowledged", "cured"]
    places = {"set_aside": 0, "discarded": 0, "breached": 4, "withdrawn": -1}
    here = places.get(notice.state, order.index(notice.state) if notice.state in order else 0)
    served = notice.served_on
    notes = [
        _("Văn phòng, %(day)s") % {"day": formats.day(notice.drafted_on)},
        notice.signed_by.full_name if notice.signed_by else _("lãnh đạo cơ quan ban hành"),
        formats.day(served) if served else _("có ngày nhận"),
        _acknowledged(notice, acknowledge_until),
        _("đến %(day)s") % {"day": formats.day(notice.cure_date)},
    ]
    labels = [_("Dự thảo"), _("Ký, cấp số"), _("Giao"), _("Tiếp nhận"), _("Khắc phục")]
    done = [True, bool(notice.signed_at), bool(served), bool(notice.acknowledged_at), notice.state == "cured"]
    # A draft waits at its first step; a signed notice waits at the first step that is not done.
    current = 0 if here == 0 else next((place for place, did in enumerate(done) if not did), 4)
    if notice.state in ("cured", "withdrawn"):
        current = 9
    elif notice.state == "breached":
        current = 4
    return [
        {"label": label, "note": note, "state": _state(place, current, did)}
        for place, (label, note, did) in enumerate(zip(labels, notes, done, strict=True))
    ]


def _acknowledged(notice: Notice, until: Any) -> str:
    if notice.acknowledged_at:
        return formats.day(notice.acknowledged_at)
    return _("đến %(day)s") % {"day": formats.day(until)} if until else _("đơn vị xác nhận")


def _state(place: int, current: int, done: bool) -> str:
    if place == current:
        return "current"
    return "done" if done and place < current else ""


def actions_for(viewer: Viewer, detail: NoticeDetail) -> list[dict[str, Any]]:
    """What the viewer may do now with a notice: {name, label, icon, primary}, the next step first."""
    notice = detail.notice
    prepares, signs = access.may_prepare(viewer, notice), access.may_sign(viewer, notice)
    answers, holds = access.may_answer(viewer, notice), access.may_hold_back(viewer, notice)
    withdraws = access.may_withdraw(viewer, notice)
    served = notice.served_on is not None and notice.state != "withdrawn"
    table = [
        ("sign", _("Ký, cấp số"), "signature", signs and possible(notice, "sign")),
        ("include", _("Đưa vào xét"), "arrow-up", prepares and possible(notice, "include")),
        ("serve", _("Giao thông báo"), "send", prepares and possible(notice, "serve")),
        ("acknowledge", _("Tiếp nhận"), "check", answers and possible(notice, "acknowledge")),
        ("reply", _("Phản hồi"), "message", answers and served and notice.replied_at is None),
        ("edit", _("Sửa dự thảo"), "edit", holds and notice.is_draft),
        ("set_aside", _("Để lại chưa xét"), "clock-pause", holds and possible(notice, "set_aside")),
        ("discard", _("Bỏ dự thảo"), "trash", holds and possible(notice, "discard")),
        ("propose_case", pgettext("nút", "Đề nghị xem xét kỷ luật"), "gavel", signs and _case_possible(detail)),
        ("withdraw", _("Thu hồi"), "ban", withdraws and possible(notice, "withdraw") and not _decided(detail)),
    ]
    shown: list[dict[str, Any]] = [
        {"name": f"reminders:{name}", "label": label, "icon": icon} for name, label, icon, may in table if may
    ]
    if shown and shown[0]["name"] in _NEXT_STEPS:
        shown[0]["primary"] = True
    return shown


# What the reader is waited for; the rest is possible but nobody's duty.
_NEXT_STEPS = frozenset(f"reminders:{name}" for name in ("sign", "include", "serve", "acknowledge", "reply"))


def _case_possible(detail: NoticeDetail) -> bool:
    proposed = any(one.kind == "case" for one in detail.consequences)
    return detail.notice.state == "breached" and detail.notice.level > 1 and not proposed


def _decided(detail: NoticeDetail) -> bool:
    return any(one.state in ("taken", "departed") for one in detail.consequences)
