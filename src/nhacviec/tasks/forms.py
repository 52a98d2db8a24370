"""Forms of tasks: one a verb, and the form that assigns."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from nhacviec.directives.models import Clause, Directive
from nhacviec.documents.uploads import PRODUCT_KINDS, check_upload
from nhacviec.orgs.models import Organisation
from nhacviec.web.errors import BadInput
from nhacviec.web.forms import BaseForm, DateField, IdField, RecordChoiceField, VietnameseTextField

from .models.obstacles import answer_choices, cause_choices

MOST_FILES = 20
_KINDS = ", ".join(PRODUCT_KINDS)


class VersionForm(BaseForm):
    """Base of the forms that carry the version of the task that was read."""

    version = IdField(required=False)


class ReceiveForm(VersionForm):
    """Nothing to fill in."""


class ReportForm(VersionForm):
    """Progress: what was done, how much of the whole."""

    text = VietnameseTextField(label=_("Việc đã làm được"), lines=True)
    percent = forms.IntegerField(
        label=_("Tỷ lệ hoàn thành, phần trăm"),
        required=False,
        min_value=0,
        max_value=100,
        widget=forms.TextInput(attrs={"class": "inp inp-d", "inputmode": "numeric"}),
        error_messages={
            "invalid": _("Ghi một số từ 0 đến 100."),
            "min_value": _("Ghi một số từ 0 đến 100."),
            "max_value": _("Ghi một số từ 0 đến 100."),
        },
    )


class ObstacleForm(VersionForm):
    """An obstacle with a proposal, asked of the assigner or a body above the lead."""

    cause = forms.ChoiceField(
        label=_("Nguyên nhân"),
        choices=cause_choices,
        error_messages={"invalid_choice": _("Chọn nguyên nhân trong danh sách.")},
    )
    text = VietnameseTextField(label=_("Vướng mắc"), lines=True)
    proposal = VietnameseTextField(
        label=_("Đề xuất"), lines=True, help_text=_("Cấp trên cần quyết gì. Người trả lời sẽ đọc mục này trước.")
    )
    asked = RecordChoiceField(
        Organisation.objects.none(),
        label=_("Đề nghị ai trả lời"),
        help_text=_("Nơi giao việc hoặc cấp trên của cơ quan chủ trì. Thời gian chờ không tính cho đơn vị."),
    )

    def __init__(self, *args: Any, above: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["asked"].queryset = above  # type: ignore[attr-defined]


class AnswerForm(VersionForm):
    """The answer to an obstacle."""

    outcome = forms.ChoiceField(
        label=_("Kết quả"),
        choices=lambda: [c for c in answer_choices() if c[0] != "referred"],
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn kết quả trả lời."), "invalid_choice": _("Chọn kết quả trả lời.")},
    )
    answer = VietnameseTextField(label=_("Nội dung trả lời"), lines=True, help_text=_("Đơn vị báo vướng mắc sẽ đọc."))


class ReferForm(VersionForm):
    """An obstacle passed on to a body above."""

    asked = RecordChoiceField(Organisation.objects.none(), label=_("Chuyển lên"))
    reason = VietnameseTextField(label=_("Vì sao vượt thẩm quyền"), lines=True)

    def __init__(self, *args: Any, above: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["asked"].queryset = above  # type: ignore[attr-defined]


class ExtensionForm(VersionForm):
    """An extension asked for."""

    proposed = DateField(label=_("Thời hạn xin gia hạn"), help_text=_("Ví dụ 30/11/2021, hoặc 30/11 của năm nay."))
    reason = VietnameseTextField(
        label=_("Lý do"), lines=True, help_text=_("Nơi giao việc sẽ đọc trước khi quyết định.")
    )


class ExtensionDecisionForm(VersionForm):
    """The assigner's decision."""

    decision = forms.ChoiceField(
        label=_("Quyết định"),
        choices=[("grant", _("Cho gia hạn")), ("refuse", _("Không cho gia hạn"))],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Chọn cho hoặc không cho gia hạn."),
            "invalid_choice": _("Chọn cho hoặc không cho gia hạn."),
        },
    )
    granted = DateField(label=_("Gia hạn đến ngày"), required=False, help_text=_("Để trống khi không cho gia hạn."))
    reason = VietnameseTextField(
        label=_("Ý kiến"),
        lines=True,
        required=False,
        help_text=_("Bắt buộc khi không cho gia hạn. Đơn vị xin gia hạn sẽ đọc."),
    )

    def clean(self) -> dict[str, Any]:
        """A grant needs a day, a refusal a reason."""
        data = super().clean() or {}
        if data.get("decision") == "grant" and not data.get("granted") and "granted" not in self.errors:
            self.add_error("granted", _("Ghi ngày được gia hạn đến."))
        if data.get("decision") == "refuse" and not data.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Ghi lý do không cho gia hạn."))
        return data


