"""Pages of campaigns: list, one campaign, export; opening, proposing, deciding many, sealing."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nhacviec.orgs.access import Role, Viewer
from nhacviec.orgs.kinds import SECTORS
from nhacviec.orgs.models import Organisation
from nhacviec.rules import rulesets
from nhacviec.web import clock
from nhacviec.web.pages import act
from nhacviec.web.params import safe_int
from nhacviec.web.templatetags.nv import _query

from .. import access, actions, exports, queries
from ..forms import CloseForm, ConfirmForm, DecideManyForm, OpenForm
from ..models import Campaign, SubjectQuerySet
from ..queries import Choice
from ..workflow import SETTLED
from .common import campaign_of, choice_of, viewer_of

SHOWN_AT_ONCE = 200


@require_safe
def campaign_list(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    context = {
        "campaigns": queries.campaigns(viewer),
        "own": queries.own_subjects(viewer),
        "may_open": viewer.has(Role.ORGANISER),
    }
    return render(request, "reviews/list.html", context)


@require_safe
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    viewer, found = viewer_of(request), campaign_of(request, pk)
    choice = choice_of(request, found)
    page = queries.campaign_page(
        viewer=viewer, campaign=found, choice=choice, on=clock.today(), after=request.GET.get("after")
    )
    context = {
        "campaign": found,
        "page": page,
        "choice": choice,
        "kinds": _kinds(request, choice),
        "presets": _presets(request, page),
        "title": _title(found, choice),
        "filters": _filter_words(choice),
        "may_organise": access.may_organise(viewer, found),
        "may_decide": access.decides_kind(viewer, found, choice.kind),
        "rules": rulesets.get(found.rule_set),
    }
    return render(request, "reviews/campaign.html", context)


def _title(found: Campaign, choice: Choice) -> str:
    titles = {
        "organisation": _("Xếp loại tổ chức cơ sở đảng năm %(year)s"),
        "cell": _("Xếp loại chi bộ trực thuộc năm %(year)s"),
        "member": _("Xếp loại đảng viên năm %(year)s"),
    }
    return titles[choice.kind] % {"year": found.year}


def _address(request: HttpRequest, **changes: object) -> str:
    return _query(request.GET.copy(), changes)


def _kinds(request: HttpRequest, choice: Choice) -> list[dict[str, Any]]:
    labels = {"organisation": _("Tổ chức cơ sở đảng"), "cell": _("Chi bộ trực thuộc"), "member": _("Đảng viên")}
    return [{"label": label, "url": f"?doi-tuong={kind}", "on": kind == choice.kind} for kind, label in labels.items()]


def _presets(request: HttpRequest, page: queries.CampaignPage) -> list[dict[str, Any]]:
    figures, choice = page.figures, page.choice
    rows = [
        ("", _("Tất cả"), figures.total),
        ("tran", _("Có mức trần"), figures.capped),
        ("thap-hon", _("Tự xếp cao hơn đề nghị"), figures.below_self),
        ("cho-y-kien", _("Chờ ý kiến"), figures.waiting_reply),
        ("cho-quyet-dinh", _("Chờ quyết định"), figures.voted),
        ("khac-de-nghi", _("Quyết định khác đề nghị"), figures.departed),
        ("ngoai-dien", _("Không xếp loại"), figures.excluded),
    ]
    found = [
        {
            "label": label,
            "count": count,
            "url": _address(request, loc=code or None, muc=None),
            "on": choice.only == code and not choice.grades,
        }
        for code, label, count in rows
        if count or not code or choice.only == code
    ]
    if choice.grades:
        text = ", ".join(str(queries.short_grade(g)) for g in choice.grades)
        found.append({"label": text, "url": _address(request, muc=None), "remove": True})
    if choice.sector:
        found.append({"label": str(SECTORS[choice.sector]), "url": _address(request, khoi=None), "remove": True})
    for name, value in (("co-so", choice.grassroots), ("chi-bo", choice.unit)):
        if value is not None:
            found.append({"label": _name_of(value), "url": _address(request, **{name: None}), "remove": True})
    return found


def _name_of(pk: int) -> str:
    return Organisation.objects.filter(pk=pk).values_list("name", flat=True).first() or "–"


def _filter_words(choice: Choice) -> str:
    return f"“{choice.words}”" if choice.words else ""


@require_safe
def export(request: HttpRequest, pk: int) -> HttpResponse:
    viewer, found = viewer_of(request), campaign_of(request, pk)
    choice = choice_of(request, found)
    rows = queries.preset(queries.visible_subjects(viewer, found, choice), choice, clock.today())
    related = ("person", "organisation", "unit", "grassroots", "explanation")
    order = "person__sort_key" if choice.kind == "member" else "organisation__name"
    subjects = rows.select_related(*related).defer("self_review").order_by(order, "id")
    people = rows.exclude(person=None).values_list("person_id", flat=True)
    actions.log_export(viewer=viewer, campaign=found, person_ids=list(people), now=clock.now())
    content = exports.workbook(_title(found, choice), subjects.iterator(chunk_size=2000))
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="xep-loai-{found.year}-{choice.kind}.xlsx"'
    return response


@require_safe
def mine(request: HttpRequest, pk: int) -> HttpResponse:
    """Where a message leads: the reader's own grade, or the one of the organisation that he or she speaks for."""
    own = queries.own_subjects(viewer_of(request), campaign_of(request, pk))
    if len(own) == 1:
        return HttpResponseRedirect(reverse("reviews:subject", args=[own[0].pk]))
    return HttpResponseRedirect(reverse("reviews:list"))


