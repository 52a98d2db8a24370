"""From an uploaded Word or Excel file to tables of text. Knows nothing of tasks; refuses what it cannot read whole."""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

import docx
import python_calamine
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nhacviec.rules.text import nfc
from nhacviec.web.errors import BadInput

MOST_ROWS = 1000
MOST_COLUMNS = 100
MOST_LETTERS = 2_000_000
MOST_CELL_LETTERS = 20_000
MOST_SHEETS = 20
_MOST_XML = 60 * 2**20
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = {f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr", f"{_W}tcPr", _FALLBACK}
_SPACES = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}p": "\n", f"{_W}noBreakHyphen": "-"}
_REFERENCE = re.compile(r"([A-Z]{1,4})([0-9]{1,9})")

BROKEN_WORD = _("Không mở được tệp Word. Mở bằng Word, lưu lại dạng .docx rồi tải lên.")
BROKEN_EXCEL = _("Không mở được bảng tính. Lưu lại dạng .xlsx rồi tải lên.")


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table as it stands in the file.

    `rows`: cell texts; a cell merged over columns has its text in the first one, a cell merged over rows repeats it in
    each. `wide`: for each row the number of columns under its first filled cell. `lost`: names of the cells whose
    formula has no value, by column number. `paged`: rows may be cut by a page break (Word).
    """

    name: str
    rows: list[list[str]]
    wide: list[int]
    lost: tuple[tuple[int, str], ...] = ()
    paged: bool = False


def tables_of(kind: str, content: bytes) -> list[RawTable]:
    """The tables of a file of kind "docx" or "xlsx". Raises BadInput("file", …) when it cannot be read whole."""
    found = _word(content) if kind == "docx" else _excel(content)
    if sum(len(cell) for table in found for row in table.rows for cell in row) > MOST_LETTERS:
        raise _refused(_("Tệp chứa quá nhiều chữ trong bảng. Chia thành nhiều tệp rồi tải lên từng tệp."))
    return found


def _refused(message: str | Promise) -> BadInput:
    return BadInput("file", message)


def guarded(read: Callable[[], Any], message: str | Promise) -> Any:
    """What a reader of foreign formats returns; whatever it stumbles over is one message to the person."""
    try:
        return read()
    except (BadInput, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic of the compiled reader is no Exception
        raise _refused(message) from error


# ------------------------------------------------------------------ Word


def _word(content: bytes) -> list[RawTable]:
    def read() -> list[RawTable]:
        check_part_sizes(content, "word/")
        body = docx.Document(io.BytesIO(content)).element.body
        outer = [node for node in body.iter(f"{_W}tbl") if next(node.iterancestors(f"{_W}tc"), None) is None]
        return [_word_table(node) for node in outer]

    found: list[RawTable] = guarded(read, BROKEN_WORD)
    if not found:
        raise _refused(_("Tệp Word không có bảng nào. Phụ lục giao việc phải là một bảng."))
    return found


def check_part_sizes(content: bytes, prefix: str, most: int = _MOST_XML) -> None:
    """Refuse a file whose parts under `prefix` unpack to more than `most` bytes."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sizes = [
            e.file_size for e in archive.infolist() if e.filename.startswith(prefix) and e.filename.endswith(".xml")
        ]
    if sum(sizes) > most:
        raise _refused(_("Nội dung tệp quá lớn để đọc thành bảng. Chia thành nhiều tệp."))


def _word_table(table: Any) -> RawTable:
    rows: list[list[str]] = []
    wide: list[int] = []
    for node in _own(table, "tr", "tbl"):
        if node.find(f"{_W}trPr/{_W}del") is not None:
            continue
        cells, spans = _word_row(node, rows[-1] if rows else [])
        rows.append(cells)
        wide.append(next((span for text, span in zip(cells, spans, strict=True) if text), 1))
        _check_size(len(rows), len(cells))
    return RawTable("", rows, wide, paged=True)


def _own(node: Any, tag: str, owner: str) -> Iterator[Any]:
    """Descendants with a tag that belong to this node and not to one nested in it."""
    for found in node.iter(f"{_W}{tag}"):
        if next(found.iterancestors(f"{_W}{owner}")) is node:
            yield found


def _word_row(row: Any, above: list[str]) -> tuple[list[str], list[int]]:
    """Texts by grid column and the span under each."""
    cells: list[str] = [""] * _count(row.find(f"{_W}trPr/{_W}gridBefore"), 0)
    spans = [1] * len(cells)
    for node in _own(row, "tc", "tr"):
        span = _count(node.find(f"{_W}tcPr/{_W}gridSpan"), 1)
        merge = node.find(f"{_W}tcPr/{_W}vMerge")
        goes_on = merge is not None and merge.get(f"{_W}val", "continue") == "continue"
        text = _tidy("".join(_words(node)))
        if goes_on and not text and len(cells) < len(above):
            text = above[len(cells)]
        cells += [text, *[""] * (span - 1)]
        spans += [span, *[1] * (span - 1)]
    return cells, spans


def _count(node: Any, least: int) -> int:
    value = node.get(f"{_W}val", "") if node is not None else ""
    return min(max(int(value) if value.isdecimal() else least, least), MOST_COLUMNS + 1)


def _words(node: Any) -> Iterator[str]:
    """The visible text: with inserted, without deleted words; boxes and nested tables included, once."""
    for child in node:
        if child.tag in _SKIPPED or not isinstance(child.tag, str):  # a comment has no tag
            continue
        if child.tag == f"{_W}t":
            yield child.text or ""
            continue
        yield _SPACES.get(child.tag, "")
        yield from _words(child)


