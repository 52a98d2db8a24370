"""The yearly tables: page, print, workbook, CSV."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nhacviec.discipline.models import body_kind_choices, form_choices
from nhacviec.inspections.models import inspection_kind_choices
from nhacviec.orgs.kinds import SECTORS
from nhacviec.orgs.models import Organisation
from nhacviec.reviews.models import Campaign
from nhacviec.web import formats
from nhacviec.web.pages import safe_int

from .. import exports, wording
from ..queries.committees import reviews_of, top_committees
from ..queries.grades import COLUMNS, GradeRow, GradeTable
from ..queries.results import Results, results
from .common import FIRST_YEAR, behind_url, viewer_of, years


def found_for(request: HttpRequest) -> tuple[Results, list[Organisation]]:
    """The results of the year and committee in the address; by default of the latest review. The committees of it."""
    viewer = viewer_of(request)
    asked = safe_int(request.GET.get("nam"))
    year = asked if asked and FIRST_YEAR <= asked <= viewer.on.year else None
    held: list[Campaign] = reviews_of(year)
    if year is None:
        year = min(held[0].year, viewer.on.year) if held else viewer.on.year
    committees = [campaign.committee for campaign in held] or top_committees(year)
    wanted = safe_int(request.GET.get("cap_uy"))
    own = [one for one in committees if one.pk in viewer.serves]
    chosen = next((one for one in [*(c for c in committees if c.pk == wanted), *own, *committees]), None)
    campaign = next((one for one in held if chosen is not None and one.committee_id == chosen.pk), None)
    return results(year, chosen, viewer=viewer, on=viewer.on, campaign=campaign), committees


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The tables of a year; every figure opens its list."""
    found, committees = found_for(request)
    links = Links(found, several=len(committees) > 1)
    context = {
        "found": found,
        "paragraphs": wording.paragraphs(found),
        "grades": [_grades(table, links) for table in (found.organisations, found.members)],
        "undecided": found.organisations.total.undecided + found.members.total.undecided,
        "forms": [label for _code, label in form_choices()],
        "bodies": _bodies(found, links),
        "sanctioned": _sanctioned(found, links),
        "notices": _notices(found, links),
        "inspections": _inspections(found, links),
        "closed": closed_words(found),
        "party": found.committee is not None and found.committee.family == "party",
        "today": viewer_of(request).on,
        "years": years(request, found.year),
        "committees": [
            {"one": one, "url": f"?nam={found.year}&cap_uy={one.pk}", "on": one == found.committee}
            for one in committees
        ],
        "query": f"?nam={found.year}" + (f"&cap_uy={found.committee.pk}" if found.committee else ""),
    }
    return render(request, "statistics/results.html", context)


class Links:
    """Addresses of the lists behind the cells."""

    def __init__(self, found: Results, *, several: bool) -> None:
        self.year = found.year
        self.committee = found.committee.pk if found.committee and several else None

    def to(self, name: str, **values: Any) -> str:
        """The list `name` under more filters."""
        return behind_url(name, nam=self.year, cap_uy=self.committee, **values)


def _grades(table: GradeTable, links: Links) -> dict[str, Any]:
    titles = {
        "organisation": _("1. Tổ chức cơ sở đảng"),
        "member": _("2. Đảng viên, theo loại tổ chức cơ sở đảng"),
    }
    rows = [_grade_row(table.kind, row, links) for row in table.rows]
    return {"title": titles[table.kind], "rows": rows, "total": _grade_row(table.kind, table.total, links)}


def sector_label(sector: str) -> str:
    """The words of a row of table 1."""
    return _("Cộng") if sector == "all" else str(SECTORS.get(sector, _("Chưa rõ khối")))


def _grade_row(kind: str, row: GradeRow, links: Links) -> dict[str, Any]:
    def cell(column: str) -> dict[str, Any]:
        sector = {"all": "", "": "-"}.get(row.sector, row.sector)
        url = links.to("grades", doi_tuong=kind, khoi=sector, cot=column)
        return {"value": getattr(row, column), "url": url, "share": row.share(column) if column in COLUMNS else None}

    return {
        "label": sector_label(row.sector),
        "before": [cell(column) for column in ("total", "not_graded", "graded")],
        "cells": [cell(column) for column in COLUMNS],
    }


def _bodies(found: Results, links: Links) -> list[dict[str, Any]]:
    """Rows of table 2: bodies that may decide, highest first; a body without any decision only if it is a usual one."""
    usual = ("standing_committee", "grassroots_committee", "cell")
    rows = []
    for code, label in reversed(body_kind_choices()):
        forms = found.discipline.by_body.get(code, {})
        if forms or code in usual:
            cells = [_case_cell(forms.get(form, 0), links, code, form) for form, _label in form_choices()]
            rows.append({"label": label, "cells": cells, "sum": _case_cell(sum(forms.values()), links, code, "")})
    return rows


def _sanctioned(found: Results, links: Links) -> dict[str, Any]:
    cells = [_case_cell(found.form(form), links, "", form) for form, _label in form_choices()]
    return {"cells": cells, "sum": _case_cell(found.discipline.total, links, "", "")}


def _case_cell(value: int, links: Links, body: str, form: str) -> dict[str, Any]:
    return {"value": value, "url": links.to("cases", cap=body, hinh_thuc=form)}


def _line(label: str, value: int, url: str = "", *, inner: bool = False) -> dict[str, Any]:
    return {"label": label, "value": value, "url": url, "inner": inner}


