"""The small city that the contracts of pages walk through, built once for a whole file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.test import override_settings

from tests.contracts.matrix import ROLES, TODAY, World, build_world


def in_one_transaction(blocker: pytest.FixtureRequest, *, many: bool) -> Iterator[World]:
    """A world that lasts for a file and is then rolled back; each request in it undoes its own changes."""
    with blocker.unblock(), override_settings(NHACVIEC_TODAY=TODAY), transaction.atomic():  # type: ignore[attr-defined]
        world = build_world(many=many)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # nobody else sees these rows: without it the planner believes in empty tables
        for role in ROLES:  # signed in now: a session made within a test would go with it
            world.client(role)
        yield world
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[World]:
    """The city with the records of all rooms."""
    yield from in_one_transaction(django_db_blocker, many=False)


@pytest.fixture(scope="module", params=[False, True], ids=["few", "many"])
def few_or_many(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: pytest.FixtureRequest
) -> Iterator[World]:
    """The city with few records, then with many."""
    yield from in_one_transaction(django_db_blocker, many=request.param)
