"""Who stands above whom: the derived table says on every day what a walk over links and successions says."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nhacviec.orgs.access import Viewer
from nhacviec.orgs.actions import link_parent
from nhacviec.orgs.actions.reach import renew_reach
from nhacviec.orgs.models import Organisation, ParentLink, Reach, Succession
from nhacviec.orgs.models.organisations import subtree_sql
from nhacviec.orgs.queries.reach import reach_differences
from tests.factories import MONDAY, a_city, at

pytestmark = pytest.mark.django_db

# The definition, walked step by step: children on the day, what was succeeded to, the last children of an ended one.
WALK = """
WITH RECURSIVE down(id) AS (
  SELECT CAST(o.id AS bigint) FROM orgs_organisation o WHERE o.id = %s
  UNION
  SELECT CAST(e.below AS bigint) FROM down JOIN (
    SELECT l.parent_id AS above, l.child_id AS below FROM orgs_parentlink l
    JOIN orgs_organisation p ON p.id = l.parent_id
    JOIN orgs_organisation c ON c.id = l.child_id
    WHERE l.valid_from <= %s AND (
      l.valid_until IS NULL OR l.valid_until > %s OR (l.valid_until = p.ended_on AND c.ended_on <= %s)
    )
    UNION ALL
    SELECT s.target_id, s.source_id FROM orgs_succession s
    JOIN orgs_organisation o ON o.id = s.source_id
    WHERE s.on_date <= %s AND o.ended_on <= %s
  ) e ON e.above = down.id
) SELECT id FROM down
"""
START = dt.date(2020, 1, 1)
DAYS = [START + dt.timedelta(days=30 * n) for n in range(5)]
UNITS = 5
day = st.integers(1, 4)
unit = st.integers(0, UNITS - 1)


def walked(root: int, on: dt.date) -> set[int]:
    """The subtree by the walk."""
    with connection.cursor() as cursor:
        cursor.execute(WALK, [root, *[on.isoformat()] * 5])
        return {row[0] for row in cursor.fetchall()}


def looked_up(root: int, on: dt.date) -> set[int]:
    """The subtree by the derived table."""
    return set(Organisation.objects.filter(pk__in=subtree_sql((root,), on)).values_list("pk", flat=True))


def units(ends: list[int]) -> list[Organisation]:
    """Organisations, some of them ended on one of the days."""
    return Organisation.objects.bulk_create(
        Organisation(
            code=f"R{n}",
            name=f"Đơn vị {n}",
            kind="cell",
            folded=f"don vi {n}",
            founded_on=START,
            ended_on=DAYS[end] if end < len(DAYS) else None,
        )
        for n, end in enumerate(ends)
    )


def link(made: list[Organisation], child: int, parent: int, hierarchy: str, start: int, length: int) -> list[int]:
    """A parent link unless it would overlap another or stand in itself; the children it concerns."""
    until = DAYS[start + length] if start + length < len(DAYS) else None
    other = ParentLink.objects.filter(child=made[child], hierarchy=hierarchy)
    if child == parent or any(
        (one.valid_until is None or one.valid_until > DAYS[start]) and (until is None or until > one.valid_from)
        for one in other
    ):
        return []
    ParentLink.objects.create(
        child=made[child], parent=made[parent], hierarchy=hierarchy, valid_from=DAYS[start], valid_until=until
    )
    return [made[child].pk]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    ends=st.lists(st.integers(2, 6), min_size=UNITS, max_size=UNITS),
    links=st.lists(st.tuples(unit, unit, st.sampled_from(["party", "state"]), st.integers(0, 3), day), max_size=12),
    successions=st.lists(st.tuples(unit, unit, day), max_size=4, unique_by=lambda one: one[:2]),
    late_end=st.tuples(unit, day),
)
def test_the_table_agrees_with_a_walk_on_every_day(ends, links, successions, late_end):
    """Random structures in both hierarchies, circles among them, written step by step with a renewal after each."""
    with transaction.atomic():
        made = units(ends)
        renew_reach(one.pk for one in made)
        for child, parent, hierarchy, start, length in links:
            renew_reach(link(made, child, parent, hierarchy, start, length))
        for source, target, on in successions:
            if source != target:
                Succession.objects.create(source=made[source], target=made[target], on_date=DAYS[on])
                renew_reach([made[source].pk])
        ended = made[late_end[0]]
        ended.ended_on = DAYS[late_end[1]]
        ended.save(update_fields=["ended_on"])
        renew_reach([ended.pk])
        for one in made:
            for on in DAYS:
                assert looked_up(one.pk, on) == walked(one.pk, on), (one.code, on)
        assert reach_differences() == (0, 0)
        transaction.set_rollback(True)


def test_the_city_of_the_tests_keeps_the_table_in_step():
    a_city()
    assert reach_differences() == (0, 0)
    assert Reach.objects.count() > Organisation.objects.count()


def test_differences_are_seen_and_a_rebuild_mends_them():
    city = a_city()
    before = set(Reach.objects.values_list("pk", flat=True))
    Reach.objects.filter(top_id=city.committee.pk).delete()
    ParentLink.objects.filter(child=city.counter).update(parent=city.department)
    extra, missing = reach_differences()
    assert extra > 0
    assert missing > 10
    with pytest.raises(CommandError, match=str(missing)):
        call_command("reach", "check")
    call_command("reach", "rebuild", stdout=StringIO())
    assert reach_differences() == (0, 0)
    after = set(Reach.objects.values_list("pk", flat=True))
    assert after != before
    assert {pair[:2] for pair in after - before} == {(city.department.pk, city.counter.pk)}


def test_a_cell_that_moves_is_read_by_its_new_committee_from_that_day():
    """By the action: what the ledger is told, the table is told too."""
    city = a_city()
    operator = Viewer(on=MONDAY, name="Nhắc Việc", operator=True)
    link_parent(
        viewer=operator, child=city.cell, parent=city.other_party, hierarchy="party", since=MONDAY, now=at(MONDAY)
    )
    eve = MONDAY - dt.timedelta(days=1)
    assert city.cell.pk in looked_up(city.other_party.pk, MONDAY)
    assert city.cell.pk not in looked_up(city.other_party.pk, eve)
    assert city.cell.pk in looked_up(city.ward_party.pk, eve)
    assert city.cell.pk not in looked_up(city.ward_party.pk, MONDAY)
    assert reach_differences() == (0, 0)
