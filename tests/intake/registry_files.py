"""Workbooks as people send them: any sheets, any headings, any values."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from nhacviec.intake.registry.book.columns import BY_NAME
from nhacviec.intake.registry.book.workbook import read_workbook
from nhacviec.intake.registry.checks import check
from nhacviec.intake.registry.plan import Plan
from nhacviec.orgs.access import Viewer
from tests.factories import MONDAY

OPERATOR = Viewer(on=MONDAY, name="quan.tri", operator=True)
NAME = "danh-ba.xlsx"


def book(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> bytes:
    """A workbook of these sheets; days are written as days, everything else as it is."""
    target = io.BytesIO()
    out = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    day = out.add_format({"num_format": "dd/mm/yyyy"})
    for title, rows in sheets.items():
        page = out.add_worksheet(title)
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                if isinstance(value, dt.date):
                    page.write_datetime(number, place, value, day)
                elif value is not None:
                    page.write(number, place, value)
    out.close()
    return target.getvalue()


def registry(**sheets: Sequence[Mapping[str, Any]]) -> bytes:
    """A workbook by the names in code: `registry(people=[{"code": "A", "name": "Trần A"}])`, with all our headings."""
    filled = {}
    for name, rows in sheets.items():
        form = BY_NAME[name]
        unknown = {key for row in rows for key in row} - {column.name for column in form.columns}
        assert not unknown, unknown
        heads = [column.vi for column in form.columns]
        filled[form.vi] = [heads, *([row.get(column.name) for column in form.columns] for row in rows)]
    return book(filled)


def upload(content: bytes, name: str = NAME) -> SimpleUploadedFile:
    """The bytes as an upload."""
    return SimpleUploadedFile(name, content)


def checked(viewer: Viewer, content: bytes) -> Plan:
    """What that workbook would do."""
    return check(viewer, read_workbook(content))


def faults(plan: Plan) -> list[tuple[str, int, str, str]]:
    """(sheet, row, column, message) of everything that is wrong."""
    return [(bad.sheet, bad.row, f.column, f.message) for bad in plan.bad for f in bad.faults]
