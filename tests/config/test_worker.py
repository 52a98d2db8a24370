"""No job is lost when a worker dies, none is taken from a living one."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models.functions import Now
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from nhacviec.config.actions import MOST_ATTEMPTS, beat, give_back_abandoned_jobs, sign_off
from nhacviec.config.models import WorkerBeat
from tests.config.test_schedule import note

pytestmark = pytest.mark.django_db


def running_job(*worker_ids: str) -> DBTaskResult:
    """A job in the state in which a worker that was killed leaves it."""
    job = DBTaskResult.objects.get(pk=note.enqueue(on="2021-11-08").id)
    for worker_id in worker_ids:
        job.claim(worker_id)
    return job


def last_beat(worker_id: str, seconds_ago: int) -> None:
    beat(worker_id=worker_id, host="ward", process=1)
    WorkerBeat.objects.filter(worker_id=worker_id).update(beat_at=Now() - timedelta(seconds=seconds_ago))


def test_the_job_of_a_silent_worker_is_given_back() -> None:
    job = running_job("dead")
    last_beat("dead", 8)
    assert give_back_abandoned_jobs() == 1
    job.refresh_from_db()
    assert (job.status, job.worker_ids) == (TaskResultStatus.READY, ["dead"])


def test_the_job_of_a_worker_that_nobody_ever_saw_is_given_back() -> None:
    running_job("unknown")
    assert give_back_abandoned_jobs() == 1


def test_the_job_of_a_living_worker_stays() -> None:
    job = running_job("dead", "alive")
    last_beat("dead", 60)
    last_beat("alive", 1)
    assert give_back_abandoned_jobs() == 0
    job.refresh_from_db()
    assert job.status == TaskResultStatus.RUNNING


def test_a_job_is_given_back_once() -> None:
    running_job("dead")
    assert [give_back_abandoned_jobs(), give_back_abandoned_jobs()] == [1, 0]


def test_a_job_that_ends_every_worker_fails_at_last() -> None:
    job = running_job(*(f"dead{number}" for number in range(MOST_ATTEMPTS)))
    assert give_back_abandoned_jobs() == 0
    job.refresh_from_db()
    assert job.status == TaskResultStatus.FAILED
    assert "dead0" in job.traceback


def test_waiting_and_finished_jobs_are_left_alone() -> None:
    waiting, finished = running_job(), running_job("dead")
    finished.set_successful("done")
    assert give_back_abandoned_jobs() == 0
    states: list[Any] = [DBTaskResult.objects.get(pk=job.pk).status for job in (waiting, finished)]
    assert states == [TaskResultStatus.READY, TaskResultStatus.SUCCESSFUL]


def test_a_worker_that_ends_in_order_is_forgotten() -> None:
    beat(worker_id="alive", host="ward", process=1)
    beat(worker_id="alive", host="ward", process=1)
    assert WorkerBeat.objects.count() == 1
    sign_off(worker_id="alive")
    assert WorkerBeat.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_the_command_runs_what_waits_and_takes_over_what_was_abandoned() -> None:
    jobs = [running_job("dead"), running_job()]
    call_command("worker", batch=True, interval=0.05, verbosity=0)
    for job in jobs:
        job.refresh_from_db()
        assert (job.status, job.return_value) == (TaskResultStatus.SUCCESSFUL, "2021-11-08")
    assert WorkerBeat.objects.count() == 0
