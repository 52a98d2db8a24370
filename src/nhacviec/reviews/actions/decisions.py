"""Quyết định: the competent body decides, with grounds where it differs from the proposal (G-70, third step)."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nhacviec.ledger.actions import Draft, append, append_many
from nhacviec.orgs.access import Viewer
from nhacviec.reminders.access import may_decide
from nhacviec.reminders.actions import decide_consequence
from nhacviec.reminders.models import Consequence
from nhacviec.rules.grades import Grade
from nhacviec.web.errors import BadInput, NotPossible

from .. import access, workflow
from ..models import Campaign, GradeBallot, Subject
from ..queries import facts as known_facts
from ..queries.structure import heads_of
from .ballots import require_answered
from .bulk import save_many
from .subjects import chosen, locked
from .tell import tell_decisions

LONGEST_GROUNDS = 4000
_FIELDS = ("state", "grade", "decided_on", "decided_by", "decision_number", "departure")


@dataclass(frozen=True)
class Verdict:
    """What a body decides for a subject (its id); `grounds` where the grade differs from the proposal."""

    subject: int
    grade: int
    grounds: str = ""


@transaction.atomic
def decide(
    *,
    viewer: Viewer,
    campaign: Campaign,
    items: Sequence[Verdict],
    number: str,
    decided_on: dt.date,
    now: dt.datetime,
) -> list[Subject]:
    """Record the decision `number` of the competent body (G-73, G-74) on subjects that were voted on.

    Another grade than proposed, or one that the ballot did not give, needs grounds. Raises NotAllowed, NotPossible
    (order of G-71, time to reply, quota exceeded), BadInput ("grade", "grounds", "number", "decided_on").
    """
    campaign = locked(campaign)
    number = _number(number)
    subjects = chosen(campaign, (item.subject for item in items))
    results = _ballot_results(subjects)
    _require_order(campaign, subjects)
    for item, subject in zip(items, subjects, strict=True):
        access.require(access.may_record(viewer, campaign, subject))
        _check_day(subject, decided_on, now)
        require_answered(subject, decided_on)
        workflow.move(subject, "decide")
        _set_grade(subject, item, results.get(subject.pk))
        subject.decided_on, subject.decision_number = decided_on, number
        subject.decided_by_id = access.body_of(campaign, subject)
    save_many(subjects, _FIELDS)
    _require_quota(campaign, subjects)
    drafts = [Draft(s.chain, "decide_grade", [s], {"body": s.decided_by_id, "number": number}) for s in subjects]
    append_many(actor=viewer.actor, drafts=drafts, now=now)
    _settle_consequences(viewer, subjects, now)
    tell_decisions(campaign, subjects, now)
    return subjects


def _settle_consequences(viewer: Viewer, subjects: Sequence[Subject], now: dt.datetime) -> None:
    """The grade answers what a breached notice proposed: followed, or departed from with the grounds of the decision
    (T-27). Only where the viewer speaks for the body to which the consequence was proposed."""
    by_consequence = {pk: s for s in subjects for pk in s.facts.get("found", {}).get("notices", ())}
    if not by_consequence:
        return
    rows = Consequence.objects.filter(pk__in=by_consequence, state="proposed").select_related("notice__addressee")
    for row in rows.order_by("id"):
        if may_decide(viewer, row):
            subject = by_consequence[row.pk]
            follow = subject.grade == Grade.NOT_COMPLETED
            decide_consequence(viewer=viewer, consequence=row, follow=follow, grounds=subject.departure, now=now)


def _number(text: str) -> str:
    text = text.strip()
    if not 1 <= len(text) <= 60:
        raise BadInput("number", _("Ghi số quyết định, tối đa 60 chữ cái."))
    return text


def _ballot_results(subjects: Sequence[Subject]) -> Mapping[int, int | None]:
    ids = [subject.pk for subject in subjects]
    found: dict[int, int | None] = {}
    for start in range(0, len(ids), 5000):
        rows = GradeBallot.objects.filter(subject__in=ids[start : start + 5000])
        found.update(dict(rows.values_list("subject_id", "result")))
    return found


def _require_order(campaign: Campaign, subjects: Sequence[Subject]) -> None:
    """Lower before higher, the unit before its head (G-71, G-28)."""
    refusals = {
        "members": _("Còn đảng viên chưa có quyết định: cấp dưới trước, cấp trên sau."),
        "cells": _("Còn chi bộ chưa có quyết định: cấp dưới trước, cấp trên sau."),
        "unit": _("Tổ chức do người này đứng đầu chưa có quyết định."),
    }
    for kind in {subject.kind for subject in subjects}:
        gates = known_facts.gates_of(campaign, kind)
        for subject in subjects:
            before = known_facts.waiting_for(subject, gates) if subject.kind == kind else ""
            if before:
                raise NotPossible(refusals[before])


def _check_day(subject: Subject, decided_on: dt.date, now: dt.datetime) -> None:
    if subject.proposed_on is not None and not subject.proposed_on <= decided_on <= now.date():
        raise BadInput("decided_on", _("Ngày quyết định phải từ ngày đề nghị đến hôm nay."))


def _set_grade(subject: Subject, item: Verdict, voted: int | None) -> None:
    if item.grade not in {int(grade) for grade in Grade}:
        raise BadInput("grade", _("Chọn một trong bốn mức xếp loại."))
    grounds = item.grounds.strip()
    if len(grounds) > LONGEST_GROUNDS:
        raise BadInput("grounds", _("Lý do dài quá 4.000 chữ cái."))
    above = subject.ceiling is not None and item.grade < subject.ceiling
    if not grounds and (above or item.grade != subject.proposed):
        raise BadInput("grounds", _("Quyết định khác đề nghị thì phải ghi lý do."))
    if not grounds and item.grade != voted:
        raise BadInput("grounds", _("Quyết định khác kết quả phiếu thì phải ghi lý do."))
    subject.grade, subject.departure = item.grade, grounds


def _require_quota(campaign: Campaign, subjects: Sequence[Subject]) -> None:
    """Not more excellent than the base and rounding chosen for this campaign allow (G-50 … G-55)."""
    touched = {(s.kind, _group(s)) for s in subjects if s.grade == Grade.EXCELLENT}
    if not touched:
        return
    rows = campaign.subjects.filter(grade=int(Grade.EXCELLENT), kind__in={kind for kind, _name in touched})
    counts: Counter[tuple[str, str]] = Counter()
    for kind, root in rows.values_list("kind", "grassroots_id"):
        counts[kind, "" if kind == "organisation" else str(root)] += 1
    for kind, name in touched:
        limit = campaign.quota_result.get(kind, {}).get(name, {}).get("limit")
        if limit is not None and counts[kind, name] > limit:
            raise NotPossible(
                _("Vượt số lượng xuất sắc: tối đa %(limit)s, nếu quyết định như trên là %(count)s.")
                % {"limit": limit, "count": counts[kind, name]}
            )


def _group(subject: Subject) -> str:
    return "" if subject.kind == "organisation" else str(subject.grassroots_id)


@transaction.atomic
def reopen_subject(*, viewer: Viewer, subject: Subject, reason: str, now: dt.datetime) -> Subject:
    """Cancel a decided grade of an open campaign, so that it is proposed, voted and decided again (G-90, G-91).

    Whoever was graded on it must be reopened first. Raises NotAllowed, NotPossible, BadInput("reason").
    """
    campaign = locked(subject.campaign)
    subject = chosen(campaign, [subject.pk])[0]
    access.require(access.may_organise(viewer, campaign))
    reason = reason.strip()
    if not 1 <= len(reason) <= LONGEST_GROUNDS:
        raise BadInput("reason", _("Ghi lý do hủy kết quả, tối đa 4.000 chữ cái."))
    if _higher_decided(campaign, subject):
        raise NotPossible(_("Tổ chức cấp trên đã được xếp loại dựa trên kết quả này: hủy kết quả cấp trên trước."))
    workflow.move(subject, "reopen")
    facts = {"reason": reason, "grade": subject.grade, "number": subject.decision_number}
    subject.grade = subject.decided_on = subject.decided_by = None
    subject.decision_number = subject.departure = ""
    subject.save(update_fields=list(_FIELDS))
    ballot = getattr(subject, "ballot", None)
    removed = [ballot] if ballot else []
    kept_id = ballot.pk if ballot else None
    if ballot:
        ballot.delete()
        ballot.pk = kept_id
    append(
        actor=viewer.actor,
        chain=subject.chain,
        verb="reopen_grade",
        records=[subject],
        removed=removed,
        facts=facts,
        now=now,
    )
    return subject


def _higher_decided(campaign: Campaign, subject: Subject) -> bool:
    """Whether somebody was graded on this result: the cell and organisation above, or the head of this unit."""
    leads = heads_of(campaign)
    decided = campaign.subjects.filter(state="decided")
    if subject.kind == "member":
        above = [subject.unit_id, subject.grassroots_id]
        return subject.person_id not in leads and decided.filter(organisation__in=above).exists()
    led_by = [person for person, units in leads.items() if subject.organisation_id in units]
    if decided.filter(person__in=led_by).exists():
        return True
    return subject.kind == "cell" and decided.filter(organisation=subject.grassroots_id).exists()
