"""From hearing to announcement: order, majorities, clocks, conflict of interest."""

import datetime as dt
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nhacviec.discipline.actions import close_case
from nhacviec.discipline.actions.procedure import _outcome
from nhacviec.discipline.models import Case, CaseBallot, Decision
from nhacviec.ledger.queries import verify
from nhacviec.notifications.models import Message
from nhacviec.rules import rulesets
from nhacviec.rules.ballots import BallotCount
from nhacviec.web.errors import BadInput, NotAllowed, NotPossible
from tests.discipline.conftest import ACT, DECIDED, HEARD, VOTED, File, count
from tests.factories import appoint, at, person, viewer


def test_a_case_runs_from_proposal_to_announcement_and_the_ledger_is_intact(file: File) -> None:
    case = file.announce(file.decided())
    decision = case.decision
    assert case.state == "decided"
    assert (decision.form, decision.signed_by) == ("reprimand", file.cell_secretary)
    assert decision.hand_over_until == dt.date(2021, 11, 18)  # D-23: ten days for a cell
    assert decision.lapses_on == dt.date(2022, 11, 8)  # D-32: twelve months
    assert decision.complaint_until == dt.date(2021, 12, 20)  # D-33: thirty working days
    assert Message.objects.filter(person_id=file.plain.pk).count() == 1
    result = verify()
    assert result.intact, result.faults


def test_nothing_is_put_to_the_vote_before_the_member_was_heard(file: File) -> None:
    case = file.open()
    with pytest.raises(NotPossible):
        file.vote(case, count(5, reprimand=5))
    with pytest.raises(NotPossible):
        file.decide(case)
    assert CaseBallot.objects.count() == 0


def test_who_does_not_come_is_recorded_with_the_reason_and_the_case_goes_on(file: File) -> None:
    case = file.open()
    with pytest.raises(BadInput) as refused:
        file.hear(case, attended=False, statement="")
    assert refused.value.field == "absence"
    case = file.hear(case, attended=False, statement="", absence="Mời hai lần, không đến.", self_review="refused")
    assert case.state == "heard"
    assert file.vote(case, count(5, reprimand=3, none=2)).ballots.get().passed_form == "reprimand"


def test_what_the_member_said_is_obligatory(file: File) -> None:
    with pytest.raises(BadInput) as refused:
        file.hear(file.open(), statement="  ")
    assert refused.value.field == "statement"


@pytest.mark.parametrize("day", [dt.date(2021, 10, 31), dt.date(2021, 11, 9)])
def test_a_hearing_is_after_the_opening_and_not_in_the_future(file: File, day: dt.date) -> None:
    with pytest.raises(BadInput):
        file.hear(file.open(), held_on=day)


def test_a_ballot_is_not_before_the_hearing(file: File) -> None:
    case = file.hear(file.open())
    with pytest.raises(BadInput) as refused:
        file.vote(case, count(5, reprimand=5), held_on=HEARD - dt.timedelta(days=1))
    assert refused.value.field == "held_on"


def test_the_majority_is_of_the_roll_not_of_those_present(file: File) -> None:
    """Two of the three present are for it: a majority of them, not of the five on the roll (D-22)."""
    case = file.vote(file.hear(file.open()), count(5, reprimand=2, none=1))
    assert case.ballots.get().passed_form == ""
    with pytest.raises(NotPossible):
        file.decide(case)


def test_a_ballot_that_carries_nothing_leads_to_closing_with_a_reason(file: File) -> None:
    case = file.vote(file.hear(file.open()), count(5, none=5))
    with pytest.raises(BadInput):
        close_case(viewer=file.inspector, case=case, reason=" ", now=at(DECIDED))
    closed = close_case(viewer=file.inspector, case=case, reason="Không đủ căn cứ.", now=at(DECIDED))
    assert (closed.state, Decision.objects.count()) == ("closed", 0)
    assert verify().intact


def test_a_carried_form_cannot_be_dropped(file: File) -> None:
    case = file.vote(file.hear(file.open()), count(5, reprimand=5))
    with pytest.raises(NotPossible):
        close_case(viewer=file.inspector, case=case, reason="Thôi.", now=at(DECIDED))


def test_the_decision_is_the_form_that_was_carried(file: File) -> None:
    case = file.vote(file.hear(file.open()), count(5, warning=4, reprimand=1))
    with pytest.raises(BadInput) as refused:
        file.decide(case, form="reprimand")
    assert refused.value.field == "form"
    assert file.decide(case, form="warning").decision.form == "warning"


def test_a_cell_cannot_vote_on_a_form_that_it_may_only_propose(file: File) -> None:
    case = file.hear(file.open(file.city.chairman))
    assert case.body_kind == "cell"
    with pytest.raises(BadInput) as refused:
        file.vote(case, count(5, removal=5))
    assert refused.value.field == "votes"


def test_a_roll_that_differs_from_the_records_asks_for_a_reason(file: File) -> None:
    case = file.hear(file.open())
    with pytest.raises(BadInput) as refused:
        file.vote(case, count(4, reprimand=4))
    assert refused.value.field == "roll_reason"
    case = file.vote(case, count(4, reprimand=4), roll_reason="Một đảng viên mới chuyển sinh hoạt đi.")
    ballot = case.ballots.get()
    assert (ballot.roll, ballot.roll_known) == (4, 5)


