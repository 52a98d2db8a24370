"""Kiểm phiếu: ballots recorded and counted (G-75)."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nhacviec.ledger.actions import Draft, append_many
from nhacviec.orgs.access import Viewer
from nhacviec.rules import ballots, rulesets
from nhacviec.rules.ballots import BallotCount
from nhacviec.rules.rulesets import RuleSet
from nhacviec.web.errors import BadInput, NotPossible

from .. import access, workflow
from ..models import Campaign, GradeBallot, Subject
from .bulk import Explanations, save_many
from .subjects import chosen, locked

CHOICES = frozenset({"1", "2", "3", "4"})
LARGEST = 1_000_000
_FIELDS = ("held_on", "roll", "present", "issued", "returned", "valid", "votes", "result", "explanation")


@dataclass(frozen=True)
class Ballot:
    """One secret ballot on a subject (its id): people and ballots counted, `votes` by grade ("1" … "4")."""

    subject: int
    held_on: dt.date
    roll: int
    present: int
    issued: int
    returned: int
    valid: int
    votes: Mapping[str, int]


@transaction.atomic
def record_ballots(
    *, viewer: Viewer, campaign: Campaign, items: Sequence[Ballot], now: dt.datetime
) -> list[GradeBallot]:
    """Record ballots of the competent bodies; a ballot may be corrected until the decision.

    A proposal below the self-grade goes to the ballot only after the reply, or after the time for it (guide 9).
    Raises NotAllowed, NotPossible, BadInput with the field of the count that cannot be right.
    """
    campaign = locked(campaign)
    rules = rulesets.get(campaign.rule_set)
    subjects = chosen(campaign, (item.subject for item in items))
    voted = [subject.pk for subject in subjects if subject.state == "voted"]
    earlier = {b.subject_id: b for b in GradeBallot.objects.filter(subject__in=voted)}
    explanations = Explanations(campaign)
    results: list[tuple[Subject, GradeBallot, str]] = []
    for item, subject in zip(items, subjects, strict=True):
        access.require(access.may_record(viewer, campaign, subject))
        _check_turn(subject, item.held_on, now)
        ballot = earlier.get(subject.pk) or GradeBallot(subject=subject)
        results.append((subject, ballot, _count(ballot, item, rules, explanations)))
    drafts = explanations.store()
    for _subject, ballot, digest in results:
        ballot.explanation = explanations[digest]
    _write(results)
    drafts += [Draft(subject.chain, "record_ballot", [ballot, subject]) for subject, ballot, _digest in results]
    append_many(actor=viewer.actor, drafts=drafts, now=now)
    return [ballot for _subject, ballot, _digest in results]


def _check_turn(subject: Subject, held_on: dt.date, now: dt.datetime) -> None:
    workflow.move(subject, "vote")
    if subject.proposed_on is None or not subject.proposed_on <= held_on <= now.date():
        raise BadInput("held_on", _("Ngày họp phải từ ngày đề nghị đến hôm nay."))
    require_answered(subject, held_on)


def require_answered(subject: Subject, on: dt.date) -> None:
    """Raise NotPossible while the subject still may reply on `on` to a proposal below its self-grade."""
    if subject.reply_by is not None and subject.replied_at is None and on <= subject.reply_by:
        until = f"{subject.reply_by:%d/%m/%Y}"
        raise NotPossible(_("Đối tượng còn quyền trả lời đến hết ngày %(until)s.") % {"until": until})


def _count(ballot: GradeBallot, item: Ballot, rules: RuleSet, explanations: Explanations) -> str:
    """Check and count; returns the digest of the explanation. Raises BadInput."""
    if not set(item.votes) <= CHOICES:
        raise BadInput("votes", _("Phiếu chỉ có bốn mức xếp loại."))
    count = BallotCount(item.roll, item.present, item.issued, item.returned, item.valid, dict(item.votes))
    for problem in ballots.validate(count):
        raise BadInput(problem.field, gettext(problem.message) % problem.params)
    if item.roll > LARGEST:
        raise BadInput("roll", _("Số quá lớn."))
    outcome = ballots.decide_grade(count, rules)
    for name in ("held_on", "roll", "present", "issued", "returned", "valid"):
        setattr(ballot, name, getattr(item, name))
    ballot.votes = dict(item.votes)
    ballot.result = int(outcome.grade) if outcome.grade else None
    return explanations.add(outcome.trace)


def _write(results: Sequence[tuple[Subject, GradeBallot, str]]) -> None:
    made = [ballot for _subject, ballot, _digest in results]
    GradeBallot.objects.bulk_create([b for b in made if b.pk is None], batch_size=2000)
    save_many([b for b in made if b.pk is not None], _FIELDS)
    save_many([subject for subject, _ballot, _digest in results], ["state"])
