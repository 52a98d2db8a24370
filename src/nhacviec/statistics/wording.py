"""The figures in words: the paragraph of a report and the table of the command (R-3, note on prose)."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

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
        "trong đó %(excellent)s hoàn thành xuất sắc; %(completed)s hoàn thành; %(not_completed)s không hoàn thành nhiệm vụ."
    ) % {"total": number(row.total), **_words(row)}


def _members(row: GradeRow) -> str:
    if not row.total:
        return _("Chưa có đảng viên nào được xếp loại.")
    return _(
        "Trong %(graded)s đảng viên được xếp loại, %(good)s hoàn thành tốt trở lên (%(share)s), %(completed)s hoàn thành, "
        "%(not_completed)s không hoàn thành."
    ) % _words(row)


def _words(row: GradeRow) -> dict[str, str]:
    return {
        "graded": number(row.graded),
        "good": number(row.good_or_better),
        "share": percent(row.share("good_or_better")),
        "excellent": number(row.excellent),
        "completed": number(row.completed),
        "not_completed": number(row.not_completed),
    }


def _discipline(found: Results) -> str:
    if not found.discipline.total:
        return _("Không có đảng viên bị kỷ luật.")
    return _(
        "Kỷ luật %(members)s đảng viên: %(reprimand)s khiển trách, %(warning)s cảnh cáo, %(removal)s cách chức, "
        "%(expulsion)s khai trừ."
    ) % {
        "members": number(found.discipline.members),
        **{form: number(found.form(form)) for form in ("reprimand", "warning", "removal", "expulsion")},
    }


def _notices(found: Results) -> str:
    if not found.notices.first and not found.notices.second:
        return _("Không ban hành thông báo nhắc việc nào.")
    return _(
        "Ban hành %(first)s thông báo nhắc việc lần thứ nhất, %(cured)s đã khắc phục; %(second)s thông báo lần thứ hai."
    ) % {
        "first": number(found.notices.first),
        "cured": number(found.notices.cured),
        "second": number(found.notices.second),
    }


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
