"""Forms of the reviews."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from nhacviec.orgs.models import Organisation
from nhacviec.rules.grades import LEVEL_LABELS
from nhacviec.rules.quota import BASE_LABELS, BASES, ROUNDING_LABELS
from nhacviec.rules.rulesets import RuleSet
from nhacviec.web.forms import BaseForm, DateField, RecordChoiceField, RecordMultipleChoiceField, VietnameseTextField

from .models import Campaign, Subject, grade_choices

GRADES = [(str(value), label) for value, label in grade_choices()]


def _labelled(labels: Any) -> list[tuple[str, Any]]:
    return [("", _("Theo bộ quy tắc")), *((code, _t(label)) for code, label in labels.items())]


class OpenForm(BaseForm):
    """Open the campaign of a year."""

    committee = RecordChoiceField(Organisation.objects.none(), label=_("Cấp ủy"))
    decider = RecordChoiceField(Organisation.objects.none(), label=_("Nơi quyết định xếp loại tổ chức"))
    year = forms.IntegerField(label=_("Năm"), min_value=2018, max_value=2100)
    structure_on = DateField(label=_("Lấy cơ cấu tổ chức ngày"))
    opened_on = DateField(label=_("Mở đợt ngày"))
    base = forms.ChoiceField(label=_("Cơ sở tính xuất sắc: tổ chức, chi bộ"), required=False)
    rounding = forms.ChoiceField(label=_("Làm tròn: tổ chức, chi bộ"), required=False)
    member_base = forms.ChoiceField(label=_("Cơ sở tính xuất sắc: đảng viên"), required=False)
    member_rounding = forms.ChoiceField(label=_("Làm tròn: đảng viên"), required=False)

    def __init__(self, *args: Any, committees: Any, deciders: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["committee"].queryset = committees  # type: ignore[attr-defined]
        self.fields["decider"].queryset = deciders  # type: ignore[attr-defined]
        for name in ("base", "member_base"):
            self.fields[name].choices = _labelled({b: BASE_LABELS[b] for b in BASES})  # type: ignore[attr-defined]
        for name in ("rounding", "member_rounding"):
            self.fields[name].choices = _labelled(ROUNDING_LABELS)  # type: ignore[attr-defined]


class SelfReviewForm(BaseForm):
    """Self-review: the text, one level a criterion, the grade."""

    review = VietnameseTextField(label=_("Tự kiểm điểm"), lines=True, max_length=20_000, required=False)

    def __init__(self, *args: Any, kind: str, rules: RuleSet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stem = "member" if kind == "member" else "organisation"
        labels = rules.value(f"{stem}.criteria_labels") if rules.has(f"{stem}.criteria_labels") else {}
        self.criteria = list(rules.value(f"{stem}.criteria")) if rules.has(f"{stem}.criteria") else []
        levels = [(str(int(level)), _t(label)) for level, label in LEVEL_LABELS.items()]
        for number, code in enumerate(self.criteria):
            self.fields[f"m{number}"] = forms.ChoiceField(
                label=f"{code}. {_t(labels.get(code, code))}",
                choices=levels,
                widget=forms.RadioSelect(attrs={"class": "seg-in"}),
            )
        self.fields["grade"] = forms.ChoiceField(label=_("Tự xếp loại"), choices=GRADES, widget=forms.RadioSelect)


class ConfirmForm(BaseForm):
    """A page with one question and one button."""


class FactsForm(BaseForm):
    """Facts of the appraisal that no register holds."""

    YES_NO = (("", _("chưa biết")), ("yes", _("có")), ("no", _("không")))

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        if kind == "member":
            self.fields["sick_days"] = forms.IntegerField(
                label=_("Số ngày nghỉ ốm trong năm"), required=False, min_value=0, max_value=366
            )
            self.fields["civil_service_grade"] = forms.ChoiceField(
                label=_("Xếp loại cán bộ, công chức"),
                required=False,
                choices=[("", _("không phải cán bộ, công chức")), *GRADES],
            )
            return
        self.fields["targets_share"] = forms.IntegerField(
            label=_("Tỷ lệ chỉ tiêu đạt được (%)"), required=False, min_value=0, max_value=100
        )
        for name, label in (
            ("main_targets_met", _("Đạt các chỉ tiêu chủ yếu")),
            ("force_majeure", _("Do bất khả kháng")),
            ("same_level_bodies_good", _("Chính quyền, Mặt trận, đoàn thể cùng cấp đều tốt trở lên")),
            ("disunited", _("Bị kết luận mất đoàn kết nội bộ")),
            ("disciplined", _("Tổ chức bị kỷ luật trong năm")),
        ):
            self.fields[name] = forms.ChoiceField(label=label, required=False, choices=self.YES_NO)

    @staticmethod
    def facts_of(kind: str, answers: dict[str, Any]) -> dict[str, Any]:
        """The facts as the action takes them; what was left empty is not known."""
        data = {name: value for name, value in answers.items() if value not in (None, "")}
        if kind == "member":
            return {name: int(value) for name, value in data.items()}
        found: dict[str, Any] = {name: value == "yes" for name, value in data.items() if name != "targets_share"}
        if "targets_share" in data:
            found["targets_share"] = f"{data['targets_share'] / 100:.2f}"
        return found

    @staticmethod
    def initial_of(declared: dict[str, Any]) -> dict[str, Any]:
        """What was entered before, as the form shows it."""
        found: dict[str, Any] = {}
        for name, value in declared.items():
            if name == "targets_share":
                found[name] = round(float(value) * 100)
            else:
                found[name] = ("yes" if value else "no") if isinstance(value, bool) else value
        return found


class BallotForm(BaseForm):
    """One secret ballot."""

    held_on = DateField(label=_("Ngày họp"))
    roll = forms.IntegerField(label=_("Tổng số được triệu tập"), min_value=1, max_value=1_000_000)
    present = forms.IntegerField(label=_("Số người có mặt"), min_value=0, max_value=1_000_000)
    issued = forms.IntegerField(label=_("Phiếu phát ra"), min_value=0, max_value=1_000_000)
    returned = forms.IntegerField(label=_("Phiếu thu về"), min_value=0, max_value=1_000_000)
    valid = forms.IntegerField(label=_("Phiếu hợp lệ"), min_value=0, max_value=1_000_000)
    votes_1 = forms.IntegerField(label=_("Phiếu xuất sắc"), min_value=0, max_value=1_000_000)
    votes_2 = forms.IntegerField(label=_("Phiếu tốt"), min_value=0, max_value=1_000_000)
    votes_3 = forms.IntegerField(label=_("Phiếu hoàn thành"), min_value=0, max_value=1_000_000)
    votes_4 = forms.IntegerField(label=_("Phiếu không hoàn thành"), min_value=0, max_value=1_000_000)


class DecideForm(BaseForm):
    """The decision on one subject."""

    grade = forms.ChoiceField(label=_("Xếp loại"), choices=GRADES, widget=forms.RadioSelect)
    grounds = VietnameseTextField(
        label=_("Lý do, nếu khác đề nghị hoặc khác kết quả phiếu"),
        lines=True,
        required=False,
        help_text=_("Đối tượng được xếp loại và cấp trên sẽ đọc lý do này."),
    )
    number = VietnameseTextField(label=_("Số quyết định"), max_length=60)
    decided_on = DateField(label=_("Ngày quyết định"))


class DecideManyForm(BaseForm):
    """One decision on many subjects, each as proposed and voted."""

    subjects = RecordMultipleChoiceField(
        Subject.objects.none(), label=_("Đối tượng"), most=500, widget=forms.CheckboxSelectMultiple
    )
    number = VietnameseTextField(label=_("Số quyết định"), max_length=60)
    decided_on = DateField(label=_("Ngày quyết định"))

    def __init__(self, *args: Any, subjects: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subjects"].queryset = subjects  # type: ignore[attr-defined]


class ReplyForm(BaseForm):
    """What the subject says to a proposal."""

    reply = VietnameseTextField(label=_("Ý kiến"), lines=True, max_length=20_000)


class CloseForm(BaseForm):
    """Seal a campaign."""

    closed_on = DateField(label=_("Chốt ngày"))

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.campaign = campaign


class ReopenForm(BaseForm):
    """Cancel a decided grade."""

    reason = VietnameseTextField(
        label=_("Lý do hủy kết quả"), lines=True, help_text=_("Ghi vào sổ lưu vết; đối tượng được đọc.")
    )
