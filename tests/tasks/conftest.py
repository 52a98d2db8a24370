"""A city, and a task in it, for the tests of tasks."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nhacviec.directives.models import Directive
from nhacviec.ledger.queries import verify
from nhacviec.orgs.access import Viewer
from nhacviec.orgs.models import Person
from nhacviec.tasks.actions import TaskDraft, assign_task, receive_task
from nhacviec.tasks.models import Task
from tests.factories import MONDAY, City, a_city, at, viewer

DEADLINE = dt.date(2021, 11, 19)


@pytest.fixture
def city(db: None) -> City:
    return a_city()


class Work:
    """Shorthand for tests: who acts when on what."""

    def __init__(self, city: City) -> None:
        self.city = city

    def viewer(self, who: Person, on: dt.date = MONDAY) -> Viewer:
        return viewer(who, on)

    def draft(self, **more: object) -> TaskDraft:
        given: dict[str, object] = {
            "title": "Bàn giao mặt bằng đường vành đai phía Bắc",
            "product": "Biên bản bàn giao có chữ ký của 41 hộ",
            "assigner": self.city.committee,
            "lead": self.city.ward,
            "deadline_kind": "date",
            "deadline": DEADLINE,
            **more,
        }
        return TaskDraft(**given)  # type: ignore[arg-type]

    def assigned(self, on: dt.date = MONDAY, **more: object) -> Task:
        return assign_task(viewer=self.viewer(self.city.leader, on), draft=self.draft(**more), on=on, now=at(on))

    def received(self, on: dt.date = MONDAY, **more: object) -> Task:
        return receive_task(viewer=self.viewer(self.city.chairman, on), task=self.assigned(on, **more), now=at(on, 10))


@pytest.fixture
def work(city: City) -> Iterator[Work]:
    """Whatever the test did through actions, ledger and records agree afterwards."""
    yield Work(city)
    result = verify()
    assert result.intact, [str(fault) for fault in result.faults]


@pytest.fixture
def directive(city: City) -> Directive:
    from nhacviec.directives.actions import register_directive

    return register_directive(
        viewer=viewer(city.clerk),
        issuer=city.committee,
        kind="CT",
        number="06",
        symbol="CT/TU",
        issued_on=dt.date(2021, 1, 15),
        subject="Siết chặt kỷ luật, kỷ cương",
        clauses=[("I", "Yêu cầu"), ("II.4", "Nhắc việc")],
        now=at(MONDAY),
    )


def queries() -> CaptureQueriesContext:
    return CaptureQueriesContext(connection)
