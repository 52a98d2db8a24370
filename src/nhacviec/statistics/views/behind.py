"""The lists behind the figures: what a cell counts, as far as the viewer may read it."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nhacviec.discipline.models import Case, body_kind_choices, form_choices
from nhacviec.inspections.models import Inspection, inspection_kind_choices
from nhacviec.orgs.access import Viewer
from nhacviec.orgs.models import Organisation
from nhacviec.reminders.models import Notice
from nhacviec.reviews.models import Campaign, Subject, grade_choices
from nhacviec.tasks.models import Obstacle, Task
from nhacviec.tasks.models.obstacles import cause_choices
from nhacviec.web import formats, states
from nhacviec.web.pages import safe_int
from nhacviec.web.paging import Order, keyset

from ..queries import behind
from ..queries.committees import reviews_of, top_committees
from ..queries.results import restricted
from .common import viewer_of, year_of
from .results import sector_label


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: a value, the page that it opens, numbers to the right."""

    value: Any
    url: str = ""
    num: bool = False


@dataclass(frozen=True)
class Listing:
    """What one list shows. `everything` is counted where the figure counts more than the viewer may read."""

    title: str
    words: Sequence[object]
    heads: Sequence[str]
    rows: QuerySet[Any]
    everything: QuerySet[Any] | None
    order: Order
    line: Callable[[Any], list[Cell]]
    back: str


def _show(request: HttpRequest, listing: Listing) -> HttpResponse:
    page = keyset(listing.rows, order=listing.order, after=request.GET.get("after"))
    seen = listing.rows.count()
    total = listing.everything.count() if listing.everything is not None else seen
    context = {
        "title": listing.title,
        "words": ", ".join(str(word) for word in listing.words if word),
        "heads": listing.heads,
        "rows": [listing.line(one) for one in page.items],
        "page": page,
        "seen": seen,
        "unseen": total - seen,
        "back": listing.back,
    }
    return render(request, "statistics/behind.html", context)


@dataclass(frozen=True)
class _Place:
    """Year and committee of a list, the review if any, and the viewer to whom the figure itself is limited."""

    year: int
    committee: Organisation | None
    campaign: Campaign | None
    only: Viewer | None

    @property
    def back(self) -> str:
        """The page of the figures."""
        return f"{reverse('statistics:results')}?nam={self.year}"

    @property
    def name(self) -> str:
        """The committee's name."""
        return self.committee.name if self.committee else ""


def _place(request: HttpRequest) -> _Place:
    viewer = viewer_of(request)
    year = year_of(request, viewer.on.year)
    held = reviews_of(year)
    committees = [one.committee for one in held] or top_committees(year)
    wanted = safe_int(request.GET.get("cap_uy"))
    own = [one for one in committees if one.pk in viewer.serves]
    committee = next(iter([*(c for c in committees if c.pk == wanted), *own, *committees]), None)
    campaign = next((one for one in held if committee is not None and one.committee_id == committee.pk), None)
    return _Place(year, committee, campaign, restricted(viewer, committee) if committee else viewer)


def _in_year(place: _Place) -> str:
    return _("năm %(year)s") % {"year": place.year}


@require_safe
def grades(request: HttpRequest) -> HttpResponse:
    """The subjects in a cell of table 1."""
    place, viewer = _place(request), viewer_of(request)
    kind = "member" if request.GET.get("doi_tuong") == "member" else "organisation"
    sector, column = request.GET.get("khoi", "")[:20], request.GET.get("cot", "")[:20]
    rows = behind.graded(place.campaign, kind, sector, column, viewer)
    names = ("organisation", "person", "unit", "grassroots")
    member = kind == "member"
    listing = Listing(
        title=_("Đảng viên xếp loại") if member else _("Tổ chức cơ sở đảng xếp loại"),
        words=[
            _column(column),
            sector_label("" if sector == "-" else sector) if sector else "",
            _in_year(place),
            place.name,
        ],
        heads=[_("Đối tượng"), _("Tổ chức cơ sở đảng"), _("Xếp loại"), _("Quyết định"), _("Ngày")],
        rows=rows.select_related(*names).defer("self_review", "facts", "marks"),
        everything=None if place.only else behind.graded(place.campaign, kind, sector, column, None),
        order=[("person__sort_key" if member else "organisation__folded", "asc"), ("id", "asc")],
        line=_subject,
        back=place.back,
    )
    return _show(request, listing)


