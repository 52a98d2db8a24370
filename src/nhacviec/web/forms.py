"""Forms of the house: label above, message at the field, the server is the judge."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms.renderers import DjangoTemplates
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nhacviec.web import clock
from nhacviec.web.params import LARGEST_ID, safe_int
from nhacviec.web.text import compose, forbidden

_BOXES = (forms.CheckboxInput, forms.CheckboxSelectMultiple, forms.RadioSelect)


class Renderer(DjangoTemplates):
    """Draws whole forms and single fields with our own markup; single controls stay Django's."""

    form_template_name = "web/forms/form.html"
    field_template_name = "web/forms/field.html"


class BaseForm(forms.Form):
    """Base of every form. The browser does not validate (``novalidate``), so messages are always ours."""

    default_renderer = Renderer
    use_required_attribute = False
    required_css_class = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, bound in self.fields.items():
            prepare_field(bound, name)


def prepare_field(field: forms.Field, name: str) -> None:
    """Give a control its class and a message for a missing answer that names the field."""
    if not isinstance(field.widget, _BOXES):
        field.widget.attrs.setdefault("class", "inp")
    if isinstance(field.widget, forms.TextInput | forms.Textarea):
        field.widget.attrs.setdefault("autocomplete", "off")
    standard = type(field).default_error_messages.get("required", forms.Field.default_error_messages["required"])
    if field.error_messages.get("required") == standard:
        label = str(field.label) if field.label else name
        field.error_messages["required"] = gettext("Chưa có %(label)s.") % {"label": _lower_first(label)}


def _lower_first(label: str) -> str:
    """ "Hạn khắc phục" inside a sentence; an abbreviation ("UBND phường") keeps its capitals."""
    return label[:1].lower() + label[1:] if label[1:2].islower() or label[1:2] == " " else label


class VietnameseTextField(forms.CharField):
    """Text in NFC without control characters, at most ``max_length`` letters (default 300, or 4,000 with ``lines``)."""

    default_error_messages = {
        "control": _("Có ký tự lạ không hiển thị được. Xóa đi rồi gõ lại đoạn này."),
        "max_length": _("Tối đa %(limit_value)d chữ cái, đang có %(show_value)d."),
    }

    def __init__(self, *, lines: bool = False, **kwargs: Any) -> None:
        self.lines = lines
        kwargs.setdefault("max_length", 4000 if lines else 300)
        if lines:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
        super().__init__(**kwargs)
        for validator in self.validators:
            if getattr(validator, "code", "") == "max_length":
                validator.message = self.error_messages["max_length"]  # type: ignore[attr-defined]
        # Replaces Django's check for the null character alone.
        self.validators = [v for v in self.validators if getattr(v, "code", "") != "null_characters_not_allowed"]

    def to_python(self, value: Any) -> str:
        """Composed text, stripped. A forbidden character raises ``ValidationError``."""
        text = compose(super().to_python(value) or "")
        text = text.strip() if self.strip else text
        if forbidden(text, lines=self.lines):
            raise ValidationError(self.error_messages["control"], code="control")
        return text


class DateField(forms.DateField):
    """A day typed as 30/11/2021, 30/11 (this year) or 2021-11-30, between ``earliest`` and ``latest``."""

    default_error_messages = {
        "invalid": _("Nhập ngày theo dạng 30/11/2021."),
        "no_such_day": _("Không có ngày %(value)s trong lịch."),
        "out_of_range": _("Ngày phải từ %(earliest)s đến %(latest)s."),
    }

    def __init__(self, *, earliest: date = date(1930, 1, 1), latest: date = date(2100, 12, 31), **kwargs: Any) -> None:
        self.earliest, self.latest = earliest, latest
        kwargs.setdefault("widget", forms.DateInput(format="%d/%m/%Y", attrs={"class": "inp inp-d"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        """The day, ``None`` when empty. Raises ``ValidationError`` with a message that names what was typed."""
        if isinstance(value, date):
            return super().to_python(value)
        text = str(value or "").strip()
        if not text:
            return None
        parts = _date_parts(text)
        if parts is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        try:
            found = date(*parts)
        except ValueError as error:
            raise ValidationError(
                self.error_messages["no_such_day"], code="no_such_day", params={"value": text[:20]}
            ) from error
        if not self.earliest <= found <= self.latest:
            limits = {"earliest": f"{self.earliest:%d/%m/%Y}", "latest": f"{self.latest:%d/%m/%Y}"}
            raise ValidationError(self.error_messages["out_of_range"], code="out_of_range", params=limits)
        return found


_DAY_FIRST = re.compile(r"([0-9]{1,2})\s*[/.-]\s*([0-9]{1,2})(?:\s*[/.-]\s*([0-9]{4}))?\Z")
_YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})\Z")


def _date_parts(text: str) -> tuple[int, int, int] | None:
    """(year, month, day) as typed; a missing year is the present one."""
    if match := _YEAR_FIRST.match(text):
        return int(match[1]), int(match[2]), int(match[3])
    if match := _DAY_FIRST.match(text):
        return int(match[3]) if match[3] else clock.today().year, int(match[2]), int(match[1])
    return None


class IdField(forms.IntegerField):
    """The key of a record or a version number: 0 to 2**63 - 1. Junk gives a message, never an error."""

    default_error_messages = {"invalid": _("Giá trị không đúng. Tải lại trang rồi thử lại.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.HiddenInput)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:
        """The number, ``None`` when empty."""
        if value in self.empty_values:
            return None
        number = safe_int(value)
        if number is None or number < 0:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return number


class RecordChoiceField(forms.ModelChoiceField):
    """One record of a queryset, chosen by its key; whatever else is sent gives a message."""

    default_error_messages = {"invalid_choice": _("Chọn một mục trong danh sách.")}

    def __init__(self, queryset: Any, **kwargs: Any) -> None:
        kwargs.setdefault("empty_label", _("Chọn"))
        super().__init__(queryset, **kwargs)

    def to_python(self, value: Any) -> Any:
        """The record, ``None`` when empty."""
        if value in self.empty_values:
            return None
        if not isinstance(value, Model) and not _is_key(value):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)


class RecordMultipleChoiceField(forms.ModelMultipleChoiceField):
    """Several records of a queryset (at most ``most``); junk gives a message."""

    default_error_messages = {
        "invalid_choice": _("Chọn các mục trong danh sách."),
        "invalid_pk_value": _("Chọn các mục trong danh sách."),
        "too_many": _("Chọn tối đa %(most)d mục."),
    }

    def __init__(self, queryset: Any, *, most: int = 200, **kwargs: Any) -> None:
        self.most = most
        super().__init__(queryset, **kwargs)

    def clean(self, value: Any) -> Any:
        """The queryset of the chosen records."""
        if isinstance(value, list | tuple):
            if len(value) > self.most:
                raise ValidationError(self.error_messages["too_many"], code="too_many", params={"most": self.most})
            if not all(_is_key(one) for one in value):
                raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().clean(value)


def _is_key(value: object) -> bool:
    number = safe_int(value)
    return number is not None and 0 <= number <= LARGEST_ID
