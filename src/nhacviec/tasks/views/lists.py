"""What the list of tasks shows: filters out of the address, presets with their figures, the words of the filter."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from nhacviec.directives.queries import readable as readable_directives
from nhacviec.orgs.models import Organisation, Person
from nhacviec.orgs.queries.vacancies import vacancies
from nhacviec.web.pages import safe_int

from .. import access, queries
from ..queries.filters import STATES, Filters
from ..queries.states import Counts
from .common import viewer_of

_IDS = ("lead", "assigner", "directive", "clause", "responsible")


def filters_of(request: HttpRequest) -> Filters:
    """The filters in the address; junk is left out, an id that matches nothing gives an empty list."""
    get = request.GET
    ids: dict[str, int | None] = {name: safe_int(get.get(name)) for name in _IDS}
    year = safe_int(get.get("year"))
    return Filters(
        q=get.get("q", "")[:200],
        state=get.get("state", "") if get.get("state", "") in STATES else "",
        year=year if year and 1990 <= year <= 2100 else None,
        mine=get.get("mine") == "1",
        waiting=get.get("waiting") == "1",
        alone=get.get("alone") == "1",
        **ids,
    )


def list_context(request: HttpRequest) -> dict[str, Any]:
    """Everything that the page of the list needs."""
    viewer, filters = viewer_of(request), filters_of(request)
    sort = request.GET.get("sort", "")
    page = queries.listing(viewer, filters, on=viewer.on, after=request.GET.get("after"), sort=sort)
    base = Filters(**{name: getattr(filters, name) for name in (*_IDS, "q", "year", "mine", "alone")})
    counts = queries.four_states(viewer, viewer.on, filters=base).get(None, Counts())
    query = request.GET.copy()
    query.pop("after", None)
    return {
        "page": page,
        "vacancies": vacancies(viewer, (row.task.lead_id for row in page), viewer.on),
        "filters": filters,
        "sort": sort,
        "counts": counts,
        "total": _total(filters, counts),
        "presets": _presets(filters, counts),
        "chosen": _chosen(request, filters),
        "search_words": filters.q,
        "may_assign": access.may_assign_anything(viewer),
        "query": query.urlencode(),
    }


def _total(filters: Filters, counts: Counts) -> int | None:
    """How many rows the list has, where a figure already says so."""
    if filters.waiting:
        return None
    known = {
        "": counts.total,
        "open": counts.running + counts.overdue + counts.dateless,
        "overdue": counts.overdue,
        "running": counts.running,
        "done": counts.done,
        "done_late": counts.done_late,
        "dateless": counts.dateless + counts.dateless_done,
    }
    return known.get(filters.state)


def _presets(filters: Filters, counts: Counts) -> list[dict[str, Any]]:
    """The chips with their figures; the first takes every state back."""
    open_now = counts.running + counts.overdue + counts.dateless
    labels = [
        ("", _("Tất cả"), counts.total),
        ("open", _("Đang mở"), open_now),
        ("overdue", _("Quá hạn"), counts.overdue),
        ("soon", _("Đến hạn trong 7 ngày"), None),
        ("running", _("Trong hạn"), counts.running),
        ("done", _("Hoàn thành đúng hạn"), counts.done),
        ("done_late", _("Hoàn thành quá hạn"), counts.done_late),
        ("dateless", _("Không thời hạn"), counts.dateless + counts.dateless_done),
    ]
    found = [
        {
            "label": label,
            "count": count,
            "url": reverse("tasks:list") + filters.query(state=state, waiting=False),
            "on": filters.state == state and not filters.waiting,
        }
        for state, label, count in labels
    ]
    waiting = {
        "label": _("Chờ cấp trên"),
        "count": None,
        "url": reverse("tasks:list") + filters.query(state="", waiting=True),
        "on": filters.waiting,
    }
    return [*found, waiting]


def _chosen(request: HttpRequest, filters: Filters) -> list[dict[str, Any]]:
    """The chosen filters as chips with a cross, named in words. At most one query each."""
    viewer = viewer_of(request)
    here = reverse("tasks:list")
    found: list[tuple[str, str]] = []
    units = Organisation.objects.in_bulk([pk for pk in (filters.lead, filters.assigner) if pk])
    if filters.lead in units:
        found.append(("lead", _("Chủ trì: %(name)s") % {"name": units[filters.lead].label}))
        if filters.alone:
            found.append(("alone", _("Không gồm đơn vị cấp dưới")))
    if filters.assigner in units:
        found.append(("assigner", _("Nơi giao: %(name)s") % {"name": units[filters.assigner].label}))
    if filters.directive:
        text = readable_directives(viewer).filter(pk=filters.directive).first()
        found.append(("directive", _("Văn bản: %(number)s") % {"number": text.full_number if text else "–"}))
    if filters.clause:
        found.append(("clause", _("Một mục của văn bản")))
    if filters.responsible:
        person = Person.objects.filter(pk=filters.responsible, tasks__in=_visible(viewer)).first()
        found.append(("responsible", _("Người: %(name)s") % {"name": person.full_name if person else "–"}))
    if filters.year:
        found.append(("year", _("Giao năm %(year)s") % {"year": filters.year}))
    if filters.mine:
        found.append(("mine", _("Việc của tôi")))
    if filters.q:
        found.append(("q", _("Tìm: %(words)s") % {"words": filters.q}))
    empty = {"mine": False, "alone": False, "q": ""}
    return [
        {"label": label, "url": here + filters.query(**{name: empty.get(name)}), "remove": True}
        for name, label in found
    ]


def _visible(viewer: Any) -> Any:
    return queries.filtered(viewer, viewer.on, Filters()).values("pk")
