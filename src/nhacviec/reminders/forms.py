"""Forms of notices: one a weighty act."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nhacviec.web.forms import BaseForm, DateField, VietnameseTextField


class ConfirmForm(BaseForm):
    """Nothing to fill in: the button is the answer."""


class ReasonForm(BaseForm):
    """Why. `reader` says who will read it."""

    reason = VietnameseTextField(label=_("Lý do"), lines=True)

    def __init__(self, *args: Any, reader: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = reader


class EditForm(BaseForm):
    """What the office may change in a draft."""

    cure_date = DateField(label=_("Hạn khắc phục"))
    recipients = VietnameseTextField(
        label=_("Nơi nhận thêm"), required=False, max_length=500, help_text=_("Cách nhau bằng dấu chấm phẩy.")
    )

    def __init__(self, *args: Any, span: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cure_date"].help_text = span


class SignForm(BaseForm):
    """The signer confirms having seen what waits for a superior, when something does (T-25)."""

    pending_seen = forms.BooleanField(
        label=_("Tôi đã xem nội dung đang chờ cấp trên và vẫn ký thông báo"), required=False
    )

    def __init__(self, *args: Any, pending: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not pending:
            del self.fields["pending_seen"]


class ServeForm(BaseForm):
    """On which day the document reached the addressee."""

    served_on = DateField(label=_("Ngày giao"), help_text=_("Thời gian khắc phục chỉ tính từ ngày này."))


class ReplyForm(BaseForm):
    """The addressee's answer."""

    text = VietnameseTextField(
        label=_("Nội dung phản hồi"),
        lines=True,
        help_text=_("Nguyên nhân, trách nhiệm, hướng khắc phục, vướng mắc vượt thẩm quyền nếu có. Chỉ gửi một lần."),
    )


class CaseForm(BaseForm):
    """Grounds of a proposed disciplinary case."""

    grounds = VietnameseTextField(label=_("Căn cứ đề nghị"), lines=True)


class DecideForm(BaseForm):
    """Follow the proposal, or depart from it with grounds (T-27)."""

    follow = forms.ChoiceField(
        label=_("Quyết định"),
        choices=[("yes", _("Theo đề nghị")), ("no", _("Quyết định khác"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn một quyết định.")},
    )
    grounds = VietnameseTextField(
        label=_("Lý do quyết định khác"),
        lines=True,
        required=False,
        help_text=_("Bắt buộc khi quyết định khác; tổ chức và cá nhân liên quan sẽ đọc."),
    )
