"""From a file to tables of text, and from a table to typed rows. Knows nothing of organisations or dates."""

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import ParseError

import docx
import python_calamine
from django.utils.translation import gettext_lazy as _
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table as WordTable

from nhacviec.rules.text import fold, nfc
from nhacviec.web.errors import BadInput

MOST_ROWS = 5000
MOST_COLUMNS = 60
_ROMAN = re.compile(r"^[IVXL]+[.)]?$")
_LETTER = re.compile(r"^[A-ZĐ][.)]?$")

_FORMULA_ALONE = re.compile(r'<c r="([A-Z]+\d+)"[^>]*>\s*<f[^>]*?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>')

# The words by which a column is known; the first field whose words stand in the header takes the column.
HEADER_WORDS: dict[str, tuple[str, ...]] = {
    "number": ("tt", "stt", "so tt", "so thu tu"),
    "cooperation": ("phoi hop",),
    "lead": ("chu tri", "duoc giao", "co quan thuc hien", "don vi thuc hien", "trach nhiem"),
    "product": ("ket qua", "san pham", "yeu cau"),
    "deadline": ("thoi gian", "thoi han", "hoan thanh", "tien do", "han"),
    "title": ("nhiem vu", "noi dung", "ten viec", "cong viec", "ten nhiem vu"),
    "note": ("ghi chu", "van ban"),
}


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table as it stands in the file: rows of cell texts; a cell merged over columns repeats its text."""

    rows: list[list[str]]
    merged: list[bool] = field(default_factory=list)


@dataclass(slots=True)
class Row:
    """A typed row: kind "group", "task"; `line` counts from the first row of the table, the header being 0."""

    line: int
    kind: str
    number: str = ""
    title: str = ""
    lead: str = ""
    cooperation: str = ""
    product: str = ""
    deadline: str = ""
    group: str = ""
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says: columns by field with the header text that decided, and the rows."""

    columns: dict[str, tuple[int, str]]
    rows: list[Row]


def read_file(name: str, content: bytes) -> Reading:
    """Read a Word or Excel annex. Raises BadInput("file", …) that says what is wrong with it."""
    word = name.lower().endswith(".docx")
    tables = _word(content) if word else _excel(content)
    best = max((_with_header(t) for t in tables), key=lambda found: len(found[1]), default=None)
    if best is None or not {"title", "lead"} <= best[1].keys():
        raise BadInput(
            "file",
            _("Không tìm thấy bảng nhiệm vụ: cần một bảng có dòng tiêu đề với các cột nhiệm vụ và cơ quan chủ trì."),
        )
    table, columns, header = best
    if not word:
        _refuse_lost_values(_unvalued_formulas(content), columns)
    rows = _typed(table, columns, header)
    if not any(row.kind == "task" for row in rows):
        raise BadInput("file", _("Bảng có tiêu đề nhưng không có dòng nhiệm vụ nào."))
    return Reading(columns, rows)


def _word(content: bytes) -> list[RawTable]:
    try:
        document = docx.Document(io.BytesIO(content))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, ParseError) as error:
        raise BadInput("file", _("Không mở được tệp Word. Mở bằng Word, lưu lại dạng .docx rồi tải lên.")) from error
    if not document.tables:
        raise BadInput("file", _("Tệp Word không có bảng nào. Phụ lục giao việc phải là một bảng."))
    return [_word_table(table) for table in document.tables]


def _word_table(table: WordTable) -> RawTable:
    rows, merged = [], []
    for row in list(table.rows)[:MOST_ROWS]:
        cells = row.cells
        rows.append([_tidy(cell.text) for cell in cells[:MOST_COLUMNS]])
        merged.append(len({id(cell._tc) for cell in cells}) < len(cells))
    return RawTable(rows, merged)


def _excel(content: bytes) -> list[RawTable]:
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names[:10]]
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise BadInput("file", _("Không mở được bảng tính. Lưu lại dạng .xlsx rồi tải lên.")) from error
    tables = [
        RawTable([[_tidy(_cell(value)) for value in row[:MOST_COLUMNS]] for row in rows[:MOST_ROWS]])
        for rows in sheets
        if rows
    ]
    if not tables:
        raise BadInput("file", _("Bảng tính trống."))
    return tables