def _column(column: str) -> str:
    words = {
        "graded": _("được xếp loại"),
        "not_graded": _("không xếp loại"),
        "excellent": dict(grade_choices())[1],
        "good": dict(grade_choices())[2],
        "good_or_better": _("hoàn thành tốt nhiệm vụ trở lên"),
        "completed": dict(grade_choices())[3],
        "not_completed": dict(grade_choices())[4],
    }
    return str(words.get(column, _("tổng số")))


def _subject(one: Subject) -> list[Cell]:
    about = one.person.full_name if one.person else one.organisation.name if one.organisation else ""
    grade = states.GRADES[one.grade][1] if one.grade else one.get_state_display()
    return [
        Cell(about, reverse("reviews:subject", args=[one.pk])),
        Cell(one.grassroots.name),
        Cell(grade),
        Cell(one.decision_number),
        Cell(formats.day(one.decided_on), num=True),
    ]


@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """The cases in a cell of table 2."""
    place, viewer = _place(request), viewer_of(request)
    body = _known(request.GET.get("cap"), body_kind_choices())
    form = _known(request.GET.get("hinh_thuc"), form_choices())
    rows, everything = _both(Case, place, viewer, behind.cases, body, form)
    listing = Listing(
        title=_("Đảng viên bị kỷ luật"),
        words=[dict(form_choices()).get(form), dict(body_kind_choices()).get(body), _in_year(place), place.name],
        heads=[_("Đảng viên"), _("Chi bộ"), _("Cấp quyết định"), _("Hình thức"), _("Quyết định"), _("Ngày")],
        rows=rows.select_related("person", "cell", "body", "decision"),
        everything=everything,
        order=[("decision__decided_on", "asc"), ("id", "asc")],
        line=lambda one: [
            Cell(one.person.full_name, reverse("discipline:case", args=[one.pk])),
            Cell(one.cell.name),
            Cell(one.body.name),
            Cell(one.decision.get_form_display()),
            Cell(one.decision.number),
            Cell(formats.day(one.decision.decided_on), num=True),
        ],
        back=place.back,
    )
    return _show(request, listing)


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """The notices of a line of table 3."""
    place, viewer = _place(request), viewer_of(request)
    level, cure = safe_int(request.GET.get("lan")), request.GET.get("ket_qua", "")[:20]
    rows, everything = _both(Notice, place, viewer, behind.notices, level, cure)
    levels = {1: _("lần thứ nhất"), 2: _("lần thứ hai")}
    cures = {"cured": _("đã khắc phục trong hạn"), "cured_late": _("khắc phục sau hạn")}
    listing = Listing(
        title=_("Thông báo nhắc việc"),
        words=[levels.get(level or 0), cures.get(cure), _in_year(place), place.name],
        heads=[_("Số"), _("Đơn vị nhận"), _("Nhiệm vụ"), _("Ngày"), _("Hạn khắc phục"), _("Trạng thái")],
        rows=rows.select_related("document__register", "addressee", "task"),
        everything=everything,
        order=[("document__issued_on", "asc"), ("id", "asc")],
        line=lambda one: [
            Cell(one.number, one.get_absolute_url()),
            Cell(one.addressee.name),
            Cell(one.task.title),
            Cell(formats.day(one.document.issued_on), num=True),
            Cell(formats.day(one.cure_date), num=True),
            Cell(one.get_state_display()),
        ],
        back=place.back,
    )
    return _show(request, listing)


@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    """The tasks of a line of table 3."""
    place, viewer = _place(request), viewer_of(request)
    state = request.GET.get("trang_thai", "")[:20]
    rows, everything = _both(Task, place, viewer, behind.tasks, state, viewer.on)
    return _show(
        request, _task_list(rows, everything, [_state(state), _("giao"), _in_year(place), place.name], place.back)
    )


@require_safe
def past_tasks(request: HttpRequest) -> HttpResponse:
    """The tasks behind a figure of the overview of a past year."""
    viewer = viewer_of(request)
    year = min(year_of(request, viewer.on.year - 1), viewer.on.year - 1)
    state, lead = request.GET.get("trang_thai", "")[:20], safe_int(request.GET.get("don_vi"))
    rows = behind.past_tasks(viewer, year, state, lead)
    words = [_state(state), _("theo số liệu ngày %(day)s") % {"day": formats.day(dt.date(year, 12, 31))}]
    return _show(request, _task_list(rows, None, words, f"{reverse('statistics:overview')}?nam={year}"))


