"""What is exported reads again without a difference, whatever the names look like."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from nhacviec.intake.registry.book.workbook import read_workbook
from nhacviec.intake.registry.checks import check
from nhacviec.intake.registry.export import Export
from nhacviec.intake.registry.plan import Plan
from nhacviec.orgs.access import Viewer
from nhacviec.orgs.models import Membership, Organisation, Person
from nhacviec.rules.text import fold, nfc, sort_key
from tests.factories import LONG_AGO, MONDAY, City, viewer


def exported(viewer: Viewer, root: Organisation | None = None, on: dt.date = MONDAY) -> bytes:
    """The workbook that the viewer takes out."""
    target = io.BytesIO()
    Export(viewer, root, on).write(target)
    return target.getvalue()


def checked(viewer: Viewer, content: bytes) -> Plan:
    """What that workbook would do."""
    return check(viewer, read_workbook(content))


OPERATOR = Viewer(on=MONDAY, name="quan.tri", operator=True)
ODD = [
    "=1+1",
    "+84 905",
    "-x",
    "@a",
    "'ngoặc",
    "_x0041_ Trần",
    "{=SUM(A1)}",
    "Hòa & <Bình>",
    "Lý\u00a0Ước",
    "\tTab",
    '=HYPERLINK("http://x")',
]
names = st.one_of(st.sampled_from(ODD), st.text(min_size=1, max_size=60)).map(nfc).filter(sort_key)


@pytest.mark.parametrize("who", ["operator", "clerk", "organiser"])
def test_the_export_of_the_city_changes_nothing(city: City, who: str) -> None:
    found = OPERATOR if who == "operator" else viewer(getattr(city, who))
    plan = checked(found, exported(found))
    assert plan.bad == []
    assert plan.steps == []
    assert plan.size == 0
    assert plan.total("same") > 30


@pytest.mark.parametrize("who", ["operator", "clerk"])
def test_whatever_the_names_look_like(city: City, who: str) -> None:
    found = OPERATOR if who == "operator" else viewer(city.clerk)

    @settings(
        max_examples=25,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        phases=[Phase.generate],
        derandomize=True,
    )
    @given(st.lists(names, min_size=6, max_size=6))
    def run(made: list[str]) -> None:
        with transaction.atomic():
            for number, name in enumerate(made):
                unit = Organisation(
                    name=name,
                    code=nfc(f"{name[:30]} {number}"),
                    kind="cell",
                    founded_on=LONG_AGO,
                    folded=fold(name)[:450],
                )
                unit.short_name, unit.place = made[number - 1], made[number - 2]
                unit.save()
                unit.parent_links.create(parent=city.ward_party, hierarchy="party", valid_from=LONG_AGO, document=name)
                person = Person.objects.create(
                    code=f"={number}", full_name=name, folded=fold(name)[:140], sort_key=sort_key(name)[:400]
                )
                Membership.objects.create(
                    person=person, cell=unit, admitted_on=LONG_AGO, valid_from=LONG_AGO, document=made[number - 3]
                )
            plan = checked(
                OPERATOR if who == "operator" else viewer(city.clerk),
                exported(viewer(city.clerk) if who == "clerk" else OPERATOR),
            )
            assert [fault for bad in plan.bad for fault in bad.faults] == []
            assert [(step.what, step.changes) for step in plan.steps] == []
            assert plan.total("same") >= 4 * len(made)
            transaction.set_rollback(True)

    run()
    assert found.on == MONDAY


def test_a_name_that_begins_like_a_formula_stays_a_text(city: City) -> None:
    city.official.full_name = "=1+1 Ngô"
    city.official.save()
    content = exported(OPERATOR)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert not [sheet for sheet in sheets if b"<f>" in sheet]
    assert any(line.cells["name"] == "=1+1 Ngô" for line in read_workbook(content).lines("people"))