def _unvalued_formulas(content: bytes) -> list[str]:
    """Cells with a formula whose value was never computed: they read as nothing."""
    found: list[str] = []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                    found += _FORMULA_ALONE.findall(archive.read(name).decode("utf-8", "replace"))
    except zipfile.BadZipFile as error:
        raise BadInput("file", _("Không mở được bảng tính. Lưu lại dạng .xlsx rồi tải lên.")) from error
    return found


def _refuse_lost_values(cells: Sequence[str], columns: dict[str, tuple[int, str]]) -> None:
    """Row numbers may be formulas, everything else would be lost without a word: refuse it and name the cell."""
    number = _letters(columns["number"][0]) if "number" in columns else ""
    lost = next((cell for cell in cells if cell.rstrip("0123456789") != number), None)
    if lost:
        message = _("Ô %(cell)s chứa công thức chưa có giá trị. Mở bảng tính, dán lại dạng giá trị rồi lưu.")
        raise BadInput("file", message % {"cell": lost})


def _letters(column: int) -> str:
    return chr(65 + column) if column < 26 else chr(64 + column // 26) + chr(65 + column % 26)


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if hasattr(value, "isoformat"):
        return value.isoformat()[:10]
    return "" if value is None else str(value)


def _tidy(text: str) -> str:
    lines = [nfc(line) for line in text.replace("\r", "\n").split("\n")]
    return "\n".join(line for line in lines if line)


def _with_header(table: RawTable) -> tuple[RawTable, dict[str, tuple[int, str]], int]:
    """The table, its columns by field and the index of the header row: the row that names most fields, near the top."""
    best: tuple[dict[str, tuple[int, str]], int] = ({}, 0)
    for index, cells in enumerate(table.rows[:15]):
        found = guess_columns(cells)
        if len(found) > len(best[0]):
            best = (found, index)
    return table, best[0], best[1]


def guess_columns(cells: Sequence[str]) -> dict[str, tuple[int, str]]:
    """Field → (column, header text) for a header row; a long cell is content and names nothing."""
    found: dict[str, tuple[int, str]] = {}
    for index, cell in enumerate(cells):
        words = fold(cell)
        if not words or len(words) > 60 or (index and cell == cells[index - 1]):
            continue
        for name, marks in HEADER_WORDS.items():
            exact = words in marks if name == "number" else any(mark in words for mark in marks)
            if exact and name not in found:
                found[name] = (index, cell)
                break
    return found


def _typed(table: RawTable, columns: dict[str, tuple[int, str]], header: int) -> list[Row]:
    rows: list[Row] = []
    group = ""
    for line, cells in enumerate(table.rows[header + 1 :], 1):
        if not any(cells) or guess_columns(cells).keys() >= columns.keys() - {"number"}:
            continue  # an empty row, or the header repeated on the next page
        row = _row(line, cells, columns)
        if _is_group(row, cells):
            group = row.title
            row.kind, row.group = "group", ""
            rows.append(row)
        elif _continues(row) and rows and rows[-1].kind == "task":
            _join(rows[-1], row)
        else:
            row.group = group
            rows.append(row)
    return rows


def _row(line: int, cells: Sequence[str], columns: dict[str, tuple[int, str]]) -> Row:
    def text(name: str) -> str:
        column = columns.get(name)
        return cells[column[0]] if column and column[0] < len(cells) else ""

    return Row(
        line,
        "task",
        number=text("number"),
        title=text("title"),
        lead=text("lead"),
        cooperation=text("cooperation"),
        product=text("product"),
        deadline=text("deadline"),
    )


def _is_group(row: Row, cells: Sequence[str]) -> bool:
    """A heading: one text over all columns, or a Roman number or letter with no organisation and no product."""
    texts = {c for c in cells if c} - {row.number}
    if len(texts) == 1 and (row.title == row.lead or bool(_ROMAN.match(row.number) or _LETTER.match(row.number))):
        if row.lead == row.title:
            row.lead = row.cooperation = row.product = row.deadline = ""
        return True
    heading = bool(_ROMAN.match(row.number) or _LETTER.match(row.number))
    if heading and not row.lead and not row.product:
        if row.deadline:
            row.notes.append(row.deadline)
        return True
    return False


def _continues(row: Row) -> bool:
    """A row without a number whose lead is missing goes on from the row before it (a page break in Word)."""
    return not row.number and not row.lead


def _join(row: Row, more: Row) -> None:
    for name in ("title", "cooperation", "product", "deadline"):
        added = getattr(more, name)
        if added:
            setattr(row, name, f"{getattr(row, name)} {added}".strip())
    row.notes.append("joined")
