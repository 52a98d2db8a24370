"""The quota for "excellent": base, share and rounding are settings that every result shows (G-50 … G-55)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any

from nhacviec.rules.catalogue import applies
from nhacviec.rules.grades import Grade
from nhacviec.rules.reasons import Reason
from nhacviec.rules.reasons import gettext_noop as _
from nhacviec.rules.rulesets import RuleSet

BASES = ("good_only", "good_or_better", "all")
ROUNDINGS = ("floor", "half_up", "ceil", "min_one")
SHOWN_ROUNDINGS = ("floor", "half_up", "ceil")
_MODES = {"floor": ROUND_FLOOR, "half_up": ROUND_HALF_UP, "ceil": ROUND_CEILING, "min_one": ROUND_FLOOR}

BASE_LABELS: Mapping[str, str] = {
    "good_only": _("số hoàn thành tốt, không gồm xuất sắc"),
    "good_or_better": _("số hoàn thành tốt trở lên"),
    "all": _("tổng số được xếp loại"),
}
ROUNDING_LABELS: Mapping[str, str] = {
    "floor": _("làm tròn xuống"),
    "half_up": _("làm tròn đến số gần nhất"),
    "ceil": _("làm tròn lên"),
    "min_one": _("làm tròn xuống, ít nhất là 1"),
}


@dataclass(frozen=True)
class Quota:
    """Which count the share is taken of, how the result is rounded, and the share (0 to 1).

    Raises ValueError for an unknown base or rounding or a share outside 0 to 1.
    """

    base: str
    rounding: str
    share: Decimal

    def __post_init__(self) -> None:
        if self.base not in BASES:
            raise ValueError(f"unknown base {self.base!r}")
        if self.rounding not in ROUNDINGS:
            raise ValueError(f"unknown rounding {self.rounding!r}")
        if not 0 <= self.share <= 1:
            raise ValueError(f"share {self.share} is not between 0 and 1")


@dataclass(frozen=True)
class Candidate:
    """Someone proposed for "excellent": a key, and values to rank by, higher is better, first value first."""

    key: str
    rank: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Other:
    """What another reading of the rule would have given for the same counts, taken literally."""

    base: str
    rounding: str
    size: int
    exact: Decimal
    limit: int
    over: int


@dataclass(frozen=True)
class QuotaResult:
    """Who keeps "excellent" and who is lowered to "good", and every number on the way.

    `size` is the base counted, `exact` the share of it, `limit` the rounded number that may be excellent.
    `tied` are candidates equal in rank on both sides of the limit: the deciding body has to choose among them.
    """

    quota: Quota
    size: int
    exact: Decimal
    limit: int
    kept: tuple[str, ...]
    lowered: tuple[str, ...]
    tied: tuple[str, ...]
    reasons: tuple[Reason, ...]
    others: tuple[Other, ...]

    @property
    def rounded(self) -> int:
        """The exact share after rounding: the limit."""
        return self.limit


@applies("G-54")
def rounded(exact: Decimal, rounding: str) -> int:
    """A share of people as a whole number."""
    number = int(exact.to_integral_value(_MODES[rounding]))
    return max(number, 1) if rounding == "min_one" and exact > 0 else number


@applies("G-55")
def base_size(base: str, counts: Mapping[Grade, int]) -> int:
    """The number the share is taken of, for counts as they stand."""
    good = counts.get(Grade.GOOD, 0)
    if base == "good_only":
        return good
    if base == "good_or_better":
        return good + counts.get(Grade.EXCELLENT, 0)
    if base == "all":
        return sum(counts.values())
    raise ValueError(f"unknown base {base!r}")


def limit(quota: Quota, counts: Mapping[Grade, int]) -> int:
    """The number of "excellent" allowed for counts as they stand (how a published result is checked)."""
    return rounded(quota.share * base_size(quota.base, counts), quota.rounding)


def greatest_fit(quota: Quota, counts: Mapping[Grade, int]) -> tuple[int, int]:
    """The greatest number that may be excellent, and the base it is measured on.

    Under "good_only" every excellent lowered to good makes the base larger, so the greatest x is sought with
    x <= share of (good or better - x); the other bases do not move.
    """
    if quota.base != "good_only":
        return limit(quota, counts), base_size(quota.base, counts)
    together = base_size("good_or_better", counts)
    for number in range(together, -1, -1):
        if number <= rounded(quota.share * (together - number), quota.rounding):
            return number, together - number
    return 0, together


def others(quota: Quota, counts: Mapping[Grade, int]) -> tuple[Other, ...]:
    """The three bases and three roundings for the same counts, and by how many each is exceeded."""
    excellent = counts.get(Grade.EXCELLENT, 0)
    table = []
    for base in BASES:
        size = base_size(base, counts)
        exact = quota.share * size
        for rounding in SHOWN_ROUNDINGS:
            allowed = rounded(exact, rounding)
            table.append(Other(base, rounding, size, exact, allowed, max(excellent - allowed, 0)))
    return tuple(table)


@applies("G-50", "G-51", "G-53")
def quota_of(rule_set: RuleSet, subject: str) -> Quota:
    """The quota a rule set states for "member" or "organisation"; the authority may decide otherwise."""
    share = Decimal(rule_set.value(f"quota.{subject}.share"))
    return Quota(rule_set.value("quota.base"), rule_set.value("quota.rounding"), share)


def apply(candidates: Sequence[Candidate], counts: Mapping[Grade, int], quota: Quota) -> QuotaResult:
    """Keep the best candidates up to the limit; the others are lowered to "good".

    `counts` are the grades as proposed, candidates counted under EXCELLENT. Equal ranks keep the order given.
    Raises ValueError when there are more candidates than counted, or a key occurs twice.
    """
    keys = [item.key for item in candidates]
    if len(set(keys)) != len(keys):
        raise ValueError("a candidate occurs twice")
    if len(keys) > counts.get(Grade.EXCELLENT, 0):
        raise ValueError("more candidates than excellent in the counts")
    allowed, size = greatest_fit(quota, counts)
    ordered = sorted(candidates, key=lambda item: item.rank, reverse=True)
    kept, lowered = ordered[:allowed], ordered[allowed:]
    tied: list[Candidate] = []
    if kept and lowered and kept[-1].rank == lowered[0].rank:
        tied = [item for item in ordered if item.rank == kept[-1].rank]
    return QuotaResult(
        quota=quota,
        size=size,
        exact=quota.share * size,
        limit=allowed,
        kept=tuple(item.key for item in kept),
        lowered=tuple(item.key for item in lowered),
        tied=tuple(item.key for item in tied),
        reasons=_reasons(quota, size, allowed, len(keys), len(tied)),
        others=others(quota, counts),
    )


def _reasons(quota: Quota, size: int, allowed: int, proposed: int, tied: int) -> tuple[Reason, ...]:
    message = _(
        "%(proposed)s đề nghị xuất sắc; %(share)s của %(base)s (%(size)s) là %(exact)s, %(rounding)s: %(limit)s."
    )
    params = {
        "proposed": proposed,
        "share": quota.share,
        "base": BASE_LABELS[quota.base],
        "size": size,
        "exact": quota.share * size,
        "rounding": ROUNDING_LABELS[quota.rounding],
        "limit": allowed,
    }
    found = [Reason("quota", "G-55", message, params, certainty="to_be_checked", met=proposed <= allowed)]
    if tied:
        message = _("%(count)s đề nghị bằng điểm nhau ở ranh giới: cấp có thẩm quyền lựa chọn.")
        found.append(Reason("tie", "G-51", message, {"count": tied}, certainty="partly"))
    return tuple(found)
