"""10,000 people with posts and memberships out of a workbook, against the same rows inserted by hand.

By hand means: the rows of people, posts, appointments and memberships with `executemany`, and nothing else: no reading
of the file, no check, no ledger, no search text.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator

from django.db import connection, transaction

from benchmarks.dataset import City
from benchmarks.timing import Case
from nhacviec.intake.registry.apply import carry_out
from nhacviec.intake.registry.book.sheets import write_workbook
from nhacviec.intake.registry.book.workbook import read_workbook
from nhacviec.intake.registry.checks import check, no_progress
from nhacviec.orgs.access import Viewer
from nhacviec.orgs.actions.bulk import ParentDraft, UnitDraft, found_organisations
from nhacviec.orgs.models import Appointment, Membership, Organisation, Person, Post
from nhacviec.web.clock import ZONE

NOW = dt.datetime(2021, 11, 8, 9, tzinfo=ZONE)
PEOPLE = 10_000
CELLS = 300
SINCE = dt.date(2020, 1, 1)


def cases(city: City) -> Iterator[Case]:
    """Read, check and write everything, and take it back."""
    viewer = Viewer(on=NOW.date(), name="bench", operator=True)
    above = Organisation.objects.filter(kind="ward_committee").first() or Organisation.objects.earliest("pk")
    since = max(SINCE, above.founded_on)
    drafts = [
        UnitDraft(f"BENCH{n}", f"Chi bộ thử {n}", "cell", since, parents=[ParentDraft(above, "party", since)])
        for n in range(CELLS)
    ]
    with transaction.atomic():
        cells = found_organisations(viewer=viewer, drafts=drafts, now=NOW)
    content = _workbook(cells)

    def ours() -> None:
        with transaction.atomic():
            plan = check(viewer, read_workbook(content))
            carry_out(viewer, plan, NOW, no_progress)
            transaction.set_rollback(True)

    def by_hand() -> None:
        with transaction.atomic():
            _insert(cells)
            transaction.set_rollback(True)

    name = f"registry: {PEOPLE:,} people from Excel"
    yield Case(name, ours, by_hand, repetitions=3)
    yield Case(
        f"registry: check {PEOPLE:,} people", lambda: check(viewer, read_workbook(content)), by_hand, repetitions=3
    )


def _rows(cells: list[Organisation]) -> Iterator[tuple[str, str, dt.date, Organisation]]:
    for number in range(PEOPLE):
        born = dt.date(1960, 1, 1) + dt.timedelta(days=number)
        yield f"B{number:06}", f"Nguyễn Văn Thử {chr(65 + number % 26)}", born, cells[number % len(cells)]


def _workbook(cells: list[Organisation]) -> bytes:
    target = io.BytesIO()
    rows = list(_rows(cells))
    write_workbook(
        target,
        {
            "people": [(code, name, born) for code, name, born, _cell in rows],
            "posts": [
                (c.code, None, "official", "Cán bộ", code, None, None, SINCE, None, False) for code, _n, _b, c in rows
            ],
            "memberships": [(code, None, None, c.code, None, *[SINCE] * 3, *[None] * 5) for code, _n, _b, c in rows],
        },
    )
    return target.getvalue()


def _insert(cells: list[Organisation]) -> None:
    people, posts, appointments, memberships = (m._meta.db_table for m in (Person, Post, Appointment, Membership))
    rows = list(_rows(cells))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {people} (code, full_name, born_on, restricted_ground, folded, sort_key)"
            " VALUES (%s, %s, %s, '', '', '')",
            [(code, name, born) for code, name, born, _cell in rows],
        )
        cursor.execute(f"SELECT id FROM {people} WHERE code LIKE 'B%%' ORDER BY code")
        ids = [pk for (pk,) in cursor.fetchall()][:PEOPLE]
        cursor.execute(f"SELECT COALESCE(MAX(id), 0) FROM {posts}")
        (last,) = cursor.fetchone()
        places = range(last + 1, last + 1 + PEOPLE)
        cursor.executemany(
            f"INSERT INTO {posts} (id, organisation_id, kind, title) VALUES (%s, %s, 'official', 'Cán bộ')",
            [(place, row[3].pk) for place, row in zip(places, rows, strict=True)],
        )
        cursor.executemany(
            f"INSERT INTO {appointments} (person_id, post_id, valid_from, acting) VALUES (%s, %s, %s, FALSE)",
            [(pk, place, SINCE) for pk, place in zip(ids, places, strict=True)],
        )
        cursor.executemany(
            f"INSERT INTO {memberships} (person_id, cell_id, admitted_on, official_on, valid_from, exempt, suspended,"
            " end_reason, document) VALUES (%s, %s, %s, %s, %s, FALSE, FALSE, '', '')",
            [(pk, row[3].pk, SINCE, SINCE, SINCE) for pk, row in zip(ids, rows, strict=True)],
        )
