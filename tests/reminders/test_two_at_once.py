"""Two sweeps at the same time, and sweeps among people's changes: everything once, nobody waits in a circle."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from nhacviec.ledger.queries import verify
from nhacviec.reminders.actions import sign_notice, sweep
from nhacviec.reminders.models import Notice
from nhacviec.tasks.actions import report_obstacle
from nhacviec.tasks.models import Task
from tests.factories import MONDAY, City, a_city, at, viewer
from tests.reminders.conftest import a_task

pytestmark = pytest.mark.django_db(transaction=True)
TASKS = 60


def together(*works: Callable[[], object]) -> list[BaseException]:
    start = threading.Barrier(len(works))
    faults: list[BaseException] = []

    def run(work: Callable[[], object]) -> None:
        try:
            start.wait(timeout=20)
            work()
        except BaseException as error:
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return faults


def overdue_city() -> tuple[City, list[Task]]:
    city = a_city()
    return city, [a_task(city, lead=city.ward if n % 2 else city.other_ward) for n in range(TASKS)]


def test_two_sweeps_at_the_same_time_draft_every_notice_once() -> None:
    _city, tasks = overdue_city()
    results = []

    def work() -> None:
        results.append(sweep(on=MONDAY, now=at(MONDAY, 6, 30), at_once=7))

    assert together(work, work, work) == []
    assert sum(result.first for result in results) == TASKS
    assert sorted(Notice.objects.values_list("task_id", flat=True)) == sorted(task.pk for task in tasks)
    assert verify().intact


def test_a_sweep_among_obstacle_reports_leaves_no_draft_that_hides_one() -> None:
    city, tasks = overdue_city()
    chairman, reported = viewer(city.chairman), [task for task in tasks if task.lead_id == city.ward.pk][:15]

    def report() -> None:
        for task in reversed(reported):
            report_obstacle(
                viewer=chairman,
                task=task,
                cause="land",
                text="Vướng",
                proposal="Xin",
                asked=city.committee,
                now=at(MONDAY),
            )

    assert together(report, lambda: sweep(on=MONDAY, now=at(MONDAY, 6, 30), at_once=5)) == []
    sweep(on=MONDAY, now=at(MONDAY, 6, 31))
    states = dict(Notice.objects.values_list("task_id", "state"))
    assert {states[task.pk] for task in reported} == {"set_aside"}
    assert sum(state == "draft" for state in states.values()) == TASKS - len(reported)
    assert verify().intact


def test_leaders_who_sign_at_the_same_time_take_different_numbers() -> None:
    city, _tasks = overdue_city()
    sweep(on=MONDAY, now=at(MONDAY, 6, 30))
    notices = list(Notice.objects.order_by("pk"))
    leader = viewer(city.leader)

    def sign(part: list[Notice]) -> Callable[[], None]:
        def work() -> None:
            for notice in part:
                sign_notice(viewer=leader, notice=notice, now=at(MONDAY, 10))

        return work

    assert together(*(sign(notices[start::4][:5]) for start in range(4))) == []
    numbers = Notice.objects.filter(document__isnull=False).values_list("document__number", flat=True)
    assert sorted(numbers) == list(range(1, 21))
    assert verify().intact
