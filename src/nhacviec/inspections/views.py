"""Pages of inspections."""

from datetime import date, datetime
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nhacviec.documents.uploads import check_upload
from nhacviec.ledger.queries import acts_on_behalf
from nhacviec.orgs.access import Viewer
from nhacviec.orgs.models import Organisation, Person
from nhacviec.orgs.queries import calendar
from nhacviec.web import clock, formats
from nhacviec.web.errors import BadInput, NotAllowed
from nhacviec.web.pages import act, safe_int
from nhacviec.web.paging import keyset

from . import access, actions, forms, queries, workflow
from .models import Assessment, Finding, Inspection, inspection_kind_choices, inspection_state_choices

PHOTO_KINDS = ("png", "jpg")
REMEDY_DAYS = 5
_TYPES = {"png": "image/png", "jpg": "image/jpeg"}


def _viewer(request: HttpRequest) -> Viewer:
    return request.viewer  # type: ignore[attr-defined]


def _path(inspection: Inspection) -> str:
    return reverse("inspections:inspection", args=[inspection.pk])


def _require(allowed: bool) -> None:
    if not allowed:
        raise NotAllowed


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    viewer = _viewer(request)
    states = dict(inspection_state_choices())
    kinds = dict(inspection_kind_choices())
    state = request.GET.get("trang-thai", "")
    kind = request.GET.get("loai", "")
    state, kind = (state if state in states else ""), (kind if kind in kinds else "")
    year = safe_int(request.GET.get("nam"))
    rows = queries.listed(viewer, state=state, kind=kind, year=year if year and 1900 < year < 2200 else None)
    page = keyset(rows, order=[("decided_on", "desc"), ("id", "desc")], after=request.GET.get("after"))
    context = {
        "page": page,
        "chips": _state_chips(queries.counts(viewer), states, state),
        "kind": kinds.get(kind),
        "year": year,
        "may_plan": access.may_plan_any(viewer),
    }
    return render(request, "inspections/list.html", context)


def _state_chips(counts: dict[str, int], states: dict[str, Any], chosen: str) -> list[dict[str, Any]]:
    here = reverse("inspections:list")
    everything = {"label": _("Tất cả"), "url": here, "count": sum(counts.values()), "on": not chosen}
    return [everything] + [
        {
            "label": str(label).capitalize(),
            "url": f"{here}?trang-thai={code}",
            "count": counts[code],
            "on": chosen == code,
        }
        for code, label in states.items()
    ]


def choose_unit(request: HttpRequest) -> HttpResponse:
    viewer = _viewer(request)
    _require(access.may_plan_any(viewer))
    units = queries.units_for(viewer, clock.today())
    return act(
        request,
        form_class=forms.UnitForm,
        template="inspections/choose_unit.html",
        form_kwargs={"units": units},
        run=lambda data: reverse("inspections:plan", args=[data["unit"].pk]),
    )


def plan(request: HttpRequest, pk: int) -> HttpResponse:
    viewer, on = _viewer(request), clock.today()
    _require(access.may_plan_any(viewer))
    unit = get_object_or_404(queries.units_for(viewer, on), pk=pk)
    team = queries.team_people(access.deciders(viewer), on)
    people = queries.people_of(unit, on)
    known = {a.person_id: a.person for a in (*team, *people)}
    deciders = queries.deciders_for(viewer)
    return act(
        request,
        form_class=forms.PlanForm,
        template="inspections/plan.html",
        form_kwargs={
            "deciders": deciders,
            "team": forms.person_choices(team),
            "officials": forms.person_choices(people),
        },
        initial=_plan_defaults(viewer, unit),
        context={"unit": unit},
        run=lambda data: _path(_planned(viewer, unit, data, known)),
        success=_("Đã lập cuộc kiểm tra."),
    )


def _plan_defaults(viewer: Viewer, unit: Organisation) -> dict[str, Any]:
    lists = workflow.checklists()
    chosen = lists["one_stop_counter" if unit.kind == "counter" else "duty"]
    serves = viewer.post.serves if viewer.post else None
    return {
        "kind": "unannounced" if unit.kind == "counter" else "planned",
        "decided_by": serves if serves in access.deciders(viewer) else None,
        "items": "\n".join(chosen.items),
        "decided_on": clock.today(),
        "leader": str(viewer.person_id),
    }


