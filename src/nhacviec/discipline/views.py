"""Pages of discipline."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from nhacviec.ledger.queries import acts_on_behalf
from nhacviec.orgs.access import Viewer
from nhacviec.orgs.models import Membership, Organisation, Person
from nhacviec.reminders.models import Consequence
from nhacviec.web import clock, formats
from nhacviec.web.errors import NotAllowed, NotPossible
from nhacviec.web.pages import act, safe_int
from nhacviec.web.paging import keyset

from . import access, actions, forms, queries, workflow
from .models import Case, body_kind_choices, form_choices

CHIPS = ("", "open", "decided", "closed")


def _viewer(request: HttpRequest) -> Viewer:
    return request.viewer  # type: ignore[attr-defined]


def _path(case: Case) -> str:
    return reverse("discipline:case", args=[case.pk])


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    viewer = _viewer(request)
    state = request.GET.get("trang-thai", "")
    form = request.GET.get("hinh-thuc", "")
    body = request.GET.get("cap", "")
    year = safe_int(request.GET.get("nam"))
    chosen = {
        "state": state if state in CHIPS else "",
        "form": form if form in dict(form_choices()) else "",
        "body": body if body in dict(body_kind_choices()) else "",
    }
    rows = queries.listed(
        viewer,
        state=chosen["state"],
        form=chosen["form"],
        body=chosen["body"],
        year=year if year and 1900 < year < 2200 else None,
    )
    page = keyset(rows, order=[("opened_on", "desc"), ("id", "desc")], after=request.GET.get("after"))
    context = {
        "page": page,
        "chips": _chips(queries.counts(viewer), chosen["state"]),
        "words": _filter_words(chosen, year),
        "may_open": access.may_start(viewer),
        "waiting": queries.waiting(viewer) if access.may_start(viewer) else [],
    }
    return render(request, "discipline/list.html", context)


def _chips(counts: dict[str, int], chosen: str) -> list[dict[str, Any]]:
    here = reverse("discipline:list")
    words = {"": _("Tất cả"), "open": _("Đang xem xét"), "decided": _("Đã quyết định"), "closed": _("Không kỷ luật")}
    return [
        {
            "label": words[code],
            "url": f"{here}?trang-thai={code}" if code else here,
            "count": counts[code] if code else sum(counts.values()),
            "on": chosen == code,
        }
        for code in CHIPS
    ]


def _filter_words(chosen: dict[str, str], year: int | None) -> str:
    words = [dict(form_choices()).get(chosen["form"]), dict(body_kind_choices()).get(chosen["body"])]
    found = [str(word) for word in words if word]
    return ", ".join([*found, _("quyết định năm %(year)s") % {"year": year}] if year else found)


@require_safe
def choose_person(request: HttpRequest) -> HttpResponse:
    viewer = _viewer(request)
    if not access.may_start(viewer):
        raise NotAllowed
    words = request.GET.get("ten", "")[:100]
    found = queries.found_people(viewer, words, clock.today()) if words.strip() else []
    return render(request, "discipline/choose_person.html", {"words": words, "members": found})


def open_case(request: HttpRequest, pk: int) -> HttpResponse:
    viewer, on = _viewer(request), clock.today()
    if not access.may_start(viewer):
        raise NotAllowed
    member = get_object_or_404(queries.openable(viewer, on), person=pk)
    above = queries.line_above(member.cell_id, on)
    committee = queries.committee_above(above)
    if committee is None:
        raise NotPossible(_("Chi bộ của đảng viên chưa được xếp dưới một cấp ủy cấp trên."))
    bodies = queries.bodies_of(member.cell, above, committee, on)
    line = frozenset(body.pk for body in bodies.values())
    if not access.may_open(viewer, person_id=pk, committee_id=committee.pk, bodies=line):
        raise NotAllowed
    consequence = _consequence(request, member)
    return act(
        request,
        form_class=forms.OpenForm,
        template="discipline/open.html",
        form_kwargs={"bodies": Organisation.objects.filter(pk__in=[b.pk for b in bodies.values()])},
        initial=_open_defaults(consequence),
        context={"member": member, "consequence": consequence, "committee": committee},
        run=lambda data: _path(_opened(viewer, member, committee, consequence, data)),
        success=_("Đã mở vụ việc."),
    )


def _consequence(request: HttpRequest, member: Membership) -> Consequence | None:
    """The proposal named in the address, if it is one about this member that was taken up."""
    pk = safe_int(request.GET.get("de-nghi"))
    if pk is None:
        return None
    found = Consequence.objects.select_related("notice__task").filter(
        pk=pk, kind="case", state="taken", person=member.person_id, case__isnull=True
    )
    return found.first()


def _open_defaults(consequence: Consequence | None) -> dict[str, Any]:
    if consequence is None:
        return {"proposed_form": "reprimand"}
    task = consequence.notice.task
    with override("vi"):  # words of the file, not of the page: Vietnamese whatever language the reader uses
        violation = _("Không hoàn thành nhiệm vụ %(code)s sau hai lần nhắc: %(title)s")
    return {
        "violation": violation % {"code": task.code, "title": task.title},
        "act_ended_on": consequence.notice.cure_date,
        "superior_task": True,
        "proposed_form": "reprimand",
    }


def _opened(
    viewer: Viewer,
    member: Membership,
    committee: Organisation,
    consequence: Consequence | None,
    data: dict[str, Any],
) -> Case:
    return actions.open_case(
        viewer=viewer,
        person=member.person,
        violation=data["violation"],
        act_ended_on=data["act_ended_on"],
        proposed_form=data["proposed_form"],
        superior_task=data["superior_task"],
        committee=committee,
        consequence=consequence,
        body=data["body"],
        now=clock.now(),
        on=clock.today(),
    )


@require_safe
def case(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = _viewer(request)
    found = get_object_or_404(queries.detail_of(viewer), pk=pk)
    actions.log_reading(viewer=viewer, case=found, now=clock.now())
    shown = queries.detail(viewer, found)
    told = acts_on_behalf(*filter(None, (found, shown.hearing, shown.decision)))
    context = {
        "d": shown,
        "case": found,
        "steps": _steps(shown),
        "may_propose": _may_propose(shown),
        "on_behalf": told,
    }
    return render(request, "discipline/case.html", context)


def _steps(d: queries.Detail) -> list[dict[str, Any]]:
    days = [
        (_("Mở vụ việc"), d.case.opened_on),
        (_("Nghe ý kiến"), d.hearing.held_on if d.hearing else None),
        (_("Bỏ phiếu"), d.ballot.held_on if d.ballot else None),
        (_("Quyết định"), d.decision.decided_on if d.decision else None),
        (_("Công bố"), d.decision.announced_on if d.decision else None),
    ]
    ended = d.case.state == "closed"
    waits = next((i for i, (_word, day) in enumerate(days) if day is None), -1)
    return [
        {
            "label": word,
            "note": formats.day(day) if day else "",
            "state": "done" if day else "current" if i == waits and not ended else "",
        }
        for i, (word, day) in enumerate(days)
    ]


def _may_propose(d: queries.Detail) -> bool:
    """Whether the cell may still vote on a proposal to the deciding body."""
    waits = d.case.state == "heard" and d.proposal is None and d.may_handle
    return waits and bool(queries.choices_of(d.case, "propose"))


def _for_step(request: HttpRequest, pk: int, verb: str) -> Case:
    """The case of a step's page: 404 unseen, 403 without right, 409 when the step is not possible now."""
    viewer = _viewer(request)
    found = get_object_or_404(queries.detail_of(viewer), pk=pk)
    right = access.may_decide if verb in ("decide", "announce") else access.may_handle
    access.require(right(viewer, found), viewer, found)
    workflow.target(verb, found.state)
    return found


