"""An open case is handled on by the successors of cell, committee and body; a decided one stays."""

from __future__ import annotations

import datetime as dt

from nhacviec.discipline.models import Case
from nhacviec.ledger.queries import verify
from tests.discipline.conftest import DECIDED, File
from tests.factories import organisation
from tests.structure_steps import merged, split

MERGED = DECIDED + dt.timedelta(days=1)


def test_an_open_case_passes_with_its_cell_and_is_decided_by_the_successor(file: File) -> None:
    case = file.hear(file.open())
    assert case.body == file.city.cell
    new = organisation("Chi bộ khối phố An Hà", "cell", under=file.city.ward_party)
    merged([file.city.cell], new, MERGED)
    case = Case.objects.get(pk=case.pk)
    assert (case.cell, case.body, case.state) == (new, new, "heard")
    assert file.city.cell.pk not in case.competence.get("line", [])
    assert verify().intact


def test_a_decided_case_stays_where_it_was_decided(file: File) -> None:
    case = file.decided()
    new = organisation("Chi bộ khối phố An Hà", "cell", under=file.city.ward_party)
    merged([file.city.cell], new, MERGED)
    assert Case.objects.get(pk=case.pk).cell == file.city.cell


def test_the_committee_of_an_open_case_passes_too(file: File) -> None:
    case = file.open()
    new = organisation("Thành ủy mới", "city_committee")
    merged([file.city.committee], new, MERGED)
    case.refresh_from_db()
    assert (case.committee, case.cell) == (new, file.city.cell)


def test_in_a_split_the_case_goes_with_the_member(file: File) -> None:
    case = file.open()
    first = organisation("Chi bộ số 1", "cell", under=file.city.ward_party)
    second = organisation("Chi bộ số 2", "cell", under=file.city.ward_party)
    membership = file.plain.memberships.get()
    split(file.city.cell, [first, second], MERGED, {f"orgs.member:{membership.pk}": str(second.pk)})
    case.refresh_from_db()
    assert (case.cell, case.body) == (second, second)
    assert file.plain.memberships.get(valid_until=None).cell == second
