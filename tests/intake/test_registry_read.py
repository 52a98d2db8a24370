"""A workbook is read without trust: headings in any order and spelling, values of any kind, nothing too large."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile

import pytest
import xlsxwriter
from django.utils.translation import override

from nhacviec.documents.uploads import check_upload
from nhacviec.intake.registry.book.cells import document_of, read_line
from nhacviec.intake.registry.book.columns import FORMS, MEMBERSHIPS, PEOPLE
from nhacviec.intake.registry.book.sheets import write_workbook
from nhacviec.intake.registry.book.workbook import Book, read_workbook
from nhacviec.web.errors import BadInput

from .registry_files import book, upload

D = dt.date


def people(*rows: object, heads: tuple[str, ...] = ("Mã", "Họ và tên", "Ngày sinh"), title: str = "Con người") -> Book:
    """The reading of a workbook with a sheet of people."""
    return read_workbook(book({title: [heads, *rows]}))  # type: ignore[list-item]


def values(found: Book) -> list[dict[str, object]]:
    """The values of the lines; a line with a fault fails the test."""
    read = [read_line(PEOPLE, line) for line in found.lines("people")]
    assert [faults for _values, faults in read if faults] == []
    return [value for value, _faults in read]


def messages(raw: object, column: str = "born_on") -> list[str]:
    """What is said of a single cell."""
    row = {"code": "A", "name": "Trần A", "born_on": None} | {column: raw}
    [line] = people(tuple(row.values())).lines("people")
    return [fault.message for fault in read_line(PEOPLE, line)[1] if fault.column == column]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_template_of_either_language_is_understood(language: str) -> None:
    target = io.BytesIO()
    with override(language):
        write_workbook(target, {"people": [("A", "Trần A", D(1980, 1, 2))]})
    found = read_workbook(check_upload(upload(target.getvalue()), kinds=("xlsx",)).file.read())
    assert [sheet.form for sheet in found.sheets] == list(FORMS)
    assert [(s.unknown, s.missing) for s in found.sheets] == [([], [])] * 5
    assert [len(s.places) == len(s.form.columns) for s in found.sheets] == [True] * 5
    assert values(found) == [{"code": "A", "name": "Trần A", "born_on": D(1980, 1, 2)}]


def test_headings_in_any_order_case_and_without_marks() -> None:
    found = people(("3/4/1985", "x", " b 1 ", "Trần  Thị Bê "), heads=("NGAY SINH", "Ghi chú", "ma", "Ho va ten*"))
    assert values(found) == [{"code": "b 1", "name": "Trần Thị Bê", "born_on": D(1985, 4, 3)}]
    assert found.sheets[0].unknown == ["Ghi chú"]


def test_a_title_above_merged_headings_and_empty_rows() -> None:
    target = io.BytesIO()
    out = xlsxwriter.Workbook(target)
    page = out.add_worksheet("con nguoi")
    page.merge_range(0, 0, 0, 2, "DANH SÁCH CÁN BỘ")
    for place, text in enumerate(("Mã người", "Họ tên", "Ngày sinh")):
        page.merge_range(2, place, 3, place, text)
    page.write_row(6, 0, ("A1", "Lý B"))
    out.add_worksheet("Ghi chú khác").write(0, 0, "x")
    out.close()
    found = read_workbook(target.getvalue())
    assert [(line.number, line.cells["code"]) for line in found.lines("people")] == [(7, "A1")]
    assert found.ignored == ["Ghi chú khác"]


def test_a_sheet_of_another_name_is_known_by_its_headings() -> None:
    found = people(("A", "Trần A", None), title="Sheet1")
    assert [sheet.form.name for sheet in found.sheets] == ["people"]
    assert found.sheets[0].title == "Sheet1"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (4.0, "4"),
        ("0042", "0042"),
        ("  A\u00a0B ", "A B"),
        ("Nguye\u0302\u0303n", "Nguyễn"),
        (12345678901.0, "12345678901"),
    ],
)
def test_codes_as_they_were_meant(raw: object, code: str) -> None:
    assert values(people((raw, "Trần A", None)))[0]["code"] == code


@pytest.mark.parametrize("raw", [D(1985, 4, 3), "03/04/1985", "3-4-1985", " 3.4.1985 ", "1985-04-03"])
def test_days_as_days_and_as_texts(raw: object) -> None:
    assert values(people(("A", "Trần A", raw)))[0]["born_on"] == D(1985, 4, 3)


@pytest.mark.parametrize("raw", [1985, 31140, "1985", "31/02/1985", "04/25/1985", "hôm qua", True, D(1929, 1, 1)])
def test_what_is_no_day_says_how_a_day_is_written(raw: object) -> None:
    assert ["dd/mm/yyyy" in text for text in messages(raw)] == [True]


def test_other_cells_say_what_they_take() -> None:
    assert "Text" in messages(D(2020, 1, 2), "code")[0]
    assert "trống" in messages(None, "code")[0]
    assert "Tối đa 40" in messages("x" * 41, "code")[0]
    line = read_workbook(
        book({"Sinh hoạt đảng": [["Họ và tên", "Ngày kết nạp", "Đình chỉ"], ["Trần A", D(2010, 1, 1), "chắc"]]})
    ).lines("memberships")[0]
    assert [f.message for f in read_line(MEMBERSHIPS, line)[1]] == ["Chọn một trong: Có; Không."]


def test_a_formula_counts_by_its_value_and_an_error_is_named() -> None:
    target = io.BytesIO()
    out = xlsxwriter.Workbook(target)
    page = out.add_worksheet("Con người")
    page.write_row(0, 0, ("Mã", "Họ và tên", "Ngày sinh"))
    page.write_formula(1, 0, '="A"&1', None, "A1")
    page.write_formula(1, 1, "=1/0", None, "#DIV/0!")
    page.write_formula(1, 2, "=TODAY()", None, "")
    out.close()
    [line] = read_workbook(target.getvalue()).lines("people")
    found, faults = read_line(PEOPLE, line)
    assert found["code"] == "A1"
    assert [(f.column, "công thức" in f.message) for f in faults] == [("name", True), ("born_on", True)]


def test_files_that_are_none_are_refused_in_words() -> None:
    for content, text in (
        (b"PK\x03\x04 hong", "Không mở được"),
        (book({"Trang lạ": [["a"], ["b"]]}), "không có trang nào"),
        (book({"Con người": [["Mã", "Họ và tên"], *[["A", "B"]] * 3], "people": [["Code", "Full name"]]}), "hai trang"),
    ):
        with pytest.raises(BadInput, match=text):
            read_workbook(content)


def _moved_far(reference: str) -> bytes:
    """A small workbook in which one cell says that it stands far out."""
    packed = io.BytesIO(book({"Con người": [["Mã", "Họ và tên", "Ngày sinh"], ["A", "B", None]]}))
    out = io.BytesIO()
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename.endswith("sheet1.xml"):
                data = re.sub(rb'r="B2"', f'r="{reference}"'.encode(), data)
            new.writestr(entry.filename, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("reference", "text"), [("B1048576", "100000 dòng"), ("XFD2", "80 cột"), ("CA99999", "quá nhiều ô")]
)
def test_a_cell_far_out_does_not_fill_the_memory(reference: str, text: str) -> None:
    with pytest.raises(BadInput, match=text):
        read_workbook(_moved_far(reference))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("12-QĐ/TU ngày 1/7/2021", ("12-QĐ/TU", D(2021, 7, 1))),
        ("Nghị quyết 202/2025/QH15, 12.06.2025", ("Nghị quyết 202/2025/QH15", D(2025, 6, 12))),
        ("12-QĐ/TU", None),
        ("ngày 31/02/2021", None),
        ("", None),
    ],
)
def test_a_document_is_its_number_and_its_day(text: str, found: tuple[str, dt.date] | None) -> None:
    order = document_of(text)
    assert (order and (order.number, order.signed_on)) == found
