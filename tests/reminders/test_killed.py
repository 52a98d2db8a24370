"""A sweep that is killed at any moment and started again gives what an undisturbed one gives."""

import os
import random
import subprocess
import sys
import time
from typing import Any

import pytest
from django.db import connection, transaction

from nhacviec.ledger.queries import verify
from nhacviec.reminders.actions import sweep
from nhacviec.reminders.models import Notice, SweepRun
from tests.factories import MONDAY, a_city, at
from tests.reminders.conftest import a_task, an_obstacle

TASKS = 150
KILLS = 10
_FIELDS = ("task_id", "level", "state", "cure_date", "days_late", "issuer_id", "addressee_id", "person_id", "due_on")
# Batches of two, so that a kill falls into the middle of the work.
_PROGRAM = """
import django
django.setup()
from django.core.management import call_command
print("ready", flush=True)
call_command("tick", "--on", "2021-11-08", "--batch", "2")
"""


def environment() -> dict[str, str]:
    """The environment in which another process works on this test's database."""
    at_hand: dict[str, Any] = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{at_hand['NAME']}"
    else:
        url = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**at_hand)
    return {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "nhacviec.config.settings"}


def snapshot() -> list[tuple[Any, ...]]:
    return sorted(Notice.objects.values_list(*_FIELDS))


def start() -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", _PROGRAM], env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


@pytest.mark.django_db(transaction=True)
def test_a_sweep_killed_at_random_moments_does_everything_once_in_the_end() -> None:
    city = a_city()
    for number in range(TASKS):
        task = a_task(city, lead=city.ward if number % 3 else city.other_ward)
        if number % 5 == 0:
            an_obstacle(task, city.administration)
    with transaction.atomic():
        sweep(on=MONDAY, now=at(MONDAY, 6, 30))
        undisturbed = snapshot()
        transaction.set_rollback(True)
    assert snapshot() == []
    chance = random.Random(20211108)
    partly = 0
    for _kill in range(KILLS):
        process = start()
        assert process.stdout
        assert process.stdout.readline() == "ready\n", process.stderr.read() if process.stderr else ""
        before, patience = Notice.objects.count(), time.monotonic() + 30
        while Notice.objects.count() == before and process.poll() is None and time.monotonic() < patience:
            time.sleep(0.002)
        time.sleep(chance.uniform(0.0, 0.03))
        process.kill()
        process.wait(timeout=30)
        partly += 0 < Notice.objects.count() < TASKS
    last = start()
    out, err = last.communicate(timeout=120)
    assert last.returncode == 0, err
    assert partly, f"no kill fell into the middle: {out}"
    assert snapshot() == undisturbed
    assert SweepRun.objects.filter(on=MONDAY).exists()
    assert verify().intact
