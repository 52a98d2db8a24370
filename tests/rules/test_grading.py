"""The yearly grading: ceilings of 2021 case by case, who is not graded, and what always holds."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhacviec.rules import rulesets
from nhacviec.rules.grading import (
    Ceiling,
    CollectiveFacts,
    Grade,
    Level,
    MemberFacts,
    OrganisationFacts,
    WorkFacts,
    ceiling_collective,
    ceiling_member,
    ceiling_organisation,
    graded,
    rule_set_of,
)
from tests.rules.tables import cases

R2018 = rulesets.get("R2018")
CEILINGS: dict[str, tuple[Any, Callable[..., Ceiling]]] = {
    "organisation": (OrganisationFacts, ceiling_organisation),
    "member": (MemberFacts, ceiling_member),
    "collective": (CollectiveFacts, ceiling_collective),
}


def marks_of(who: str, given: dict[str, int]) -> dict[str, Level]:
    codes = R2018.value(f"{who}.criteria")
    return {code: Level(given.get(code, given["all"])) for code in codes}


@pytest.mark.parametrize("case", cases("ceilings_2021.toml"), ids=lambda case: case["name"])
def test_ceiling_of_2021(case: dict[str, Any]) -> None:
    make, ceiling_of = CEILINGS[case["who"]]
    facts = dict(case["facts"])
    if "targets_share" in facts:
        facts["targets_share"] = Decimal(facts["targets_share"])
    for key in ("civil_service_grade", "is_head_of_grade"):
        if key in facts:
            facts[key] = Grade(facts[key])
    if "subordinates" in case:
        facts["subordinate_grades"] = {Grade(int(key)): count for key, count in case["subordinates"].items()}
    ceiling = ceiling_of(make(marks=marks_of(case["who"], case["marks"]), **facts), R2018, year=2021)
    assert ceiling.grade == case["grade"]
    assert sorted({item.rule for item in ceiling.capping}) == sorted(case["capped_by"])
    assert ceiling.grade_without_proposals == case.get("without_proposals", case["grade"])
    assert ceiling.trace.rule_set == "R2018/1"
    assert len(ceiling.trace.reasons) == len(ceiling.conditions)
    assert all(item.source and item.label for item in ceiling.conditions)


def test_what_is_not_known_caps_nothing() -> None:
    ceiling = ceiling_organisation(OrganisationFacts(), R2018, year=2021)
    assert ceiling.grade == Grade.EXCELLENT
    assert any(item.met is None for item in ceiling.conditions)


def test_the_proposed_cap_is_marked_as_a_proposal() -> None:
    ceiling = ceiling_member(MemberFacts(breached_notices=2), R2018, year=2021)
    (cap,) = ceiling.capping
    assert cap.proposal
    assert cap.rule == "T-22"
    assert cap.actual == 2


@pytest.mark.parametrize(
    ("facts", "code", "rule", "reviewed"),
    [
        (MemberFacts(exempt=True), "exempt", "G-2", False),
        (MemberFacts(suspended=True), "suspended", "G-2", False),
        (MemberFacts(admitted_on=date(2021, 7, 1)), "young", "G-3", True),
        (OrganisationFacts(young=True), "young", "G-3", True),
        (CollectiveFacts(young=True), "young", "G-3", True),
    ],
)
def test_who_is_not_graded_in_2021(facts: Any, code: str, rule: str, reviewed: bool) -> None:
    exclusion = graded(facts, R2018, 2021)
    assert exclusion is not None
    assert (exclusion.code, exclusion.rule, exclusion.reviewed) == (code, rule, reviewed)


@pytest.mark.parametrize("admitted", [None, date(2021, 6, 30), date(2010, 2, 3)])
def test_a_member_of_six_months_is_graded(admitted: date | None) -> None:
    assert graded(MemberFacts(admitted_on=admitted), R2018, 2021) is None


def test_from_2023_a_young_member_is_not_even_reviewed() -> None:
    exclusion = graded(MemberFacts(admitted_on=date(2023, 9, 1)), rule_set_of(2023), 2023)
    assert exclusion is not None
    assert (exclusion.rule, exclusion.reviewed) == ("G-5", False)


@pytest.mark.parametrize(
    ("year", "code"), [(2018, "R2018"), (2021, "R2018"), (2022, "R2018"), (2023, "R2023"), (2025, "R2025")]
)
def test_a_year_is_judged_by_its_own_rules(year: int, code: str) -> None:
    assert rule_set_of(year).code == code


@pytest.mark.parametrize(
    ("points", "on_time", "above", "grade"),
    [
        ("95", "1", "0.3", 1),
        ("95", "1", "0.29", 2),
        ("92", "0.99", "0.5", 3),
        ("72", "1", "0", 2),
        ("69", "1", "0.5", 3),
        ("60", "0.79", "0", 4),
        ("49", "1", "0.5", 4),
    ],
)
def test_points_and_shares_of_2025_hold_together(points: str, on_time: str, above: str, grade: int) -> None:
    """G-40 … G-43: the grade falls to the highest whose every condition holds."""
    work = WorkFacts(Decimal(points), Decimal(1), Decimal(on_time), Decimal(above))
    assert ceiling_member(MemberFacts(work=work), rule_set_of(2025), year=2025).grade == grade


def test_2023_asks_for_half_of_the_targets_exceeded() -> None:
    work = WorkFacts(on_time_share=Decimal(1), above_share=Decimal("0.4"))
    assert ceiling_member(MemberFacts(work=work), rule_set_of(2023), year=2023).grade == Grade.GOOD


LEVELS = st.sampled_from(Level)
GRADES = st.sampled_from(Grade)
ORGANISATIONS = st.builds(
    OrganisationFacts,
    marks=st.dictionaries(st.sampled_from(R2018.value("organisation.criteria")), LEVELS),
    subordinate_grades=st.dictionaries(GRADES, st.integers(0, 50)),
    same_level_bodies_good=st.none() | st.booleans(),
    disciplined=st.booleans(),
    disunited=st.booleans(),
    targets_share=st.none() | st.decimals(0, 1, places=2),
    main_targets_met=st.none() | st.booleans(),
    breached_notices=st.integers(0, 2),
)
MEMBERS = st.builds(
    MemberFacts,
    marks=st.dictionaries(st.sampled_from(R2018.value("member.criteria")), LEVELS),
    disciplined_forms=st.lists(st.sampled_from(["reprimand", "warning"]), max_size=1).map(tuple),
    sick_days=st.integers(0, 200),
    civil_service_grade=st.none() | GRADES,
    is_head_of_grade=st.none() | GRADES,
    breached_notices=st.integers(0, 2),
)


def worse_mark(marks: Any, code: str) -> dict[str, Level]:
    return {**marks, code: Level(min(marks.get(code, Level.EXCELLENT) + 1, 4))}


@given(ORGANISATIONS, st.sampled_from(R2018.value("organisation.criteria")))
def test_a_worse_fact_never_raises_the_ceiling_of_an_organisation(facts: OrganisationFacts, code: str) -> None:
    before = ceiling_organisation(facts, R2018, year=2021).grade
    grades = {**facts.subordinate_grades}
    grades[Grade.NOT_COMPLETED] = grades.get(Grade.NOT_COMPLETED, 0) + 1
    for worse in (
        replace(facts, marks=worse_mark(facts.marks, code)),
        replace(facts, subordinate_grades=grades),
        replace(facts, same_level_bodies_good=False),
        replace(facts, disciplined=True),
        replace(facts, breached_notices=facts.breached_notices + 1),
        replace(facts, targets_share=Decimal(0), main_targets_met=False),
    ):
        assert ceiling_organisation(worse, R2018, year=2021).grade >= before


@given(MEMBERS, st.sampled_from(R2018.value("member.criteria")))
def test_a_worse_fact_never_raises_the_ceiling_of_a_member(facts: MemberFacts, code: str) -> None:
    before = ceiling_member(facts, R2018, year=2021)
    for worse in (
        replace(facts, marks=worse_mark(facts.marks, code)),
        replace(facts, disciplined_forms=(*facts.disciplined_forms, "warning")),
        replace(facts, sick_days=facts.sick_days + 30),
        replace(facts, is_head_of_grade=Grade.NOT_COMPLETED),
        replace(facts, breached_notices=facts.breached_notices + 1),
    ):
        assert ceiling_member(worse, R2018, year=2021).grade >= before.grade
    assert before.grade >= before.grade_without_proposals
    assert (before.grade == Grade.EXCELLENT) == (not before.capping)
