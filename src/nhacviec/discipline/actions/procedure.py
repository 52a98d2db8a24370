"""Hearing and ballot."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nhacviec.orgs.access import Viewer
from nhacviec.orgs.models import Organisation, Person
from nhacviec.rules.ballots import BallotCount, FormBallot, decide_form, validate
from nhacviec.rules.reasons import Trace
from nhacviec.rules.rulesets import RuleSet
from nhacviec.web import clock
from nhacviec.web.errors import BadInput, NotPossible

from .. import access, workflow
from ..models import Case, CaseBallot, Hearing, form_choices, self_review_choices
from ..queries.competence import choices_of, rules_of
from ..queries.rolls import known_roll
from .common import locked, not_later, open_text, told, wanted_text

AGAINST = "none"


@transaction.atomic
def record_hearing(
    *,
    viewer: Viewer,
    case: Case,
    held_on: dt.date,
    attended: bool,
    statement: str,
    now: dt.datetime,
    self_proposed_form: str = "",
    self_review: str = "done",
    absence: str = "",
    heard_by: Person | None = None,
) -> Hearing:
    """Ghi việc nghe ý kiến (D-20, D-21): what the member said, in full, or why he or she did not come when asked.

    Nothing can be put to the vote before this. `heard_by` is the body's representative, the viewer unless given.
    """
    case = locked(case)
    access.require(access.may_handle(viewer, case), viewer, case)
    state = workflow.target("hear", case.state)
    not_later(held_on, clock.local(now).date(), "held_on")
    if held_on < case.opened_on:
        raise BadInput("held_on", _("Việc nghe ý kiến phải sau ngày mở vụ việc."))
    statement = open_text(statement, "statement")
    if attended:
        statement = wanted_text(statement, "statement", _("Chưa ghi ý kiến của đảng viên."))
    else:
        absence = wanted_text(absence, "absence", _("Chưa ghi vì sao đảng viên không có mặt."))
    if self_proposed_form and self_proposed_form not in dict(form_choices()):
        raise BadInput("self_proposed_form", _("Không có hình thức kỷ luật này."))
    if self_review not in dict(self_review_choices()):
        raise BadInput("self_review", _("Chọn một mục trong danh sách."))
    hearer = heard_by.pk if heard_by else viewer.person_id
    if hearer is None or hearer == case.person_id:
        raise BadInput(
            "heard_by", _("Người nghe ý kiến phải là đại diện cấp quyết định, không phải người được xem xét.")
        )
    hearing = Hearing(
        case=case,
        held_on=held_on,
        attended=attended,
        absence="" if attended else absence,
        self_review=self_review,
        self_proposed_form=self_proposed_form,
        statement=statement,
        heard_by_id=hearer,
    )
    hearing.save()
    case.state = state
    case.save()
    told(viewer=viewer, case=case, verb="record_hearing", records=[hearing, case], now=now)
    return hearing


@transaction.atomic
def record_ballot(
    *,
    viewer: Viewer,
    case: Case,
    held_on: dt.date,
    count: BallotCount,
    now: dt.datetime,
    roll_reason: str = "",
    role: str = "decide",
    body: Organisation | None = None,
) -> CaseBallot:
    """Kiểm phiếu kín (D-22): the form that more than half of the roll voted for is carried, or none.

    `count.votes` holds a number for each form that the body may decide (or, with role "propose", propose) and for
    "none". An expulsion needs the proposal of two thirds below first. A roll that differs from the records asks for
    `roll_reason`. `body` is the proposing body, the cell unless given; ignored when deciding.
    """
    case = locked(case)
    access.require(access.may_handle(viewer, case), viewer, case)
    if role not in ("decide", "propose"):
        raise BadInput("role", _("Chọn một mục trong danh sách."))
    state = workflow.target("vote" if role == "decide" else "propose", case.state)
    _check_day(case, held_on, clock.local(now).date())
    voting = case.body if role == "decide" else (body or case.cell)
    rules = rules_of(case)
    _check_votes(case, voting, role, count, rules)
    known = known_roll(voting, held_on) or None
    if known is not None and count.roll != known:
        message = gettext("Hồ sơ ghi %(known)s người. Ghi lý do vì sao tổng số khác.") % {"known": known}
        roll_reason = wanted_text(roll_reason, "roll_reason", message)
    carried, trace = _outcome(count, role, rules)
    ballot = CaseBallot(
        case=case,
        role=role,
        body=voting,
        held_on=held_on,
        roll=count.roll,
        present=count.present,
        issued=count.issued,
        returned=count.returned,
        valid=count.valid,
        votes=dict(count.votes),
        roll_known=known,
        roll_reason=open_text(roll_reason, "roll_reason"),
        trace=trace.to_json(),
        passed_form=carried,
    )
    ballot.save()
    case.state = state
    case.save()
    told(viewer=viewer, case=case, verb=f"ballot_{role}", records=[ballot, case], facts={"passed": carried}, now=now)
    return ballot


def _check_day(case: Case, held_on: dt.date, on: dt.date) -> None:
    not_later(held_on, on, "held_on")
    if held_on < case.hearing.held_on:
        raise BadInput("held_on", _("Phải bỏ phiếu sau khi nghe đảng viên trình bày ý kiến."))


def _check_votes(case: Case, body: Organisation, role: str, count: BallotCount, rules: RuleSet) -> None:
    for problem in validate(count):
        raise BadInput(problem.field, gettext(problem.message) % dict(problem.params))
    allowed = choices_of(case, role, body)
    if role == "propose" and not allowed:
        raise NotPossible(_("Cấp này không có quyền đề nghị trong vụ việc này."))
    foreign = [form for form, votes in count.votes.items() if form != AGAINST and form not in allowed]
    if foreign:
        raise BadInput("votes", _("Cấp bỏ phiếu không có thẩm quyền đối với một hình thức trên phiếu."))
    needs_proposal = [f for f in rules.value("majority.at_least_forms") if count.votes.get(f)]
    if role == "decide" and needs_proposal:
        proposed = case.ballots.filter(role="propose", passed_form__in=needs_proposal).exists()
        if not proposed:
            raise NotPossible(_("Khai trừ phải có đề nghị được ít nhất hai phần ba thông qua trước."))


def _outcome(count: BallotCount, role: str, rules: RuleSet) -> tuple[str, Trace]:
    """The form carried ("" for none) with the reasons of every form that got votes."""
    outcomes: Mapping[str, FormBallot] = {
        form: decide_form(count, form, rules, role="propose" if role == "propose" else "decide")
        for form, votes in count.votes.items()
        if form != AGAINST and votes
    }
    carried = next((form for form, found in outcomes.items() if found.carried), "")
    reasons = tuple(reason for found in outcomes.values() for reason in found.trace.reasons)
    return carried, Trace(carried or "not_carried", rules.name, reasons)
