"""What is exported reads again without a difference, whatever the names look like."""

from __future__ import annotations

import datetime as dt
import io

import pytest

from nhacviec.intake.registry.book.workbook import read_workbook
from nhacviec.intake.registry.checks import check
from nhacviec.intake.registry.export import Export
from nhacviec.intake.registry.plan import Plan
from nhacviec.orgs.access import Viewer
from nhacviec.orgs.models import Organisation
from tests.factories import MONDAY, City, viewer


def exported(viewer: Viewer, root: Organisation | None = None, on: dt.date = MONDAY) -> bytes:
    """The workbook that the viewer takes out."""
    target = io.BytesIO()
    Export(viewer, root, on).write(target)
    return target.getvalue()


def checked(viewer: Viewer, content: bytes) -> Plan:
    """What that workbook would do."""
    return check(viewer, read_workbook(content))


OPERATOR = Viewer(on=MONDAY, name="quan.tri", operator=True)


@pytest.mark.parametrize("who", ["operator", "clerk", "organiser"])
def test_the_export_of_the_city_changes_nothing(city: City, who: str) -> None:
    found = OPERATOR if who == "operator" else viewer(getattr(city, who))
    plan = checked(found, exported(found))
    assert plan.bad == []
    assert plan.steps == []
    assert plan.size == 0
    assert plan.total("same") > 30