def open_page(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    access.require(viewer.has(Role.ORGANISER))
    today = clock.today()
    committees = Organisation.objects.filter(pk__in=tuple(viewer.roles[Role.ORGANISER]))
    deciders = Organisation.objects.below(tuple(viewer.roles[Role.ORGANISER]), today).filter(kind="standing_committee")

    def run(data: dict[str, Any]) -> str:
        settings = actions.QuotaSettings(
            *(data[name] or None for name in ("base", "rounding", "member_base", "member_rounding"))
        )
        common = {name: data[name] for name in ("year", "committee", "decider", "structure_on", "opened_on")}
        made = actions.open_campaign(viewer=viewer, settings=settings, now=clock.now(), **common)
        return reverse("reviews:campaign", args=[made.pk])

    return act(
        request,
        form_class=OpenForm,
        template="reviews/open.html",
        run=run,
        initial={"year": today.year, "structure_on": today, "opened_on": today},
        form_kwargs={"committees": committees, "deciders": deciders},
        success=_("Đã mở đợt xếp loại."),
    )


def propose(request: HttpRequest, pk: int) -> HttpResponse:
    viewer, found = viewer_of(request), campaign_of(request, pk)
    choice = choice_of(request, found)
    access.require(access.may_propose(viewer, found, choice.kind, choice.grassroots))
    outcome: list[actions.Proposals] = []

    def run(_data: dict[str, Any]) -> str:
        root = choice.grassroots
        outcome.append(
            actions.propose(viewer=viewer, campaign=found, kind=choice.kind, grassroots_id=root, now=clock.now())
        )
        return f"{reverse('reviews:campaign', args=[found.pk])}{_address(request)}"

    def success() -> str:
        done = outcome[0]
        numbers = {"changed": done.changed, "waiting": sum(done.waiting.values()), "lowered": done.lowered}
        return (
            _(
                "Đề nghị mới hoặc thay đổi: %(changed)s. Chưa đến lượt: %(waiting)s. Ngoài số lượng xuất sắc: %(lowered)s."
            )
            % numbers
        )

    figures = queries.figures_of(queries.visible_subjects(viewer, found, choice), clock.today())
    context = {"campaign": found, "choice": choice, "figures": figures, "title": _title(found, choice)}
    return act(
        request, form_class=ConfirmForm, template="reviews/propose.html", run=run, context=context, success=success
    )


def decide_many(request: HttpRequest, pk: int) -> HttpResponse:
    viewer, found = viewer_of(request), campaign_of(request, pk)
    choice = choice_of(request, found)
    ready = _ready(viewer, found, choice)

    def run(data: dict[str, Any]) -> str:
        items = [actions.Verdict(s.pk, s.proposed or 0) for s in data["subjects"]]
        common = {"number": data["number"], "decided_on": data["decided_on"], "now": clock.now()}
        actions.decide(viewer=viewer, campaign=found, items=items, **common)
        return f"{reverse('reviews:campaign', args=[found.pk])}?doi-tuong={choice.kind}"

    order = ("person__sort_key", "id") if choice.kind == "member" else ("organisation__name", "id")
    rows = list(ready.select_related("organisation", "person", "unit", "ballot").order_by(*order)[:SHOWN_AT_ONCE])
    sent = {safe_int(text) for text in request.POST.getlist("subjects")}
    chosen = sent if request.method == "POST" else {s.pk for s in rows}
    context = {"campaign": found, "choice": choice, "rows": rows, "title": _title(found, choice), "chosen": chosen}
    return act(
        request,
        form_class=DecideManyForm,
        template="reviews/decide_many.html",
        run=run,
        initial={"decided_on": clock.today()},
        form_kwargs={"subjects": ready},
        context=context,
        success=_("Đã ghi quyết định."),
    )


def _ready(viewer: Viewer, found: Campaign, choice: Choice) -> SubjectQuerySet:
    """Those voted on as proposed that the viewer's body decides; the rest is decided one by one, with grounds."""
    access.require(access.decides_kind(viewer, found, choice.kind))
    rows = queries.visible_subjects(viewer, found, choice).as_proposed()
    rows = rows.exclude(person__in=tuple(viewer.persons))
    if access.may_organise(viewer, found) or choice.kind == "organisation":
        return rows
    return rows.filter(grassroots__in=tuple(viewer.speaks_for))


def close(request: HttpRequest, pk: int) -> HttpResponse:
    viewer, found = viewer_of(request), campaign_of(request, pk)
    access.require(access.may_organise(viewer, found))

    def run(data: dict[str, dt.date]) -> str:
        actions.close_campaign(viewer=viewer, campaign=found, closed_on=data["closed_on"], now=clock.now())
        return reverse("reviews:campaign", args=[found.pk])

    return act(
        request,
        form_class=CloseForm,
        template="reviews/close.html",
        run=run,
        initial={"closed_on": clock.today()},
        form_kwargs={"campaign": found},
        context={"campaign": found, "left": found.subjects.exclude(state__in=SETTLED).count()},
        success=_("Đã chốt đợt xếp loại."),
    )