def hearing(request: HttpRequest, pk: int) -> HttpResponse:
    found = _for_step(request, pk, "hear")
    return act(
        request,
        form_class=forms.HearingForm,
        template="discipline/hearing.html",
        initial={"held_on": clock.today(), "self_proposed_form": ""},
        context={"case": found},
        run=lambda data: _path(
            actions.record_hearing(viewer=_viewer(request), case=found, now=clock.now(), **data).case
        ),
        success=_("Đã ghi việc nghe ý kiến."),
    )


def ballot(request: HttpRequest, pk: int, role: str = "decide") -> HttpResponse:
    found = _for_step(request, pk, "vote" if role == "decide" else "propose")
    choices = queries.choices_of(found, role)
    if not choices:
        raise NotPossible(_("Chi bộ không phải bỏ phiếu đề nghị trong vụ việc này."))
    body = found.body if role == "decide" else found.cell
    roll = queries.known_roll(body, clock.today())
    return act(
        request,
        form_class=forms.BallotForm,
        template="discipline/ballot.html",
        form_kwargs={"choices": choices},
        initial={"held_on": clock.today(), "roll": roll or None},
        context={"case": found, "body": body, "role": role, "roll": roll, "two_thirds": "expulsion" in choices},
        run=lambda data: _path(_counted(_viewer(request), found, role, choices, data)),
        success=_("Đã ghi kết quả kiểm phiếu."),
    )


