"""On time or late: the day of the submission that was later accepted decides; the superior's time never counts."""

import datetime as dt

import pytest

from nhacviec.orgs.queries import calendar
from nhacviec.rules.lateness import ReportState
from nhacviec.tasks.actions import (
    accept_submission,
    answer_obstacle,
    decide_extension,
    refer_obstacle_up,
    report_obstacle,
    request_extension,
    resume_task,
    return_submission,
    submit_product,
    suspend_task,
)
from nhacviec.tasks.models import DeadlineStep, Task
from nhacviec.tasks.queries import four_states, lateness_of, state_of
from tests.factories import at

from .conftest import DEADLINE, Work


def november(day: int) -> dt.date:
    return dt.date(2021, 11, day)


def submit(work: Work, task: Task, day: int):
    on = november(day)
    return submit_product(viewer=work.viewer(work.city.chairman, on), task=task, text="Biên bản", now=at(on, 16))


def accept(work: Work, submission, day: int) -> Task:
    on = november(day)
    accept_submission(viewer=work.viewer(work.city.leader, on), submission=submission, now=at(on))
    return Task.objects.get(pk=submission.task_id)


def send_back(work: Work, submission, day: int) -> Task:
    on = november(day)
    return_submission(viewer=work.viewer(work.city.leader, on), submission=submission, reason="Thiếu", now=at(on))
    return Task.objects.get(pk=submission.task_id)


@pytest.mark.parametrize(
    ("submitted", "accepted", "state"),
    [
        (18, 18, ReportState.DONE_ON_TIME),
        (19, 19, ReportState.DONE_ON_TIME),  # the whole last day counts
        (19, 30, ReportState.DONE_ON_TIME),  # eleven days of examination do not count
        (20, 22, ReportState.DONE_LATE),
    ],
)
def test_the_day_of_submission_decides(work: Work, submitted: int, accepted: int, state: ReportState) -> None:
    task = accept(work, submit(work, work.received(), submitted), accepted)
    assert state_of(task, november(30)) == state
    assert task.done_on == november(submitted)


def test_a_product_waiting_for_acceptance_is_not_overdue_if_it_came_in_time(work: Work) -> None:
    task = submit(work, work.received(), 19).task
    task.refresh_from_db()
    assert state_of(task, november(30)) == ReportState.RUNNING_IN_TIME
    assert Task.objects.overdue(november(30)).count() == 0
    assert Task.objects.running_in_time(november(30)).count() == 1


def test_a_late_product_waiting_for_acceptance_does_not_grow_later(work: Work) -> None:
    task = submit(work, work.received(), 24).task
    task.refresh_from_db()
    assert state_of(task, november(30)) == ReportState.RUNNING_OVERDUE
    assert lateness_of(task, november(30), calendar()) == 3  # 22, 23, 24
    counts = four_states(work.viewer(work.city.leader), november(30))[None]
    assert (counts.overdue, counts.longest) == (1, 3)


def test_returned_and_resubmitted_late_counts_late(work: Work) -> None:
    task = send_back(work, submit(work, work.received(), 18), 18)
    task = accept(work, submit(work, task, 24), 24)
    assert state_of(task, november(30)) == ReportState.DONE_LATE


def test_the_days_of_examination_of_a_returned_product_do_not_count(work: Work) -> None:
    task = send_back(work, submit(work, work.received(), 18), 23)  # 19, 22, 23: three working days examined
    assert task.deadline == november(24)
    assert task.original_deadline == DEADLINE
    assert state_of(accept(work, submit(work, task, 24), 30), november(30)) == ReportState.DONE_ON_TIME


def report(work: Work, task: Task, day: int, asked=None):
    on = november(day)
    return report_obstacle(
        viewer=work.viewer(work.city.chairman, on),
        task=task,
        cause="land",
        text="14 hộ chưa thống nhất đơn giá",
        proposal="Áp giá theo quyết định điều chỉnh",
        asked=asked or work.city.committee,
        now=at(on),
    )


def answer(work: Work, obstacle, day: int) -> Task:
    on = november(day)
    answer_obstacle(
        viewer=work.viewer(work.city.leader, on), obstacle=obstacle, outcome="agreed", answer="Đồng ý", now=at(on)
    )
    return Task.objects.get(pk=obstacle.task_id)


