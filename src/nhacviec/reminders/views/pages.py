"""Pages that show: the workbench, lists, one notice, its printed form, consequences."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nhacviec.ledger.queries import acts_on_behalf
from nhacviec.orgs.queries.vacancies import Vacancies, vacancies, vacancies_in
from nhacviec.web import clock, formats
from nhacviec.web.paging import keyset
from nhacviec.web.params import safe_int

from .. import access, queries
from ..forms import EditForm
from ..models import notice_state_choices
from .common import actions_for, steps_of, viewer_of

_AFTER_SIGNATURE = ("signed", "served", "acknowledged", "cured", "breached", "withdrawn")


@require_safe
def workbench(request: HttpRequest) -> HttpResponse:
    """The office's workbench; whoever has none, or nothing on it, gets the list of the notices he or she may read."""
    viewer, on = viewer_of(request), clock.today()
    if not access.may_use_workbench(viewer):
        return notices(request)
    level = safe_int(request.GET.get("lan"))
    bench = queries.workbench(
        viewer, on, chosen=safe_int(request.GET.get("chon")), level=level if level in (1, 2) else None
    )
    if not bench.candidates and not access.keeps_workbench(viewer):
        return notices(request)
    units = {pk for one in bench.candidates for pk in (one.notice.addressee_id, one.notice.issuer_id)}
    context: dict[str, Any] = {"bench": bench, "level": level, "last": queries.last_sweep(), "on": on}
    context["vacancies"] = vacancies(viewer, units, on)
    if bench.chosen is not None:
        notice = bench.chosen.notice
        context["steps"] = steps_of(notice)
        context["form"] = edit_form(notice, bench.cure_span)
        context["cure_days"] = bench.days.working_days_between(on, notice.cure_date)
        context["may_sign"] = access.may_sign(viewer, notice)
        context["may_hold_back"] = access.may_hold_back(viewer, notice)
    return render(request, "reminders/workbench.html", context)


def edit_form(notice: Any, span: tuple[Any, Any], data: Any = None) -> EditForm:
    """The form of what the office may change, filled with what a signature today would say."""
    text = _("Từ %(earliest)s đến %(latest)s, ngày làm việc.") % {
        "earliest": formats.day(span[0]),
        "latest": formats.day(span[1]),
    }
    return EditForm(data, span=text, initial={"cure_date": notice.cure_date, "recipients": notice.recipients})


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """The notices that have a number: by year, level and state; withdrawn ones struck through."""
    viewer = viewer_of(request)
    listed = queries.listed(viewer)
    year, level = safe_int(request.GET.get("nam")), safe_int(request.GET.get("lan"))
    state = request.GET.get("tt", "")
    if year is not None and 1900 <= year <= 2200:
        listed = listed.filter(document__issued_on__year=year)
    if level in (1, 2):
        listed = listed.filter(level=level)
    if state in _AFTER_SIGNATURE:
        listed = listed.filter(state=state)
    page = keyset(listed, order=[("document__issued_on", "desc"), ("pk", "desc")], after=request.GET.get("after"))
    context = {
        "page": page,
        "chips": _chips(request, state, level),
        "year": year,
        "bench": access.keeps_workbench(viewer) and access.may_use_workbench(viewer),
    }
    return render(request, "reminders/list.html", context)


def _chips(request: HttpRequest, state: str, level: int | None) -> list[dict[str, Any]]:
    labels = dict(notice_state_choices())
    made = [{"label": _("Tất cả"), "url": _address(request, tt=""), "on": state not in _AFTER_SIGNATURE}]
    made += [
        {"label": labels[name], "url": _address(request, tt=name), "on": state == name} for name in _AFTER_SIGNATURE
    ]
    made += [
        {"label": _("Lần %(level)s") % {"level": one}, "url": _address(request, lan=one), "on": level == one}
        for one in (1, 2)
    ]
    return made


def _address(request: HttpRequest, **changes: Any) -> str:
    query = request.GET.copy()
    query.pop("after", None)
    for name, value in changes.items():
        # The chosen filter's own chip takes it away again.
        if value == "" or query.get(name) == str(value):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"


@require_safe
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """One notice: the document, where it stands, what it rests on, what the reader may do."""
    viewer = viewer_of(request)
    detail = queries.notice_detail(viewer, pk, on=clock.today())
    if detail is None:
        raise Http404
    shown = detail.notice
    context = {
        "vacancies": Vacancies() if shown.closed_on else vacancies_in(shown, "addressee", "issuer"),
        "detail": detail,
        "notice": detail.notice,
        "steps": steps_of(detail.notice, acknowledge_until=detail.acknowledge_until),
        "actions": actions_for(viewer, detail),
        "reasons": [one for one in (detail.notice.reason, detail.notice.closing) if one],
        "bench": access.may_prepare(viewer, detail.notice),
        "on_behalf": acts_on_behalf(detail.notice),
    }
    return render(request, "reminders/notice.html", context)


@require_safe
def printed(request: HttpRequest, pk: int) -> HttpResponse:
    """The document alone, laid out for A4."""
    detail = queries.notice_detail(viewer_of(request), pk, on=clock.today())
    if detail is None:
        raise Http404
    return render(request, "reminders/printed.html", {"detail": detail, "notice": detail.notice})


@require_safe
def consequences(request: HttpRequest) -> HttpResponse:
    """What follows from second notices not acted on: proposed and decided, never drawn alike."""
    listed = queries.consequences_for(viewer_of(request))
    year = safe_int(request.GET.get("nam"))
    if year is not None and 1900 <= year <= 2200:
        listed = listed.filter(year=year)
    page = keyset(listed, order=[("proposed_on", "desc"), ("pk", "desc")], after=request.GET.get("after"))
    return render(request, "reminders/consequences.html", {"page": page, "year": year})


@require_safe
def consequence(request: HttpRequest, pk: int) -> HttpResponse:
    """One consequence with its grounds."""
    viewer = viewer_of(request)
    shown = queries.consequences_for(viewer).filter(pk=pk).first()
    if shown is None:
        raise Http404
    context = {
        "consequence": shown,
        "notice": shown.notice,
        "reasons": shown.trace.get("reasons", []),
        "may_decide": shown.state == "proposed" and access.may_decide(viewer, shown),
        "may_read_notice": queries.readable(viewer, shown.notice_id) is not None,
    }
    return render(request, "reminders/consequence.html", context)
