"""Small Word and Excel files made for a test."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import docx
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

ANNEX = Path(__file__).parent.parent / "data" / "annex-nq03-2025.docx"
HEADER = ("TT", "Tên nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Kết quả", "Thời gian hoàn thành")
Rows = Sequence[Sequence[str]]


def word(*tables: Rows, paragraphs: Sequence[str] = ("PHỤ LỤC",)) -> bytes:
    """A Word file with these tables."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    for rows in tables:
        table = document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
        document.add_paragraph("")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def excel(
    rows: Rows, *, formulas: dict[str, str] | None = None, merged: Sequence[str] = (), name: str = "Giao việc"
) -> bytes:
    """An Excel file with one sheet; `formulas` by cell have no value, `merged` are ranges "B2:B3"."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet(name)
    for line, row in enumerate(rows):
        for place, text in enumerate(row):
            sheet.write(line, place, text)
    for cell, formula in (formulas or {}).items():
        sheet.write_formula(cell, formula, None, "")
    for cells in merged:
        sheet.merge_range(cells, "", None)
        first = cells.split(":")[0]
        sheet.write(first, rows[int(first[1:]) - 1][ord(first[0]) - 65])
    book.close()
    return stream.getvalue()


def zipped(**parts: bytes) -> bytes:
    """A zip of parts; "__" in a name stands for "/", "_xml" for ".xml"."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), content)
    return stream.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The same Office file with one part more, or another in its place."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, part)
    return stream.getvalue()


def part_of(content: bytes, name: str) -> str:
    """A part of an Office file as text."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


def upload(content: bytes, name: str = "phu-luc.docx") -> SimpleUploadedFile:
    """The bytes as a browser sends them."""
    return SimpleUploadedFile(name, content)


def annex() -> SimpleUploadedFile:
    """The real annex."""
    return upload(ANNEX.read_bytes(), ANNEX.name)
