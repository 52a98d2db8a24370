"""From an uploaded .xlsx to lines of cells under known columns; refuses what is too large or cannot be read whole."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

import python_calamine
from django.utils.translation import gettext_lazy as _

from nhacviec.rules.text import nfc
from nhacviec.web.errors import BadInput

from ...files import BROKEN_EXCEL, check_part_sizes, guarded, sheet_parts
from .columns import FAULT, FORMS, GUIDE, LISTS, Form, key_of

MOST_ROWS = 100_000
MOST_COLUMNS = 80
MOST_CELLS = 2_000_000
_MOST_XML = 280 * 2**20
_HEAD_WITHIN = 25
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})\Z")
_SKIPPED = {key_of(name) for pair in (GUIDE, LISTS) for name in pair}
_FAULT_KEYS = {key_of(name) for name in FAULT}


@dataclass(slots=True)
class Line:
    """A row of a sheet: its number as Excel counts, and the raw cells by column name."""

    number: int
    cells: Mapping[str, Any]
    lost: frozenset[str] = frozenset()


@dataclass(slots=True)
class Sheet:
    """A sheet that is one of ours: where its columns stand, its lines, and every row as it was read."""

    form: Form
    title: str
    head: int
    places: Mapping[str, int]
    lines: list[Line]
    rows: Sequence[Sequence[Any]]
    unknown: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Book:
    """What a file holds: our sheets, and the titles of those that are none of ours."""

    sheets: list[Sheet]
    ignored: list[str]

    def lines(self, name: str) -> list[Line]:
        """The lines of the sheet with this form, none if the file has no such sheet."""
        return next((sheet.lines for sheet in self.sheets if sheet.form.name == name), [])


def read_workbook(content: bytes) -> Book:
    """Read a workbook. Raises BadInput("file", …) for a file that is no workbook, too large, or holds none of our sheets."""
    found: Book = guarded(lambda: _read(content), BROKEN_EXCEL)
    if not found.sheets:
        names = ", ".join(f"“{form.title()}”" for form in FORMS)
        raise _refused(
            _("Tệp không có trang nào trong các trang %(names)s. Tải tệp mẫu và chép dữ liệu vào.") % {"names": names}
        )
    return found


def _refused(message: Any) -> BadInput:
    return BadInput("file", message)


def _read(content: bytes) -> Book:
    check_part_sizes(content, "xl/", _MOST_XML)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        lost = {name: _survey(archive, part) for name, part in sheet_parts(archive)}
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    titles = [name for name in book.sheet_names if name in lost]
    grids = {name: _grid(book, name) for name in titles if key_of(name) not in _SKIPPED}
    forms = _forms(grids)
    sheets = [_sheet(form, name, grids[name], lost[name]) for name, form in forms.items()]
    sheets.sort(key=lambda sheet: FORMS.index(sheet.form))
    return Book(sheets, [name for name in grids if name not in forms and any(map(any, grids[name]))])


def _grid(book: Any, name: str) -> list[list[Any]]:
    """All cells, the text of a merged heading repeated in each cell that it covers."""
    sheet = book.get_sheet_by_name(name)
    rows: list[list[Any]] = sheet.to_python(skip_empty_area=False)
    while rows and not any(map(_filled, rows[-1])):
        rows.pop()
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        for line in range(top, min(bottom, len(rows) - 1, _HEAD_WITHIN) + 1):
            for place in range(left, min(right, len(rows[line]) - 1) + 1):
                if not _filled(rows[line][place]):
                    rows[line][place] = rows[top][left]
    return rows


def _filled(value: Any) -> bool:
    return value is not None and (not isinstance(value, str) or bool(value.strip()))


def _forms(grids: Mapping[str, list[list[Any]]]) -> dict[str, Form]:
    """Title → form: by its name, else by headings that fit one form alone of which the file has no other sheet."""
    by_key = {key_of(name): form for form in FORMS for name in (form.vi, form.en)}
    found: dict[str, Form] = {}
    for title in grids:
        form = by_key.get(key_of(title))
        if form is None:
            continue
        if form in found.values():
            raise _refused(_("Tệp có hai trang “%(title)s”. Gộp thành một trang.") % {"title": form.title()})
        found[title] = form
    for title in grids:
        fitting = [form for form in FORMS if form not in found.values() and _fits(form, grids[title])]
        if title not in found and len(fitting) == 1:
            found[title] = fitting[0]
    return found


def _fits(form: Form, rows: list[list[Any]]) -> bool:
    _head, places = _heading(form, rows)
    return bool(form.required) and all(column.name in places for column in form.required) and len(places) > 2


def _heading(form: Form, rows: list[list[Any]]) -> tuple[int, dict[str, int]]:
    """(index of the heading row, column name → place): the row with the most known headings."""
    best: tuple[int, dict[str, int]] = (0, {})
    for number, row in enumerate(rows[:_HEAD_WITHIN]):
        places = _places(form, row)
        if len(places) > len(best[1]):
            best = (number, places)
    return best


def _places(form: Form, row: Sequence[Any]) -> dict[str, int]:
    """Where each column of the form stands; an exact heading wins over another under which it is found too."""
    keys = [key_of(value) if isinstance(value, str) else "" for value in row]
    places: dict[str, int] = {}
    for rank in range(max(len(column.keys()) for column in form.columns)):
        for column in form.columns:
            if column.name in places or rank >= len(column.keys()):
                continue
            place = next((p for p, key in enumerate(keys) if key == column.keys()[rank]), None)
            if place is not None and place not in places.values():
                places[column.name] = place
    return places


def _sheet(form: Form, title: str, rows: list[list[Any]], lost: Mapping[int, set[int]]) -> Sheet:
    head, places = _heading(form, rows)
    names = [nfc(str(value)) for value in rows[head]] if rows else []
    # A heading merged over two rows leaves its second row; it says the same as the first.
    start = head + 1
    while start < len(rows) and places and all(rows[start][p] == rows[head][p] for p in places.values()):
        start += 1
    return Sheet(
        form=form,
        title=title,
        head=start - 1,
        places=places,
        lines=list(_lines(rows, start, places, lost)),
        rows=rows,
        unknown=[n for p, n in enumerate(names) if n and p not in places.values() and key_of(n) not in _FAULT_KEYS],
        missing=[column.heading() for column in form.required if column.name not in places],
    )


def _lines(
    rows: list[list[Any]], start: int, places: Mapping[str, int], lost: Mapping[int, set[int]]
) -> Iterator[Line]:
    for number, row in enumerate(rows[start:], start + 1):
        cells = {name: row[place] for name, place in places.items() if place < len(row) and _filled(row[place])}
        gone = frozenset(name for name, place in places.items() if place in lost[number]) if number in lost else ()
        if cells or gone:
            yield Line(number, cells, frozenset(gone))


# ------------------------------------------------------------------ what stands where, before memory is given to it


def _survey(archive: zipfile.ZipFile, part: str) -> dict[int, set[int]]:
    """Row number → places of cells with an error or a formula without a value: they read as nothing.

    Refuses a sheet that reaches too far, because the reader makes room for everything up to its last cell.
    """
    surveyor = _Surveyor()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = surveyor.begin
    parser.EndElementHandler = surveyor.end
    parser.CharacterDataHandler = surveyor.text
    parser.StartDoctypeDeclHandler = surveyor.refuse
    with archive.open(part) as stream:
        while chunk := stream.read(1 << 18):
            parser.Parse(chunk)
        parser.Parse(b"", True)
    return surveyor.lost


class _Surveyor:
    """Counts the cells of one sheet while it is parsed."""

    def __init__(self) -> None:
        self.lost: dict[int, set[int]] = {}
        self.row, self.place = 0, -1
        self.far, self.last = 0, 0
        self.formula = self.value = self.error = self.inside = False

    def refuse(self, *_args: Any) -> None:
        raise _refused(BROKEN_EXCEL)

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        if tag == "c":
            self._cell(attributes)
        elif tag in ("v", "is"):
            self.inside = True
        elif tag == "f":
            self.formula = True
        elif tag == "row":
            self.row = _number(attributes.get("r", "")) or self.row + 1
            self.place = -1

    def _cell(self, attributes: Mapping[str, str]) -> None:
        match = _REFERENCE.match(attributes.get("r", ""))
        if match is not None:
            self.place, self.row = _column(match[1]), int(match[2])
        else:
            self.place += 1
        self.formula = self.value = self.inside = False
        self.error = attributes.get("t") == "e"

    def text(self, data: str) -> None:
        if self.inside and not self.value:
            self.value = bool(data.strip())

    def end(self, name: str) -> None:
        tag = name.rpartition(" ")[2]
        if tag in ("v", "is"):
            self.inside = False
        elif tag == "c":
            if self.error or (self.formula and not self.value):
                self.lost.setdefault(self.row, set()).add(self.place)
            if self.value or self.formula:
                self._measure()

    def _measure(self) -> None:
        self.far, self.last = max(self.far, self.place + 1), max(self.last, self.row)
        if self.last > MOST_ROWS:
            raise _refused(_("Một trang có quá %(most)d dòng. Chia thành nhiều tệp.") % {"most": MOST_ROWS})
        if self.far > MOST_COLUMNS:
            raise _refused(_("Một trang có quá %(most)d cột. Bỏ bớt các cột không dùng.") % {"most": MOST_COLUMNS})
        if self.far * self.last > MOST_CELLS:
            raise _refused(_("Một trang có quá nhiều ô. Chia thành nhiều tệp."))


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