class _ManyFiles(forms.ClearableFileInput):
    """A file control that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several uploads, each checked for what it is; gives a list of `CheckedUpload`."""

    widget = _ManyFiles

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The checked uploads; raises ValidationError with the name of the file that is refused."""
        files = [one for one in (data if isinstance(data, list | tuple) else [data]) if one]
        if not files:
            return []
        if len(files) > MOST_FILES:
            raise ValidationError(_("Tối đa %(most)d tệp một lần nộp.") % {"most": MOST_FILES})
        checked = []
        for file in files:
            try:
                checked.append(check_upload(file))
            except BadInput as error:
                raise ValidationError(str(error.message)) from error
        return checked


class SubmitForm(VersionForm):
    """The product: a text, files, or both."""

    text = VietnameseTextField(label=_("Nội dung sản phẩm"), lines=True, required=False)
    uploads = FilesField(
        label=_("Tệp sản phẩm"), required=False, help_text=format_lazy(_("Các loại tệp: {kinds}."), kinds=_KINDS)
    )

    def clean(self) -> dict[str, Any]:
        """There is something to hand in."""
        data = super().clean() or {}
        if not data.get("text") and not data.get("uploads") and not self.errors:
            self.add_error("text", _("Nộp tệp sản phẩm, hoặc ghi nội dung sản phẩm."))
        return data


class AcceptForm(VersionForm):
    """Nothing to fill in: the page says what follows."""


class ReasonForm(VersionForm):
    """A reason that the doer will read."""

    reason = VietnameseTextField(label=_("Lý do"), lines=True, help_text=_("Người thực hiện sẽ đọc."))


class InstructForm(VersionForm):
    """A further instruction."""

    text = VietnameseTextField(label=_("Nội dung chỉ đạo"), lines=True, help_text=_("Người thực hiện sẽ đọc."))


class PartForm(VersionForm):
    """When a co-operating part was done."""

    done_on = DateField(label=_("Xong ngày"))


class DirectiveField(RecordChoiceField):
    """A directive, named by its number and subject."""

    def label_from_instance(self, obj: Any) -> str:
        """The words of one choice."""
        return f"{obj.full_number}: {obj.subject[:90]}"


class ClauseField(RecordChoiceField):
    """A clause, named by its label and text."""

    def label_from_instance(self, obj: Any) -> str:
        """The words of one choice."""
        return f"{obj.label}: {obj.text[:90]}" if obj.text else obj.label


class AssignForm(BaseForm):
    """A task to be assigned, in the order of the six clear points (T-6)."""

    directive = DirectiveField(
        Directive.objects.none(), label=_("Văn bản"), required=False, empty_label=_("Không theo văn bản")
    )
    clause = ClauseField(
        Clause.objects.none(), label=_("Mục của văn bản"), required=False, empty_label=_("Không nêu mục")
    )
    assigner = RecordChoiceField(Organisation.objects.none(), label=_("Nơi giao việc"))
    lead = RecordChoiceField(
        Organisation.objects.none(), label=_("Cơ quan chủ trì"), help_text=_("Mỗi việc chỉ một cơ quan chủ trì.")
    )
    responsible = VietnameseTextField(
        label=_("Người chịu trách nhiệm"),
        required=False,
        max_length=120,
        help_text=_("Để trống là người đứng đầu cơ quan chủ trì. Gõ họ tên, không cần dấu."),
    )
    title = VietnameseTextField(label=_("Việc"), max_length=1000, lines=True, widget=forms.Textarea(attrs={"rows": 2}))
    deadline = VietnameseTextField(
        label=_("Thời hạn"),
        max_length=300,
        help_text=_("Ghi như trong văn bản: 30/11/2021, 30/11, 15 ngày làm việc, tháng 12/2021, Quý IV, Thường xuyên."),
    )
    product = VietnameseTextField(label=_("Sản phẩm"), max_length=500)
    authority = VietnameseTextField(label=_("Thẩm quyền"), max_length=500, required=False)
    contributions = VietnameseTextField(
        label=_("Cơ quan phối hợp"),
        required=False,
        lines=True,
        help_text=_("Mỗi dòng một cơ quan: tên cơ quan: phần việc. Ví dụ: Phòng Quản lý đô thị: trích đo 41 thửa."),
    )

    def __init__(self, *args: Any, choices: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, queryset in choices.items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]
