"""The list of a campaign as a spreadsheet: the rows and the order of the page, never cut."""

import io
from collections.abc import Iterable

import xlsxwriter
from django.utils.translation import gettext as _

from nhacviec.web.formats import day, say

from .models import Subject
from .queries.words import capped_by, full_grade

_WIDTHS = (6, 44, 36, 26, 26, 26, 14, 22, 60, 40)


def workbook(title: str, subjects: Iterable[Subject]) -> bytes:
    """One sheet: title, heads, one row a subject. Texts are written as texts, so that none is taken for a formula."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"constant_memory": True, "in_memory": True})
    sheet = book.add_worksheet(_("Xếp loại"))
    bold, wrap = (
        book.add_format({"bold": True, "text_wrap": True}),
        book.add_format({"text_wrap": True, "valign": "top"}),
    )
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 13}))
    for column, text in enumerate(_heads()):
        sheet.write_string(2, column, text, bold)
    for number, subject in enumerate(subjects, 1):
        sheet.write_number(number + 2, 0, number, wrap)
        for column, text in enumerate(_cells(subject), 1):
            sheet.write_string(number + 2, column, text, wrap)
    sheet.freeze_panes(3, 2)
    book.close()
    return stream.getvalue()


def _heads() -> list[str]:
    return [
        _("TT"),
        _("Đối tượng"),
        _("Nơi sinh hoạt, trực thuộc"),
        _("Tự xếp loại"),
        _("Đề nghị"),
        _("Quyết định"),
        _("Ngày"),
        _("Số quyết định"),
        _("Mức cao nhất còn có thể"),
        _("Lý do khác đề nghị, không xếp loại"),
    ]


def _cells(subject: Subject) -> list[str]:
    place = subject.unit or subject.grassroots
    reason = subject.departure or say(subject.exclusion.get("reason")) if subject.exclusion or subject.departure else ""
    return [
        str(subject.person or subject.organisation),
        place.name,
        full_grade(subject.self_grade),
        full_grade(subject.proposed),
        full_grade(subject.grade),
        day(subject.decided_on) if subject.decided_on else "",
        subject.decision_number,
        capped_by(subject),
        reason,
    ]
