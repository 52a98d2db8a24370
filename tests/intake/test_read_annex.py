"""Reading files: the real annex, small files, files that are refused."""

from __future__ import annotations

import io

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nhacviec.intake.files import RawTable, tables_of
from nhacviec.intake.reading import Reading, Row, read_file, read_tables
from nhacviec.web.errors import BadInput

from .files import ANNEX, HEADER, excel, part_of, with_part, word

TASK = ("1", "Niêm yết thủ tục", "Phòng Nội vụ", "Phòng Tư pháp", "Biên bản", "6/2022")


def read_word(*tables: object) -> Reading:
    return read_file("a.docx", word(*tables))  # type: ignore[arg-type]


def tasks(reading: Reading) -> list[Row]:
    return [row for row in reading.rows if row.kind == "task"]


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(BadInput) as caught:
        read_file(name, content)
    assert caught.value.field == "file"
    return str(caught.value)


# ------------------------------------------------------------------ the real annex


@pytest.fixture(scope="module")
def real() -> Reading:
    return read_file(ANNEX.name, ANNEX.read_bytes())


def test_real_annex_has_140_numbered_tasks_in_7_groups(real: Reading) -> None:
    assert [row.number for row in tasks(real)] == [f"{n}." for n in range(1, 141)]
    assert [row.number for row in real.rows if row.kind == "group"] == ["I.", "II.", "III.", "IV.", "V.", "VI.", "VII."]
    assert {row.kind for row in real.rows} == {"task", "group"}


def test_real_annex_columns_are_found_by_their_heads(real: Reading) -> None:
    assert {name: head for name, (_place, head) in real.columns.items()} == {
        "number": "TT",
        "title": "Tên nhiệm vụ",
        "lead": "Cơ quan chủ trì",
        "cooperation": "Cơ quan phối hợp",
        "product": "Kết quả",
        "deadline": "Thời gian hoàn thành",
    }


def test_real_annex_rows_cut_by_a_page_break_are_joined_and_say_so(real: Reading) -> None:
    joined = {row.number: row for row in tasks(real) if "joined" in row.notes}
    assert set(joined) == {"108.", "110.", "128."}
    assert joined["128."].title.endswith("công bố kết quả.")
    assert joined["108."].notes == ["joined:cooperation", "joined"]


def test_real_annex_keeps_a_stray_text_of_a_heading_as_a_note(real: Reading) -> None:
    heading = next(row for row in real.rows if row.number == "IV.")
    assert heading.notes == ["năm tiếp theo"]


def test_real_annex_tasks_know_their_group(real: Reading) -> None:
    by_number = {row.number: row for row in tasks(real)}
    assert by_number["1."].group.startswith("Nâng cao nhận thức")
    assert by_number["140."].group.startswith("Tăng cường hợp tác quốc tế")
    assert by_number["123."].deadline == "Quý II/2025"


# ------------------------------------------------------------------ Word


def test_two_tables_with_headers_are_both_read() -> None:
    reading = read_word([HEADER, TASK], [HEADER, ("2", *TASK[1:])])
    assert [row.number for row in tasks(reading)] == ["1", "2"]
    assert (reading.tables_read, reading.tables_found) == (2, 2)


def test_a_table_that_goes_on_without_a_header_is_read_on() -> None:
    reading = read_word([HEADER, TASK], [("2", *TASK[1:])])
    assert [(row.line, row.number, row.lead) for row in tasks(reading)] == [
        (1, "1", "Phòng Nội vụ"),
        (2, "2", "Phòng Nội vụ"),
    ]


def test_a_signature_table_is_not_read_as_tasks() -> None:
    reading = read_word([("Nơi nhận", "TM. BAN THƯỜNG VỤ")], [HEADER, TASK], [("Nơi nhận", "Người lập")])
    assert len(reading.rows) == 1
    assert (reading.tables_read, reading.tables_found) == (1, 3)


