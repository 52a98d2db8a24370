"""A worker that is killed in the middle of a job loses nothing: another one takes the job over."""

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.contracts.house import ROOT

ENQUEUE = """
import sys, django
django.setup()
from tests.config.interrupted_job import work
work.enqueue(folder=sys.argv[1])
"""


def wait_until(true: Callable[[], bool], seconds: float, what: str) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if true():
            return
        time.sleep(0.1)
    pytest.fail(f"after {seconds} s still waiting for: {what}")


def test_a_job_of_a_killed_worker_is_finished_by_another(tmp_path: Path) -> None:
    clean = {name: text for name, text in os.environ.items() if name != "DATABASE_URL"}
    environment = {
        **clean,
        "NHACVIEC_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "nhacviec.config.settings",
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "nhacviec.config.cli"]
    subprocess.run([*command, "migrate", "--verbosity", "0"], env=environment, check=True)
    subprocess.run([sys.executable, "-c", ENQUEUE, str(tmp_path)], env=environment, check=True)
    database = sqlite3.connect(tmp_path / "nhacviec.sqlite3")

    def state() -> str:
        return str(database.execute("SELECT status FROM django_tasks_database_dbtaskresult").fetchone()[0])

    worker = [*command, "worker", "--verbosity", "0", "--interval", "0.1"]
    with subprocess.Popen(worker, env=environment) as first:
        wait_until((tmp_path / "begun").exists, 30, "the first attempt")
        first.kill()
    assert state() == "RUNNING"
    with subprocess.Popen(worker, env=environment) as second:
        try:
            wait_until(lambda: state() == "SUCCESSFUL", 40, "the second attempt")
        finally:
            second.terminate()
    database.close()
