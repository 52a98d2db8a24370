"""Fills an empty, migrated database with a nation, a province or a city. Fixed seed: the same rows on every run."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Sequence

from django.db import connection

from benchmarks.dataset import FAMILY, GIVEN, MIDDLE, PLACE, THING, VERB
from benchmarks.nation import shape
from benchmarks.nation.shape import LONG_AGO, REORGANISED, TODAY, Nation
from benchmarks.nation.tables import bare_tables, fill
from nhacviec.orgs.actions.reach import rebuild_reach
from nhacviec.orgs.models import Appointment, Membership, Organisation, ParentLink, Person, Post, Succession
from nhacviec.rules.text import fold, sort_key
from nhacviec.tasks.models import Contribution, Task
from nhacviec.web.clock import ZONE

HEAD_OF = {
    "ward_administration": "chairman",
    "province_administration": "chairman",
    "department": "head",
    "counter": "head",
    "ministry": "chairman",
    "committee_office": "head",
    "inspection_commission": "head",
    "organisation_commission": "head",
}
BATCH = 5_000
DONE_AT = dt.datetime(2025, 6, 1, 9, tzinfo=ZONE)


def load(size: str) -> None:
    """Make the rows, build the indexes, gather the planner's statistics."""
    nation = shape.build(shape.SIZES[size])
    filled = [Organisation, ParentLink, Succession, Person, Membership, Post, Appointment, Task, Contribution]
    with bare_tables(filled):
        _organisations(nation)
        _people(nation)
        _posts(nation)
        _tasks(nation)
    rebuild_reach()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for model in filled:
                table = model._meta.db_table
                cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
            cursor.execute("VACUUM ANALYZE")
    else:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _organisations(nation: Nation) -> None:
    rows = (
        (u.id, u.name, f"N{u.id}", u.kind, u.sector, "Tam Kỳ", u.since, u.ended, fold(u.name)) for u in nation.units
    )
    names = ("id", "name", "code", "kind", "sector", "place", "founded_on", "ended_on", "folded")
    fill(Organisation, names, rows, len(nation.units))
    linked = ((n, *link) for n, link in enumerate(shape.links(nation), 1))
    columns = ("id", "child", "parent", "hierarchy", "valid_from", "valid_until")
    fill(ParentLink, columns, linked, len(nation.units) * 5 // 4)
    followed = [u for u in nation.units if u.successor]
    fill(
        Succession,
        ("id", "source", "target", "on_date"),
        ((n, u.id, u.successor, u.ended) for n, u in enumerate(followed, 1)),
        len(followed),
    )


def _people(nation: Nation) -> None:
    """Everybody is a member of a cell; one in forty came from another cell in 2023."""
    chance = random.Random(1)
    names = [f"{family} {middle} {given}" for family in FAMILY for middle in MIDDLE for given in GIVEN]
    known = [(name, fold(name), sort_key(name)) for name in names]
    count = nation.size.people

    def people() -> Iterator[Sequence[object]]:
        for number in range(1, count + 1):
            name, folded, key = known[int(chance.random() * len(known))]
            yield number, f"P{number}", name, folded, key

    def memberships() -> Iterator[Sequence[object]]:
        moved = dt.date(2023, 5, 4)
        cells, row = nation.cells, 0
        for number in range(1, count + 1):
            cell = cells[number % len(cells)]
            row += 1
            if number % 40 == 0:
                yield row, number, cells[(number + 7) % len(cells)], LONG_AGO, LONG_AGO, LONG_AGO, moved, "transfer"
                row += 1
                yield row, number, cell, LONG_AGO, LONG_AGO, moved, None, ""
            else:
                yield row, number, cell, LONG_AGO, LONG_AGO, LONG_AGO, None, ""

    fill(Person, ("id", "code", "full_name", "folded", "sort_key"), people(), count)
    fill(
        Membership,
        ("id", "person", "cell", "admitted_on", "official_on", "valid_from", "valid_until", "end_reason"),
        memberships(),
        count * 41 // 40,
    )


def _posts(nation: Nation) -> None:
    """A head for every unit, deputies for committees and administrations, officials where there are offices."""
    made: list[tuple[int, int, str, str]] = []
    for unit in nation.units:
        if unit.kind == "standing_committee":
            made.append((len(made) + 1, unit.id, "standing_deputy", f"Phó Bí thư Thường trực, {unit.name}"))
            continue
        head = HEAD_OF.get(unit.kind, "secretary")
        made.append((len(made) + 1, unit.id, head, f"Người đứng đầu {unit.name}"))
        if unit.kind in ("ward_administration", "department", "counter", "committee_office"):
            made += [(len(made) + 1 + n, unit.id, "official", f"Công chức {unit.name}") for n in range(3)]
    fill(Post, ("id", "organisation", "kind", "title"), made, len(made))
    units = nation.units
    rows = (
        (post, post, post, units[unit - 1].since, units[unit - 1].ended)
        for post, unit, _kind, _title in made
        if post <= nation.size.people
    )
    fill(Appointment, ("id", "person", "post", "valid_from", "valid_until"), rows, len(made))


def _tasks(nation: Nation) -> None:
    """Given downwards by the committee or administration above; four in five done; one in ten with a contribution."""
    chance = random.Random(3)
    heads: dict[int, int] = {}
    for post, unit in Post.objects.order_by("-id").values_list("id", "organisation_id").iterator(BATCH):
        heads[unit] = post
    alive = [u for u in nation.units if u.party or u.state]
    titles = [f"{verb} {thing} {place}" for verb in VERB for thing in THING for place in PLACE]
    known = [(title, fold(title)) for title in titles]
    count = nation.size.tasks
    fixed = ("Báo cáo kết quả", "date", "")

    def tasks() -> Iterator[Sequence[object]]:
        for number in range(1, count + 1):
            unit = alive[number * 7919 % len(alive)]
            luck = chance.random()
            if unit.ended:
                assigned = REORGANISED - dt.timedelta(days=int(chance.random() * 400) + 150)
                luck *= 0.8
            else:
                assigned = TODAY - dt.timedelta(days=int(chance.random() * 500) + 5)
            deadline: dt.date | None = assigned + dt.timedelta(days=int(chance.random() * 110) + 10)
            state, done_on, accepted = "running", None, None
            if luck < 0.80:
                state, accepted = "done", DONE_AT
                done_on = min(deadline + dt.timedelta(days=int(chance.random() * 40) - 30), TODAY)  # type: ignore[operator]
            elif luck < 0.85:
                deadline = TODAY - dt.timedelta(days=int(chance.random() * 60) + 1)
            elif luck < 0.87:
                deadline = None
            else:
                deadline = TODAY + dt.timedelta(days=int(chance.random() * 200))
            title, folded = known[int(chance.random() * len(known))]
            given = unit.state or unit.party
            yield (
                *(number, f"T{number}", given, unit.id, heads[unit.id], f"{title}, đợt {number}"),
                *(f"{folded}, dot {number}", fixed[0], "date" if deadline else "continuous", deadline, deadline),
                *(state, assigned, done_on, accepted),
            )

    names = ("id", "code", "assigner", "lead", "responsible", "title", "folded", "product", "deadline_kind")
    fill(
        Task,
        (*names, "original_deadline", "deadline", "state", "assigned_on", "done_on", "accepted_at"),
        tasks(),
        count,
    )
    helping = ((n, n * 10, alive[n * 104_729 % len(alive)].id) for n in range(1, count // 10 + 1))
    fill(Contribution, ("id", "task", "organisation"), helping, count // 10)