def test_waiting_for_an_answer_moves_the_deadline_by_the_working_days_waited(work: Work) -> None:
    obstacle = report(work, work.received(), 10)
    assert obstacle.answer_due == november(17)  # five working days
    task = answer(work, obstacle, 19)  # seven working days: 11, 12, 15 … 19
    assert task.deadline == november(30)
    assert task.original_deadline == DEADLINE
    step = DeadlineStep.objects.get(task=task, kind="wait")
    assert (step.days, step.reason, step.result) == (7, "obstacle", november(30))


def test_while_an_obstacle_waits_the_task_does_not_become_overdue(work: Work) -> None:
    task = report(work, work.received(), 18).task
    task.refresh_from_db()
    assert state_of(task, november(30)) == ReportState.RUNNING_IN_TIME
    task = answer(work, task.obstacles.get(), 30)
    assert state_of(task, november(30)) == ReportState.RUNNING_IN_TIME


def test_an_obstacle_reported_late_takes_only_the_waiting_off(work: Work) -> None:
    task = answer(work, report(work, work.received(), 23), 25)
    assert task.deadline == november(23)  # two days of waiting
    assert lateness_of(task, november(25), calendar()) == 2


def test_two_obstacles_at_once_give_no_day_twice(work: Work) -> None:
    task = work.received()
    first, second = report(work, task, 10), report(work, task, 11)
    assert answer(work, first, 12).deadline == november(23)  # 11, 12
    assert answer(work, second, 15).deadline == november(24)  # 15 alone: 12 is covered


def test_an_obstacle_that_nobody_answered_still_gives_its_days(work: Work) -> None:
    task = work.received()
    report(work, task, 18)
    task = accept(work, submit(work, task, 23), 24)
    assert task.deadline == november(24)  # 19, 22, 23 were waited
    assert state_of(task, november(30)) == ReportState.DONE_ON_TIME


def test_two_unanswered_obstacles_give_no_day_twice(work: Work) -> None:
    task = work.received()
    report(work, task, 18)
    report(work, task, 19)
    assert accept(work, submit(work, task, 23), 24).deadline == november(24)  # 19, 22, 23 once


def test_referred_upward_the_waiting_goes_on_without_a_gap(work: Work) -> None:
    city, on = work.city, november(12)
    obstacle = report(work, work.received(), 10, asked=city.administration)
    passed_on = refer_obstacle_up(
        viewer=work.viewer(city.city_chairman, on),
        obstacle=obstacle,
        to=city.committee,
        reason="Vượt quyền",
        now=at(on),
    )
    task = Task.objects.get(pk=obstacle.task_id)
    assert task.stopped_on == on
    task = answer(work, passed_on, 16)
    assert task.deadline == november(25)  # 11, 12, 15, 16
    assert task.stopped_on is None


def test_an_extension_keeps_the_original_deadline(work: Work) -> None:
    task = work.received()
    extension = request_extension(
        viewer=work.viewer(work.city.chairman), task=task, reason="Mưa lũ", proposed=november(29), now=at(november(8))
    )
    on = november(9)
    decide_extension(
        viewer=work.viewer(work.city.leader, on), extension=extension, granted=november(26), reason="", now=at(on)
    )
    task.refresh_from_db()
    assert (task.original_deadline, task.deadline) == (DEADLINE, november(26))
    assert state_of(task, november(26)) == ReportState.RUNNING_IN_TIME


def test_a_suspension_does_not_count(work: Work) -> None:
    task = work.received()
    leader = work.viewer(work.city.leader)
    suspend_task(viewer=leader, task=task, reason="Chờ quy hoạch", now=at(november(17)))
    task.refresh_from_db()
    assert state_of(task, november(30)) == ReportState.RUNNING_IN_TIME
    task = resume_task(viewer=leader, task=task, reason="Có quy hoạch", now=at(november(24)))
    assert task.deadline == november(26)  # 18, 19, 22, 23, 24
    assert task.state == "running"


def test_work_without_a_date_is_never_overdue(work: Work) -> None:
    work.received(deadline_kind="continuous", deadline=None)
    counts = four_states(work.viewer(work.city.leader), dt.date(2030, 1, 1))[None]
    assert (counts.overdue, counts.dateless, counts.dated) == (0, 1, 0)
