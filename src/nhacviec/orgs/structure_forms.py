"""Forms of a change of structure. Organisations are chosen among those of the same kind beside it, or by their codes."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nhacviec.web.errors import BadInput
from nhacviec.web.forms import (
    BaseForm,
    DateField,
    RecordChoiceField,
    RecordMultipleChoiceField,
    VietnameseTextField,
    prepare_field,
)

from .actions import FoundingDocument
from .kinds import hierarchy_choices
from .models import Organisation

MOST_BESIDE = 200
NEW_PLACES = (1, 2, 3)
MANY_PLACES = (1, 2, 3, 4)
WHEN = ("on", "document", "signed_on")
_SEPARATORS = re.compile(r"[\s,;]+")


class ChangeForm(BaseForm):
    """From which day, by which document: asked by every change of structure."""

    on = DateField(label=_("Có hiệu lực từ ngày"), help_text=_("Ngày đầu tiên theo tổ chức mới."))
    document = VietnameseTextField(
        label=_("Số, ký hiệu văn bản"), max_length=180, help_text=_("Ví dụ: 1659/NQ-UBTVQH15.")
    )
    signed_on = DateField(label=_("Ngày văn bản"))

    def founding_document(self) -> FoundingDocument:
        """The document as the actions take it."""
        return FoundingDocument(self.cleaned_data["document"], self.cleaned_data["signed_on"])


def _beside_field(label: object, *, several: bool = False) -> Any:
    if several:
        return RecordMultipleChoiceField(
            Organisation.objects.none(), label=label, required=False, widget=forms.CheckboxSelectMultiple
        )
    return RecordChoiceField(Organisation.objects.none(), label=label, required=False)


class BesideForm(ChangeForm):
    """A change in which other organisations are named: `unit` is the one that changes, `beside` those offered."""

    beside_fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, unit: Organisation, beside: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit = unit
        for name in self.beside_fields:
            self.fields[name].queryset = beside  # type: ignore[attr-defined]

    def by_codes(self, name: str) -> list[Organisation]:
        """The organisations whose codes were typed, in their order. Raises BadInput for one that nobody bears."""
        codes = [code for code in _SEPARATORS.split(self.cleaned_data.get(name) or "") if code]
        known = {one.code: one for one in Organisation.objects.filter(code__in=codes)}
        for code in codes:
            if code not in known:
                raise BadInput(name, _("Không có tổ chức nào mang mã %(code)s.") % {"code": code[:40]})
        return [known[code] for code in dict.fromkeys(codes)]

    def one_of(self, choice: str, code: str) -> Organisation | None:
        """The organisation chosen in the list or typed by its code. Raises BadInput where both are given."""
        found = [*([self.cleaned_data[choice]] if self.cleaned_data.get(choice) else []), *self.by_codes(code)]
        if len({one.pk for one in found}) > 1:
            raise BadInput(code, _("Chỉ chọn một tổ chức."))
        return found[0] if found else None


class MergeForm(BesideForm):
    """Merge an organisation, alone or with others, into one that stands or into a new one."""

    beside_fields = ("others", "target")
    field_order = (
        *("others", "other_codes", "target", "target_code"),
        *("name", "short_name", "code", "official_code", "head", "head_title", *WHEN),
    )
    others = _beside_field(_("Cùng nhập"), several=True)
    other_codes = VietnameseTextField(
        label=_("Mã của các tổ chức cùng nhập khác"), required=False, max_length=2000, lines=True
    )
    target = _beside_field(_("Nhập vào tổ chức đang có"))
    target_code = VietnameseTextField(label=_("Hoặc mã của tổ chức ấy"), required=False, max_length=40)
    name = VietnameseTextField(label=_("Hoặc thành lập mới, tên"), required=False, max_length=300)
    short_name = VietnameseTextField(label=_("Tên viết tắt của tổ chức mới"), required=False, max_length=120)
    code = VietnameseTextField(label=_("Mã của tổ chức mới"), required=False, max_length=40)
    official_code = VietnameseTextField(
        label=_("Mã đơn vị của tổ chức mới"),
        required=False,
        max_length=40,
        help_text=_("Mã do Nhà nước hoặc Đảng cấp; được dùng lại mã của tổ chức vừa kết thúc."),
    )
    head = VietnameseTextField(
        label=_("Mã của người đứng đầu tổ chức mới"),
        required=False,
        max_length=40,
        help_text=_(
            "Mã ghi trên trang của người ấy. Để trống thì chức vụ còn khuyết, việc giữ người chịu trách nhiệm cũ."
        ),
    )
    head_title = VietnameseTextField(label=_("Chức danh của người đứng đầu"), required=False, max_length=160)


class ManyForm(ChangeForm):
    """For each unit of a kind below a body, into which it passes; and the new ones that are founded with the change."""

    def __init__(self, *args: Any, units: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = units
        new = [(f"new:{number}", _("Đơn vị mới thứ %(number)s") % {"number": number}) for number in MANY_PLACES]
        standing = [(str(one.pk), one.label) for one in units]
        for unit in units:
            others = [pair for pair in standing if pair[0] != str(unit.pk)]
            self._add(
                f"to_{unit.pk}",
                forms.ChoiceField(label=unit.name, required=False, choices=[("", _("không đổi")), *new, *others]),
            )
        for number in MANY_PLACES:
            words = {"number": number}
            for name, label, most in (
                ("name", _("Đơn vị mới thứ %(number)s, tên"), 300),
                ("code", _("Mã của đơn vị mới thứ %(number)s"), 40),
                ("official", _("Mã đơn vị do Nhà nước hoặc Đảng cấp, đơn vị mới thứ %(number)s"), 40),
            ):
                self._add(f"{name}_{number}", VietnameseTextField(label=label % words, required=False, max_length=most))
        self.order_fields([*(name for name in self.fields if name not in WHEN), *WHEN])

    def _add(self, name: str, made: forms.Field) -> None:
        prepare_field(made, name)
        self.fields[name] = made


class SplitForm(BesideForm):
    """Split an organisation into some that stand and some that are founded with it."""

    beside_fields = ("into",)
    keep_source = forms.BooleanField(label=_("Tổ chức này vẫn tồn tại, chỉ chuyển đi một phần"), required=False)
    into = _beside_field(_("Tổ chức đang có nhận một phần"), several=True)
    into_codes = VietnameseTextField(
        label=_("Mã của các tổ chức nhận khác"), required=False, max_length=2000, lines=True
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in NEW_PLACES:
            for name, label, most in (
                ("name", _("Tổ chức mới thứ %(number)s, tên"), 300),
                ("code", _("Mã của tổ chức mới thứ %(number)s"), 40),
            ):
                new = VietnameseTextField(label=label % {"number": number}, required=False, max_length=most)
                prepare_field(new, name)
                self.fields[f"{name}_{number}"] = new
        self.order_fields([*(name for name in self.fields if name not in WHEN), *WHEN])


class EndOrganisationForm(BesideForm):
    """End an organisation, with a successor where anything is left open."""

    beside_fields = ("target",)
    field_order = ("target", "target_code", *WHEN)
    target = _beside_field(_("Tổ chức kế thừa"))
    target_code = VietnameseTextField(label=_("Hoặc mã của tổ chức kế thừa"), required=False, max_length=40)


class RenameForm(ChangeForm):
    """Another name, short name or official code from a day."""

    name = VietnameseTextField(label=_("Tên mới"), max_length=300)
    short_name = VietnameseTextField(label=_("Tên viết tắt"), max_length=120, required=False)
    official_code = VietnameseTextField(label=_("Mã đơn vị"), max_length=40, required=False)
    field_order = ("name", "short_name", "official_code", *WHEN)


class MoveForm(BesideForm):
    """Another parent in one hierarchy from a day."""

    beside_fields = ("parent",)
    parent = _beside_field(_("Cấp trên mới"))
    parent_code = VietnameseTextField(label=_("Hoặc mã của cấp trên mới"), required=False, max_length=40)
    hierarchy = forms.ChoiceField(label=_("Trực thuộc theo"), choices=hierarchy_choices)
    field_order = ("parent", "parent_code", "hierarchy", *WHEN)
