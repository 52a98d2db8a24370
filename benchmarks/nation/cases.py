"""Access filter, subtrees, people and lists for a cell's secretary, a ward's, a province's and a nation's leader."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.bench_tasks import ROWS
from benchmarks.nation import floors, shape
from benchmarks.nation.shape import LONG_AGO, REORGANISED, TODAY
from benchmarks.sql import fetch
from benchmarks.timing import Case
from nhacviec.orgs import queries
from nhacviec.orgs.access import Viewer, people_of, viewer_for_person
from nhacviec.orgs.models import Appointment, Membership, Organisation, ParentLink, Person, Post
from nhacviec.orgs.models.conditions import subtree_ids
from nhacviec.tasks.models import Task
from nhacviec.tasks.queries import Filters, listing

BEFORE = REORGANISED - dt.timedelta(days=10)
OVERDUE = "t.deadline < %s AND NOT t.state IN ('done', 'withdrawn') AND t.deadline IS NOT NULL"


@dataclass(frozen=True)
class Who:
    """One of the four who are measured: the unit whose subtree is his, and a post held in `held`."""

    name: str
    unit: int
    held: int


def figures() -> str:
    """How much there is."""
    counted = [(Organisation, "organisations"), (Person, "people"), (Task, "tasks")]
    return ", ".join(f"{model._base_manager.count():,} {name}" for model, name in counted)


def _viewer(who: Who) -> Viewer:
    person = Person.objects.get(appointments__post__organisation=who.held, appointments__post__kind__in=HEADS)
    return viewer_for_person(person, on=TODAY)


HEADS = ("secretary", "standing_deputy", "head", "chairman")


def everyone(nation: shape.Nation) -> list[Who]:
    """Cell, ward, province, nation, as far as the size has them; in a city its leader stands for the province's."""
    cell = next(c for c in nation.cells if _ward_of(nation, c) == nation.communes[0][0])
    ward = nation.communes[0][0]
    top = nation.committees[-1] if not nation.size.provinces else nation.committees[1]
    found = [Who("cell", cell, cell), Who("ward", ward, ward)]
    found.append(Who("province", top, nation.standing[nation.committees.index(top)]))
    if nation.size.provinces:
        found.append(Who("nation", nation.committees[0], nation.standing[0]))
    return found


def _ward_of(nation: shape.Nation, cell: int) -> int:
    return nation.units[nation.units[cell - 1].party - 1].party


def cases(size: str) -> Iterator[Case]:
    """All of them, narrow viewers first."""
    nation = shape.build(shape.SIZES[size])
    floors.make(nation)
    for who in everyone(nation):
        yield from _rights(who)
        yield from _subtrees(who)
    for who in everyone(nation):
        yield from _people(who, nation)
    for who in everyone(nation):
        yield from _lists(who)


def _rights(who: Who) -> Iterator[Case]:
    (person,) = Person.objects.filter(appointments__post__organisation=who.held, appointments__post__kind__in=HEADS)
    yield Case(
        f"{who.name}: who is he today",
        lambda: viewer_for_person(person, on=TODAY).roles,
        lambda: fetch(
            "SELECT a.id, p.kind, p.title, o.id, o.name, o.kind, l.parent_id"
            f" FROM {Appointment._meta.db_table} a JOIN {Post._meta.db_table} p ON p.id = a.post_id"
            f" JOIN {Organisation._meta.db_table} o ON o.id = p.organisation_id"
            f" LEFT JOIN {ParentLink._meta.db_table} l ON l.child_id = o.id AND l.hierarchy = 'party'"
            " AND l.valid_from <= %s AND (l.valid_until IS NULL OR l.valid_until > %s)"
            " WHERE a.person_id = %s AND a.valid_from <= %s AND (a.valid_until IS NULL OR a.valid_until > %s)",
            TODAY,
            TODAY,
            person.pk,
            TODAY,
            TODAY,
        ),
    )


def _subtrees(who: Who) -> Iterator[Case]:
    days = [("today", TODAY)]
    if next(iter(fetch(f"SELECT founded_on FROM {Organisation._meta.db_table} WHERE id = %s", who.unit)))[0] in (
        LONG_AGO,
        str(LONG_AGO),
    ):
        days.append(("before the reorganisation", BEFORE))
    for name, on in days:
        path = floors.path_of(who.unit, on)
        yield Case(
            f"{who.name}: ids of the subtree {name}",
            lambda on=on: subtree_ids((who.unit,), on),  # type: ignore[misc]
            lambda path=path, on=on: fetch(floors.BELOW, *floors.below(path, on)),  # type: ignore[misc]
            repetitions=5,
        )
    yield Case(
        f"{who.name}: children today",
        lambda: queries.relations_of(Organisation(pk=who.unit), TODAY),
        lambda: fetch(
            f"SELECT o.id, o.name, o.kind, l.hierarchy FROM {ParentLink._meta.db_table} l"
            f" JOIN {Organisation._meta.db_table} o ON o.id = l.child_id WHERE l.parent_id = %s"
            " AND l.valid_from <= %s AND (l.valid_until IS NULL OR l.valid_until > %s)",
            who.unit,
            TODAY,
            TODAY,
        ),
    )


