"""Controls, their messages, and what they refuse."""

import re
from datetime import date

import pytest
from django import forms
from django.template import Context, Template

from nhacviec.web.forms import BaseForm, DateField, IdField, VietnameseTextField
from nhacviec.web.params import safe_date, safe_int

JUNK = ["", " ", "x", "1e5", "١٢", "1_000", "-", "9" * 19, "9" * 400, "\x00", None, True, "2.5", "0x10", [], {}]


class SampleForm(BaseForm):
    subject = VietnameseTextField(label="Trích yếu", max_length=10)
    due = DateField(label="Hạn khắc phục", help_text="Gõ 30/11/2021", required=False)
    result = forms.ChoiceField(label="Kết quả", choices=[("a", "Đạt")], widget=forms.RadioSelect, required=False)
    version = IdField(required=False)


def render(form: forms.Form) -> str:
    return Template("{% load nv %}{% errsum form %}{% fields form %}").render(Context({"form": form}))


def test_a_wrong_answer_is_told_at_the_field_and_in_the_summary_in_the_same_words():
    out = render(SampleForm({"subject": "", "due": "31/02/2021"}))
    for message in ("Chưa có trích yếu.", "Không có ngày 31/02/2021 trong lịch."):
        assert out.count(message) == 2
    assert '<a href="#id_due">' in out
    control = re.search(r'<input[^>]*name="due"[^>]*>', out)[0]
    assert 'aria-invalid="true"' in control
    assert 'value="31/02/2021"' in control
    described = re.search(r'aria-describedby="([^"]+)"', control)[1].split()
    assert set(described) == {"id_due_helptext", "id_due_error"}
    assert all(f'id="{name}"' in out for name in described)


def test_only_optional_fields_are_marked():
    out = render(SampleForm())
    assert out.count("(không bắt buộc)") == 2
    assert " required" not in out
    assert 'aria-required="true"' in re.search(r'<input[^>]*name="subject"[^>]*>', out)[0]
    assert out.count("id_result") == len(set(re.findall(r'id="(id_result[^"]*)"', out))) + out.count('for="id_result')


def test_a_missing_answer_names_the_field_but_keeps_abbreviations():
    class Form(BaseForm):
        unit = VietnameseTextField(label="UBND phường")

    assert Form({}).errors["unit"] == ["Chưa có UBND phường."]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Hòa Thuận ", "Hòa Thuận"),
        ("Ho\u0300a\u200b", "Hòa"),
        ("Kỷ luật", "Kỷ luật"),
    ],
)
def test_text_is_composed_and_stripped(typed, kept):
    assert VietnameseTextField(max_length=20).clean(typed) == kept


@pytest.mark.parametrize("typed", ["a\x00b", "a\x07", "a\u202eb", "dòng\nmới", "\ue000", "\udc80"])
def test_characters_that_cannot_be_read_are_refused(typed):
    with pytest.raises(forms.ValidationError, match="ký tự lạ"):
        VietnameseTextField().clean(typed)


def test_long_text_may_have_lines_and_says_how_long_it_may_be():
    field = VietnameseTextField(lines=True, max_length=12)
    assert field.clean("một\r\nhai") == "một\nhai"
    with pytest.raises(forms.ValidationError, match="Tối đa 12 chữ cái, đang có 13"):
        field.clean("x" * 13)


@pytest.mark.parametrize("typed", ["30/11/2021", "30-11-2021", "30.11.2021", "2021-11-30", " 30 / 11 / 2021 "])
def test_a_day_can_be_typed_in_several_ways(typed):
    assert DateField().clean(typed) == date(2021, 11, 30)


def test_a_day_without_a_year_is_in_the_present_one(settings):
    settings.NHACVIEC_TODAY = "2021-11-08"
    assert DateField().clean("30/11") == date(2021, 11, 30)


@pytest.mark.parametrize("typed", ["32/13/2021", "00/00/0000", "30/11/99999", "abc", "1/1/1", "9" * 50, "30/11/0001"])
def test_an_impossible_day_gets_a_message(typed):
    with pytest.raises(forms.ValidationError):
        DateField().clean(typed)


@pytest.mark.parametrize("value", JUNK)
def test_junk_is_no_number(value):
    assert safe_int(value) is None


def test_numbers_that_a_column_holds_are_read():
    assert safe_int("42") == 42
    assert safe_int(str(2**63 - 1)) == 2**63 - 1
    assert safe_int(str(2**63)) is None
    assert safe_date("2021-02-30") is None
    assert safe_date("30/11/2021") == date(2021, 11, 30)


@pytest.mark.parametrize("value", ["x", str(2**63), "-1", "1\x00"])
def test_a_record_key_that_cannot_be_gets_a_message(value):
    with pytest.raises(forms.ValidationError, match="Tải lại trang"):
        IdField().clean(value)
