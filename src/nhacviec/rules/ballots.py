"""Counting of ballots: what is possible, which grade has a majority (G-75), which sanction passes (D-22)."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from nhacviec.rules.catalogue import applies
from nhacviec.rules.grades import GRADE_LABELS, Grade
from nhacviec.rules.reasons import Reason, Trace
from nhacviec.rules.reasons import gettext_noop as _
from nhacviec.rules.rulesets import RuleSet


@dataclass(frozen=True)
class BallotCount:
    """One secret ballot: people on the roll and present, ballots issued, returned and valid, votes by choice.

    For a grade the choices are "1" … "4"; for discipline the names of the forms.
    """

    roll: int
    present: int
    issued: int
    returned: int
    valid: int
    votes: Mapping[str, int] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class Problem:
    """Why a count cannot be right: the field to correct, a message id, its parameters."""

    field: str
    message: str
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class GradeBallot:
    """The grade a ballot gives, None when it gives none, with the reasons."""

    grade: Grade | None
    trace: Trace


@dataclass(frozen=True)
class FormBallot:
    """Whether a ballot carries the sanction, with the reasons."""

    carried: bool
    votes: int
    needed: int
    trace: Trace


_AT_MOST = (
    ("present", "roll", _("Số có mặt (%(value)s) lớn hơn tổng số được triệu tập (%(limit)s).")),
    ("issued", "present", _("Số phiếu phát ra (%(value)s) lớn hơn số có mặt (%(limit)s).")),
    ("returned", "issued", _("Số phiếu thu về (%(value)s) lớn hơn số phiếu phát ra (%(limit)s).")),
    ("valid", "returned", _("Số phiếu hợp lệ (%(value)s) lớn hơn số phiếu thu về (%(limit)s).")),
)


def validate(count: BallotCount) -> list[Problem]:
    """All that contradicts itself in a count; an empty list when it can be right."""
    problems = []
    for name in ("roll", "present", "issued", "returned", "valid"):
        if getattr(count, name) < 0:
            problems.append(Problem(name, _("Số phiếu không thể âm.")))
    if count.roll == 0:
        problems.append(Problem("roll", _("Tổng số được triệu tập phải lớn hơn 0.")))
    for name, above, message in _AT_MOST:
        value, limit = getattr(count, name), getattr(count, above)
        if value > limit:
            problems.append(Problem(name, message, {"value": value, "limit": limit}))
    if any(votes < 0 for votes in count.votes.values()):
        problems.append(Problem("votes", _("Số phiếu không thể âm.")))
    total = sum(count.votes.values())
    if total != count.valid:
        message = _("Tổng số phiếu của các phương án (%(value)s) khác số phiếu hợp lệ (%(limit)s).")
        problems.append(Problem("votes", message, {"value": total, "limit": count.valid}))
    return problems


def _needed(share: Fraction, roll: int, *, at_least: bool = False) -> int:
    """Votes that pass: more than `share` of the roll, or at least that share."""
    exact = share * roll
    if at_least:
        return -(-exact.numerator // exact.denominator)
    return exact.numerator // exact.denominator + 1


def _refusal(count: BallotCount) -> tuple[Reason, ...]:
    return tuple(Reason("invalid_count", "G-75", item.message, item.params, met=False) for item in validate(count))


@applies("G-75")
def decide_grade(count: BallotCount, rule_set: RuleSet) -> GradeBallot:
    """The grade that more than half of the roll voted for, votes added downwards (excellent + good …).

    No grade when the count contradicts itself, too few were present, or even all votes together do not pass.
    """
    refusal = _refusal(count)
    if refusal:
        return GradeBallot(None, Trace("invalid", rule_set.name, refusal))
    presence = rule_set.entry("ballot.presence_share")
    quorum = _needed(Fraction(presence.value), count.roll, at_least=True)
    message = _("Có mặt %(present)s trên %(roll)s, cần ít nhất %(quorum)s.")
    params = {"present": count.present, "roll": count.roll, "quorum": quorum}
    first = presence.reason("presence", message, met=count.present >= quorum, **params)
    if not first.met:
        return GradeBallot(None, Trace("no_quorum", rule_set.name, (first,)))
    majority = rule_set.entry("ballot.majority_share")
    needed = _needed(Fraction(majority.value), count.roll)
    reasons, added = [first], 0
    for grade in Grade:
        added += count.votes.get(str(int(grade)), 0)
        message = _("%(grade)s: cộng dồn %(votes)s phiếu, cần %(needed)s trên tổng số %(roll)s.")
        shown: dict[str, Any] = {"grade": GRADE_LABELS[grade], "votes": added, "needed": needed, "roll": count.roll}
        reasons.append(majority.reason("majority", message, met=added >= needed, **shown))
        if added >= needed:
            return GradeBallot(grade, Trace(str(int(grade)), rule_set.name, tuple(reasons)))
    return GradeBallot(None, Trace("no_majority", rule_set.name, tuple(reasons)))


@applies("D-22")
def decide_form(
    count: BallotCount, form: str, rule_set: RuleSet, *, role: Literal["decide", "propose"] = "decide"
) -> FormBallot:
    """Whether the votes for `form` pass: more than half of the roll; two thirds to propose an expulsion."""
    votes = count.votes.get(form, 0)
    two_thirds = role == "propose" and form in rule_set.value("majority.at_least_forms")
    entry = rule_set.entry("majority.propose_expulsion" if two_thirds else "majority.decide")
    needed = _needed(Fraction(entry.value), count.roll, at_least=two_thirds)
    refusal = _refusal(count)
    if refusal:
        return FormBallot(False, votes, needed, Trace("invalid", rule_set.name, refusal))
    carried = votes >= needed
    message = _("%(votes)s phiếu trên tổng số %(roll)s, cần ít nhất %(needed)s.")
    reason = entry.reason("majority", message, met=carried, votes=votes, roll=count.roll, needed=needed)
    return FormBallot(carried, votes, needed, Trace("carried" if carried else "not_carried", rule_set.name, (reason,)))
