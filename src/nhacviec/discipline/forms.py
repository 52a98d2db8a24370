"""Forms of discipline."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nhacviec.orgs.models import Organisation
from nhacviec.rules.ballots import BallotCount, validate
from nhacviec.web.forms import BaseForm, DateField, RecordChoiceField, VietnameseTextField

from .models import form_choices, self_review_choices

MOST_PEOPLE = 100_000
Choices = Sequence[tuple[str, str]]
FORM_NAMES = dict(form_choices())


def _number(label: Any, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=MOST_PEOPLE,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "inp inp-d"}),
        error_messages={"invalid": _("Nhập một số, ví dụ 12.")},
        **more,
    )


class OpenForm(BaseForm):
    """What the member is said to have done, and which form is proposed."""

    violation = VietnameseTextField(
        label=_("Nội dung vi phạm"), lines=True, help_text=_("Không ghi nội dung thuộc bí mật nhà nước.")
    )
    act_ended_on = DateField(
        label=_("Ngày vi phạm"),
        help_text=_("Ngày hành vi xảy ra, hoặc ngày kết thúc nếu kéo dài: thời hiệu tính từ đây."),
    )
    proposed_form = forms.ChoiceField(label=_("Hình thức đề nghị"), choices=form_choices)
    superior_task = forms.BooleanField(label=_("Vi phạm khi thực hiện nhiệm vụ do cấp trên giao"), required=False)
    body = RecordChoiceField(
        Organisation.objects.none(),
        label=_("Cấp xem xét, quyết định"),
        required=False,
        empty_label=_("Cấp thấp nhất có thẩm quyền"),
    )

    def __init__(self, *args: Any, bodies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]


class HearingForm(BaseForm):
    """What the member said, or why he or she did not come (D-20, D-21)."""

    held_on = DateField(label=_("Ngày nghe ý kiến"))
    attended = forms.TypedChoiceField(
        label=_("Đảng viên có mặt"),
        choices=[("yes", _("Có mặt, đã trình bày")), ("no", _("Không có mặt khi được mời"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="yes",
    )
    self_review = forms.ChoiceField(label=_("Tự kiểm điểm trước chi bộ"), choices=self_review_choices)
    self_proposed_form = forms.ChoiceField(label=_("Hình thức tự nhận"), required=False)
    statement = VietnameseTextField(
        label=_("Ý kiến của đảng viên"),
        lines=True,
        max_length=8000,
        required=False,
        help_text=_("Bắt buộc khi có mặt. Ghi đầy đủ: ý kiến này được đưa ra cuộc họp xem xét."),
    )
    absence = VietnameseTextField(
        label=_("Lý do không có mặt"), lines=True, required=False, help_text=_("Chỉ ghi khi đảng viên không đến.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["self_proposed_form"].choices = [("", gettext("Không nêu")), *form_choices()]  # type: ignore[attr-defined]


class BallotForm(BaseForm):
    """The count of a secret ballot; votes by the forms on the paper and "none" (D-22)."""

    held_on = DateField(label=_("Ngày họp"))
    roll = _number(_("Tổng số được bỏ phiếu"), help_text=_("Quá nửa tính trên tổng số này, không phải trên số có mặt."))
    roll_reason = VietnameseTextField(label=_("Lý do tổng số khác hồ sơ"), required=False, max_length=500)
    present = _number(_("Số người có mặt"))
    issued = _number(_("Phiếu phát ra"))
    returned = _number(_("Phiếu thu về"))
    valid = _number(_("Phiếu hợp lệ"))

    def __init__(self, *args: Any, choices: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.options = [*choices, "none"]
        for code in self.options:
            label = _("Không kỷ luật") if code == "none" else str(FORM_NAMES[code]).capitalize()
            self.fields[f"vote_{code}"] = _number(label, initial=0)
        for bound in self.fields.values():
            bound.widget.attrs.setdefault("autocomplete", "off")

    @property
    def head_fields(self) -> list[BoundField]:
        """Day, roll and the stages of the count."""
        return [self[name] for name in ("held_on", "roll", "roll_reason", "present", "issued", "returned", "valid")]

    @property
    def vote_fields(self) -> list[BoundField]:
        """One number for each choice on the paper."""
        return [self[f"vote_{code}"] for code in self.options]

    def clean(self) -> dict[str, Any]:
        """Say at once, each beside its field, what contradicts itself in the count."""
        data = super().clean() or {}
        if not self.errors:
            for problem in validate(count_of(data, self.options)):
                name = problem.field if problem.field in self.fields else f"vote_{self.options[-1]}"
                self.add_error(name, gettext(problem.message) % dict(problem.params))
        return data


def count_of(data: dict[str, Any], options: Sequence[str]) -> BallotCount:
    """The answer of `BallotForm` as the rules take it."""
    stages = {name: data[name] for name in ("roll", "present", "issued", "returned", "valid")}
    return BallotCount(**stages, votes={code: data[f"vote_{code}"] for code in options})


class DecisionForm(BaseForm):
    """Number, day and signer: the form is the one that the ballot carried."""

    number = VietnameseTextField(label=_("Số quyết định"), max_length=60)
    decided_on = DateField(label=_("Ngày quyết định"))
    signed_by = forms.ChoiceField(label=_("Người ký"))

    def __init__(self, *args: Any, signers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signed_by"].choices = [("", gettext("Chọn")), *signers]  # type: ignore[attr-defined]


class AnnounceForm(BaseForm):
    """The day of the announcement: the clocks run from it."""

    announced_on = DateField(label=_("Ngày công bố"))


class CloseForm(BaseForm):
    """Why the case ends without discipline."""

    reason = VietnameseTextField(
        label=_("Lý do"), lines=True, help_text=_("Đảng viên, chi bộ và cấp ủy liên quan sẽ đọc.")
    )
