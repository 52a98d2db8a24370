"""The form that registers a directive, and the one that adds clauses."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nhacviec.documents.uploads import check_upload
from nhacviec.orgs.models import Organisation
from nhacviec.rules.text import nfc
from nhacviec.web.errors import BadInput
from nhacviec.web.forms import BaseForm, DateField, RecordChoiceField, VietnameseTextField

from .models import Directive, directive_kind_choices

MOST_CLAUSES = 400


class ClausesField(VietnameseTextField):
    """Clauses, one a line: "II.4: text". Gives a list of (label, text)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(lines=True, max_length=100_000, widget=forms.Textarea(attrs={"rows": 8}), **kwargs)

    def clean(self, value: Any) -> Any:
        """The clauses in order. Raises ValidationError naming the line."""
        lines = [line for line in (nfc(raw) for raw in str(super().clean(value)).splitlines()) if line]
        if len(lines) > MOST_CLAUSES:
            raise ValidationError(_("Tối đa %(most)d mục.") % {"most": MOST_CLAUSES})
        found: list[tuple[str, str]] = []
        for number, line in enumerate(lines, 1):
            label, _colon, text = line.partition(":")
            label = label.strip()
            if not label or len(label) > 60:
                message = _("Dòng %(number)d: ghi ký hiệu mục, dấu hai chấm, rồi nội dung. Ví dụ: II.4: Nhắc việc.")
                raise ValidationError(message % {"number": number})
            if any(label == known for known, _text in found):
                raise ValidationError(
                    _("Dòng %(number)d: mục %(label)s ghi hai lần.") % {"number": number, "label": label}
                )
            found.append((label, text.strip()))
        return found


class UploadField(forms.FileField):
    """One upload, checked for what it is; gives a `CheckedUpload` or None."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The checked upload. Raises ValidationError with what is wrong with the file."""
        if not data:
            return None
        try:
            return check_upload(data)
        except BadInput as error:
            raise ValidationError(str(error.message)) from error


class SourceField(RecordChoiceField):
    """A directive, named by its number and subject."""

    def label_from_instance(self, obj: Any) -> str:
        """The words of one choice."""
        return f"{obj.full_number}: {obj.subject[:90]}"


class DirectiveForm(BaseForm):
    """A directive, in the order of the paper."""

    issuer = RecordChoiceField(Organisation.objects.none(), label=_("Nơi ban hành"))
    kind = forms.ChoiceField(
        label=_("Loại văn bản"),
        choices=directive_kind_choices,
        error_messages={"invalid_choice": _("Chọn loại văn bản trong danh sách.")},
    )
    number = VietnameseTextField(label=_("Số"), max_length=20)
    symbol = VietnameseTextField(label=_("Ký hiệu"), max_length=40, help_text=_("Ví dụ CT/TU, KH-UBND."))
    issued_on = DateField(label=_("Ngày ban hành"))
    subject = VietnameseTextField(label=_("Trích yếu"), max_length=600, lines=True)
    secrecy = forms.ChoiceField(
        label=_("Dấu độ mật"),
        required=False,
        choices=[("", _("Không có")), ("mat", _("Mật")), ("toi_mat", _("Tối mật")), ("tuyet_mat", _("Tuyệt mật"))],
        help_text=_("Văn bản có dấu độ mật không được đưa vào chương trình."),
        error_messages={"invalid_choice": _("Chọn một mục trong danh sách.")},
    )
    implements = SourceField(
        Directive.objects.none(), label=_("Thực hiện văn bản"), required=False, empty_label=_("Không có")
    )
    clauses = ClausesField(
        label=_("Các mục"), required=False, help_text=_("Mỗi dòng một mục. Ví dụ: II.4: Nhắc việc bằng thông báo.")
    )
    upload = UploadField(label=_("Tệp văn bản"), required=False, help_text=_("PDF, Word hoặc ảnh chụp."))

    def __init__(self, *args: Any, choices: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, queryset in choices.items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]


class ClausesForm(BaseForm):
    """Further clauses of a directive."""

    clauses = ClausesField(label=_("Các mục"), help_text=_("Mỗi dòng một mục. Ví dụ: II.4: Nhắc việc bằng thông báo."))
