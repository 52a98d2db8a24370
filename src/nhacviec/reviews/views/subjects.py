"""Pages of one subject: what is known of it, why, and its steps."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nhacviec.ledger.queries import acts_on_behalf
from nhacviec.rules import rulesets
from nhacviec.rules.grades import LEVEL_LABELS, Level
from nhacviec.web import clock
from nhacviec.web.pages import act

from .. import access, actions, queries
from ..forms import BallotForm, DecideForm, FactsForm, ReopenForm, ReplyForm, SelfReviewForm
from ..models import Subject
from ..workflow import SETTLED
from .common import subject_of, viewer_of


def _home(subject: Subject) -> str:
    return reverse("reviews:subject", args=[subject.pk])


@require_safe
def subject(request: HttpRequest, pk: int) -> HttpResponse:
    viewer, found = viewer_of(request), subject_of(request, pk)
    today = clock.today()
    actions.log_reading(viewer=viewer, subject=found, now=clock.now())
    context = {
        "subject": found,
        "campaign": found.campaign,
        "marks": _marks(found),
        "capped": queries.capped_by(found),
        "ballot": getattr(found, "ballot", None),
        "waits_reply": queries.waits_reply(found, today),
        "told": queries.told(found),
        "comments": queries.comments_for(found),
        "acts": _acts(request, found),
        "next_act": _next_act(request, found),
        "is_subject": access.is_subject(viewer, found),
        "on_behalf": acts_on_behalf(found),
    }
    return render(request, "reviews/subject.html", context)


def _marks(found: Subject) -> list[tuple[str, str]]:
    """The criteria with their levels, in the order of the form."""
    rules = rulesets.get(found.campaign.rule_set)
    stem = "member" if found.kind == "member" else "organisation"
    labels = rules.value(f"{stem}.criteria_labels") if rules.has(f"{stem}.criteria_labels") else {}
    codes = actions.criteria_of(found.kind, rules)
    return [(f"{c}. {_(labels.get(c, c))}", _(LEVEL_LABELS[Level(found.marks[c])])) for c in codes if c in found.marks]


def _possible(request: HttpRequest, found: Subject) -> list[tuple[str, str]]:
    """(address name, label) of what the viewer may do with the subject as it stands."""
    viewer, campaign, state = viewer_of(request), found.campaign, found.state
    if not campaign.is_open or state == "excluded":
        return []
    own, record = access.is_subject(viewer, found), access.may_record(viewer, campaign, found)
    waits = queries.waits_reply(found, clock.today())
    may_write = state in ("pending", "self_graded") and access.may_self_grade(viewer, campaign, found)
    may_add = state not in SETTLED and not own and access.may_appraise(viewer, campaign, found)
    rows = [
        (may_write, "self_review", _("Tự kiểm điểm, tự xếp loại")),
        (own and waits, "reply", _("Trả lời đề nghị")),
        (state in ("proposed", "voted") and record and not waits, "ballot", _("Ghi kiểm phiếu")),
        (state == "voted" and record and not waits, "decide", _("Ghi quyết định")),
        (may_add, "facts", _("Dữ kiện thẩm định")),
        (state == "decided" and access.may_organise(viewer, campaign), "reopen", _("Hủy kết quả")),
    ]
    return [(name, label) for allowed, name, label in rows if allowed]


def _acts(request: HttpRequest, found: Subject) -> list[dict[str, str]]:
    rows = _possible(request, found)
    return [{"url": reverse(f"reviews:{name}", args=[found.pk]), "label": label} for name, label in rows]


def _next_act(request: HttpRequest, found: Subject) -> dict[str, str] | None:
    """The one thing that the reader must do himself: the self-review or the reply."""
    if not access.is_subject(viewer_of(request), found):
        return None
    rows = [row for row in _possible(request, found) if row[0] in ("self_review", "reply")]
    if not rows or (rows[0][0] == "self_review" and found.state != "pending"):
        return None
    return {"url": reverse(f"reviews:{rows[0][0]}", args=[found.pk]), "label": rows[0][1], "name": rows[0][0]}


@require_safe
def why(request: HttpRequest, pk: int) -> HttpResponse:
    found = subject_of(request, pk)
    actions.log_reading(viewer=viewer_of(request), subject=found, now=clock.now())
    context = {"subject": found, "campaign": found.campaign, "why": queries.why(viewer_of(request), found)}
    return render(request, "reviews/why.html", context)


def self_review(request: HttpRequest, pk: int) -> HttpResponse:
    viewer, found = viewer_of(request), subject_of(request, pk)
    access.require(access.may_self_grade(viewer, found.campaign, found))
    rules = rulesets.get(found.campaign.rule_set)
    criteria = actions.criteria_of(found.kind, rules)
    initial: dict[str, Any] = {f"m{n}": str(found.marks[c]) for n, c in enumerate(criteria) if c in found.marks}
    initial |= {"grade": str(found.self_grade or ""), "review": found.self_review}

    def run(data: dict[str, Any]) -> str:
        marks = {code: int(data[f"m{number}"]) for number, code in enumerate(criteria)}
        item = actions.SelfGrade(found.pk, int(data["grade"]), marks, data["review"])
        actions.set_self_grades(viewer=viewer, campaign=found.campaign, items=[item], now=clock.now())
        return _home(found)

    return act(
        request,
        form_class=SelfReviewForm,
        template="reviews/self_review.html",
        run=run,
        initial=initial,
        form_kwargs={"kind": found.kind, "rules": rules},
        context={"subject": found, "campaign": found.campaign, "own": access.is_subject(viewer, found)},
        success=_("Đã lưu tự kiểm điểm và tự xếp loại."),
    )


def reply(request: HttpRequest, pk: int) -> HttpResponse:
    viewer, found = viewer_of(request), subject_of(request, pk)
    access.require(access.is_subject(viewer, found))

    def run(data: dict[str, Any]) -> str:
        actions.reply(viewer=viewer, subject=found, text=data["reply"], now=clock.now())
        return _home(found)

    context = {"subject": found, "campaign": found.campaign, "capped": queries.capped_by(found)}
    return act(
        request,
        form_class=ReplyForm,
        template="reviews/reply.html",
        run=run,
        context=context,
        success=_("Đã gửi ý kiến."),
    )


def facts(request: HttpRequest, pk: int) -> HttpResponse:
    viewer, found = viewer_of(request), subject_of(request, pk)
    allowed = access.may_appraise(viewer, found.campaign, found) and not access.concerned(viewer, found)
    access.require(allowed)

    def run(data: dict[str, Any]) -> str:
        given = FactsForm.facts_of(found.kind, data)
        actions.record_facts(viewer=viewer, campaign=found.campaign, facts={found.pk: given}, now=clock.now())
        return _home(found)

    return act(
        request,
        form_class=FactsForm,
        template="reviews/facts.html",
        run=run,
        initial=FactsForm.initial_of(found.facts.get("declared", {})),
        form_kwargs={"kind": found.kind},
        context={"subject": found, "campaign": found.campaign},
        success=_("Đã lưu dữ kiện. Tính lại đề nghị để mức trần theo dữ kiện mới."),
    )


def ballot(request: HttpRequest, pk: int) -> HttpResponse:
    viewer, found = viewer_of(request), subject_of(request, pk)
    access.require(access.may_record(viewer, found.campaign, found))
    kept = getattr(found, "ballot", None)
    names = ("held_on", "roll", "present", "issued", "returned", "valid")
    initial: dict[str, Any] = {name: getattr(kept, name) for name in names} if kept else {"held_on": clock.today()}
    votes = kept.votes if kept else {}
    initial |= {f"votes_{grade}": votes.get(str(grade), 0) for grade in (1, 2, 3, 4)}

    def run(data: dict[str, Any]) -> str:
        counted = {str(grade): data[f"votes_{grade}"] for grade in (1, 2, 3, 4)}
        item = actions.Ballot(subject=found.pk, votes=counted, **{name: data[name] for name in names})
        actions.record_ballots(viewer=viewer, campaign=found.campaign, items=[item], now=clock.now())
        return _home(found)

    return act(
        request,
        form_class=BallotForm,
        template="reviews/ballot.html",
        run=run,
        initial=initial,
        context={"subject": found, "campaign": found.campaign},
        success=_("Đã ghi kiểm phiếu."),
    )


def decide(request: HttpRequest, pk: int) -> HttpResponse:
    viewer, found = viewer_of(request), subject_of(request, pk)
    access.require(access.may_record(viewer, found.campaign, found))

    def run(data: dict[str, Any]) -> str:
        item = actions.Verdict(found.pk, int(data["grade"]), data["grounds"])
        common = {"number": data["number"], "decided_on": data["decided_on"], "now": clock.now()}
        actions.decide(viewer=viewer, campaign=found.campaign, items=[item], **common)
        return _home(found)

    context = {
        "subject": found,
        "campaign": found.campaign,
        "capped": queries.capped_by(found),
        "ballot": getattr(found, "ballot", None),
        "body": found.campaign.decider if found.kind == "organisation" else found.grassroots,
    }
    return act(
        request,
        form_class=DecideForm,
        template="reviews/decide.html",
        run=run,
        initial={"grade": str(found.proposed or ""), "decided_on": clock.today()},
        context=context,
        success=_("Đã ghi quyết định xếp loại."),
    )


def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    viewer, found = viewer_of(request), subject_of(request, pk)
    access.require(access.may_organise(viewer, found.campaign))

    def run(data: dict[str, Any]) -> str:
        actions.reopen_subject(viewer=viewer, subject=found, reason=data["reason"], now=clock.now())
        return _home(found)

    return act(
        request,
        form_class=ReopenForm,
        template="reviews/reopen.html",
        run=run,
        context={"subject": found, "campaign": found.campaign},
        success=_("Đã hủy kết quả. Đối tượng được đề nghị, bỏ phiếu và quyết định lại."),
    )
