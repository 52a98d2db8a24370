"""What the subject does (self-review, reply), and what is entered for it: marks, facts of the appraisal."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nhacviec.ledger.actions import Draft, append, append_many
from nhacviec.orgs.access import Viewer
from nhacviec.rules import rulesets
from nhacviec.rules.rulesets import RuleSet
from nhacviec.web.errors import BadInput, NotPossible

from .. import access, workflow
from ..models import Campaign, Subject
from .bulk import save_many

LONGEST_REVIEW = 20_000
LEVELS = (1, 2, 3, 4)
# Facts that nobody can look up: entered by those who appraise, not by the subject.
_FLAGS = ("disunited", "disciplined", "main_targets_met", "force_majeure", "same_level_bodies_good")
UNIT_FACTS = (*_FLAGS, "targets_share")
MEMBER_FACTS = ("sick_days", "civil_service_grade")


@dataclass(frozen=True)
class SelfGrade:
    """Tự xếp loại of one subject (its id): grade 1 to 4, marks by criterion (levels 1 to 4), the self-review's text."""

    subject: int
    grade: int
    marks: Mapping[str, int] = field(default_factory=dict)
    review: str = ""


def locked(campaign: Campaign) -> Campaign:
    """The campaign under a row lock, which must be open. Raises NotPossible."""
    found = Campaign.objects.select_for_update().get(pk=campaign.pk)
    workflow.require_open(found)
    return found


def chosen(campaign: Campaign, ids: Iterable[int]) -> list[Subject]:
    """The named subjects of a campaign, locked, in the order given. Raises BadInput for one that is not in it."""
    wanted = list(dict.fromkeys(ids))
    known: dict[int, Subject] = {}
    for start in range(0, len(wanted), 5000):
        part = wanted[start : start + 5000]
        rows = Subject.objects.select_for_update().filter(campaign=campaign, pk__in=part).order_by("pk")
        known.update({row.pk: row for row in rows})
    if len(known) != len(wanted):
        raise BadInput("subject", _("Có đối tượng không thuộc đợt xếp loại này."))
    for row in known.values():
        row.campaign = campaign
    return [known[pk] for pk in wanted]


@transaction.atomic
def set_self_grades(
    *, viewer: Viewer, campaign: Campaign, items: Sequence[SelfGrade], now: dt.datetime
) -> list[Subject]:
    """Enter self-reviews: by the subject itself, or from paper by those who appraise (G-70, first step).

    Every criterion of the rule set must be marked. Raises NotAllowed, NotPossible, BadInput ("grade", "marks", "review").
    """
    campaign = locked(campaign)
    rules = rulesets.get(campaign.rule_set)
    subjects = chosen(campaign, (item.subject for item in items))
    by_id = {item.subject: item for item in items}
    for subject in subjects:
        access.require(access.may_self_grade(viewer, campaign, subject))
        workflow.move(subject, "self_grade")
        item = by_id[subject.pk]
        _check(item, subject.kind, rules)
        subject.self_grade, subject.marks, subject.self_review = item.grade, dict(item.marks), item.review.strip()
    save_many(subjects, ["state", "self_grade", "marks", "self_review"])
    append_many(actor=viewer.actor, drafts=[Draft(s.chain, "self_grade", [s]) for s in subjects], now=now)
    return subjects


def criteria_of(kind: str, rules: RuleSet) -> tuple[str, ...]:
    """Codes of the criteria to be marked for a kind of subject; cells are marked as organisations."""
    key = "member.criteria" if kind == "member" else "organisation.criteria"
    return tuple(rules.value(key)) if rules.has(key) else ()


def _check(item: SelfGrade, kind: str, rules: RuleSet) -> None:
    if item.grade not in LEVELS:
        raise BadInput("grade", _("Chọn một trong bốn mức xếp loại."))
    criteria = criteria_of(kind, rules)
    if set(item.marks) != set(criteria):
        raise BadInput("marks", _("Phải cho mức của tất cả các tiêu chí, không thêm tiêu chí khác."))
    if any(level not in LEVELS for level in item.marks.values()):
        raise BadInput("marks", _("Mức của tiêu chí: xuất sắc, tốt, trung bình hoặc kém."))
    if len(item.review) > LONGEST_REVIEW:
        raise BadInput("review", _("Bản tự kiểm điểm dài quá 20.000 chữ cái."))


@transaction.atomic
def record_facts(
    *, viewer: Viewer, campaign: Campaign, facts: Mapping[int, Mapping[str, Any]], now: dt.datetime
) -> list[Subject]:
    """Enter what the appraisal found and no register holds, by subject id; replaces what was entered before.

    Keys: UNIT_FACTS (flags; targets_share 0 to 1) or MEMBER_FACTS. Raises NotAllowed, NotPossible, BadInput("facts").
    """
    campaign = locked(campaign)
    subjects = chosen(campaign, facts)
    for subject in subjects:
        access.require(access.may_appraise(viewer, campaign, subject) and not access.concerned(viewer, subject))
        if subject.state in workflow.SETTLED:
            raise NotPossible(_("Đã có quyết định xếp loại."))
        subject.facts = {**subject.facts, "declared": _declared(subject.kind, facts[subject.pk])}
    save_many(subjects, ["facts"])
    append_many(actor=viewer.actor, drafts=[Draft(s.chain, "record_facts", [s]) for s in subjects], now=now)
    return subjects


def _declared(kind: str, given: Mapping[str, Any]) -> dict[str, Any]:
    allowed = MEMBER_FACTS if kind == "member" else UNIT_FACTS
    if set(given) - set(allowed):
        raise BadInput("facts", _("Có dữ kiện không dùng cho loại đối tượng này."))
    return {name: _fact(name, value) for name, value in given.items() if value is not None}


def _fact(name: str, value: Any) -> Any:
    wrong = BadInput(name, _("Dữ kiện không đúng."))
    if name in _FLAGS:
        if not isinstance(value, bool):
            raise wrong
        return value
    if name == "targets_share":
        try:
            share = Decimal(str(value))
        except InvalidOperation as error:
            raise wrong from error
        if not share.is_finite() or not 0 <= share <= 1:
            raise wrong
        return str(share)
    limits = (0, 366) if name == "sick_days" else (1, 4)
    if isinstance(value, bool) or not isinstance(value, int) or not limits[0] <= value <= limits[1]:
        raise wrong
    return value


@transaction.atomic
def reply(*, viewer: Viewer, subject: Subject, text: str, now: dt.datetime) -> Subject:
    """The subject answers a proposal before it is voted on; having answered ends the waiting (principle 7).

    Raises NotAllowed (another than the subject), NotPossible (nothing to answer, or the time has passed), BadInput("reply").
    """
    campaign = locked(subject.campaign)
    subject = chosen(campaign, [subject.pk])[0]
    access.require(access.is_subject(viewer, subject))
    if subject.state not in ("proposed", "voted") or subject.reply_by is None:
        raise NotPossible(_("Không có đề nghị nào đang chờ ý kiến."))
    if now.date() > subject.reply_by:
        raise NotPossible(_("Đã hết hạn trả lời."))
    text = text.strip()
    if not 1 <= len(text) <= LONGEST_REVIEW:
        raise BadInput("reply", _("Ghi ý kiến, tối đa 20.000 chữ cái."))
    subject.reply, subject.replied_at = text, now
    subject.save(update_fields=["reply", "replied_at"])
    append(actor=viewer.actor, chain=subject.chain, verb="reply_to_proposal", records=[subject], now=now)
    return subject
