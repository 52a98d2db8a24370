"""The figures in words: the paragraph of a report and the table of the command (R-3, note on prose)."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from nhacviec.discipline.models import form_choices
from nhacviec.web.formats import number, percent

from .queries import GradeRow, Results


def paragraphs(found: Results) -> list[str]:
    """The sentences that stand above the tables."""
    return [
        _organisations(found.organisations.total),
        _members(found.members.total),
        _discipline(found),
        _notices(found),
    ]


def _organisations(row: GradeRow) -> str:
    if not row.total:
        return _("Chưa có tổ chức cơ sở đảng nào được xếp loại.")
    return _(
        "Có %(graded)s/%(total)s tổ chức cơ sở đảng được xếp loại: %(good)s hoàn thành tốt nhiệm vụ trở lên (%(share)s), "
        "trong đó %(excellent)s hoàn thành xuất sắc; %(completed)s hoàn thành; không hoàn thành nhiệm vụ: %(not_completed)s."
    ) % {"total": number(row.total), **_words(row)}


def _members(row: GradeRow) -> str:
    if not row.total:
        return _("Chưa có đảng viên nào được xếp loại.")
    return _(
        "Trong %(graded)s đảng viên được xếp loại, %(good)s hoàn thành tốt trở lên (%(share)s), %(completed)s hoàn thành, "
        "không hoàn thành: %(not_completed)s."
    ) % _words(row)


def _words(row: GradeRow) -> dict[str, str]:
    return {
        "graded": number(row.graded),
        "good": number(row.good_or_better),
        "share": percent(row.share("good_or_better")),
        "excellent": number(row.excellent),
        "completed": number(row.completed),
        "not_completed": number(row.not_completed) if row.not_completed else _("không có"),
    }


def _discipline(found: Results) -> str:
    if not found.discipline.total:
        return _("Không có đảng viên bị kỷ luật.")
    forms = [f"{number(found.form(code))} {label}" for code, label in form_choices() if found.form(code)]
    return _("Kỷ luật %(members)s đảng viên: %(forms)s.") % {
        "members": number(found.discipline.members),
        "forms": ", ".join(forms),
    }


def _notices(found: Results) -> str:
    told = found.notices
    if not told.first and not told.second:
        return _("Không ban hành thông báo nhắc việc nào.")
    words = {
        "first": number(told.first),
        "cured": number(told.cured + told.cured_late),
        "second": number(told.second),
    }
    if told.first and told.first == told.cured + told.cured_late:
        first = _("Ban hành %(first)s thông báo nhắc việc lần thứ nhất, tất cả đã khắc phục") % words
    else:
        first = _("Ban hành %(first)s thông báo nhắc việc lần thứ nhất, %(cured)s đã khắc phục") % words
    second = _("%(second)s thông báo lần thứ hai") % words if told.second else _("không có lần thứ hai")
    return f"{first}; {second}."


def table(found: Results) -> list[tuple[str, str]]:
    """The table of the report: label and figures, one line each."""
    units, members = found.organisations.total, found.members.total
    good = f"{number(members.good_or_better)} ({percent(members.share('good_or_better'))})"
    return [
        (
            _("Tổ chức cơ sở đảng được xếp loại: xuất sắc / tốt / hoàn thành / không hoàn thành"),
            _of(_slashed((units.excellent, units.good, units.completed, units.not_completed)), units),
        ),
        (
            _("Đảng viên được xếp loại: tốt trở lên / hoàn thành / không hoàn thành"),
            _of(" / ".join([good, number(members.completed), number(members.not_completed)]), members),
        ),
        (
            _("Đảng viên bị kỷ luật: khiển trách / cảnh cáo"),
            _slashed((found.form("reprimand"), found.form("warning"))),
        ),
        (
            _("Thông báo nhắc việc lần thứ nhất / lần thứ hai / lần thứ nhất đã khắc phục"),
            _slashed((found.notices.first, found.notices.second, found.notices.cured)),
        ),
    ]


def _slashed(values: Iterable[int]) -> str:
    return " / ".join(number(value) for value in values)


def _of(text: str, row: GradeRow) -> str:
    return _("%(figures)s (trên %(graded)s)") % {"figures": text, "graded": number(row.graded)}
