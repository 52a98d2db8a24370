"""Forms of inspections."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from nhacviec.orgs.models import Appointment, Organisation
from nhacviec.web.forms import BaseForm, DateField, RecordChoiceField, VietnameseTextField

from .models import Assessment, ChecklistItem, assessment_choices, inspection_kind_choices

Choices = list[tuple[str, str]]


def person_choices(people: Iterable[Appointment]) -> Choices:
    """People as choices: name and post."""
    return [(str(a.person_id), f"{a.person.full_name}, {a.post.title}") for a in people]


class UnitForm(BaseForm):
    """Which unit is inspected: the first question, its people depend on it."""

    unit = RecordChoiceField(Organisation.objects.none(), label=_("Đơn vị được kiểm tra"))

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class PlanForm(BaseForm):
    """The decision, the team, the points, the officials."""

    kind = forms.ChoiceField(label=_("Loại kiểm tra"), choices=inspection_kind_choices)
    decided_by = RecordChoiceField(Organisation.objects.none(), label=_("Cơ quan quyết định"))
    decision_number = VietnameseTextField(label=_("Số quyết định"), max_length=60)
    decided_on = DateField(label=_("Ngày quyết định"))
    subject = VietnameseTextField(label=_("Nội dung kiểm tra"), max_length=500)
    leader = forms.ChoiceField(label=_("Trưởng đoàn"))
    team = forms.MultipleChoiceField(label=_("Thành viên khác"), widget=forms.CheckboxSelectMultiple, required=False)
    officials = forms.MultipleChoiceField(
        label=_("Công chức được kiểm tra"), widget=forms.CheckboxSelectMultiple, required=False
    )
    items = VietnameseTextField(
        label=_("Mục kiểm tra đối với từng người"),
        lines=True,
        required=False,
        help_text=_("Mỗi dòng một mục. Mỗi người được chấm từng mục: đạt, cần sửa hoặc chưa đạt."),
    )

    def __init__(self, *args: Any, deciders: Any, team: Choices, officials: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decided_by"].queryset = deciders  # type: ignore[attr-defined]
        self.fields["leader"].choices = [("", gettext("Chọn")), *team]  # type: ignore[attr-defined]
        self.fields["team"].choices = team  # type: ignore[attr-defined]
        self.fields["officials"].choices = officials  # type: ignore[attr-defined]


class StartForm(BaseForm):
    """Nothing to fill in: the button says it."""


class AssessForm(BaseForm):
    """One radio group for each point of the checklist, a remark, a photo."""

    remark = VietnameseTextField(
        label=_("Nhận xét"),
        lines=True,
        required=False,
        help_text=_("Người được kiểm tra sẽ đọc. Bắt buộc khi có mục cần sửa hoặc chưa đạt."),
    )
    photo = forms.FileField(
        label=_("Chụp ảnh"),
        required=False,
        allow_empty_file=True,
        max_length=150,
        help_text=_("Không chụp mặt người dân. Ảnh ghi giờ gửi, không sửa được sau khi gửi."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg", "capture": "environment"}),
    )

    def __init__(self, *args: Any, items: list[ChecklistItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        for item in items:
            self.fields[f"item_{item.pk}"] = forms.ChoiceField(
                label=item.text,
                choices=assessment_choices,
                widget=forms.RadioSelect,
                error_messages={"required": gettext("Chưa chấm mục “%(item)s”.") % {"item": item.text}},
            )

    @property
    def points(self) -> list[BoundField]:
        """The radio groups in the order of the checklist."""
        return [self[f"item_{item.pk}"] for item in self.items]

    def marks(self) -> dict[int, str]:
        """The answer as the action takes it."""
        return {item.pk: self.cleaned_data[f"item_{item.pk}"] for item in self.items}


class OpinionForm(BaseForm):
    """What the official answers."""

    opinion = VietnameseTextField(
        label=_("Ý kiến của đồng chí"), lines=True, help_text=_("Đoàn kiểm tra và người đứng đầu đơn vị sẽ đọc.")
    )


class FindingForm(BaseForm):
    """What was found (I-24)."""

    description = VietnameseTextField(label=_("Nội dung phát hiện"), lines=True)
    evidence = VietnameseTextField(
        label=_("Bằng chứng"), lines=True, help_text=_("Hồ sơ, sổ, ảnh hoặc lời kể đã kiểm chứng.")
    )
    cause = VietnameseTextField(label=_("Nguyên nhân"), lines=True, required=False)
    person = forms.ChoiceField(label=_("Liên quan đến"), required=False)

    def __init__(self, *args: Any, assessments: list[Assessment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(a.person_id), f"{a.person.full_name}, {a.post_title}") for a in assessments]
        self.fields["person"].choices = [("", gettext("Cả đơn vị")), *people]  # type: ignore[attr-defined]


class RemedyForm(BaseForm):
    """The remedy as a task: what, which product, who, by when."""

    title = VietnameseTextField(label=_("Việc phải làm"), lines=True, max_length=1000)
    product = VietnameseTextField(
        label=_("Sản phẩm"), max_length=500, help_text=_("Thứ nộp lại để chứng tỏ đã khắc phục.")
    )
    responsible = forms.ChoiceField(label=_("Ai làm"), required=False)
    deadline = DateField(label=_("Chậm nhất"), help_text=_("Quá hạn sẽ theo cùng quy trình nhắc việc."))

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["responsible"].choices = [("", gettext("Người đứng đầu đơn vị")), *people]  # type: ignore[attr-defined]


class ConclusionForm(BaseForm):
    """The conclusion (I-4)."""

    conclusion = VietnameseTextField(
        label=_("Kết luận"), lines=True, max_length=8000, help_text=_("Đơn vị và người được kiểm tra sẽ đọc.")
    )


def fault_label(faults: int) -> str:
    """How many points are not met, in words."""
    return ngettext("Cần sửa %(n)s mục", "Cần sửa %(n)s mục", faults) % {"n": faults}
