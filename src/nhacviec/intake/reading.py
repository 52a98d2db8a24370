"""From tables of text to typed rows: which column says what, which row is a task. Knows nothing of organisations.

Every text of a row below the header stays in some row of the reading: as a field, an extra or a note.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import PurePath

from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from nhacviec.rules.text import fold
from nhacviec.web.errors import BadInput

from .files import MOST_ROWS, RawTable, tables_of

Columns = dict[str, tuple[int, str]]

# The words by which a column is known; the first field whose words stand in the header takes the column.
HEADER_WORDS: dict[str, tuple[str, ...]] = {
    "number": ("tt", "stt", "so tt", "so thu tu"),
    "lead": ("chu tri", "duoc giao", "co quan thuc hien", "don vi thuc hien", "trach nhiem"),
    "cooperation": ("phoi hop",),
    "product": ("ket qua", "san pham", "yeu cau"),
    "deadline": ("thoi gian", "thoi han", "hoan thanh", "tien do", "han"),
    "title": ("nhiem vu", "noi dung", "ten viec", "cong viec", "ten nhiem vu"),
    "note": ("ghi chu", "van ban"),
}
COLUMN_NAMES = {
    "title": gettext_noop("nhiệm vụ"),
    "lead": gettext_noop("cơ quan chủ trì"),
}
_NEEDED = ("title", "lead")
_TEXTS = ("title", "lead", "cooperation", "product", "deadline")
_HEADER_WITHIN = 30
_LONGEST_HEADER = 60
_HEADING_NUMBER = re.compile(r"(?:[IVXLC]+|[A-ZĐ])[.)]?")
_HEADING_TEXT = re.compile(r"(?:[IVXLC]+|[A-ZĐ])[.)]\s")
_COLUMN_NUMBER = re.compile(r"\(?(\d{1,2}|[a-zA-Z])\)?")


@dataclass(slots=True)
class Row:
    """A typed row: kind "group", "task" or "skip" (a repeated header); `line` counts from 1 through all tables.

    `extra`: (header, text) of the columns that no field takes. `notes`: of a task "joined" and "joined:<field>" for
    what came from the row after a page break, of other rows the texts that have no place.
    """

    line: int
    kind: str
    number: str = ""
    title: str = ""
    lead: str = ""
    cooperation: str = ""
    product: str = ""
    deadline: str = ""
    group: str = ""
    extra: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says: columns by field with the header text that decided, the rows, and how many tables of how many."""

    columns: Columns
    rows: list[Row]
    tables_read: int = 1
    tables_found: int = 1


def read_file(name: str, content: bytes) -> Reading:
    """Read a Word or Excel annex. Raises BadInput("file", …) that says what is wrong with it."""
    return read_tables(tables_of(PurePath(name).suffix.lower().lstrip("."), content))


def read_tables(tables: Sequence[RawTable]) -> Reading:
    """Read every table that has a header with title and lead, and those that go on from it. Raises BadInput("file")."""
    columns: Columns = {}
    rows: list[Row] = []
    read, before = 0, None
    for table in tables:
        found, header = find_header(table)
        if not set(_NEEDED) <= found.keys():
            if before is None or not table.paged or len(table.rows[0]) != len(before.header):
                before = None
                continue
            found, header = before.columns, -1
        _refuse_lost_values(table, found, header)
        sheet = _Typing(found, table.rows[header] if header >= 0 else before.header if before else [])
        sheet.take(table, header + 1, rows)
        columns, read, before = columns or found, read + 1, sheet
    if not read:
        raise BadInput("file", _no_table(tables))
    if len(rows) > MOST_ROWS:
        raise BadInput(
            "file", _("Bảng có quá %(most)d dòng. Chia thành nhiều tệp rồi tải lên từng tệp.") % {"most": MOST_ROWS}
        )
    if not any(row.kind == "task" for row in rows):
        raise BadInput("file", _("Bảng có tiêu đề nhưng không có dòng nhiệm vụ nào."))
    return Reading(columns, rows, read, len(tables))


def _no_table(tables: Sequence[RawTable]) -> str:
    """What is missing, said of the table that comes nearest."""
    columns = max((find_header(table)[0] for table in tables), key=len, default={})
    if not columns:
        return gettext(
            "Không tìm thấy bảng nhiệm vụ: cần một bảng có dòng tiêu đề với các cột nhiệm vụ và cơ quan chủ trì."
        )
    seen = ", ".join(f"“{' '.join(text.split())}”" for _place, text in columns.values())
    missing = ", ".join(gettext(COLUMN_NAMES[name]) for name in _NEEDED if name not in columns)
    return gettext(
        "Bảng trong tệp thiếu cột: %(missing)s. Chỉ nhận ra các cột %(seen)s. Sửa dòng tiêu đề rồi tải lại."
    ) % {
        "missing": missing,
        "seen": seen,
    }


