"""The whole ladder through the actions of tasks and reminders: what people do, what the program makes of it."""

import datetime as dt

import pytest

from nhacviec.ledger.queries import verify
from nhacviec.reminders.actions import include_candidate, sweep, withdraw_notice
from nhacviec.reminders.models import Consequence, Notice, ReminderClock
from nhacviec.reminders.queries import counts
from nhacviec.tasks.actions import (
    TaskDraft,
    accept_submission,
    answer_obstacle,
    assign_task,
    decide_extension,
    receive_task,
    report_obstacle,
    request_extension,
    return_submission,
    submit_product,
)
from nhacviec.tasks.models import Submission, Task
from tests.factories import MONDAY, City, a_city, at, viewer
from tests.reminders.conftest import served

ASSIGNED = dt.date(2021, 10, 4)
DEADLINE = dt.date(2021, 10, 25)
FIRST_DUE = dt.date(2021, 10, 29)  # deadline, three working days of grace, and the next


@pytest.fixture
def city(db: None) -> City:
    return a_city()


@pytest.fixture(autouse=True)
def _intact(db: None):
    yield
    result = verify()
    assert result.intact, [str(fault) for fault in result.faults]


def a_received_task(city: City) -> Task:
    draft = TaskDraft(
        title="Di dời 6 điểm chăn nuôi",
        product="Biên bản xác nhận",
        assigner=city.committee,
        lead=city.ward,
        deadline_kind="date",
        deadline=DEADLINE,
    )
    task = assign_task(viewer=viewer(city.leader, ASSIGNED), draft=draft, on=ASSIGNED, now=at(ASSIGNED))
    return receive_task(viewer=viewer(city.chairman, ASSIGNED), task=task, now=at(ASSIGNED, 14))


def clock_of(task: Task) -> dt.date | None:
    return ReminderClock.objects.get(task=task).next_check


def notice_of(task: Task, level: int = 1) -> Notice:
    return Notice.objects.exclude(state="discarded").get(task=task, level=level)


def hand_in(city: City, task: Task, on: dt.date) -> None:
    task.refresh_from_db()
    submit_product(viewer=viewer(city.chairman, on), task=task, text="Đã xong", now=at(on, 15))


def pending(task: Task) -> Submission:
    return Submission.objects.get(task=task, outcome="pending")


def accept(city: City, task: Task, on: dt.date) -> None:
    accept_submission(viewer=viewer(city.leader, on), submission=pending(task), now=at(on, 16))


def morning(on: dt.date):
    return sweep(on=on, now=at(on, 6, 30))


def test_assignment_sets_the_clock_to_the_day_after_deadline_and_grace(city: City) -> None:
    assert clock_of(a_received_task(city)) == FIRST_DUE


def test_a_product_accepted_in_time_stops_the_clock(city: City) -> None:
    task = a_received_task(city)
    hand_in(city, task, DEADLINE)
    assert clock_of(task) is None
    accept(city, task, dt.date(2021, 11, 15))
    assert morning(dt.date(2021, 11, 15)).acted == 0


def test_a_returned_product_starts_the_clock_again(city: City) -> None:
    task = a_received_task(city)
    hand_in(city, task, DEADLINE)
    task.refresh_from_db()
    on = dt.date(2021, 11, 3)
    return_submission(viewer=viewer(city.leader, on), submission=pending(task), reason="Thiếu chữ ký", now=at(on))
    assert clock_of(task) is not None
    task.refresh_from_db()
    assert clock_of(task) > task.deadline, "the time of examination was added to the deadline"


def test_a_granted_extension_moves_the_clock(city: City) -> None:
    task = a_received_task(city)
    asked = dt.date(2021, 10, 20)
    extension = request_extension(
        viewer=viewer(city.chairman, asked), task=task, reason="Mưa lũ", proposed=dt.date(2021, 11, 30), now=at(asked)
    )
    on = dt.date(2021, 10, 22)
    decide_extension(viewer=viewer(city.leader, on), extension=extension, granted=dt.date(2021, 11, 30), now=at(on))
    assert clock_of(task) == dt.date(2021, 12, 6)
    assert morning(FIRST_DUE).acted == 0


def test_an_extension_granted_after_a_draft_discards_it(city: City) -> None:
    task = a_received_task(city)
    extension = request_extension(
        viewer=viewer(city.chairman, DEADLINE),
        task=task,
        reason="Mưa lũ",
        proposed=dt.date(2021, 11, 30),
        now=at(DEADLINE, 16),
    )
    assert morning(FIRST_DUE).set_aside == 1
    on = dt.date(2021, 11, 1)
    decide_extension(viewer=viewer(city.leader, on), extension=extension, granted=dt.date(2021, 11, 30), now=at(on))
    assert list(Notice.objects.values_list("state", flat=True)) == ["discarded"]
    assert clock_of(task) == dt.date(2021, 12, 6)


def test_a_refused_extension_turns_the_draft_into_one_to_be_presented(city: City) -> None:
    task = a_received_task(city)
    extension = request_extension(
        viewer=viewer(city.chairman, DEADLINE), task=task, reason="x", proposed=dt.date(2021, 11, 30), now=at(DEADLINE)
    )
    morning(FIRST_DUE)
    decide_extension(
        viewer=viewer(city.leader, FIRST_DUE),
        extension=extension,
        granted=None,
        reason="Không đủ lý do",
        now=at(FIRST_DUE),
    )
    assert (notice_of(task).state, notice_of(task).pending) == ("draft", [])


