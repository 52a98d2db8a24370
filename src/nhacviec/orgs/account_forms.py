"""Forms of people's accounts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nhacviec.web.forms import BaseForm, RecordMultipleChoiceField, VietnameseTextField

from .actions.accounts import MOST_AT_ONCE
from .models import Person


class OpenAccountForm(BaseForm):
    """A way in for one person."""

    username = VietnameseTextField(
        label=_("Tên đăng nhập"), max_length=60, help_text=_("Đề xuất theo tên gọi và chữ đầu của họ, đệm; sửa được.")
    )
    email = forms.CharField(
        label=_("Thư điện tử"),
        max_length=200,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=_("Có thì liên kết được gửi tới đó; không có thì in ra giao tận tay."),
    )


class HandOutForm(BaseForm):
    """Which people receive a link, and in which form the links come."""

    people = RecordMultipleChoiceField(
        Person.objects.none(),
        most=MOST_AT_ONCE,
        label=_("Người nhận liên kết"),
        widget=forms.MultipleHiddenInput,
        required=False,
    )
    out = forms.ChoiceField(choices=[("sheet", ""), ("table", ""), ("all", "")], required=False)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = people  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Somebody is picked, unless all are meant."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("out") != "all" and "people" in data and not data["people"]:
            self.add_error("people", _("Chưa chọn người nào."))
        return data


class ReasonForm(BaseForm):
    """Why, for the ledger."""

    reason = VietnameseTextField(label=_("Lý do"), max_length=300)