def _notices(found: Results, links: Links) -> list[dict[str, Any]]:
    """Rows of table 3."""
    told, tasks = found.notices, found.tasks
    return [
        _line(_("Thông báo lần thứ nhất"), told.first, links.to("notices", lan=1)),
        _line(_("trong đó đã khắc phục"), told.cured, links.to("notices", lan=1, ket_qua="cured"), inner=True),
        _line(_("khắc phục sau hạn"), told.cured_late, links.to("notices", lan=1, ket_qua="cured_late"), inner=True),
        _line(_("Thông báo lần thứ hai"), told.second, links.to("notices", lan=2)),
        _line(_("Nhiệm vụ giao trong năm"), tasks.total, links.to("tasks")),
        _line(_("hoàn thành đúng hạn"), tasks.done, links.to("tasks", trang_thai="done"), inner=True),
        _line(_("hoàn thành quá hạn"), tasks.done_late, links.to("tasks", trang_thai="done_late"), inner=True),
        _line(_("đang thực hiện trong hạn"), tasks.running, links.to("tasks", trang_thai="running"), inner=True),
        _line(_("đang thực hiện quá hạn"), tasks.overdue, links.to("tasks", trang_thai="overdue"), inner=True),
        _line(
            _("không thời hạn"),
            tasks.dateless + tasks.dateless_done,
            links.to("tasks", trang_thai="dateless"),
            inner=True,
        ),
    ]


def _inspections(found: Results, links: Links) -> list[dict[str, Any]]:
    """Rows of table 4."""
    if not found.inspections:
        return []
    *kinds, total = found.inspections
    labels = dict(inspection_kind_choices())
    everything = links.to("inspections")
    rows = [_line(_("Cuộc kiểm tra"), total.inspections, everything)]
    rows += [
        _line(str(labels.get(one.kind, one.kind)), one.inspections, links.to("inspections", loai=one.kind), inner=True)
        for one in kinds
    ]
    return [
        *rows,
        _line(_("Đơn vị được kiểm tra"), total.units, everything),
        _line(_("Công chức được đánh giá"), total.assessed, everything),
        _line(_("Việc phải khắc phục"), total.findings, everything),
        _line(_("đã khắc phục"), total.remedied, everything, inner=True),
    ]


def sheets(found: Results) -> list[exports.Sheet]:
    """The four tables as the page shows them."""
    links = Links(found, several=False)
    name = found.committee.name if found.committee else ""
    sub = _("%(committee)s, năm %(year)s") % {"committee": name, "year": found.year}
    shares = [
        head
        for label in (_("Xuất sắc"), _("Tốt"), _("Tốt trở lên"), _("Hoàn thành"), _("Không hoàn thành"))
        for head in (label, _("%(grade)s, %%") % {"grade": label})
    ]
    grade_heads = [_("Đối tượng"), _("Tổng"), _("Không xếp loại"), _("Được xếp loại"), *shares]
    parts = [
        exports.Sheet(
            name=title,
            title=_("Biểu 1. Xếp loại chất lượng: %(part)s") % {"part": title.lower()},
            sub=sub,
            heads=grade_heads,
            rows=[_grade_line(row) for row in (*table.rows, table.total)],
        )
        for title, table in ((_("Tổ chức cơ sở đảng"), found.organisations), (_("Đảng viên"), found.members))
    ]
    bodies = [
        [str(row["label"]), *(c["value"] for c in row["cells"]), row["sum"]["value"]] for row in _bodies(found, links)
    ]
    total = _sanctioned(found, links)
    bodies.append([_("Cộng"), *(c["value"] for c in total["cells"]), total["sum"]["value"]])
    heads = [_("Cấp quyết định"), *(str(label) for _code, label in form_choices()), _("Cộng")]
    pairs = [_("Chỉ tiêu"), _("Số")]
    return [
        *parts,
        exports.Sheet(_("Kỷ luật"), _("Biểu 2. Kỷ luật đảng viên"), sub, heads, bodies),
        exports.Sheet(
            _("Nhắc việc"), _("Biểu 3. Nhắc việc và nhiệm vụ"), sub, pairs, _pairs(_notices(found, links)), sums=0
        ),
        exports.Sheet(_("Kiểm tra"), _("Biểu 4. Kiểm tra"), sub, pairs, _pairs(_inspections(found, links)), sums=0),
    ]


def _grade_line(row: GradeRow) -> list[Any]:
    shares = [value for column in COLUMNS for value in (getattr(row, column), row.share(column))]
    return [sector_label(row.sector), row.total, row.not_graded, row.graded, *shares]


def _pairs(lines: list[dict[str, Any]]) -> list[list[Any]]:
    return [[f"   {line['label']}" if line["inner"] else line["label"], line["value"]] for line in lines]


@require_safe
def workbook(request: HttpRequest) -> HttpResponse:
    """The four tables as an Excel workbook."""
    found, _committees = found_for(request)
    return exports.xlsx(sheets(found), f"thong-ke-{found.year}.xlsx")


@require_safe
def csv_file(request: HttpRequest) -> HttpResponse:
    """The four tables as CSV, one under the other."""
    found, _committees = found_for(request)
    return exports.as_csv(sheets(found), f"thong-ke-{found.year}.csv")


def closed_words(found: Results) -> str:
    """Whether the figures are sealed, and since when."""
    if found.campaign is None:
        return _("chưa mở đợt xếp loại")
    if found.campaign.closed_on:
        return _("số đã chốt %(day)s") % {"day": formats.day(found.campaign.closed_on)}
    return _("đợt xếp loại chưa chốt, số có thể thay đổi")