def _refuse_lost_values(table: RawTable, columns: Columns, header: int) -> None:
    """Row numbers may be formulas without values, everything else would be lost without a word: name the cell."""
    number = columns["number"][0] if "number" in columns else -1
    top = header + 1
    for place, cell in table.lost:
        if place != number and int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) > top:
            message = _("Ô %(cell)s chứa công thức chưa có giá trị. Mở bảng tính, dán lại dạng giá trị rồi lưu.")
            raise BadInput("file", message % {"cell": cell})


def find_header(table: RawTable) -> tuple[Columns, int]:
    """Columns by field and the index of the header row: the row that names most fields, near the top; -1 without one."""
    best: tuple[Columns, int] = ({}, -1)
    for index, cells in enumerate(table.rows[:_HEADER_WITHIN]):
        found = guess_columns(cells)
        if len(found) > len(best[0]):
            best = (found, index)
    return best


def guess_columns(cells: Sequence[str]) -> Columns:
    """Field → (column, header text) for a header row; a long cell is content and names nothing."""
    found: Columns = {}
    for index, cell in enumerate(cells):
        words = fold(cell)
        if not words or len(words) > _LONGEST_HEADER:
            continue
        name = next((name for name, marks in HEADER_WORDS.items() if _names(name, marks, words)), None)
        if name is not None:
            found.setdefault(name, (index, cell))
    return found


def _names(name: str, marks: Sequence[str], words: str) -> bool:
    if name == "number":
        return words.rstrip(".") in marks
    return any(re.search(rf"\b{mark}\b", words) for mark in marks)


class _Typing:
    """Turns the rows of one table into typed rows."""

    def __init__(self, columns: Columns, header: list[str]) -> None:
        self.columns = columns
        self.header = header
        self.taken = {place for name, (place, _text) in columns.items() if name in ("number", *_TEXTS)}

    def take(self, table: RawTable, first: int, rows: list[Row]) -> None:
        """Append the rows from `first` on to `rows`."""
        group = next((row.title for row in reversed(rows) if row.kind == "group"), "")
        for cells, wide in zip(table.rows[first:], table.wide[first:], strict=True):
            if not any(cells):
                continue
            line = rows[-1].line + 1 if rows else 1
            row = self._row(line, cells)
            last = rows[-1] if rows else None
            if self._repeats_header(cells) or _numbers_columns(cells):
                rows.append(_aside(line, "skip", cells))
                continue
            if (heading := self._heading(row, cells, wide)) is not None:
                group = heading.title
                rows.append(heading)
            elif table.paged and "number" in self.columns and last is not None and _goes_on(row, last):
                _join(last, row)
                last.line = line
            else:
                row.group = group
                rows.append(row)

    def _row(self, line: int, cells: Sequence[str]) -> Row:
        row = Row(line, "task")
        for name in ("number", *_TEXTS):
            place = self.columns[name][0] if name in self.columns else len(cells)
            setattr(row, name, cells[place] if place < len(cells) else "")
        for place, text in enumerate(cells):
            if text and place not in self.taken:
                row.extra.append((self.header[place] if place < len(self.header) else "", text))
        return row

    def _repeats_header(self, cells: Sequence[str]) -> bool:
        places = [self.columns[name][0] for name in _NEEDED]
        return all(p < len(cells) and p < len(self.header) and cells[p] == self.header[p] for p in places)

    def _heading(self, row: Row, cells: Sequence[str], wide: int) -> Row | None:
        """A heading: one text over many columns, or a Roman number or letter without an organisation and a product."""
        texts = [cell for cell in cells if cell]
        if len(texts) == 1 and (wide * 2 >= max(len(self.header), 4) or _HEADING_TEXT.match(texts[0])):
            return Row(row.line, "group", title=texts[0])
        if row.title and _HEADING_NUMBER.fullmatch(row.number) and not row.lead and not row.product:
            rest = [row.cooperation, row.deadline, *(text for _header, text in row.extra)]
            return Row(row.line, "group", row.number, row.title, notes=[text for text in rest if text])
        return None


def _numbers_columns(cells: Sequence[str]) -> bool:
    """The row "(1) (2) (3)" under a header."""
    texts = [cell for cell in cells if cell]
    found = [match[1] for text in texts if (match := _COLUMN_NUMBER.fullmatch(text))]
    if len(texts) < 3 or len(found) != len(texts):
        return False
    places = [int(text) if text.isdecimal() else ord(text) for text in found]
    return all(later - earlier == 1 for earlier, later in pairwise(places))


def _aside(line: int, kind: str, cells: Sequence[str]) -> Row:
    return Row(line, kind, notes=[cell for cell in cells if cell])


def _goes_on(row: Row, last: Row) -> bool:
    """A row without number and lead goes on from the row before it: a page break in Word cut it in two."""
    return last.kind == "task" and not row.number and not row.lead


def _join(row: Row, more: Row) -> None:
    for name in _TEXTS:
        added = getattr(more, name)
        if added:
            before = getattr(row, name)
            setattr(row, name, f"{before} {added}".strip())
            if not before:
                row.notes.append(f"joined:{name}")
    row.extra += more.extra
    row.notes.append("joined")
