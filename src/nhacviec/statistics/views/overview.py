"""The first screen, its projector view, and its table as a workbook."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nhacviec.reminders.access import may_use_workbench
from nhacviec.tasks.models.obstacles import cause_choices
from nhacviec.tasks.queries import Counts
from nhacviec.web import formats, states
from nhacviec.web.pages import safe_int

from .. import charts, exports
from ..queries.overview import GROUPS, Overview, Stuck, UnitRow, added, chosen_rows, in_group, overview
from .common import behind_url, tasks_url, viewer_of, year_of, years
from .items import to_answer

# Rows of units on a screen, and on a projector that is read from six metres.
SHOWN, SHOWN_ON_WALL = 25, 14
_FIGURES = ("overdue", "running", "done", "done_late")
_LOOKS = {"overdue": "running_overdue", "running": "running", "done": "done_on_time", "done_late": "done_late"}


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The first screen of the viewer's scope."""
    viewer = viewer_of(request)
    year = year_of(request, viewer.on.year)
    found = overview(viewer, viewer.on, year)
    return render(request, "statistics/overview.html", _context(request, found))


def _context(request: HttpRequest, found: Overview) -> dict[str, Any]:
    viewer = viewer_of(request)
    group, sort = _choice(request)
    rows = chosen_rows(found.rows, group, sort)
    shown, pages = _shown(request, rows)
    urls = Links(found)
    return {
        "vacancies": found.vacancies,
        "found": found,
        "present": found.compared is not None,
        "week": found.on.isocalendar().week,
        "figures": [_figure(found, name, urls) for name in _FIGURES],
        "soon_url": tasks_url(state="soon"),
        "waiting_url": tasks_url(state="overdue", waiting=True),
        "dateless": found.total.dateless + found.total.dateless_done,
        "workbench": may_use_workbench(viewer),
        "rows": [_row(row, urls) for row in shown],
        "sum": _sum(rows),
        "count": len(rows),
        "hidden": len(rows) - len(shown),
        "pages": pages,
        "sort": sort or "-overdue",
        "heads": _heads(request, found),
        "done_share": _done_share(found.total),
        "chips": _chips(request, found, group),
        "items": to_answer(found.answers, found.notice_duties),
        "stuck": [_stuck(one) for one in found.stuck],
        "chart": charts.overdue_course(found.course),
        "course": [(charts.short_day(point), point) for point in found.course],
        "years": years(request, found.year),
        "projector": bool(request.GET.get("chieu")),
    }


def _choice(request: HttpRequest) -> tuple[str, str]:
    group = request.GET.get("nhom", "")
    return (group if group in GROUPS else ""), request.GET.get("sort", "")[:20]


