"""Forms of requests about personal data and of restriction."""

from django import forms
from django.utils.translation import gettext_lazy as _

from nhacviec.web.forms import BaseForm, DateField, VietnameseTextField

from .models.requests import request_kind_choices, request_outcome_choices


class RequestForm(BaseForm):
    """What a person asks about his data, and when it was received."""

    kind = forms.ChoiceField(label=_("Yêu cầu"), choices=request_kind_choices)
    text = VietnameseTextField(
        label=_("Nội dung"),
        max_length=2000,
        lines=True,
        required=False,
        help_text=_("Đính chính, hạn chế hoặc xóa thì ghi rõ dữ liệu nào và vì sao."),
    )
    received_on = DateField(label=_("Ngày nhận"))


class AnswerForm(BaseForm):
    """The answer to a request."""

    outcome = forms.ChoiceField(label=_("Kết quả"), choices=request_outcome_choices)
    answer = VietnameseTextField(label=_("Trả lời"), max_length=2000, lines=True)


class RestrictionForm(BaseForm):
    """Why a record is restricted, or no longer."""

    ground = VietnameseTextField(label=_("Căn cứ"), max_length=200, help_text=_("Yêu cầu, văn bản, điều luật."))
