"""The reminder ladder (T-20 … T-28): a table of cases, then what must hold for every timeline."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhacviec.rules import rulesets
from nhacviec.rules.calendar import Calendar, calendar_of, from_holidays_library
from nhacviec.rules.ladder import ACTING, NoticeFact, Timeline, cure_date, cure_span, next_step
from tests.rules.tables import cases

RULES = rulesets.get("directive-06-tam-ky")
SEED = calendar_of(from_holidays_library(range(2020, 2026)), "seed")
DAYS = st.dates(date(2021, 1, 1), date(2022, 6, 30))
RANK = {"none": 0, "wait": 1, "leave_aside": 2, "draft_first": 2, "draft_second": 2, "breach": 2, "cured": 2}


@pytest.mark.parametrize("case", cases("ladder.toml"), ids=lambda case: case["name"])
def test_next_step(case: dict[str, Any], vietnam: Calendar) -> None:
    timeline = Timeline(
        deadline=case.get("deadline"),
        submitted_on=case.get("submitted_on"),
        accepted=case.get("accepted", False),
        suspended=case.get("suspended", False),
        pending=tuple(case.get("pending", ())),
        notices=tuple(NoticeFact(**notice) for notice in case.get("notices", ())),
    )
    step = next_step(timeline, RULES, vietnam, on=case["on"])
    assert step.kind == case["kind"], step.reason.text()
    assert step.level == case.get("level", step.level)
    assert step.cure_date == case.get("cure_date", step.cure_date)
    assert step.next_check == case.get("next_check", step.next_check)
    assert step.reason.rule == case.get("rule", step.reason.rule)
    assert step.reason.text()
    assert step.reason.source


@st.composite
def timelines(draw: st.DrawFn) -> Timeline:
    notices = []
    for level in range(1, draw(st.integers(0, 2)) + 1):
        served = draw(st.none() | DAYS)
        cure = draw(st.none() | DAYS)
        notices.append(
            NoticeFact(level, served, cure, draw(st.booleans()), draw(st.sampled_from([False, False, True])))
        )
    return Timeline(
        deadline=draw(st.none() | DAYS),
        submitted_on=draw(st.none() | DAYS),
        accepted=draw(st.booleans()),
        suspended=draw(st.sampled_from([False, False, True])),
        pending=draw(st.sampled_from([(), (), ("obstacle",), ("extension",), ("acceptance",)])),
        notices=tuple(notices),
    )


@given(timelines(), DAYS)
def test_never_acts_on_a_day_off(timeline: Timeline, on: date) -> None:
    step = next_step(timeline, RULES, SEED, on=on)
    assert SEED.is_working(on) or step.kind not in ACTING
    if step.next_check is not None:
        assert step.next_check > on
        assert SEED.is_working(step.next_check)


@given(timelines(), DAYS)
def test_never_skips_a_level(timeline: Timeline, on: date) -> None:
    step = next_step(timeline, RULES, SEED, on=on)
    live = {notice.level for notice in timeline.notices if not notice.withdrawn}
    if step.kind == "draft_first":
        assert not live
    if step.kind == "draft_second":
        assert live == {1}
    if step.kind == "breach":
        assert live == {1, 2}


@given(timelines(), DAYS)
def test_acts_only_after_the_deadline_and_the_cure_date(timeline: Timeline, on: date) -> None:
    step = next_step(timeline, RULES, SEED, on=on)
    if step.kind in {"draft_first", "draft_second"}:
        assert timeline.deadline is not None
        assert timeline.deadline < on
        assert not timeline.accepted
        assert not timeline.pending
    if step.kind in {"draft_second", "breach"}:
        last = max((item for item in timeline.notices if not item.withdrawn), key=lambda item: item.level)
        assert last.served_on is not None
        assert last.cure_date is not None
        assert last.served_on <= on
        assert last.cure_date < (on if step.kind == "draft_second" else max(on, timeline.submitted_on or on))


@given(timelines(), DAYS, st.integers(1, 40))
def test_waiting_longer_never_takes_a_step_back(timeline: Timeline, on: date, days: int) -> None:
    """For facts that all lie in the past, a step once due stays due, and is the same one."""
    facts = [timeline.submitted_on, *(notice.served_on for notice in timeline.notices)]
    now = max([on, *(day for day in facts if day is not None)])
    now = SEED.next_working(now)
    later = SEED.next_working(now + timedelta(days=days))
    before, after = (next_step(timeline, RULES, SEED, on=day) for day in (now, later))
    assert RANK[after.kind] >= RANK[before.kind]
    if before.kind in ACTING | {"cured"}:
        assert after.kind == before.kind


@given(timelines(), DAYS)
def test_looking_again_on_the_day_named_finds_something_to_do(timeline: Timeline, on: date) -> None:
    """Until `next_check` nothing changes, so a sweep may sleep till then."""
    step = next_step(timeline, RULES, SEED, on=on)
    future = [timeline.submitted_on, *(notice.served_on for notice in timeline.notices)]
    if step.next_check is None or any(day is not None and day > on for day in future):
        return
    between = on + timedelta(days=1)
    while between < step.next_check:
        assert next_step(timeline, RULES, SEED, on=between).kind in {"none", "wait"}
        between += timedelta(days=1)
    assert next_step(timeline, RULES, SEED, on=step.next_check).kind in ACTING


@given(DAYS)
def test_the_proposed_cure_date_lies_in_the_allowed_span(issued_on: date) -> None:
    first, last = cure_span(RULES, SEED, issued_on=issued_on)
    assert first <= cure_date(RULES, SEED, issued_on=issued_on) <= last
    assert SEED.working_days_between(issued_on, first) == RULES.value("cure_days_min")
    assert SEED.working_days_between(issued_on, last) == RULES.value("cure_days_max")


def test_a_first_notice_may_not_be_drafted_while_it_is_served_in_the_future() -> None:
    notice = NoticeFact(1, served_on=date(2021, 7, 1), cure_date=date(2021, 5, 1))
    step = next_step(Timeline(date(2021, 3, 5), notices=(notice,)), RULES, SEED, on=date(2021, 6, 1))
    assert step.kind == "wait"


def _noticed(*waits: tuple[date, date], **more: Any) -> Timeline:
    notice = NoticeFact(1, served_on=date(2021, 11, 8), cure_date=date(2021, 11, 29))
    return Timeline(date(2021, 10, 25), notices=(notice,), waits=waits, **more)


def test_days_on_which_somebody_above_had_to_act_move_the_cure_date() -> None:
    """T-12, T-15: a product returned after the cure date, or an obstacle answered late, takes no day from the doer."""
    on = date(2021, 11, 30)
    assert next_step(_noticed(), RULES, SEED, on=on).kind == "draft_second"
    waited = next_step(_noticed((date(2021, 11, 22), date(2021, 11, 29))), RULES, SEED, on=on)
    assert (waited.kind, waited.reason.params["limit"]) == ("wait", date(2021, 12, 6))


def test_two_waits_at_the_same_time_move_the_cure_date_once() -> None:
    waits = ((date(2021, 11, 22), date(2021, 11, 29)), (date(2021, 11, 24), date(2021, 11, 30)))
    step = next_step(_noticed(*waits), RULES, SEED, on=date(2021, 12, 1))
    assert step.reason.params["limit"] == date(2021, 12, 7)


def test_a_wait_before_service_or_after_the_cure_date_moves_nothing() -> None:
    waits = ((date(2021, 10, 27), date(2021, 11, 8)), (date(2021, 11, 30), date(2021, 12, 3)))
    assert next_step(_noticed(*waits), RULES, SEED, on=date(2021, 12, 6)).kind == "draft_second"


def test_a_product_handed_in_within_the_moved_cure_date_is_no_breach() -> None:
    notices = (
        NoticeFact(1, served_on=date(2021, 9, 6), cure_date=date(2021, 9, 27)),
        NoticeFact(2, served_on=date(2021, 11, 8), cure_date=date(2021, 11, 29)),
    )
    timeline = Timeline(
        date(2021, 8, 2),
        submitted_on=date(2021, 12, 3),
        accepted=True,
        notices=notices,
        waits=((date(2021, 11, 22), date(2021, 11, 29)),),
    )
    step = next_step(timeline, RULES, SEED, on=date(2021, 12, 8))
    assert (step.kind, step.reason.code) == ("cured", "cured")
