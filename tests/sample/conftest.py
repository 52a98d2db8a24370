"""The sample city up to the review of 2021, built once for the tests of this room; each test rolls back what it adds."""

import datetime as dt
from collections.abc import Iterator
from copy import copy
from typing import Any

import pytest
from django.db import connection, transaction

from nhacviec.sample.actions import build_city
from nhacviec.sample.build import Build

TODAY = dt.date(2026, 11, 24)
REVIEW = "xếp loại năm 2021"


@pytest.fixture(scope="module")
def _before_review(django_db_setup: Any, django_db_blocker: Any) -> Iterator[Build]:
    with django_db_blocker.unblock(), transaction.atomic():
        build = build_city(today=TODAY, scale=0.05, until=REVIEW)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # the planner knows nothing of rows that are not committed
        yield build
        transaction.set_rollback(True)


@pytest.fixture
def city(_before_review: Build) -> Iterator[Build]:
    """The city before its review; changes of the test are undone."""
    build = copy(_before_review)
    for name in ("viewers", "organisations", "people", "directives", "clauses"):
        setattr(build, name, dict(getattr(_before_review, name)))
    with transaction.atomic():
        yield build
        transaction.set_rollback(True)
