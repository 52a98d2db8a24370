"""How lists find their rows: by an index, whoever asks; and the same rows in the same order whatever the way."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nhacviec.orgs.access import Viewer
from nhacviec.orgs.models import Organisation
from nhacviec.tasks.models import Task
from nhacviec.tasks.queries import Filters, listing
from tests.factories import MONDAY, City, a_city, viewer

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
STATES = ("", "open", "overdue", "running", "dateless", "done")


def _task(number: int, city: City) -> Task:
    """Some overdue, some running, some without a date, some done, in two wards and the department."""
    lead, person = [
        (city.ward, city.chairman),
        (city.department, city.official),
        (city.other_ward, city.other_chairman),
    ][number % 3]
    deadline = None if number % 7 == 0 else MONDAY + (number % 11 - 5) * DAY
    done = number % 5 == 0
    return Task(
        code=f"P{number}",
        title=f"Việc số {number}",
        product="Báo cáo",
        folded=f"viec so {number}",
        lead=lead,
        assigner=city.administration if number % 2 else city.committee,
        responsible=person,
        deadline_kind="date" if deadline else "continuous",
        deadline=deadline,
        original_deadline=deadline,
        state="done" if done else "running",
        assigned_on=MONDAY - 30 * DAY,
        done_on=MONDAY - DAY if done else None,
        accepted_at=dt.datetime(2021, 11, 7, 3, tzinfo=dt.UTC) if done else None,
    )


@pytest.fixture
def city() -> City:
    made = a_city()
    Task.objects.bulk_create(_task(number, made) for number in range(120))
    return made


def _pages(who: Viewer, state: str) -> Iterator[int]:
    after: str | None = None
    while True:
        page = listing(who, Filters(state=state), on=MONDAY, after=after, size=7)
        yield from (row.task.pk for row in page.items)
        after = page.next_token
        if not after:
            return


class Planned(Viewer):
    """A viewer whose plan the test chooses, also after `page_by_page`."""

    plan = False

    @property
    def wide(self) -> bool:  # type: ignore[override]
        """As the test says."""
        return self.plan


class Wide(Planned):
    """Reads much."""

    plan = True


def _as(kind: type[Planned], who: Viewer) -> Viewer:
    return kind(**{name: getattr(who, name) for name in Viewer.__dataclass_fields__})


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", ["leader", "chairman", "official", "secretary"])
def test_every_way_to_a_list_shows_the_same_rows_in_the_same_order(city: City, name: str, state: str) -> None:
    who = viewer(getattr(city, name))
    narrow, wide = list(_pages(_as(Planned, who), state)), list(_pages(_as(Wide, who), state))
    assert narrow == wide
    assert len(set(narrow)) == len(narrow)
    if name == "leader":
        assert len(narrow) > 7


def _plan(call: object) -> str:
    """The engine's plans of the statements that read tasks."""
    with CaptureQueriesContext(connection) as caught:
        call()  # type: ignore[operator]
    found = []
    with connection.cursor() as cursor:
        for query in caught:
            if 'FROM "tasks_task"' in query["sql"]:
                explain = "EXPLAIN " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN "
                cursor.execute(explain + query["sql"].replace("%", "%%"), [])
                found += [str(row[-1]) for row in cursor.fetchall()]
    return "\n".join(found)


def _many(city: City) -> None:
    """So many rows that a wrong plan shows: 40,000 tasks of other bodies, whose number the ward's list must not feel."""
    others = Organisation.objects.exclude(pk__in=[city.ward.pk, city.counter.pk]).values_list("pk", flat=True)
    one = Task.objects.first()
    assert one is not None
    columns = [f.column for f in Task._meta.concrete_fields if f.column not in ("id", "code", "lead_id", "assigner_id")]
    quoted = ", ".join(f'"{name}"' for name in columns)
    numbers = " CROSS JOIN ".join(
        f"(SELECT 0 AS n UNION ALL SELECT {10**p} UNION ALL SELECT {2 * 10**p} UNION ALL SELECT {3 * 10**p}"
        f" UNION ALL SELECT {4 * 10**p} UNION ALL SELECT {5 * 10**p} UNION ALL SELECT {6 * 10**p}"
        f" UNION ALL SELECT {7 * 10**p}) d{p}"
        for p in range(5)
    )
    total = " + ".join(f"d{p}.n" for p in range(5))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO tasks_task (code, lead_id, assigner_id, {quoted})"
            f" SELECT 'M' || (x.n), {min(others)}, {min(others)}, {quoted} FROM tasks_task,"
            f" (SELECT {total} AS n FROM {numbers}) x WHERE tasks_task.id = %s",
            [one.pk],
        )
        cursor.execute("ANALYZE")


def test_a_wards_list_reads_no_table_from_end_to_end(city: City) -> None:
    _many(city)
    who = _as(Planned, viewer(city.chairman))
    plan = _plan(lambda: listing(who, Filters(state="overdue"), on=MONDAY))
    assert plan
    if connection.vendor == "postgresql":
        assert "Seq Scan on tasks_task" not in plan, plan
    else:
        assert "SCAN tasks_task" not in plan, plan


@pytest.mark.parametrize("state", ["overdue", ""])
def test_a_leaders_list_walks_the_open_tasks_in_their_order(city: City, state: str) -> None:
    _many(city)
    who = _as(Wide, viewer(city.leader))
    plan = _plan(lambda: listing(who, Filters(state=state), on=MONDAY, size=3))
    assert "tasks_open_deadline" in plan, plan
    assert "TEMP B-TREE" not in plan, plan


def test_who_reads_a_large_share_is_wide_and_a_cell_in_a_country_is_not(city: City) -> None:
    assert viewer(city.leader).wide
    Organisation.objects.bulk_create(
        Organisation(code=f"W{n}", name="Chi bộ", kind="cell", folded="chi bo", founded_on=MONDAY) for n in range(400)
    )
    assert not viewer(city.secretary).wide