def _shown(request: HttpRequest, rows: list[UnitRow]) -> tuple[list[UnitRow], dict[str, int | None]]:
    """The rows of this page: on a wall page by page, else the first ones or all."""
    if not request.GET.get("chieu"):
        return (rows if request.GET.get("het") else rows[:SHOWN]), {"before": None, "next": None}
    last = max(-(-len(rows) // SHOWN_ON_WALL), 1)
    number = min(max(safe_int(request.GET.get("trang")) or 1, 1), last)
    start = (number - 1) * SHOWN_ON_WALL
    around = {"before": number - 1 if number > 1 else None, "next": number + 1 if number < last else None}
    return rows[start : start + SHOWN_ON_WALL], around


@dataclass(frozen=True)
class Links:
    """Addresses of the lists behind the figures: of today's tasks their own list, of a past year the list as of then."""

    found: Overview

    def tasks(self, state: str, lead: int | None = None) -> str:
        """The tasks in a state, of one lead if given."""
        if self.found.compared is None:
            return behind_url("past_tasks", nam=self.found.year, trang_thai=state, don_vi=lead)
        finished = state in ("done", "done_late")
        return tasks_url(state=state, lead=lead, alone=lead is not None, year=self.found.year if finished else None)


def _figure(found: Overview, name: str, urls: Links) -> dict[str, Any]:
    look = states.REPORT_STATES[_LOOKS[name]]
    return {
        "name": name,
        "swatch": look.kind,
        "label": look.label,
        "value": getattr(found.total, name),
        "url": urls.tasks(name),
    }


def _row(row: UnitRow, urls: Links) -> dict[str, Any]:
    pk = row.unit.pk
    return {
        "row": row,
        "url": tasks_url(lead=pk, alone=True) if row.change is not None else urls.tasks("", pk),
        "urls": {name: urls.tasks(name, pk) for name in _FIGURES},
        "obstacles_url": behind_url("obstacles", don_vi=pk),
    }


def _sum(rows: Iterable[UnitRow]) -> dict[str, Any]:
    """The totals row, of the same rows as are counted."""
    kept = list(rows)
    return {
        "counts": added(row.counts for row in kept),
        "change": sum(row.change or 0 for row in kept),
        "obstacles": sum(row.obstacles for row in kept),
        "first": sum(n.level == 1 for row in kept for n in row.notices),
        "second": sum(n.level == 2 for row in kept for n in row.notices),
    }


def _done_share(counts: Counts) -> Fraction | None:
    """Per cent of the finished that were finished on time."""
    return Fraction(100 * counts.done, counts.finished) if counts.finished else None


def _heads(request: HttpRequest, found: Overview) -> list[dict[str, Any]]:
    """Heads of the number columns, in their order; `wide` ones are left out on a phone."""
    since = f"{found.compared:%d/%m}" if found.compared else ""
    before: list[dict[str, Any]] = [
        {"key": "overdue", "label": _("Quá hạn"), "swatch": "late"},
        {"key": "longest", "label": _("Lâu nhất")},
        {"key": "change", "label": _("So với %(day)s") % {"day": since}, "present": True},
        {"key": "obstacles", "label": _("Vướng mắc"), "present": True},
        {"key": "", "label": _("Thông báo nhắc việc"), "wide": True},
        {"key": "running", "label": _("Trong hạn"), "swatch": "run", "wide": True},
        {"key": "done", "label": _("HT đúng hạn"), "swatch": "done", "wide": True},
        {"key": "done_late", "label": _("HT quá hạn"), "swatch": "dlate", "wide": True},
        {"key": "total", "label": _("Tổng"), "wide": True},
    ]
    sort = _choice(request)[1] or "-overdue"
    return [
        {**head, "sorted_down": f"-{head['key']}", "url": _sorted_by(request, str(head["key"]), sort)}
        for head in before
        if found.compared or not head.get("present")
    ]


def _sorted_by(request: HttpRequest, key: str, sort: str) -> str:
    """The address of the page sorted by a column: the largest first, then the other way round."""
    query = request.GET.copy()
    query["sort"] = key if sort == f"-{key}" else f"-{key}"
    return f"?{query.urlencode()}"


def _chips(request: HttpRequest, found: Overview, group: str) -> list[dict[str, Any]]:
    labels = {
        "": _("Tất cả"),
        "wards": _("Xã, phường"),
        "departments": _("Phòng, ban, đơn vị khác"),
        "late": _("Có quá hạn"),
    }
    query = request.GET.copy()
    for name in ("nhom", "het", "trang"):
        query.pop(name, None)
    chips = []
    for key, label in labels.items():
        here = query.copy()
        if key:
            here["nhom"] = key
        number = sum(in_group(row, key) for row in found.rows)
        chips.append({"label": label, "count": number, "url": f"?{here.urlencode()}", "on": key == group})
    return chips


def _stuck(one: Stuck) -> dict[str, Any]:
    url = behind_url("obstacles", nguyen_nhan=one.cause, noi_tra_loi=one.asked_id)
    return {"one": one, "cause": dict(cause_choices()).get(one.cause, one.cause), "url": url}


@require_safe
def workbook(request: HttpRequest) -> HttpResponse:
    """The table by unit as an Excel workbook: same filter, same order, same totals."""
    viewer = viewer_of(request)
    found = overview(viewer, viewer.on, year_of(request, viewer.on.year))
    rows = chosen_rows(found.rows, *_choice(request))
    total = _sum(rows)
    sheet = exports.Sheet(
        name=_("Theo đơn vị"),
        title=_("Tình hình nhiệm vụ theo đơn vị, %(unit)s") % {"unit": found.scope},
        sub=_("Số liệu đến %(day)s, mọi số ngày là ngày làm việc") % {"day": formats.day(found.on)},
        heads=[
            _("Đơn vị"), _("Quá hạn"), _("Lâu nhất (ngày)"), _("So với thứ Hai trước"), _("Vướng mắc"),
            _("Thông báo nhắc việc"), _("Trong hạn"), _("Hoàn thành đúng hạn"), _("Hoàn thành quá hạn"),
            _("Tổng có thời hạn"), _("Không thời hạn"),
        ],
        rows=[
            *(_line(row.unit.name, row.counts, row.change, row.obstacles, _told(row)) for row in rows),
            _line(_("Cộng"), total["counts"], total["change"], total["obstacles"], ""),
        ],
    )  # fmt: skip
    return exports.xlsx([sheet], f"bang-giao-ban-{found.on:%Y-%m-%d}.xlsx")


def _line(name: str, counts: Counts, change: int | None, obstacles: int, told: str) -> list[Any]:
    return [
        name, counts.overdue, counts.longest, change, obstacles, told, counts.running, counts.done,
        counts.done_late, counts.dated, counts.dateless + counts.dateless_done,
    ]  # fmt: skip


def _told(row: UnitRow) -> str:
    return f"{row.notice.number}, {row.notice.get_state_display()}" if row.notice else ""
