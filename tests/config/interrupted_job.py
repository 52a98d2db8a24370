"""A job whose first attempt never ends: the worker is killed in it. Used by test_killed_worker.py."""

import time
from pathlib import Path

from django_tasks import task


@task()
def work(folder: str) -> str:
    """Leave a mark and hang; the second attempt finds the mark and finishes."""
    mark = Path(folder) / "begun"
    if mark.exists():
        return "done"
    mark.touch()
    time.sleep(120)
    return "never"