def _people(who: Who, nation: shape.Nation) -> Iterator[Case]:
    viewer = _viewer(who)
    path = floors.path_of(who.unit, TODAY)
    inside = floors.below(path, TODAY)
    people, membership = Person._meta.db_table, Membership._meta.db_table
    lasting = "m.valid_from <= %s AND (m.valid_until IS NULL OR m.valid_until > %s)"
    one = Person.objects.get(pk=nation.size.people // 2)
    yield Case(
        f"{who.name}: one person, in scope or not",
        lambda: queries.person_for(viewer, one.pk),
        lambda: fetch(
            f"SELECT p.*, EXISTS (SELECT 1 FROM {membership} m JOIN bench_path b ON b.org_id = m.cell_id"
            f" WHERE m.person_id = p.id AND b.path >= %s AND b.path < %s AND {lasting}) FROM {people} p WHERE p.id = %s",
            path,
            path + "~",
            TODAY,
            TODAY,
            one.pk,
        ),
    )
    yield Case(
        f"{who.name}: first 50 people in scope, by name",
        lambda: list(Person.objects.filter(people_of(viewer)).order_by("sort_key", "id")[:50]),
        lambda: fetch(
            f"SELECT p.id, p.full_name FROM {people} p WHERE EXISTS (SELECT 1 FROM {membership} m"
            f" WHERE m.person_id = p.id AND {lasting} AND m.cell_id IN ({floors.BELOW}))"
            " ORDER BY p.sort_key, p.id LIMIT 50",
            TODAY,
            TODAY,
            *inside,
        ),
        repetitions=3,
    )
    yield Case(
        f"{who.name}: first 50 known people called 'nguyen van an'",
        lambda: list(queries.search_people(viewer, "nguyễn văn an")[:50]),
        lambda: fetch(
            f"SELECT p.id, p.full_name FROM {people} p WHERE p.folded LIKE '%%nguyen van an%%'"
            f" AND EXISTS (SELECT 1 FROM {membership} m WHERE m.person_id = p.id AND m.cell_id IN ({floors.BELOW}))"
            " ORDER BY p.sort_key, p.id LIMIT 50",
            *inside,
        ),
        repetitions=3,
    )
    if who.name == "cell":
        yield Case(
            "members of a cell today",
            lambda: list(queries.members(who.unit, TODAY)),
            lambda: fetch(
                f"SELECT m.*, p.* FROM {membership} m JOIN {people} p ON p.id = m.person_id"
                f" WHERE m.cell_id = %s AND {lasting} ORDER BY p.sort_key, p.id",
                who.unit,
                TODAY,
                TODAY,
            ),
        )
        heads = [unit.id for unit in nation.units[:50]]
        yield Case(
            "heads of 50 units today",
            lambda: queries.heads(heads, TODAY),
            lambda: fetch(
                f"SELECT o.organisation_id, p.* FROM {Post._meta.db_table} o JOIN {Appointment._meta.db_table} m"
                f" ON m.post_id = o.id JOIN {people} p ON p.id = m.person_id"
                f" WHERE o.organisation_id IN ({','.join(map(str, heads))})"
                f" AND o.kind IN ('secretary', 'chairman', 'head') AND {lasting}",
                TODAY,
                TODAY,
            ),
        )
    if who.name != "cell":
        yield Case(
            f"{who.name}: tree below the unit, page",
            lambda: queries.tree(viewer, TODAY, "party", root=who.unit),
            lambda: fetch(
                f"SELECT o.id, o.name, o.kind, b.path FROM bench_path b JOIN {Organisation._meta.db_table} o"
                f" ON o.id = b.org_id WHERE b.path >= %s AND b.path < %s AND length(b.path) <= {len(path) + 8}"
                " AND b.valid_from <= %s AND (b.valid_to IS NULL OR b.valid_to > %s) ORDER BY b.path LIMIT 800",
                *inside,
            ),
            repetitions=3,
        )


def _lists(who: Who) -> Iterator[Case]:
    viewer = _viewer(who)
    inside = floors.below(floors.path_of(who.unit, TODAY), TODAY)
    for state, condition, values in (
        ("overdue", OVERDUE, [TODAY]),
        ("open", "NOT t.state IN ('done', 'withdrawn')", []),
    ):
        yield Case(
            f"{who.name}: {state} tasks, first page",
            lambda state=state: listing(viewer, Filters(state=state), on=TODAY),  # type: ignore[misc]
            lambda condition=condition, values=values: fetch(  # type: ignore[misc]
                f"{ROWS} WHERE {condition} AND t.lead_id IN ({floors.BELOW}) ORDER BY t.deadline, t.id LIMIT 51",
                *values,
                *inside,
            ),
            repetitions=5,
        )
    yield Case(
        f"{who.name}: all tasks, first page",
        lambda: listing(viewer, Filters(), on=TODAY),
        lambda: fetch(
            f"{ROWS} WHERE NOT t.state = 'withdrawn' AND t.lead_id IN ({floors.BELOW})"
            " ORDER BY t.state = 'done', t.deadline, t.id LIMIT 51",
            *inside,
        ),
        repetitions=3,
    )
