"""Invented content for the board of components: nothing of it is stored."""

from datetime import date
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from nhacviec.web.errors import BadInput
from nhacviec.web.formats import day
from nhacviec.web.forms import BaseForm, DateField, VietnameseTextField

_ISSUED = date(2021, 11, 8)
INITIAL = {"cure_date": _ISSUED, "lead": "ward"}


class SampleForm(BaseForm):
    """One control of each kind, to be tried with right and wrong answers."""

    subject = VietnameseTextField(label=_("Trích yếu"), max_length=80)
    cure_date = DateField(label=_("Hạn khắc phục"), help_text=_("Gõ 30/11/2021 hoặc 30/11."))
    lead = forms.ChoiceField(
        label=_("Chủ trì"),
        choices=[("", _("Chọn")), ("ward", _("UBND phường")), ("office", _("Văn phòng Thành ủy"))],
    )
    result = forms.ChoiceField(
        label=_("Kết quả"),
        choices=[("met", _("Đạt")), ("correct", _("Cần sửa")), ("not_met", _("Chưa đạt"))],
        widget=forms.RadioSelect,
        required=False,
    )
    reason = VietnameseTextField(label=_("Lý do"), lines=True, required=False, help_text=_("Người nhận sẽ đọc."))
    seen = forms.BooleanField(label=_("Đã xem vướng mắc chờ trả lời"), required=False)


def check(data: dict[str, Any]) -> None:
    """Refuse a cure date that is not after the day of issue, as an action would."""
    if data["cure_date"] <= _ISSUED:
        raise BadInput("cure_date", _("Hạn khắc phục phải sau ngày %(day)s.") % {"day": day(_ISSUED)})


DOCUMENT = {
    "superior": "ĐẢNG BỘ TỈNH QUẢNG NAM",
    "issuer": "THÀNH ỦY TAM KỲ",
    "party": True,
    "number": "04",
    "symbol": "TB/TU",
    "place": "Tam Kỳ",
    "day": _ISSUED,
    "kind": "THÔNG BÁO",
    "subject": "nhắc việc lần thứ nhất đối với Ủy ban nhân dân phường An Sơn",
    "paragraphs": [
        "Căn cứ Chỉ thị số 06-CT/TU của Ban Thường vụ Thành ủy về tăng cường kỷ luật, kỷ cương trong hệ thống "
        "chính trị;",
        format_html(
            "Ủy ban nhân dân phường An Sơn, trực tiếp là đồng chí Chủ tịch, hoàn thành nhiệm vụ và nộp sản phẩm "
            'chậm nhất ngày <span class="field">{}</span>.',
            "30/11/2021",
        ),
    ],
    "recipients": ["UBND phường An Sơn", "Đảng ủy phường An Sơn", "Lưu Văn phòng Thành ủy"],
    "authority": "T/M BAN THƯỜNG VỤ",
    "post": "PHÓ BÍ THƯ",
    "signer": "Đỗ Khánh Lâm",
}

_CHART = {
    "aria": {"label": {"description": "71, 68, 74, 37"}},
    "grid": {"left": 28, "right": 6, "top": 12, "bottom": 22},
    "xAxis": {"type": "category", "data": ["23/8", "30/8", "6/9", "8/11"]},
    "yAxis": {"type": "value", "min": 0},
    "series": [{"type": "bar", "data": [71, 68, 74, 37], "itemStyle": {"color": "#b42318"}}],
}


def _chip(label: str | Promise, count: int | None = None, **flags: bool) -> dict[str, Any]:
    return {"label": label, "count": count, "url": "?", **flags}


def board() -> dict[str, Any]:
    """The context of the board."""
    return {
        "chips": [
            _chip(_("Tất cả"), 37, on=True),
            _chip(_("Xã, phường"), 25),
            _chip(_("Quá hạn trên 30 ngày"), remove=True),
        ],
        "reasons": [
            {
                "message": "Nhiệm vụ quá hạn %(days)s ngày, hạn %(deadline)s.",
                "params": {"days": 25, "deadline": "2021-09-30"},
                "rule": "T-22",
                "source": "Chỉ thị 06-CT/TU",
                "certainty": "confirmed",
            },
            {"message": "Chưa rõ cơ sở tính tỷ lệ xuất sắc.", "rule": "G-54", "certainty": "to_be_checked"},
        ],
        "steps": [
            {"label": _("Tự xếp loại"), "note": "93/93", "state": "done"},
            {"label": _("Thẩm định, đề nghị"), "note": "93/93", "state": "current"},
            {"label": _("Quyết định"), "note": "", "state": ""},
        ],
        "events": _events(),
        "facts": [
            (_("Rõ người"), "Lê Quang Thịnh"),
            (_("Rõ việc"), "Bồi thường, vận động 41 hộ"),
            (_("Rõ thời gian"), day(date(2021, 9, 30))),
            (_("Rõ trách nhiệm"), "UBND phường"),
            (_("Rõ thẩm quyền"), "Thường trực Thành ủy"),
            (_("Rõ sản phẩm"), "Biên bản bàn giao"),
        ],
        "until": date(2021, 8, 27),
        "chart": _CHART,
        "document": DOCUMENT,
        "colours": _COLOURS,
    }


def _events() -> list[dict[str, Any]]:
    return [
        {"when": date(2021, 6, 15), "title": _("Giao việc"), "text": "Kế hoạch 58-KH/TU, mục III.2", "icon": "send"},
        {
            "when": date(2021, 8, 20),
            "title": _("Báo cáo vướng mắc"),
            "kind": "wait",
            "icon": "flag",
            "note": _("Cấp trên phải trả lời trong 5 ngày làm việc."),
        },
        {"when": date(2021, 11, 9), "title": _("Hạn nghiệm thu"), "icon": "clipboard-check", "future": True},
    ]


_COLOURS = [
    ("#17212b", "--nv-ink", _("Chữ")),
    ("#4a5866", "--nv-ink-2", _("Chữ phụ")),
    ("#0b5c9e", "--nv-action", _("Thao tác, liên kết")),
    ("#9a1b12", "--nv-late-t", _("Chữ quá hạn")),
    ("#57308a", "--nv-wait-t", _("Chữ đang chờ")),
    ("#7a5200", "--nv-dlate-t", _("Chữ cần chú ý")),
]
