"""Whose comment the cell needs before it grades a member: a temporary cell's, and a former cell's (G-7, G-10)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from nhacviec.rules.calendar import add_months
from nhacviec.rules.catalogue import applies
from nhacviec.rules.reasons import Reason
from nhacviec.rules.reasons import gettext_noop as _
from nhacviec.rules.rulesets import RuleSet


@dataclass(frozen=True, slots=True)
class Stay:
    """A member in a cell, half-open: `since <= day < until`; `temporary` beside the membership of another."""

    cell: int
    since: date
    until: date | None
    temporary: bool = False


@dataclass(frozen=True, slots=True)
class CommentDue:
    """A written comment to be asked of a cell about the part of the year that the member spent in it."""

    cell: int
    since: date
    until: date
    reason: Reason


@applies("G-7", "G-10")
def comments_due(stays: Iterable[Stay], own: int, rule_set: RuleSet, year: int, on: date) -> list[CommentDue]:
    """The comments that the cell `own` needs to grade a member of `year` on the day `on`; the grade itself is its own.

    Of every cell of a temporary activity in the year (G-7), and of every former cell in which the member was for the
    rule set's months or longer within the year (G-10). Rows that follow each other in one cell count together.
    """
    first, last = date(year, 1, 1), min(on, date(year + 1, 1, 1))
    within = sorted(_within(stays, first, last), key=lambda stay: (stay.cell, stay.temporary, stay.since))
    found: list[CommentDue] = []
    for stay in _joined(within):
        until = stay.until or last
        if stay.temporary and rule_set.has("comment.temporary"):
            reason = rule_set.entry("comment.temporary").reason(
                "temporary", _("Có thời gian sinh hoạt tạm thời trong năm")
            )
            found.append(CommentDue(stay.cell, stay.since, until, reason))
        elif not stay.temporary and stay.cell != own and rule_set.has("comment.former"):
            entry = rule_set.entry("comment.former")
            if add_months(stay.since, entry.value["months"]) <= until:
                reason = entry.reason("former", _("Chuyển sinh hoạt trong năm, ở nơi cũ đủ thời gian"))
                found.append(CommentDue(stay.cell, stay.since, until, reason))
    return sorted(found, key=lambda due: (due.since, due.cell))


def _within(stays: Iterable[Stay], first: date, last: date) -> list[Stay]:
    """The parts of the stays that lie in the period."""
    cut = [Stay(stay.cell, max(stay.since, first), min(stay.until or last, last), stay.temporary) for stay in stays]
    return [stay for stay in cut if stay.until is not None and stay.since < stay.until]


def _joined(stays: list[Stay]) -> list[Stay]:
    """Rows that touch each other in one cell as one."""
    found: list[Stay] = []
    for stay in stays:
        before = found[-1] if found else None
        if before and (before.cell, before.temporary, before.until) == (stay.cell, stay.temporary, stay.since):
            found[-1] = Stay(stay.cell, before.since, stay.until, stay.temporary)
        else:
            found.append(stay)
    return found