@pytest.mark.parametrize(
    ("field", "numbers"),
    [
        ("roll", (0, 0, 0, 0, 0)),
        ("present", (5, 6, 5, 5, 5)),
        ("issued", (5, 4, 5, 4, 4)),
        ("returned", (5, 5, 4, 5, 4)),
        ("valid", (5, 5, 5, 4, 5)),
        ("votes", (5, 5, 5, 5, 4)),
        ("present", (5, -1, 0, 0, 0)),
    ],
)
def test_an_impossible_count_is_refused_beside_its_field(file: File, field: str, numbers: tuple[int, ...]) -> None:
    case = file.hear(file.open())
    with pytest.raises(BadInput) as refused:
        file.vote(case, BallotCount(*numbers, votes={"reprimand": 5}))
    assert refused.value.field == field
    assert Case.objects.get(pk=case.pk).state == "heard"


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    roll=st.integers(1, 400),
    votes=st.dictionaries(st.sampled_from(["reprimand", "warning", "removal", "none"]), st.integers(0, 100)),
)
def test_at_most_one_form_is_carried_and_only_by_more_than_half_of_the_roll(roll: int, votes: dict[str, int]) -> None:
    cast = sum(votes.values())
    if cast > roll:
        return
    found, trace = _outcome(BallotCount(roll, cast, cast, cast, cast, votes), "decide", rulesets.get("D2021"))
    carried = [form for form, n in votes.items() if form != "none" and 2 * n > roll]
    assert found == (carried[0] if carried else "")
    assert trace.rule_set == "D2021/1"


def test_expulsion_needs_the_proposal_of_two_thirds_first(file: File) -> None:
    case = file.hear(file.open(proposed_form="expulsion"))
    nine = {"roll_reason": "Theo biên bản."}
    with pytest.raises(NotPossible):
        file.vote(case, count(9, expulsion=9), **nine)
    case = file.vote(case, count(5, expulsion=4, none=1), role="propose")
    assert (case.state, case.ballots.get().passed_form) == ("heard", "expulsion")
    case = file.vote(case, count(9, expulsion=5, none=4), **nine)
    assert case.ballots.get(role="decide").passed_form == "expulsion"
    case = file.announce(file.decide(case, form="expulsion", signed_by=file.city.leader, number="7-QĐ/TU"))
    assert case.decision.lapses_on is None, "an expulsion does not lapse"
    assert verify().intact


def test_a_proposal_below_two_thirds_does_not_open_the_way(file: File) -> None:
    case = file.hear(file.open(proposed_form="expulsion"))
    case = file.vote(case, count(5, expulsion=3, none=2), role="propose")
    with pytest.raises(NotPossible):
        file.vote(case, count(9, expulsion=9), roll_reason="Theo biên bản.")


def test_each_step_is_possible_once(file: File) -> None:
    case = file.announce(file.decided())
    for step in (
        lambda: file.hear(case),
        lambda: file.vote(case, count(5, reprimand=5)),
        lambda: file.decide(case),
        lambda: file.announce(case),
        lambda: close_case(viewer=file.inspector, case=case, reason="x", now=at(DECIDED)),
    ):
        with pytest.raises(NotPossible):
            step()


def test_the_same_number_is_not_given_twice_by_one_body(file: File) -> None:
    file.decided()
    with pytest.raises(BadInput) as refused:
        file.decided(file.city.official)
    assert refused.value.field == "number"


def test_the_member_acts_for_nobody_in_the_own_case(file: File) -> None:
    """The cell's secretary speaks for the cell, but not in the case about himself."""
    case = file.open(file.cell_secretary)
    own = viewer(file.cell_secretary)
    with pytest.raises(NotAllowed):
        file.hear(case, viewer=own)
    case = file.vote(file.hear(case), count(5, reprimand=4, none=1))
    with pytest.raises(NotAllowed):
        file.decide(case, viewer=own)
    with pytest.raises(BadInput) as refused:
        file.decide(case)
    assert refused.value.field == "signed_by"


def test_who_signs_speaks_for_the_body(file: File) -> None:
    case = file.vote(file.hear(file.open()), count(5, reprimand=4, none=1))
    with pytest.raises(BadInput) as refused:
        file.decide(case, signed_by=file.city.official)
    assert refused.value.field == "signed_by"
    deputy = person("Phan Thị Én")
    appoint(deputy, file.city.cell, "deputy_secretary", "Phó Bí thư chi bộ")
    assert file.decide(case, signed_by=deputy).decision.signer_post == "Phó Bí thư chi bộ"


def test_strangers_may_do_nothing(file: File) -> None:
    case = file.open()
    strangers = [
        viewer(p) for p in (file.city.other_chairman, file.city.official, file.city.organiser, file.city.clerk)
    ]
    for who, step in product(strangers, (file.open, lambda **more: file.hear(case, **more))):
        with pytest.raises(NotAllowed):
            step(viewer=who)


def test_the_cells_secretary_opens_and_runs_a_case_of_the_own_cell(file: File) -> None:
    own = viewer(file.cell_secretary)
    case = file.open(viewer=own)
    case = file.vote(file.hear(case, viewer=own), count(5, reprimand=5), viewer=own)
    assert file.decide(case, viewer=own).state == "decided"


def test_limitation_is_looked_at_again_when_deciding(file: File) -> None:
    case = file.open(act_ended_on=dt.date(2016, 11, 6))
    case = file.vote(file.hear(case), count(5, reprimand=5))
    with pytest.raises(BadInput) as refused:
        file.decide(case)
    assert refused.value.field == "decided_on"
    assert ACT < VOTED
