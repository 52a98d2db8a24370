"""An unfinished inspection goes on at the successor; a concluded one stays; a secret one is not given away."""

from __future__ import annotations

import datetime as dt

from nhacviec.inspections.models import Inspection
from nhacviec.ledger.queries import verify
from nhacviec.orgs.actions import order_end
from nhacviec.orgs.queries.structure import plan_change
from tests.factories import MONDAY, viewer
from tests.inspections.conftest import Visit
from tests.structure_steps import merged, operator

MERGED = MONDAY + dt.timedelta(days=1)


def test_an_unfinished_inspection_passes_and_a_concluded_one_stays(visit: Visit) -> None:
    running, done = visit.start(), visit.plan(decision_number="19-QĐ/UBKT")
    Inspection.objects.filter(pk=done.pk).update(state="concluded")
    merged([visit.counter], visit.city.counter, MERGED)
    running.refresh_from_db()
    assert (running.unit, running.state) == (visit.city.counter, "running")
    assert Inspection.objects.get(pk=done.pk).unit == visit.counter


def test_the_ledger_and_the_records_agree(visit: Visit) -> None:
    visit.start()
    merged([visit.counter], visit.city.counter, MERGED)
    assert verify().intact


def test_an_unannounced_one_is_only_counted_for_who_may_not_know_of_it(visit: Visit) -> None:
    visit.plan()
    order = order_end(organisation=visit.counter, on=MERGED, document="01/NQ", into=visit.city.counter)
    for who, hidden in ((visit.city.clerk, True), (visit.city.inspector, False)):
        [row] = plan_change(viewer=viewer(who, MERGED), change=order.change).of("inspections.unit")
        assert row.hidden == hidden
    assert plan_change(viewer=operator(MERGED), change=order.change).groups
