"""Facts that the yearly grading looks at, and the shape of its answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from nhacviec.rules.grades import Grade, Level
from nhacviec.rules.reasons import Reason, Trace


@dataclass(frozen=True)
class WorkFacts:
    """Points and shares of the year's tasks (0 to 1); None where not known. Used from R2023 on."""

    points: Decimal | None = None
    done_share: Decimal | None = None
    on_time_share: Decimal | None = None
    above_share: Decimal | None = None


@dataclass(frozen=True)
class OrganisationFacts:
    """A party organisation in one year.

    `targets_share` is the share of targets met (0 to 1); `young` means set up less than six months ago;
    `sub_units_disciplined` counts sub-units and leaders disciplined, of `sub_units_total` sub-units.
    """

    marks: Mapping[str, Level] = field(default_factory=dict)
    subordinate_grades: Mapping[Grade, int] = field(default_factory=dict)
    subordinate_kind: Literal["cells", "members"] = "cells"
    same_level_bodies_good: bool | None = None
    disciplined: bool = False
    disunited: bool = False
    targets_share: Decimal | None = None
    main_targets_met: bool | None = None
    young: bool = False
    breached_notices: int = 0
    force_majeure: bool = False
    sub_units_disciplined: int = 0
    sub_units_total: int = 0
    work: WorkFacts = WorkFacts()


@dataclass(frozen=True)
class CollectiveFacts:
    """A leadership collective in one year; `member_forms` are the sanctions of its members in the year."""

    marks: Mapping[str, Level] = field(default_factory=dict)
    disciplined: bool = False
    disunited: bool = False
    member_forms: tuple[str, ...] = ()
    targets_share: Decimal | None = None
    main_targets_met: bool | None = None
    force_majeure: bool = False
    young: bool = False
    breached_notices: int = 0


@dataclass(frozen=True)
class MemberFacts:
    """A party member in one year.

    `disciplined_forms` are the sanctions of the year that have not already lowered an earlier year (G-24);
    `sick_days` leaves maternity out (G-4); `civil_service_grade` is None for a person who is no official;
    `is_head_of_grade` is the grade of the unit led, None for a person who leads none.
    """

    marks: Mapping[str, Level] = field(default_factory=dict)
    disciplined_forms: tuple[str, ...] = ()
    admitted_on: date | None = None
    sick_days: int = 0
    civil_service_grade: Grade | None = None
    is_head_of_grade: Grade | None = None
    breached_notices: int = 0
    exempt: bool = False
    suspended: bool = False
    work: WorkFacts = WorkFacts()


@dataclass(frozen=True)
class Condition:
    """One condition of a grade: what is, what is required, and where the ceiling lies when it is not met.

    `met` is None while the fact is not known; such a condition caps nothing. `proposal` marks a local rule whose
    cap is only proposed to the deciding body (T-27).
    """

    code: str
    label: str
    actual: Any
    required: Any
    met: bool | None
    rule: str
    source: str
    certainty: str
    caps_to: Grade | None
    proposal: bool = False

    def reason(self) -> Reason:
        """The condition as a reason of a trace."""
        params = {"actual": self.actual, "required": self.required, "caps_to": self.caps_to}
        return Reason(self.code, self.rule, self.label, params, self.source, self.certainty, self.met)


@dataclass(frozen=True)
class Ceiling:
    """The highest grade still possible, the conditions it comes from, and the grade without local proposals."""

    grade: Grade
    trace: Trace
    conditions: tuple[Condition, ...]
    grade_without_proposals: Grade

    @property
    def capping(self) -> tuple[Condition, ...]:
        """Conditions that are not met, the lowest cap first."""
        broken = [item for item in self.conditions if item.caps_to is not None]
        return tuple(sorted(broken, key=lambda item: -int(item.caps_to or 0)))


@dataclass(frozen=True)
class Exclusion:
    """Why a subject is not graded, and whether it is reviewed all the same."""

    code: str
    rule: str
    reason: Reason
    reviewed: bool