def test_an_obstacle_reported_after_the_draft_sets_it_aside_and_its_answer_brings_it_back(city: City) -> None:
    task = a_received_task(city)
    morning(FIRST_DUE)
    task.refresh_from_db()
    obstacle = report_obstacle(
        viewer=viewer(city.chairman, FIRST_DUE),
        task=task,
        cause="land",
        text="2 hộ chưa có đất",
        proposal="Bố trí đất",
        asked=city.committee,
        now=at(FIRST_DUE, 10),
    )
    assert notice_of(task).state == "set_aside"
    on = dt.date(2021, 11, 3)
    answer_obstacle(
        viewer=viewer(city.leader, on), obstacle=obstacle, outcome="agreed", answer="Đồng ý bố trí", now=at(on)
    )
    notice = notice_of(task)
    assert (notice.state, notice.pending) == ("draft", [])
    assert notice.due_on == dt.date(2021, 10, 28), "three working days of waiting moved the deadline"


def test_a_person_may_include_what_the_program_leaves_aside_and_the_program_does_not_undo_it(city: City) -> None:
    task = a_received_task(city)
    morning(FIRST_DUE)
    task.refresh_from_db()
    report_obstacle(
        viewer=viewer(city.chairman, FIRST_DUE),
        task=task,
        cause="land",
        text="Vướng",
        proposal="Đề xuất",
        asked=city.committee,
        now=at(FIRST_DUE, 10),
    )
    include_candidate(
        viewer=viewer(city.clerk, FIRST_DUE),
        notice=notice_of(task),
        reason="Báo sau khi quá hạn",
        now=at(FIRST_DUE, 11),
    )
    assert (notice_of(task).state, notice_of(task).chosen) == ("draft", "included")
    on = dt.date(2021, 11, 1)
    morning(on)
    task.refresh_from_db()
    report_obstacle(
        viewer=viewer(city.chairman, on),
        task=task,
        cause="money",
        text="Thiếu vốn",
        proposal="Bố trí vốn",
        asked=city.committee,
        now=at(on, 10),
    )
    assert (notice_of(task).state, notice_of(task).pending) == ("draft", ["obstacle"])


def test_submitted_by_the_cure_date_and_accepted_later_is_cured(city: City) -> None:
    task = a_received_task(city)
    morning(FIRST_DUE)
    notice = served(city, notice_of(task), FIRST_DUE)
    hand_in(city, task, notice.cure_date)
    accept(city, task, dt.date(2021, 12, 1))
    notice.refresh_from_db()
    assert (notice.state, notice.closed_on, notice.cured_late) == ("cured", notice.cure_date, False)
    assert morning(dt.date(2021, 12, 20)).acted == 0
    assert (counts(2021).first, counts(2021).second, counts(2021).cured) == (1, 0, 1)


def test_submitted_after_the_cure_date_before_a_second_notice_is_recorded_as_late(city: City) -> None:
    task = a_received_task(city)
    morning(FIRST_DUE)
    notice = served(city, notice_of(task), FIRST_DUE)
    late = notice.cure_date + dt.timedelta(days=3)
    assert morning(late).second == 1
    hand_in(city, task, late)
    assert notice_of(task, 2).state == "set_aside"
    accept(city, task, late)
    notice.refresh_from_db()
    assert (notice.state, notice.closed_on, notice.cured_late) == ("cured", late, True)
    assert not Notice.objects.filter(level=2).exclude(state="discarded").exists()
    assert (counts(2021).cured, counts(2021).cured_late) == (0, 1)


def test_accepted_before_the_signature_discards_the_draft(city: City) -> None:
    task = a_received_task(city)
    morning(FIRST_DUE)
    hand_in(city, task, FIRST_DUE)
    accept(city, task, FIRST_DUE)
    assert list(Notice.objects.values_list("state", flat=True)) == ["discarded"]


def test_two_notices_not_acted_on_lead_to_a_proposal_and_late_acceptance_does_not_undo_it(city: City) -> None:
    task = a_received_task(city)
    morning(FIRST_DUE)
    first = served(city, notice_of(task), FIRST_DUE)
    second_day = first.cure_date + dt.timedelta(days=3)
    morning(second_day)
    second = served(city, notice_of(task, 2), second_day)
    assert second.number == "02-TB/TU"
    breach_day = dt.date(2021, 12, 14)
    morning(breach_day)
    hand_in(city, task, breach_day)
    accept(city, task, breach_day)
    second.refresh_from_db()
    assert second.state == "breached"
    assert Consequence.objects.filter(state="proposed").count() == 2
    assert (counts(2021).first, counts(2021).second, counts(2021).cured) == (1, 1, 0)


def test_a_product_late_for_the_second_notice_but_accepted_before_the_sweep_is_still_a_breach(city: City) -> None:
    task = a_received_task(city)
    morning(FIRST_DUE)
    first = served(city, notice_of(task), FIRST_DUE)
    second_day = first.cure_date + dt.timedelta(days=3)
    morning(second_day)
    second = served(city, notice_of(task, 2), second_day)
    late = second.cure_date + dt.timedelta(days=1)
    hand_in(city, task, late)
    accept(city, task, late)
    assert morning(late).breached == 1
    assert Consequence.objects.count() == 2


def test_counts_look_at_the_scope_and_leave_out_what_was_withdrawn(city: City) -> None:
    task = a_received_task(city)
    morning(FIRST_DUE)
    notice = served(city, notice_of(task), FIRST_DUE)
    assert counts(2021, [city.ward.pk]).first == 1
    assert counts(2021, [city.other_ward.pk]).first == 0
    assert counts(2022).first == 0
    withdraw_notice(viewer=viewer(city.leader), notice=notice, reason="Nhầm", now=at(MONDAY))
    assert counts(2021).first == 0