def _planned(viewer: Viewer, unit: Organisation, data: dict[str, Any], known: dict[int, Person]) -> Inspection:
    leader = int(data["leader"])
    others = [int(pk) for pk in data["team"] if int(pk) != leader]
    return actions.plan_inspection(
        viewer=viewer,
        unit=unit,
        kind=data["kind"],
        decided_by=data["decided_by"],
        decision_number=data["decision_number"],
        decided_on=data["decided_on"],
        subject=data["subject"],
        team=[(known[leader], True), *((known[pk], False) for pk in others)],
        items=data["items"].splitlines(),
        officials=[(known[int(pk)], "") for pk in data["officials"]],
        now=clock.now(),
    )


@require_safe
def inspection(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = _viewer(request)
    found = get_object_or_404(queries.page_of(viewer), pk=pk)
    shown = queries.detail(viewer, found)
    actions.log_reading(viewer=viewer, inspection=found, person_ids=shown.read_of, now=clock.now())
    context = {
        "d": shown,
        "inspection": found,
        "steps": _steps(found),
        "on_behalf": acts_on_behalf(found, *found.assessments.all(), *found.findings.all()),
    }
    return render(request, "inspections/inspection.html", context)


def _steps(inspection: Inspection) -> list[dict[str, Any]]:
    order = [code for code, _label in inspection_state_choices()]
    at = order.index(inspection.state)
    words = [_("Chuẩn bị"), _("Tiến hành"), _("Kết luận")]
    days = [formats.day(inspection.decided_on), *map(_day, (inspection.started_at, inspection.concluded_on))]
    ended = inspection.state == "concluded"
    return [
        {"label": word, "note": day, "state": "done" if i < at or ended else "current" if i == at else ""}
        for i, (word, day) in enumerate(zip(words, days, strict=True))
    ]


def _day(value: date | datetime | None) -> str:
    return formats.day(value) if value else ""


def start(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = _viewer(request)
    found = get_object_or_404(queries.frame_of(viewer), pk=pk)
    _require(access.may_start(viewer, found))
    workflow.check("start", found.state)
    return act(
        request,
        form_class=forms.StartForm,
        template="inspections/start.html",
        context={"inspection": found},
        run=lambda _data: _path(actions.start_inspection(viewer=viewer, inspection=found, now=clock.now())),
        success=_("Đã công bố quyết định; đơn vị và người được kiểm tra đã được báo."),
    )


def assess(request: HttpRequest, pk: int, assessment: int) -> HttpResponse:
    viewer = _viewer(request)
    found = get_object_or_404(queries.page_of(viewer), pk=pk)
    _require(access.in_team(viewer, found))
    shown = queries.detail(viewer, found)
    line = next((one for one in shown.lines if one.assessment.pk == assessment), None)
    if line is None:
        raise Http404
    workflow.check("assess", found.state)
    marks = {f"item_{item.pk}": mark for item, mark in line.marks if mark}
    return act(
        request,
        form_class=forms.AssessForm,
        template="inspections/assess.html",
        form_kwargs={"items": list(found.items.all())},
        initial={**marks, "remark": line.assessment.remark},
        context={"inspection": found, "d": shown, "line": line, "after": _following(shown, line)},
        run=lambda data: _assessed(request, found, shown, line, data),
        success=_("Đã lưu nhận xét."),
    )


def _following(shown: queries.Detail, line: queries.Line) -> queries.Line | None:
    """The next official without assessment, looking on from this one and then from the first."""
    rest = [*shown.lines[line.number :], *shown.lines[: line.number - 1]]
    return next((one for one in rest if not one.assessment.done), None)


def _assessed(
    request: HttpRequest, inspection: Inspection, shown: queries.Detail, line: queries.Line, data: dict[str, Any]
) -> str:
    try:
        photo = check_upload(data["photo"], kinds=PHOTO_KINDS) if data["photo"] is not None else None
    except BadInput as error:
        raise BadInput("photo", error.message) from error
    actions.assess_official(
        viewer=_viewer(request),
        inspection=inspection,
        person=line.assessment.person,
        marks={item.pk: data[f"item_{item.pk}"] for item, _mark in line.marks},
        remark=data["remark"],
        photo=photo,
        now=clock.now(),
    )
    if request.POST.get("then") == "finding":
        return f"{reverse('inspections:finding', args=[inspection.pk])}?nguoi={line.assessment.person_id}"
    after = _following(shown, line)
    return reverse("inspections:assess", args=[inspection.pk, after.assessment.pk]) if after else _path(inspection)


def finding(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = _viewer(request)
    found = get_object_or_404(queries.frame_of(viewer), pk=pk)
    _require(access.in_team(viewer, found))
    workflow.check("find", found.state)
    return act(
        request,
        form_class=forms.FindingForm,
        template="inspections/finding.html",
        form_kwargs={"assessments": list(found.assessments.all())},
        initial={"person": request.GET.get("nguoi", "")[:20]},
        context={"inspection": found},
        run=lambda data: _found(viewer, found, data),
        success=_("Đã ghi phát hiện."),
    )


def _found(viewer: Viewer, inspection: Inspection, data: dict[str, Any]) -> str:
    people = {str(a.person_id): a.person for a in inspection.assessments.all()}
    made = actions.record_finding(
        viewer=viewer,
        inspection=inspection,
        description=data["description"],
        evidence=data["evidence"],
        cause=data["cause"],
        person=people.get(data["person"]),
        now=clock.now(),
    )
    may_order = access.assigner_for(viewer, inspection) is not None
    return reverse("inspections:remedy", args=[made.pk]) if may_order else _path(inspection)


def remedy(request: HttpRequest, pk: int) -> HttpResponse:
    viewer, on = _viewer(request), clock.today()
    line = get_object_or_404(Finding.objects.select_related("person", "remedy"), pk=pk)
    found = get_object_or_404(queries.frame_of(viewer), pk=line.inspection_id)
    _require(access.assigner_for(viewer, found) is not None)
    workflow.check("remedy", found.state)
    people = queries.people_of(found.unit, on)
    known = {str(a.person_id): a.person for a in people}
    person = str(line.person_id) if str(line.person_id) in known else ""
    return act(
        request,
        form_class=forms.RemedyForm,
        template="inspections/remedy.html",
        form_kwargs={"people": forms.person_choices(people)},
        initial={"responsible": person, "deadline": calendar().add_working_days(on, REMEDY_DAYS)},
        context={"inspection": found, "finding": line},
        run=lambda data: _ordered(viewer, line, data, known),
        success=_("Đã giao khắc phục thành nhiệm vụ."),
    )


def _ordered(viewer: Viewer, line: Finding, data: dict[str, Any], known: dict[str, Person]) -> str:
    made = actions.order_remedy(
        viewer=viewer,
        finding=line,
        title=data["title"],
        product=data["product"],
        deadline=data["deadline"],
        responsible=known.get(data["responsible"]),
        now=clock.now(),
    )
    return reverse("inspections:inspection", args=[made.inspection_id])


def conclude(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = _viewer(request)
    found = get_object_or_404(queries.page_of(viewer), pk=pk)
    _require(access.may_conclude(viewer, found))
    workflow.check("conclude", found.state)
    return act(
        request,
        form_class=forms.ConclusionForm,
        template="inspections/conclude.html",
        context={"inspection": found, "d": queries.detail(viewer, found)},
        run=lambda data: _path(
            actions.conclude_inspection(viewer=viewer, inspection=found, conclusion=data["conclusion"], now=clock.now())
        ),
        success=_("Đã kết luận kiểm tra."),
    )


def opinion(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = _viewer(request)
    mine = get_object_or_404(Assessment, pk=pk)
    found = get_object_or_404(queries.page_of(viewer), pk=mine.inspection_id)
    _require(access.may_answer(viewer, mine))
    return act(
        request,
        form_class=forms.OpinionForm,
        template="inspections/opinion.html",
        context={"inspection": found, "line": next(x for x in queries.detail(viewer, found).lines if x.mine)},
        run=lambda data: _answered(viewer, mine, found, data["opinion"]),
        success=_("Đã gửi ý kiến."),
    )


def _answered(viewer: Viewer, mine: Assessment, inspection: Inspection, text: str) -> str:
    actions.give_opinion(viewer=viewer, assessment=mine, opinion=text, now=clock.now())
    return _path(inspection)


@require_safe
def photo(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    found = queries.photo_of(_viewer(request), pk)
    if found is None:
        raise Http404
    kind = _TYPES.get(found.attachment.kind, "application/octet-stream")
    try:
        return FileResponse(found.attachment.file.open("rb"), content_type=kind)
    except FileNotFoundError as error:
        raise Http404(_("Tệp không còn trong kho lưu.")) from error