def _task_list(rows: QuerySet[Task], everything: QuerySet[Task] | None, words: Sequence[object], back: str) -> Listing:
    return Listing(
        title=_("Nhiệm vụ"),
        words=words,
        heads=[_("Việc"), _("Chủ trì"), _("Thời hạn"), _("Ngày nộp"), _("Trạng thái")],
        rows=rows.select_related("lead"),
        everything=everything,
        order=[("deadline", "asc"), ("id", "asc")],
        line=lambda one: [
            Cell(one.title, one.get_absolute_url()),
            Cell(one.lead.label),
            Cell(formats.day(one.deadline), num=True),
            Cell(formats.day(one.done_on), num=True),
            Cell(one.get_state_display()),
        ],
        back=back,
    )


def _state(state: str) -> str:
    words = {
        "done": states.REPORT_STATES["done_on_time"].label,
        "done_late": states.REPORT_STATES["done_late"].label,
        "running": states.REPORT_STATES["running"].label,
        "overdue": states.REPORT_STATES["running_overdue"].label,
        "dateless": states.REPORT_STATES["no_deadline"].label,
    }
    return str(words.get(state, ""))


@require_safe
def inspections(request: HttpRequest) -> HttpResponse:
    """The inspections of a line of table 4."""
    place, viewer = _place(request), viewer_of(request)
    kind = _known(request.GET.get("loai"), inspection_kind_choices())
    rows, everything = _both(Inspection, place, viewer, behind.inspections, kind)
    listing = Listing(
        title=_("Cuộc kiểm tra"),
        words=[dict(inspection_kind_choices()).get(kind), _in_year(place), place.name],
        heads=[_("Đơn vị"), _("Loại"), _("Nội dung"), _("Quyết định"), _("Ngày"), _("Trạng thái")],
        rows=rows.select_related("unit"),
        everything=everything,
        order=[("decided_on", "asc"), ("id", "asc")],
        line=lambda one: [
            Cell(one.unit.name, reverse("inspections:inspection", args=[one.pk])),
            Cell(one.get_kind_display()),
            Cell(one.subject),
            Cell(one.decision_number),
            Cell(formats.day(one.decided_on), num=True),
            Cell(one.get_state_display()),
        ],
        back=place.back,
    )
    return _show(request, listing)


@require_safe
def obstacles(request: HttpRequest) -> HttpResponse:
    """Open obstacles, of one cause, asked of one body or reported by one unit."""
    viewer = viewer_of(request)
    cause = _known(request.GET.get("nguyen_nhan"), cause_choices())
    asked, lead = safe_int(request.GET.get("noi_tra_loi")), safe_int(request.GET.get("don_vi"))
    rows = behind.obstacles(viewer, cause, asked, lead)
    listing = Listing(
        title=_("Vướng mắc chưa được trả lời"),
        words=[dict(cause_choices()).get(cause)],
        heads=[_("Vướng mắc"), _("Nhiệm vụ"), _("Chủ trì"), _("Nơi phải trả lời"), _("Ngày báo"), _("Hạn trả lời")],
        rows=rows.select_related("task__lead", "asked"),
        everything=None,
        order=[("answer_due", "asc"), ("id", "asc")],
        line=_obstacle,
        back=reverse("statistics:overview"),
    )
    return _show(request, listing)


def _obstacle(one: Obstacle) -> list[Cell]:
    return [
        Cell(one.text, reverse("tasks:detail", args=[one.task_id])),
        Cell(one.task.title),
        Cell(one.task.lead.label),
        Cell(one.asked.label),
        Cell(formats.day(one.reported_on), num=True),
        Cell(formats.day(one.answer_due), num=True),
    ]


def _known(value: str | None, choices: Sequence[tuple[str, object]]) -> str:
    return value if value in dict(choices) else ""


def _both(
    model: type[Any], place: _Place, viewer: Viewer, rows: Callable[..., Any], *values: Any
) -> tuple[QuerySet[Any], QuerySet[Any] | None]:
    """The readable rows, and all that the figure counts where that is more; none without a committee."""
    if place.committee is None:
        return model.objects.none(), None
    seen = rows(place.year, place.committee, *values, viewer)
    return seen, None if place.only else rows(place.year, place.committee, *values, None)
