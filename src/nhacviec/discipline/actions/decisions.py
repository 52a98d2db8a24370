"""Decision and its announcement."""

import datetime as dt

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from nhacviec.notifications.actions import notify
from nhacviec.orgs.access import Viewer
from nhacviec.orgs.models import Membership, Organisation, Person
from nhacviec.orgs.queries import calendar
from nhacviec.rules.competence import complaint_until, handed_over_until, lapse_on, lapses, limitation_until
from nhacviec.web import clock
from nhacviec.web.errors import BadInput, NotPossible
from nhacviec.web.formats import day as shown

from .. import access, workflow
from ..models import Case, CaseBallot, Decision
from ..queries.competence import rules_of
from ..queries.rolls import signers
from .common import locked, not_later, told, wanted_text


@transaction.atomic
def decide_case(
    *,
    viewer: Viewer,
    case: Case,
    form: str,
    number: str,
    decided_on: dt.date,
    signed_by: Person,
    now: dt.datetime,
) -> Decision:
    """Quyết định kỷ luật: the form must be the one that the ballot carried (D-22); the signer speaks for the body.

    Not possible without hearing (D-21); refused past the limitation (D-30) and when the number was given already.
    """
    case = locked(case)
    access.require(access.may_decide(viewer, case), viewer, case)
    state = workflow.target("decide", case.state)
    ballot = case.ballots.filter(role="decide").first()
    if ballot is None or not hasattr(case, "hearing"):
        raise NotPossible(_("Phải nghe ý kiến và kiểm phiếu trước khi ra quyết định."))
    number = wanted_text(number, "number", _("Chưa ghi số quyết định."))
    _check_form(form, ballot)
    _check_day(case, form, ballot, decided_on, clock.local(now).date())
    if Decision.objects.filter(number=number, case__body=case.body_id, decided_on__year=decided_on.year).exists():
        raise BadInput("number", _("Cấp này đã có quyết định mang số này trong năm."))
    rules = rules_of(case)
    decision = Decision(
        case=case,
        number=number,
        form=form,
        decided_on=decided_on,
        hand_over_until=handed_over_until(decided_on, case.body_kind, calendar(), rules),
        signed_by=signed_by,
        signer_post=_signer_post(case, signed_by, decided_on),
    )
    decision.save()
    case.state = state
    case.save()
    facts = {"form": form, "person": case.person_id}
    told(viewer=viewer, case=case, verb="decide_case", records=[decision, case], facts=facts, now=now)
    return decision


def _check_form(form: str, ballot: CaseBallot) -> None:
    if not ballot.passed_form:
        raise NotPossible(_("Không hình thức nào được quá nửa tổng số thông qua: chỉ có thể kết thúc, không kỷ luật."))
    if form != ballot.passed_form:
        raise BadInput("form", _("Phiếu kín đã thông qua hình thức khác."))


def _check_day(case: Case, form: str, ballot: CaseBallot, decided_on: dt.date, on: dt.date) -> None:
    not_later(decided_on, on, "decided_on")
    if decided_on < ballot.held_on:
        raise BadInput("decided_on", _("Quyết định không thể trước ngày bỏ phiếu."))
    until = limitation_until(form, case.act_ended_on, rules_of(case))
    if until is not None and decided_on > until:
        raise BadInput("decided_on", _("Đã hết thời hiệu xử lý kỷ luật từ sau ngày %(day)s.") % {"day": shown(until)})


def _signer_post(case: Case, signer: Person, on: dt.date) -> str:
    """The post in which the signer speaks for the body. BadInput for anybody else and for the person concerned."""
    if signer.pk == case.person_id:
        raise BadInput("signed_by", _("Người được xem xét không được ký quyết định trong vụ việc của chính mình."))
    post = signers(case.body, on).filter(person=signer).first()
    if post is not None:
        return post.post.title
    if case.body_kind == "cell" and not signers(case.body, on).exists() and _in_cell(case.body, signer, on):
        return ""
    raise BadInput("signed_by", _("Người ký phải là người đứng đầu hoặc cấp phó của cấp quyết định."))


def _in_cell(cell: Organisation, person: Person, on: dt.date) -> bool:
    """Where a cell has no head on record, the member who led the meeting signs."""
    return Membership.objects.on(on).filter(person=person, cell=cell, official_on__lte=on).exists()


@transaction.atomic
def announce_decision(*, viewer: Viewer, case: Case, announced_on: dt.date, now: dt.datetime) -> Decision:
    """Công bố quyết định: it takes effect, the clocks of complaint (D-33) and lapse (D-32) start, the member is told.

    Once only. A late announcement (D-23) is recorded as it was: `hand_over_until` shows it.
    """
    case = locked(case)
    access.require(access.may_decide(viewer, case), viewer, case)
    workflow.target("announce", case.state)
    decision = Decision.objects.select_for_update().get(case=case)
    if decision.announced_on is not None:
        raise NotPossible(_("Quyết định đã được công bố."))
    not_later(announced_on, clock.local(now).date(), "announced_on")
    if announced_on < decision.decided_on:
        raise BadInput("announced_on", _("Không thể công bố trước ngày quyết định."))
    rules = rules_of(case)
    decision.announced_on = announced_on
    decision.lapses_on = lapse_on(announced_on, rules) if lapses(decision.form, rules) else None
    decision.complaint_until = complaint_until(announced_on, calendar(), rules)
    decision.save()
    told(viewer=viewer, case=case, verb="announce_decision", records=[decision], now=now)
    notify(
        person_ids=[case.person_id],
        message=gettext_noop("Quyết định kỷ luật đảng số %(number)s đã được công bố. Hạn khiếu nại: %(until)s."),
        params={"number": decision.number, "until": decision.complaint_until.isoformat()},
        path=reverse("discipline:case", args=[case.pk]),
        urgent=True,
        now=now,
        key=f"discipline-announced:{case.pk}",
    )
    return decision