def test_header_and_column_numbers_on_the_next_page_are_set_aside_but_kept() -> None:
    numbers = ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)")
    reading = read_word([HEADER, numbers, TASK, HEADER, ("2", *TASK[1:])])
    assert [row.kind for row in reading.rows] == ["skip", "task", "skip", "task"]
    assert reading.rows[0].notes == list(numbers)


def test_other_columns_are_kept_beside_the_row() -> None:
    reading = read_word([(*HEADER, "Ghi chú"), (*TASK, "Xong trước Tết")])
    assert reading.rows[0].extra == [("Ghi chú", "Xong trước Tết")]


def test_a_heading_over_all_columns_is_a_group() -> None:
    document = docx.Document(io.BytesIO(word([HEADER, ("",) * 6, TASK])))
    row = document.tables[0].rows[1]
    row.cells[0].merge(row.cells[5]).text = "A. Nhóm việc thứ nhất"
    stream = io.BytesIO()
    document.save(stream)
    reading = read_file("a.docx", stream.getvalue())
    assert [(row.kind, row.title) for row in reading.rows] == [
        ("group", "A. Nhóm việc thứ nhất"),
        ("task", "Niêm yết thủ tục"),
    ]
    assert reading.rows[1].group == "A. Nhóm việc thứ nhất"


def test_a_lead_merged_over_rows_stands_in_each() -> None:
    document = docx.Document(io.BytesIO(word([HEADER, TASK, ("2", "Việc hai", "", "", "Biên bản", "7/2022")])))
    table = document.tables[0]
    table.cell(1, 2).merge(table.cell(2, 2))
    stream = io.BytesIO()
    document.save(stream)
    assert [row.lead for row in read_file("a.docx", stream.getvalue()).rows] == ["Phòng Nội vụ", "Phòng Nội vụ"]


def test_inserted_words_count_and_deleted_words_do_not() -> None:
    content = word([HEADER, TASK])
    body = part_of(content, "word/document.xml").replace(
        "<w:t>Niêm yết thủ tục</w:t></w:r>",
        "<w:t>Niêm yết</w:t></w:r><w:ins w:id='1' w:author='a'><w:r><w:t xml:space='preserve'> công khai</w:t></w:r></w:ins>"
        "<w:del w:id='2' w:author='a'><w:r><w:delText>bỏ</w:delText></w:r></w:del>",
    )
    assert (
        read_file("a.docx", with_part(content, "word/document.xml", body.encode())).rows[0].title
        == "Niêm yết công khai"
    )


def test_a_row_without_number_and_lead_after_a_heading_is_a_row_of_its_own() -> None:
    reading = read_word([HEADER, ("I.", "Nhóm", "", "", "", ""), ("", "Việc không số", "", "", "Báo cáo", "")])
    assert [row.kind for row in reading.rows] == ["group", "task"]


# ------------------------------------------------------------------ Excel


def test_excel_is_read_like_word() -> None:
    reading = read_file("a.xlsx", excel([("BẢNG GIAO VIỆC",), HEADER, ("I.", "Nhóm một"), TASK]))
    assert [(row.kind, row.title, row.group) for row in reading.rows] == [
        ("group", "Nhóm một", ""),
        ("task", "Niêm yết thủ tục", "Nhóm một"),
    ]


def test_excel_row_without_lead_is_never_joined_to_the_row_before() -> None:
    reading = read_file("a.xlsx", excel([HEADER, TASK, ("", "Việc khác", "", "", "Báo cáo", "7/2022")]))
    assert [row.title for row in tasks(reading)] == ["Niêm yết thủ tục", "Việc khác"]


def test_excel_lead_merged_over_rows_stands_in_each() -> None:
    rows = [HEADER, TASK, ("2", "Việc hai", "", "", "Biên bản", "7/2022")]
    reading = read_file("a.xlsx", excel(rows, merged=["C2:C3"]))
    assert [row.lead for row in reading.rows] == ["Phòng Nội vụ", "Phòng Nội vụ"]


def test_excel_formula_without_value_is_refused_with_its_cell() -> None:
    assert "E2" in refusal("a.xlsx", excel([HEADER, TASK], formulas={"E2": '="Báo"&" cáo"'}))


