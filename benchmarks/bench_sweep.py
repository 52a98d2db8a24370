"""The daily sweep over some 2,500 overdue tasks, and when there is nothing new, each undone again afterwards."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator

from django.db import connection, transaction

from benchmarks.dataset import TODAY, City
from benchmarks.sql import fetch
from benchmarks.timing import Case
from nhacviec.reminders.actions.sweeping import sweep
from nhacviec.reminders.models import Notice, ReminderClock
from nhacviec.tasks.models import Task
from nhacviec.web.clock import ZONE

NOW = dt.datetime(2021, 11, 8, 5, 30, tzinfo=ZONE)
CURE = TODAY + dt.timedelta(days=7)
COLUMNS = {
    "level": 1,
    "state": "draft",
    "drafted_on": TODAY,
    "days_late": 1,
    "pending": "[]",
    "pending_seen": False,
    "cure_date": CURE,
    "rule_set": "bench",
    "reason": "{}",
    "acknowledged_post": "",
    "reply": "",
    "note": "",
}


def columns_with_defaults() -> dict[str, object]:
    """The values of a bare draft for every column that may not be empty, also those added to the model later."""
    values: dict[str, object] = dict(COLUMNS)
    for column in Notice._meta.concrete_fields:
        if column.name in values or column.is_relation or column.null or column.primary_key or column.name == "due_on":
            continue
        default = column.get_default()
        values[column.column] = json.dumps(default) if isinstance(default, dict | list) else default
    return values


def cases(_city: City) -> Iterator[Case]:
    """All that is due on the day; then the same with nothing due."""
    notices, clocks, tasks = (model._meta.db_table for model in (Notice, ReminderClock, Task))
    fixed = columns_with_defaults()
    names = ", ".join(f'"{name}"' for name in fixed)
    marks = ", ".join(["%s"] * len(fixed))

    def ours() -> None:
        with transaction.atomic():
            sweep(on=TODAY, now=NOW)
            transaction.set_rollback(True)

    def by_hand() -> None:
        """Draft for every due task and set its clock; no ladder, no ledger, nobody told."""
        due = f"SELECT t.id FROM {tasks} t JOIN {clocks} c ON c.task_id = t.id WHERE c.next_check <= %s"
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {notices} (task_id, issuer_id, addressee_id, person_id, due_on, {names})"
                f" SELECT t.id, t.assigner_id, t.lead_id, t.responsible_id, t.deadline, {marks}"
                f" FROM {tasks} t WHERE t.id IN ({due})",
                [*fixed.values(), TODAY],
            )
            cursor.execute(f"UPDATE {clocks} SET next_check = %s WHERE next_check <= %s", [CURE, TODAY])
            transaction.set_rollback(True)

    def nothing_due_by_hand() -> None:
        fetch(f"SELECT task_id FROM {clocks} WHERE next_check <= %s LIMIT 500", dt.date(2021, 1, 1))

    ((count,),) = fetch(f"SELECT count(*) FROM {clocks} WHERE next_check <= %s", TODAY)
    yield Case(f"sweep: {count:,} tasks due (SQL: drafts alone)", ours, by_hand, repetitions=3)
    yield Case(
        "sweep: nothing due",
        lambda: sweep(on=dt.date(2010, 1, 4), now=NOW),
        nothing_due_by_hand,
    )
