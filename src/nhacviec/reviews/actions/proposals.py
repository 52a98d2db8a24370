"""Thẩm định, đề nghị: facts gathered, ceilings computed, quota applied, subjects told (G-70, second step)."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nhacviec.ledger.actions import Draft, append_many
from nhacviec.ledger.hashing import canonical_bytes
from nhacviec.orgs.access import Viewer
from nhacviec.orgs.queries import calendar
from nhacviec.rules import quota, rulesets
from nhacviec.rules.grades import Grade
from nhacviec.rules.grading import ceiling_member, ceiling_organisation
from nhacviec.rules.grading.replies import reply_until
from nhacviec.rules.quota import Candidate, Quota, QuotaResult
from nhacviec.rules.reasons import Reason
from nhacviec.rules.reasons import gettext_noop as _n
from nhacviec.rules.rulesets import RuleSet
from nhacviec.web.errors import BadInput, NotPossible

from .. import access, workflow
from ..models import Campaign, Subject
from ..queries import facts as known_facts
from ..queries.facts import Known
from .bulk import Explanations, save_many
from .subjects import locked
from .tell import tell_proposals

KINDS = ("organisation", "cell", "member")
_FIELDS = (
    *("state", "facts", "ceiling", "proposed", "explanation", "lowered", "rank"),
    *("proposed_on", "reply_by", "reply", "replied_at"),
)


@dataclass(frozen=True)
class Proposals:
    """What a run did: subjects whose proposal is new or changed, how many were looked at and left as they were,
    how many wait and for what ("self_grade", "members", "cells", "unit"), and how many the quota lowered."""

    changed: int
    unchanged: int
    waiting: Mapping[str, int]
    lowered: int


@dataclass
class _Case:
    """One subject on its way through the rules: `grade` before the quota, `final` after it."""

    subject: Subject
    ready: bool
    facts: dict[str, Any]
    digest: str
    ceiling: int
    grade: int
    rank: int | None = None
    lowered: Reason | None = None

    @property
    def final(self) -> int:
        return int(Grade.GOOD) if self.lowered else self.grade


@transaction.atomic
def propose(
    *, viewer: Viewer, campaign: Campaign, kind: str, now: dt.datetime, grassroots_id: int | None = None
) -> Proposals:
    """Propose a grade for every subject of a kind whose turn it is: the worse of self-grade and ceiling, then the quota.

    Lower subjects come first and heads after the unit they lead (G-71, G-28); who is not ready waits and is counted.
    May be repeated: only what changed is written, a decided grade never changes. With `grassroots_id` only one
    grassroots organisation. Raises NotAllowed, NotPossible when nobody is ready.
    """
    if kind not in KINDS:
        raise BadInput("kind", _("Chọn loại đối tượng."))
    campaign = locked(campaign)
    access.require(access.may_propose(viewer, campaign, kind, grassroots_id))
    rules = rulesets.get(campaign.rule_set)
    known = known_facts.gather(campaign, kind)
    subjects = _subjects(campaign, kind, grassroots_id)
    explanations = Explanations(campaign)
    cases, waiting = _cases(subjects, known, _Judge(campaign, rules, explanations))
    if not any(case.ready for case in cases):
        raise NotPossible(_nobody(waiting))
    _apply_quota(campaign, kind, rules, subjects, cases)
    drafts = explanations.store()
    until = reply_until(now.date(), rules, calendar())
    changed = [case for case in cases if case.ready and _update(case, explanations, now.date(), until)]
    save_many([case.subject for case in changed], _FIELDS)
    campaign.save(update_fields=["quota_result"])
    drafts += [Draft(case.subject.chain, "propose_grade", [case.subject]) for case in changed]
    drafts.append(Draft(campaign.committee_id, "apply_quota", [campaign], {"kind": kind, "proposals": len(changed)}))
    append_many(actor=viewer.actor, drafts=drafts, now=now)
    tell_proposals(campaign, [case.subject for case in changed if case.subject.below_self], now)
    ready = sum(case.ready for case in cases)
    lowered = sum(case.ready and case.lowered is not None for case in cases)
    return Proposals(len(changed), ready - len(changed), waiting, lowered)


def _subjects(campaign: Campaign, kind: str, grassroots_id: int | None) -> list[Subject]:
    rows = campaign.subjects.filter(kind=kind).exclude(state="excluded").select_related("ballot").order_by("id")
    found = list(rows if grassroots_id is None else rows.filter(grassroots=grassroots_id))
    for subject in found:
        subject.campaign = campaign
    return found


def _nobody(waiting: Mapping[str, int]) -> Any:
    if waiting.get("members"):
        return _("Chưa đề nghị được: còn đảng viên chưa có quyết định xếp loại.")
    if waiting.get("cells"):
        return _("Chưa đề nghị được: còn chi bộ chưa có quyết định xếp loại.")
    if waiting.get("unit"):
        return _("Chưa đề nghị được: tổ chức mà người đứng đầu phụ trách chưa có quyết định xếp loại.")
    if waiting.get("self_grade"):
        return _("Chưa đề nghị được: chưa có ai tự xếp loại.")
    return _("Không còn đối tượng nào chờ đề nghị.")


class _Judge:
    """Asks the rules once for each set of facts: thousands of members share a few hundred."""

    def __init__(self, campaign: Campaign, rules: RuleSet, explanations: Explanations) -> None:
        directive = rulesets.get(campaign.directive_rule_set) if campaign.directive_rule_set else None
        self._member = partial(ceiling_member, rule_set=rules, year=campaign.year, directive=directive)
        self._organisation = partial(ceiling_organisation, rule_set=rules, year=campaign.year, directive=directive)
        self._explanations = explanations
        self._known: dict[bytes, tuple[int, str]] = {}

    def __call__(self, subject: Subject, facts: Mapping[str, Any]) -> tuple[int, str]:
        """The ceiling and the digest of its explanation."""
        weighed = {**facts, "found": {k: v for k, v in facts["found"].items() if k != "tasks"}}
        key = canonical_bytes({"kind": subject.kind, "marks": subject.marks, "facts": weighed})
        if key not in self._known:
            if subject.kind == "member":
                found = self._member(known_facts.member_facts(subject.marks, facts))
            else:
                found = self._organisation(known_facts.organisation_facts(subject.marks, facts))
            self._known[key] = (int(found.grade), self._explanations.add(found.trace))
        return self._known[key]


def _cases(subjects: Sequence[Subject], known: Known, judge: _Judge) -> tuple[list[_Case], dict[str, int]]:
    """Cases of those who can be judged. Heads whose unit is still open are judged without it, to keep their place
    in the quota, but they are not ready."""
    cases: list[_Case] = []
    waiting: Counter[str] = Counter()
    for subject in subjects:
        if subject.state == "decided":
            continue
        before = known_facts.waiting_for(subject, known.gates)
        if subject.self_grade is None or subject.state not in workflow.PROPOSABLE:
            waiting["self_grade"] += 1
            continue
        if before:
            waiting[before] += 1
        facts = {**subject.facts, "found": known_facts.found_for(subject, known)}
        ceiling, digest = judge(subject, facts)
        grade = max(ceiling, subject.self_grade)
        if not before or before == "unit":
            cases.append(_Case(subject, not before, facts, digest, ceiling, grade))
    return cases, dict(waiting)


# ---- Quota -------------------------------------------------------------------------------------------------


def quota_for(campaign: Campaign, kind: str, rules: RuleSet) -> Quota:
    """The quota of a kind as this campaign counts it; cells by the settings of organisations (G-50, G-51)."""
    if kind == "member":
        share = Decimal(rules.value("quota.member.share"))
        return Quota(campaign.member_quota_base, campaign.member_quota_rounding, share)
    return Quota(campaign.quota_base, campaign.quota_rounding, Decimal(rules.value("quota.organisation.share")))


def _apply_quota(
    campaign: Campaign, kind: str, rules: RuleSet, subjects: Sequence[Subject], cases: Sequence[_Case]
) -> None:
    """One group for all organisations of the committee; cells and members within each grassroots organisation (G-50)."""
    setting = quota_for(campaign, kind, rules)
    task_criteria = set(rules.value(f"{'member' if kind == 'member' else 'organisation'}.task_criteria"))
    decided: dict[str, list[Subject]] = defaultdict(list)
    open_cases: dict[str, list[_Case]] = defaultdict(list)
    for subject in subjects:
        if subject.state == "decided":
            decided[_group(subject)].append(subject)
    for case in cases:
        open_cases[_group(case.subject)].append(case)
    results = dict(campaign.quota_result.get(kind, {}))
    for group in sorted({*decided, *open_cases}):
        results[group] = _group_result(setting, decided[group], open_cases[group], task_criteria)
    campaign.quota_result = {**campaign.quota_result, kind: results}


def _group(subject: Subject) -> str:
    return "" if subject.kind == "organisation" else str(subject.grassroots_id)


def _group_result(
    setting: Quota, decided: Sequence[Subject], cases: Sequence[_Case], task_criteria: set[str]
) -> dict[str, Any]:
    counts: Counter[Grade] = Counter(Grade(s.grade) for s in decided if s.grade)
    counts.update(Grade(case.grade) for case in cases)
    fixed = [Candidate(str(s.pk), (1,)) for s in decided if s.grade == Grade.EXCELLENT]
    wanting = {str(c.subject.pk): c for c in cases if c.grade == Grade.EXCELLENT}
    ranked = [Candidate(key, (0, *_rank(case, task_criteria))) for key, case in wanting.items()]
    result = quota.apply([*fixed, *ranked], counts, setting)
    for place, item in enumerate(sorted(ranked, key=lambda one: one.rank, reverse=True), len(fixed) + 1):
        wanting[item.key].rank = place
    for key in result.lowered:
        if key in wanting:
            wanting[key].lowered = _lowered(result, wanting[key])
    final = Counter(Grade(s.grade) for s in decided if s.grade)
    final.update(Grade(case.final) for case in cases)
    return _as_kept(result, final, len(fixed) + len(ranked))


def _rank(case: _Case, task_criteria: set[str]) -> tuple[Any, ...]:
    """What orders candidates, best first: votes for "excellent" if there was a ballot, marks of the task criteria,
    all marks, share of tasks done on time."""
    ballot = getattr(case.subject, "ballot", None)
    votes = ballot.votes.get("1", 0) if ballot else 0
    marks = case.subject.marks
    tasks = case.facts["found"].get("tasks", {})
    on_time = Decimal(tasks["on_time"]) / tasks["total"] if tasks.get("total") else Decimal(1)
    return (votes, -sum(marks.get(c, 4) for c in task_criteria), -sum(marks.values()), on_time)


def _lowered(result: QuotaResult, case: _Case) -> Reason:
    message = _n("Hết số lượng xuất sắc: tối đa %(limit)s, xếp thứ %(rank)s.")
    return Reason("quota", "G-55", message, {"limit": result.limit, "rank": case.rank}, certainty="to_be_checked")


def _as_kept(result: QuotaResult, final: Mapping[Grade, int], proposed: int) -> dict[str, Any]:
    """A group as the campaign keeps it. `others` are the three bases and three roundings for the counts after the quota:
    base → [size, exact, floor, half_up, ceil]."""
    table: dict[str, list[Any]] = {}
    for item in quota.others(result.quota, final):
        table.setdefault(item.base, [item.size, str(item.exact)]).append(item.limit)
    return {
        "base": result.quota.base,
        "rounding": result.quota.rounding,
        "share": str(result.quota.share),
        "size": result.size,
        "exact": str(result.exact),
        "limit": result.limit,
        "candidates": proposed,
        "counts": {str(int(grade)): final.get(grade, 0) for grade in Grade},
        "lowered": [int(key) for key in result.lowered],
        "tied": [int(key) for key in result.tied],
        "others": table,
    }


# ---- Writing -----------------------------------------------------------------------------------------------


def _update(case: _Case, explanations: Explanations, today: dt.date, until: dt.date) -> bool:
    """Put the result into the subject; False when it says the same already."""
    subject = case.subject
    explanation = explanations[case.digest]
    lowered = case.lowered.to_json() if case.lowered else {}
    new = (case.facts, case.ceiling, case.final, explanation.pk, lowered, case.rank)
    old = (subject.facts, subject.ceiling, subject.proposed, subject.explanation_id, subject.lowered, subject.rank)
    if new == old and subject.state != "self_graded":
        return False
    if subject.proposed != case.final or subject.state == "self_graded":
        _tell_again(subject, case.final, today, until)
    workflow.move(subject, "propose")
    subject.facts, subject.ceiling, subject.proposed = case.facts, case.ceiling, case.final
    subject.explanation, subject.lowered, subject.rank = explanation, lowered, case.rank
    return True


def _tell_again(subject: Subject, proposal: int, today: dt.date, until: dt.date) -> None:
    """A new proposal below the self-grade starts a new time to reply (G-70)."""
    below = subject.self_grade is not None and proposal > subject.self_grade
    subject.proposed_on = today
    subject.reply_by = until if below else None
    subject.reply, subject.replied_at = "", None
