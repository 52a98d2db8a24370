"""Every page asks the database at most twelve times, with few rows and with many, whoever looks."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.contracts.matrix import ROLES, Row, World, all_rows

pytestmark = pytest.mark.django_db


def queries(world: World, role: str, row: Row) -> list[str]:
    """The statements of one page, without those that only frame a transaction."""
    world.client(role)
    with CaptureQueriesContext(connection) as captured:
        world.ask(role, row, "get")
    frames = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")
    return [q["sql"] for q in captured.captured_queries if not q["sql"].lstrip().upper().startswith(frames)]


@pytest.mark.parametrize("role", [role for role in ROLES if role != "anonymous"])
def test_a_page_asks_at_most_twelve_times(few_or_many: World, role: str) -> None:
    world = few_or_many
    wrong = []
    for row in all_rows():
        if row.expected(role, "get") != 200:
            continue
        asked = queries(world, role, row)
        if len(asked) > row.most:
            listing = "\n    ".join(sql[:150] for sql in asked)
            wrong.append(f"{row} as {role}: {len(asked)} queries\n    {listing}")
    assert not wrong, "\n".join(wrong)