def _counted(viewer: Viewer, found: Case, role: str, choices: list[str], data: dict[str, Any]) -> Case:
    count = forms.count_of(data, [*choices, "none"])
    actions.record_ballot(
        viewer=viewer,
        case=found,
        held_on=data["held_on"],
        count=count,
        roll_reason=data["roll_reason"],
        role=role,
        now=clock.now(),
    )
    return found


def decide(request: HttpRequest, pk: int) -> HttpResponse:
    found = _for_step(request, pk, "decide")
    counted = found.ballots.filter(role="decide").first()
    if counted is None or not counted.passed_form:
        raise NotPossible(_("Không hình thức nào được thông qua: chỉ có thể kết thúc, không kỷ luật."))
    people = queries.who_may_sign(found, clock.today())
    return act(
        request,
        form_class=forms.DecisionForm,
        template="discipline/decide.html",
        form_kwargs={"signers": [(str(person.pk), label) for person, label in people]},
        initial={"decided_on": clock.today(), "signed_by": str(people[0][0].pk) if len(people) == 1 else ""},
        context={"case": found, "ballot": counted},
        run=lambda data: _path(_decided(_viewer(request), found, counted.passed_form, people, data)),
        success=_("Đã ghi quyết định."),
    )


def _decided(viewer: Viewer, found: Case, form: str, people: list[tuple[Person, str]], data: dict[str, Any]) -> Case:
    signer = next((person for person, _label in people if str(person.pk) == data["signed_by"]), None)
    if signer is None:
        raise Http404
    actions.decide_case(
        viewer=viewer,
        case=found,
        form=form,
        number=data["number"],
        decided_on=data["decided_on"],
        signed_by=signer,
        now=clock.now(),
    )
    return found


def announce(request: HttpRequest, pk: int) -> HttpResponse:
    found = _for_step(request, pk, "announce")
    return act(
        request,
        form_class=forms.AnnounceForm,
        template="discipline/announce.html",
        initial={"announced_on": clock.today()},
        context={"case": found},
        run=lambda data: _path(
            actions.announce_decision(
                viewer=_viewer(request), case=found, announced_on=data["announced_on"], now=clock.now()
            ).case
        ),
        success=_("Đã công bố quyết định; đảng viên đã được báo."),
    )


def close(request: HttpRequest, pk: int) -> HttpResponse:
    found = _for_step(request, pk, "close")
    return act(
        request,
        form_class=forms.CloseForm,
        template="discipline/close.html",
        context={"case": found},
        run=lambda data: _path(
            actions.close_case(viewer=_viewer(request), case=found, reason=data["reason"], now=clock.now())
        ),
        success=_("Đã kết thúc vụ việc, không kỷ luật."),
    )
