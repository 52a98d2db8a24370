"""The highest grade still possible for a subject in a year, and who is not graded at all."""

from collections.abc import Iterable
from datetime import date

from nhacviec.rules import rulesets
from nhacviec.rules.calendar import add_months
from nhacviec.rules.catalogue import applies
from nhacviec.rules.grades import Grade
from nhacviec.rules.grading import conditions as check
from nhacviec.rules.grading.facts import (
    Ceiling,
    CollectiveFacts,
    Condition,
    Exclusion,
    MemberFacts,
    OrganisationFacts,
)
from nhacviec.rules.reasons import Trace
from nhacviec.rules.reasons import gettext_noop as _
from nhacviec.rules.rulesets import RuleSet


def last_day_of(year: int) -> date:
    """The day whose rule sets judge a year, and on which memberships are counted."""
    return date(year, 12, 31)


def rule_set_of(year: int) -> RuleSet:
    """The grading rules of a year. Raises NoRuleSet before 2018."""
    return rulesets.in_force("grading", last_day_of(year))


def _directive(year: int, given: RuleSet | None) -> RuleSet | None:
    return given or rulesets.find_in_force("directive", last_day_of(year))


def _ceiling(found: Iterable[Condition], rule_set: RuleSet) -> Ceiling:
    """The lowest of all caps; conditions that are not known cap nothing."""
    conditions = tuple(found)
    caps = [(item.caps_to, item.proposal) for item in conditions if item.caps_to is not None]
    grade = max((cap for cap, _proposal in caps), default=Grade.EXCELLENT)
    firm = max((cap for cap, proposal in caps if not proposal), default=Grade.EXCELLENT)
    trace = Trace(str(int(grade)), rule_set.name, tuple(item.reason() for item in conditions))
    return Ceiling(grade, trace, conditions, firm)


def ceiling_organisation(
    facts: OrganisationFacts, rule_set: RuleSet, *, year: int, directive: RuleSet | None = None
) -> Ceiling:
    """The highest grade an organisation can still get, with every condition looked at.

    `directive` is the local rule set for breached notices, by default the one in force at the end of the year.
    """
    found = [
        *check.pattern(facts.marks, rule_set, "organisation"),
        *check.subordinates(facts, rule_set),
        *check.same_level(facts, rule_set),
        *check.no_discipline_below(facts, rule_set),
        *check.figures(facts.work, rule_set, "organisation"),
        *check.organisation_vetoes(facts, rule_set, "organisation"),
        *check.breached_notices(facts.breached_notices, _directive(year, directive)),
    ]
    return _ceiling(found, rule_set)


def ceiling_collective(
    facts: CollectiveFacts, rule_set: RuleSet, *, year: int, directive: RuleSet | None = None
) -> Ceiling:
    """The highest grade a leadership collective can still get (G-26)."""
    found = [
        *check.pattern(facts.marks, rule_set, "collective"),
        *check.organisation_vetoes(facts, rule_set, "collective"),
        *check.breached_notices(facts.breached_notices, _directive(year, directive)),
    ]
    return _ceiling(found, rule_set)


def ceiling_member(facts: MemberFacts, rule_set: RuleSet, *, year: int, directive: RuleSet | None = None) -> Ceiling:
    """The highest grade a member can still get, with every condition looked at."""
    found = [
        *check.pattern(facts.marks, rule_set, "member"),
        *check.civil_service(facts, rule_set),
        *check.sick_leave(facts, rule_set),
        *check.figures(facts.work, rule_set, "member"),
        *check.member_discipline(facts, rule_set),
        *check.head_of_unit(facts, rule_set),
        *check.breached_notices(facts.breached_notices, _directive(year, directive)),
    ]
    return _ceiling(found, rule_set)


@applies("G-2", "G-3", "G-5", "G-9")
def graded(facts: OrganisationFacts | CollectiveFacts | MemberFacts, rule_set: RuleSet, year: int) -> Exclusion | None:
    """Why the subject is not graded in `year`, None when it is. Months are counted up to 31 December."""
    if not isinstance(facts, MemberFacts):
        message = _("Thành lập chưa đủ thời gian để xếp loại")
        return _exclusion(rule_set, "organisation", "young", message) if facts.young else None
    if facts.exempt:
        return _exclusion(rule_set, "member", "exempt", _("Được miễn công tác và sinh hoạt đảng"))
    if facts.suspended:
        return _exclusion(rule_set, "member", "suspended", _("Đang bị đình chỉ sinh hoạt đảng"))
    if facts.admitted_on is not None:
        months = rule_set.value("exclude.member.young")["months"]
        if add_months(facts.admitted_on, months) > last_day_of(year):
            return _exclusion(rule_set, "member", "young", _("Kết nạp chưa đủ thời gian để xếp loại"))
    return None


def _exclusion(rule_set: RuleSet, who: str, code: str, message: str) -> Exclusion | None:
    entry = rule_set.entry(f"exclude.{who}.{code}")
    return Exclusion(code, entry.rule, entry.reason(code, message), bool(entry.value["reviewed"]))