def _tidy(text: str) -> str:
    if not text:
        return text
    lines = [nfc(line) for line in text.replace("\r", "\n").split("\n")]
    tidy = "\n".join(line for line in lines if line)
    if len(tidy) > MOST_CELL_LETTERS:
        raise _refused(_("Một ô của bảng dài quá %(most)d chữ cái.") % {"most": MOST_CELL_LETTERS})
    return tidy


def _check_size(rows: int, columns: int) -> None:
    if rows > MOST_ROWS:
        raise _refused(_("Bảng có quá %(most)d dòng. Chia thành nhiều tệp rồi tải lên từng tệp.") % {"most": MOST_ROWS})
    if columns > MOST_COLUMNS:
        raise _refused(_("Bảng có quá %(most)d cột. Bỏ bớt các cột không dùng.") % {"most": MOST_COLUMNS})


# ------------------------------------------------------------------ Excel


def _excel(content: bytes) -> list[RawTable]:
    def read() -> list[RawTable]:
        check_part_sizes(content, "xl/")
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            lost = {name: _survey(archive, part) for name, part in sheet_parts(archive)}
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = [name for name in book.sheet_names if name in lost]
        return [table for name in names if (table := _sheet(book, name, lost[name])) is not None]

    found: list[RawTable] = guarded(read, BROKEN_EXCEL)
    if not found:
        raise _refused(_("Bảng tính trống."))
    return found


def sheet_parts(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """(name, part) of each sheet of cells."""
    links = {
        node.get("Id"): node.get("Target", "") for node in _nodes(archive, "xl/_rels/workbook.xml.rels", "Relationship")
    }
    sheets = [(node.get("name", ""), _relation(node)) for node in _nodes(archive, "xl/workbook.xml", "sheet")]
    if len(sheets) > MOST_SHEETS:
        raise _refused(_("Bảng tính có quá %(most)d trang. Chỉ để lại trang giao việc.") % {"most": MOST_SHEETS})
    targets = [(name, links.get(relation, "")) for name, relation in sheets]
    parts = [(name, target.lstrip("/") if target.startswith("/") else f"xl/{target}") for name, target in targets]
    return [(name, part) for name, part in parts if "/worksheets/" in part]


def _relation(node: ElementTree.Element) -> str:
    return next((value for name, value in node.attrib.items() if name.endswith("}id")), "")


def _nodes(archive: zipfile.ZipFile, part: str, *names: str) -> Iterator[ElementTree.Element]:
    """The elements with these local names, in order; each is emptied after use. Declared entities are refused."""
    with archive.open(part) as stream:
        if b"<!DOCTYPE" in stream.read(4096).upper():
            raise _refused(BROKEN_EXCEL)
    with archive.open(part) as stream:
        for _event, node in ElementTree.iterparse(stream):  # noqa: S314 (a document type was refused above)
            if node.tag.rpartition("}")[2] in names:
                yield node


def _survey(archive: zipfile.ZipFile, part: str) -> tuple[tuple[int, str], ...]:
    """Cells with a formula that was never computed: they read as nothing. Refuses a sheet that is too far out.

    The size is looked at first, because the reader of sheets makes room for everything up to the farthest cell.
    """
    lost: list[tuple[int, str]] = []
    for node in _nodes(archive, part, "c", "row"):
        if node.tag.endswith("row"):
            # Empty formatted rows below the table are common and harmless, so far more than MOST_ROWS.
            _check_row_number(node.get("r", ""), 50 * MOST_ROWS)
            node.clear()
        elif len(node) and (place := _REFERENCE.fullmatch(node.get("r", ""))) is not None:
            _check_row_number(place[2], 2 * MOST_ROWS)
            _check_size(0, _column(place[1]))
            if _is_lost(node):
                lost.append((_column(place[1]) - 1, place[0]))
    return tuple(lost)


def _is_lost(cell: ElementTree.Element) -> bool:
    inside = {child.tag.rpartition("}")[2]: child for child in cell}
    value = inside.get("v")
    return "f" in inside and not (value is not None and (value.text or "").strip())


def _check_row_number(text: str, most: int) -> None:
    _check_size(MOST_ROWS + 1 if text.isdecimal() and int(text) > most else 0, 0)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _sheet(book: Any, name: str, lost: tuple[tuple[int, str], ...]) -> RawTable | None:
    sheet = book.get_sheet_by_name(name)
    rows = [[_tidy(_cell(value)) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        return None
    _check_size(len(rows), max((place for row in rows for place, text in enumerate(row, 1) if text), default=0))
    wide = _merged(rows, sheet.merged_cell_ranges or [])
    return RawTable(name, rows, wide, lost)


def _merged(rows: list[list[str]], ranges: Iterable[tuple[tuple[int, int], tuple[int, int]]]) -> list[int]:
    """Repeat the text of cells merged over rows; return the width of each row's first filled cell."""
    spans: dict[tuple[int, int], int] = {}
    for (top, left), (bottom, right) in ranges:
        for line in range(top, min(bottom, len(rows) - 1) + 1):
            if left < len(rows[line]):
                rows[line][left] = rows[line][left] or rows[top][left]
                spans[(line, left)] = right - left + 1
    firsts = [next((place for place, text in enumerate(row) if text), 0) for row in rows]
    return [spans.get((line, place), 1) for line, place in enumerate(firsts)]


def _cell(value: Any) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if hasattr(value, "isoformat"):
        return str(value.isoformat())[:10]
    return "" if value is None else str(value)
