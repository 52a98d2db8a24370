"""Ballots: counts that cannot be right, grades (G-75), sanctions (D-22)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhacviec.rules import rulesets
from nhacviec.rules.ballots import BallotCount, decide_form, decide_grade, validate
from tests.rules.tables import cases

R2018 = rulesets.get("R2018")
D2021 = rulesets.get("D2021")


@pytest.mark.parametrize("case", cases("ballots.toml"), ids=lambda case: case["name"])
def test_grade_of_a_ballot(case: dict[str, Any]) -> None:
    result = decide_grade(BallotCount(**case["count"]), R2018)
    assert result.trace.result == case["result"]
    assert (result.grade is not None) == case["result"].isdigit()
    assert all(reason.text() for reason in result.trace.reasons)


def test_every_fault_of_a_count_is_named_at_its_field() -> None:
    count = BallotCount(roll=10, present=11, issued=12, returned=13, valid=14, votes={"1": -1})
    assert {problem.field for problem in validate(count)} == {"present", "issued", "returned", "valid", "votes"}
    assert [problem.field for problem in validate(BallotCount(0, 0, 0, 0, 0))] == ["roll"]


def votes(yes: int, no: int, *, roll: int, form: str) -> BallotCount:
    cast = yes + no
    return BallotCount(roll, cast, cast, cast, cast, {form: yes, "none": no})


@pytest.mark.parametrize(
    ("form", "role", "yes", "carried"),
    [
        ("reprimand", "decide", 15, False),
        ("reprimand", "decide", 16, True),
        ("expulsion", "propose", 19, False),
        ("expulsion", "propose", 20, True),
        ("expulsion", "decide", 16, True),
        ("removal", "propose", 16, True),
    ],
)
def test_a_sanction_needs_its_share_of_the_roll(form: str, role: Any, yes: int, carried: bool) -> None:
    result = decide_form(votes(yes, 4, roll=30, form=form), form, D2021, role=role)
    assert result.carried is carried
    assert result.trace.reasons[0].rule == "D-22"


def test_absent_people_count_in_the_roll() -> None:
    assert not decide_form(votes(12, 0, roll=30, form="warning"), "warning", D2021).carried


def test_a_contradicting_count_carries_nothing() -> None:
    count = BallotCount(10, 10, 10, 10, 10, {"warning": 11})
    assert decide_form(count, "warning", D2021).trace.result == "invalid"


@given(st.integers(1, 200), st.data())
def test_one_better_vote_never_gives_a_worse_grade(roll: int, data: st.DataObject) -> None:
    cast = data.draw(st.integers(0, roll))
    cuts = sorted(data.draw(st.tuples(*[st.integers(0, cast)] * 3)))
    parts = [cuts[0], cuts[1] - cuts[0], cuts[2] - cuts[1], cast - cuts[2]]

    def grade(given_votes: list[int]) -> int:
        by_grade = {str(number): count for number, count in enumerate(given_votes, start=1)}
        return int(decide_grade(BallotCount(roll, cast, cast, cast, cast, by_grade), R2018).grade or 5)

    for worse in range(1, 4):
        if parts[worse]:
            better = parts.copy()
            better[worse] -= 1
            better[worse - 1] += 1
            assert grade(better) <= grade(parts)