def test_excel_row_number_may_be_a_formula_without_value() -> None:
    assert len(tasks(read_file("a.xlsx", excel([HEADER, TASK], formulas={"A2": "=ROW()-1"})))) == 1


def test_excel_cell_far_away_is_refused_and_not_given_room_for() -> None:
    content = excel([HEADER, TASK])
    sheet = part_of(content, "xl/worksheets/sheet1.xml")
    far = sheet.replace("</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')
    assert "quá" in refusal("a.xlsx", with_part(content, "xl/worksheets/sheet1.xml", far.encode()))


# ------------------------------------------------------------------ refusals


def test_word_without_a_table_is_refused() -> None:
    assert "không có bảng" in refusal("a.docx", word())


def test_table_without_the_needed_columns_names_what_is_missing_and_what_was_seen() -> None:
    message = refusal("a.docx", word([("STT", "Nhiệm vụ", "Kết quả"), ("1", "Việc", "Báo cáo")]))
    assert "thiếu cột: cơ quan chủ trì" in message
    assert "“Nhiệm vụ”" in message


def test_table_without_any_known_column_is_refused() -> None:
    assert "Không tìm thấy bảng nhiệm vụ" in refusal("a.docx", word([("Họ tên", "Ngày sinh"), ("A", "B")]))


def test_header_without_rows_is_refused() -> None:
    assert "không có dòng nhiệm vụ" in refusal("a.docx", word([HEADER]))


def test_more_rows_than_can_be_checked_are_refused_and_none_is_dropped() -> None:
    assert "1000 dòng" in refusal("a.xlsx", excel([HEADER, *[TASK] * 1001]))


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx"])
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"x" * 50])
def test_broken_files_are_refused(name: str, content: bytes) -> None:
    assert "Không mở được" in refusal(name, content)


def test_word_with_broken_xml_is_refused() -> None:
    assert "Không mở được" in refusal("a.docx", with_part(word([HEADER, TASK]), "word/document.xml", b"<w:document"))


def test_word_that_spans_a_billion_columns_is_refused() -> None:
    content = word([HEADER, TASK])
    body = part_of(content, "word/document.xml").replace("<w:tcPr>", '<w:tcPr><w:gridSpan w:val="999999999"/>')
    assert "cột" in refusal("a.docx", with_part(content, "word/document.xml", body.encode()))


# ------------------------------------------------------------------ nothing is lost

WORDS = st.sampled_from(
    (
        "",
        "",
        "1.",
        "II.",
        "A",
        "(1)",
        "Bộ Nội vụ",
        "Cơ quan chủ trì",
        "Tên nhiệm vụ",
        "Kết quả",
        "Quý I/2022",
        "việc x",
        "a;b",
    )
)
CELLS = st.one_of(WORDS, st.text(alphabet="aăBđ1. \n;/", max_size=12))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(st.lists(CELLS, min_size=7, max_size=7), min_size=1, max_size=12), st.booleans(), st.integers(1, 7))
def test_every_text_below_the_header_stands_in_some_row_of_the_reading(
    body: list[list[str]], paged: bool, wide: int
) -> None:
    rows = [[" ".join(cell.split()) for cell in row] for row in body]
    table = RawTable(
        "",
        [[*HEADER, "Ghi chú"], ["0", "Việc đầu", "Bộ Y tế", "", "", "", ""], *rows],
        [1, 1, *[wide] * len(rows)],
        paged=paged,
    )
    reading = read_tables([table])
    texts = [
        text
        for row in reading.rows
        for text in (
            *(row.number, row.title, row.lead, row.cooperation, row.product, row.deadline),
            *row.notes,
            *(extra for _head, extra in row.extra),
        )
    ]
    said = "\n".join(texts)
    for row in rows:
        for cell in row:
            assert cell in said, (cell, rows)
    assert [row.line for row in reading.rows] == sorted({row.line for row in reading.rows})


def test_word_tables_keep_every_cell() -> None:
    [table] = tables_of("docx", word([HEADER, TASK]))
    assert table.rows == [list(HEADER), list(TASK)]
