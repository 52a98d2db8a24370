"""Tables as files: Excel workbooks and CSV, safe to open in a spreadsheet."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import xlsxwriter
from django.http import HttpResponse

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Sheet:
    """One table: the name of its sheet, a title, a line under it, heads, rows, and how many last rows are sums."""

    name: str
    title: str
    sub: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Any]] = field(default_factory=list)
    sums: int = 1


def plain(value: Any) -> Any:
    """A cell's value: per cents as numbers with one place, texts that a spreadsheet would run made harmless."""
    if isinstance(value, Fraction):
        return round(float(value), 1)
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value


def xlsx(sheets: Iterable[Sheet], filename: str) -> HttpResponse:
    """A workbook with one sheet a table, as a download."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold, title = book.add_format({"bold": True}), book.add_format({"bold": True, "font_size": 13})
    head = book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "bottom"})
    for sheet in sheets:
        page = book.add_worksheet(sheet.name[:31])
        page.write_string(0, 0, sheet.title, title)
        page.write_string(1, 0, sheet.sub)
        for place, label in enumerate(sheet.heads):
            page.write_string(3, place, label, head)
        for number, row in enumerate(sheet.rows):
            last = number >= len(sheet.rows) - sheet.sums
            for place, value in enumerate(row):
                _write(page, 4 + number, place, plain(value), bold if last else None)
        page.set_column(0, 0, 38)
        page.set_column(1, max(len(sheet.heads) - 1, 1), 12)
        page.freeze_panes(4, 1)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
    book.close()
    return _download(out.getvalue(), XLSX, filename)


def _write(page: Any, row: int, place: int, value: Any, style: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, int | float):
        page.write_number(row, place, value, style)
    else:
        page.write_string(row, place, f"{value:%d/%m/%Y}" if isinstance(value, dt.date) else str(value), style)


def as_csv(sheets: Iterable[Sheet], filename: str) -> HttpResponse:
    """All tables one under the other, UTF-8 with its mark so that Excel reads the letters."""
    out = io.StringIO()
    writer = csv.writer(out)
    for sheet in sheets:
        writer.writerow([sheet.title])
        writer.writerow(sheet.heads)
        for row in sheet.rows:
            writer.writerow([_text(value) for value in row])
        writer.writerow([])
    return _download(("\ufeff" + out.getvalue()).encode(), "text/csv; charset=utf-8", filename)


def _text(value: Any) -> Any:
    if isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}"
    return "" if value is None else plain(value)


def _download(content: bytes, kind: str, filename: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{filename}"'
    return answer
