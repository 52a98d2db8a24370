"""Exports of the list: the same rows in the same order as on the screen, safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import xlsxwriter
from django.http import HttpResponse
from django.utils.translation import gettext as _

from nhacviec.orgs.access import Viewer
from nhacviec.rules.lateness import STATE_LABELS

from .. import queries
from ..queries.filters import Filters
from ..queries.listing import Row

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def heads() -> list[str]:
    """The heads of the columns."""
    return [
        _("Mã"),
        _("Việc"),
        _("Sản phẩm"),
        _("Chủ trì"),
        _("Người chịu trách nhiệm"),
        _("Nơi giao"),
        _("Văn bản"),
        _("Ngày giao"),
        _("Thời hạn gốc"),
        _("Thời hạn"),
        _("Ngày nộp"),
        _("Trạng thái"),
        _("Số ngày quá hạn"),
    ]


def cells(row: Row) -> list[Any]:
    """The cells of a row, as values: texts, days, numbers."""
    task = row.task
    return [
        task.code,
        task.title,
        task.product,
        task.lead.name,
        task.responsible.full_name,
        task.assigner.name,
        task.directive.full_number if task.directive else "",
        task.assigned_on,
        task.original_deadline,
        task.deadline,
        task.done_on,
        _(STATE_LABELS[row.state]),
        row.late or None,
    ]


def safe(value: Any) -> Any:
    """A text that a spreadsheet would run as a formula gets an apostrophe in front."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _rows(viewer: Viewer, filters: Filters, sort: str) -> Iterator[list[Any]]:
    for row in queries.every(viewer, filters, on=viewer.on, sort=sort):
        yield cells(row)


def as_csv(viewer: Viewer, filters: Filters, sort: str) -> HttpResponse:
    """UTF-8 with its mark, so that Excel reads the letters; days as 30/11/2021."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(heads())
    for row in _rows(viewer, filters, sort):
        writer.writerow([f"{v:%d/%m/%Y}" if hasattr(v, "year") else safe(v) for v in row])
    answer = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="nhiem-vu-{viewer.on:%Y-%m-%d}.csv"'
    return answer


def as_xlsx(viewer: Viewer, filters: Filters, sort: str) -> HttpResponse:
    """A workbook with one sheet; texts are written as texts, never as formulas or links."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(_("Nhiệm vụ"))
    head, day = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.write_row(0, 0, heads(), head)
    sheet.freeze_panes(1, 0)
    sheet.set_column(1, 2, 48)
    sheet.set_column(3, 6, 24)
    sheet.set_column(7, 10, 12)
    last = 0
    for last, row in enumerate(_rows(viewer, filters, sort), 1):
        for column, value in enumerate(row):
            if hasattr(value, "year"):
                sheet.write_datetime(last, column, value, day)
            elif isinstance(value, int):
                sheet.write_number(last, column, value)
            elif value:
                sheet.write_string(last, column, str(value))
    sheet.autofilter(0, 0, max(last, 1), len(heads()) - 1)
    book.close()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    answer = HttpResponse(out.getvalue(), content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="nhiem-vu-{viewer.on:%Y-%m-%d}.xlsx"'
    return answer
