"""Who may decide which sanction (D-1, D-5 … D-10), and the clocks around it (D-20 … D-35)."""

from datetime import date
from typing import Any

import pytest

from nhacviec.rules import competence, rulesets
from nhacviec.rules.calendar import Calendar
from nhacviec.rules.competence import MemberPosition, allowed_forms, competent_bodies
from tests.rules.tables import cases

D2021 = rulesets.in_force("discipline", date(2021, 6, 1))


@pytest.mark.parametrize("case", cases("competence.toml"), ids=lambda case: case["name"])
def test_competent_bodies(case: dict[str, Any]) -> None:
    member = MemberPosition(**case["member"])
    found = competent_bodies(case["form"], member=member, matter=case["matter"], rule_set=D2021)
    assert [item.body_kind for item in found if item.may == "decide"] == case["decide"]
    assert [item.body_kind for item in found if item.may == "propose"] == case["propose"]
    assert all(item.reason.text() and item.reason.source for item in found)


def test_forms_lightest_first() -> None:
    assert allowed_forms("full", True) == ("reprimand", "warning", "removal", "expulsion")
    assert allowed_forms("full") == ("reprimand", "warning", "expulsion")
    assert allowed_forms("probationary", True) == ("reprimand", "warning")
    assert allowed_forms("organisation") == ("reprimand", "warning", "dissolution")


@pytest.mark.parametrize(
    ("form", "until"),
    [
        ("reprimand", date(2026, 3, 15)),
        ("warning", date(2031, 3, 15)),
        ("removal", date(2031, 3, 15)),
        ("expulsion", None),
    ],
)
def test_limitation_by_the_form_the_act_deserves(form: str, until: date | None) -> None:
    assert competence.limitation_until(form, date(2021, 3, 15), D2021) == until


def test_a_sanction_lapses_after_twelve_months() -> None:
    assert competence.lapse_on(date(2020, 2, 29), D2021) == date(2021, 2, 28)
    assert competence.lapses("warning", D2021)
    assert not competence.lapses("expulsion", D2021)


def test_a_complaint_has_thirty_working_days(vietnam: Calendar) -> None:
    until = competence.complaint_until(date(2021, 4, 1), vietnam, D2021)
    assert until == date(2021, 5, 18)
    assert vietnam.working_days_between(date(2021, 4, 1), until) == 30


def test_settlement_and_final_instance(vietnam: Calendar) -> None:
    start = date(2021, 4, 1)
    settled = competence.settlement_until(start, vietnam, D2021)
    assert vietnam.working_days_between(start, settled) == 90
    central = competence.settlement_until(start, vietnam, D2021, level="centre")
    assert vietnam.working_days_between(start, central) == 180
    assert competence.final_instance("warning", D2021) == "central_inspection_commission"
    assert competence.final_instance("expulsion", D2021) == "secretariat"


def test_the_decision_is_handed_over_in_time(vietnam: Calendar) -> None:
    assert competence.handed_over_until(date(2021, 4, 20), "cell", vietnam, D2021) == date(2021, 5, 4)
    assert competence.handed_over_until(date(2021, 4, 20), "standing_committee", vietnam, D2021) == date(2021, 5, 5)


def test_review_and_hearing_come_before_the_decision() -> None:
    assert competence.required_before_decision(D2021) == ("self_review", "hearing")
    assert "child_under_12_months" in competence.postponement_grounds(D2021)
