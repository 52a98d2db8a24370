"""Writes the workbook: the empty form with its lists and drop-downs, the export, and the copy that shows the faults."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _

from ..plan import Bad
from .cells import Fault
from .columns import CHOICES, FAULT, FORMS, LISTS, Column, Form, label, pick
from .guide import write_guide
from .workbook import Book, Sheet

_SPARE_ROWS = 2000
_WIDEST = 60
Rows = Iterable[Sequence[Any]]


def write_workbook(target: IO[bytes] | str, rows: Mapping[str, Rows], note: str = "") -> dict[str, int]:
    """Write a workbook with these rows by sheet; returns how many a sheet. Rows go to disk as they come.

    Texts are written as texts whatever they begin with, so that none becomes a formula. `note` says what it holds.
    """
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(target, options)
    looks = _looks(book)
    write_guide(book, looks, note)
    counts = {form.name: _write_form(book, looks, form, rows.get(form.name, ())) for form in FORMS}
    _write_lists(book, looks)
    book.close()
    return counts


def _looks(book: Any) -> dict[str, Any]:
    """The formats of cells by name."""
    head = {"bold": True, "text_wrap": True, "valign": "top", "border": 1}
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "bold": book.add_format({"bold": True}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        "head": book.add_format({**head, "bg_color": "#E8EEF4"}),
        "must": book.add_format({**head, "bg_color": "#FCE8D5"}),
        "code": book.add_format({"num_format": "@"}),
        "day": book.add_format({"num_format": "dd/mm/yyyy", "align": "left"}),
    }


def _write_form(book: Any, looks: Mapping[str, Any], form: Form, rows: Rows) -> int:
    sheet = book.add_worksheet(form.title())
    sheet.freeze_panes(1, 2)
    for place, column in enumerate(form.columns):
        sheet.set_column(place, place, column.width, looks.get(_look(column)))
        _offer_list(sheet, place, column)
    for place, column in enumerate(form.columns):
        sheet.write_string(0, place, column.heading(), looks["must" if column.required else "head"])
        sheet.write_comment(0, place, str(column.help), {"x_scale": 2, "author": "Nhắc Việc"})
    count = 0
    for count, row in enumerate(rows, 1):
        for place, (column, value) in enumerate(zip(form.columns, row, strict=True)):
            _write_cell(sheet, count, place, column, value, looks)
    sheet.autofilter(0, 0, max(count, 1), len(form.columns) - 1)
    return count


def _look(column: Column) -> str:
    return "day" if column.holds == "day" else "code" if column.holds in ("code", "text") else ""


def _offer_list(sheet: Any, place: int, column: Column) -> None:
    """A drop-down, or a day as the only thing that Excel takes without asking."""
    last = 1_048_575
    if column.holds in CHOICES:
        options: dict[str, Any] = {
            "validate": "list",
            "source": _list_range(column.holds),
            "error_title": column.heading(),
            "error_message": _("Chọn một giá trị trong danh sách."),
        }
        sheet.data_validation(1, place, last, place, options)
    elif column.holds == "day":
        options = {
            "validate": "date",
            "criteria": "between",
            "minimum": dt.date(1930, 1, 1),
            "maximum": dt.date(2200, 12, 31),
            "error_type": "warning",
            "error_title": column.heading(),
            "error_message": _("Ngày phải viết dd/mm/yyyy."),
        }
        sheet.data_validation(1, place, last, place, options)


def _list_range(holds: str) -> str:
    place = list(CHOICES).index(holds)
    letter = chr(ord("A") + place)
    return f"='{pick(LISTS)}'!${letter}$2:${letter}${len(CHOICES[holds].values()) + 1}"


def _write_cell(sheet: Any, row: int, place: int, column: Column, value: Any, looks: Mapping[str, Any]) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_string(row, place, label("yes", "yes" if value else "no"))
    elif isinstance(value, dt.date):
        sheet.write_datetime(row, place, value, looks["day"])
    elif column.holds in CHOICES:
        sheet.write_string(row, place, label(column.holds, str(value)))
    else:
        sheet.write_string(row, place, str(value), looks["code"])


def _write_lists(book: Any, looks: Mapping[str, Any]) -> None:
    """The lists behind the drop-downs; protected, because a changed label would no longer be understood."""
    sheet = book.add_worksheet(pick(LISTS))
    columns = [[choice.heading(), *map(str, choice.values().values())] for choice in CHOICES.values()]
    for place, texts in enumerate(columns):
        sheet.set_column(place, place, min(max(map(len, texts)) + 2, _WIDEST))
    for row in range(max(map(len, columns))):
        for place, texts in enumerate(columns):
            if row < len(texts):
                sheet.write_string(row, place, texts[row], looks["head"] if row == 0 else None)
    sheet.freeze_panes(1, 0)
    sheet.protect()


# ------------------------------------------------------------------ the copy that shows the faults


def write_fault_copy(target: IO[bytes] | str, book: Book, bad: Iterable[Bad]) -> None:
    """The sheets as they were read, the wrong cells coloured, with a column that says what is wrong in each row."""
    by_sheet: dict[str, dict[int, tuple[Fault, ...]]] = defaultdict(dict)
    for one in bad:
        by_sheet[one.sheet][one.row] = one.faults
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    copy = xlsxwriter.Workbook(target, options)
    looks = {
        "": None,
        "day": copy.add_format({"num_format": "dd/mm/yyyy", "align": "left"}),
        "bad": copy.add_format({"bg_color": "#F8C9C4", "num_format": "dd/mm/yyyy", "align": "left"}),
        "head": copy.add_format({"bold": True, "text_wrap": True, "bg_color": "#E8EEF4"}),
        "fault": copy.add_format({"text_wrap": True, "valign": "top", "font_color": "#A3261B"}),
    }
    for sheet in book.sheets:
        _write_copied(copy.add_worksheet(sheet.form.title()), sheet, by_sheet[sheet.form.name], looks)
    copy.close()


def _write_copied(page: Any, sheet: Sheet, faults: Mapping[int, tuple[Fault, ...]], looks: Mapping[str, Any]) -> None:
    wide = max((len(row) for row in sheet.rows), default=0)
    heads = [str(value) for value in sheet.rows[sheet.head]] if sheet.rows else []
    last = next((p for p, text in enumerate(heads) if text in FAULT), wide)
    for place in range(wide):
        page.set_column(place, place, 18)
    page.set_column(last, last, 80)
    page.freeze_panes(sheet.head + 1, 0)
    for number, row in enumerate(sheet.rows):
        found = faults.get(number + 1, ())
        wrong = {sheet.places[fault.column] for fault in found if fault.column in sheet.places}
        for place, value in enumerate(row):
            if place != last:
                look = "head" if number == sheet.head else "bad" if place in wrong else ""
                _copy_cell(page, number, place, value, looks, look)
        for place in sorted(place for place in wrong if place >= len(row) or row[place] in (None, "")):
            page.write_blank(number, place, None, looks["bad"])
        if number == sheet.head:
            page.write_string(number, last, pick(FAULT), looks["head"])
        elif found:
            page.write_string(number, last, told(sheet.form, found), looks["fault"])


def _copy_cell(page: Any, row: int, place: int, value: Any, looks: Mapping[str, Any], look: str) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        page.write_boolean(row, place, value, looks[look])
    elif isinstance(value, int | float):
        page.write_number(row, place, value, looks[look])
    elif isinstance(value, dt.datetime | dt.date):
        page.write_datetime(row, place, value, looks[look or "day"])
    else:
        page.write_string(row, place, str(value), looks[look])


def told(form: Form, faults: Iterable[Fault]) -> str:
    """All that is wrong in a row, as one text: column, what would be accepted, what it may mean."""
    headings = {column.name: column.heading() for column in form.columns}
    lines = []
    for fault in faults:
        text = f"{headings.get(fault.column, fault.column)}: {fault.message}"
        if fault.candidates:
            text += " " + _("Có thể là: %(names)s.") % {"names": "; ".join(fault.candidates)}
        lines.append(text)
    return "\n".join(lines)
