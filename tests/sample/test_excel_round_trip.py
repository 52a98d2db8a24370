"""The whole sample city goes out to Excel and comes back without a difference, today and as of the day it began."""

from __future__ import annotations

import datetime as dt
import io

import pytest

from nhacviec.intake.registry.book.workbook import read_workbook
from nhacviec.intake.registry.checks import check
from nhacviec.intake.registry.export import Export
from nhacviec.orgs.access import Viewer, viewer_for_person
from nhacviec.orgs.models import Membership, Organisation
from nhacviec.sample.build import Build

# One worker takes them all: the city before the review is built once.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("sample")]
TODAY = dt.date(2021, 12, 20)


def round_trip(viewer: Viewer, on: dt.date) -> tuple[dict[str, int], int]:
    """Rows a sheet, and how many of them would be the same; anything else fails."""
    target = io.BytesIO()
    counts = Export(viewer, None, on).write(target)
    plan = check(viewer, read_workbook(target.getvalue()))
    assert [(bad.sheet, bad.row, bad.faults) for bad in plan.bad[:5]] == []
    assert plan.steps[:5] == []
    return counts, plan.total("same")


@pytest.mark.parametrize("days_ago", [0, 400])
def test_the_whole_city(city: Build, days_ago: int) -> None:
    on = TODAY - dt.timedelta(days=days_ago)
    counts, same = round_trip(Viewer(on=TODAY, name="quan.tri", operator=True), on)
    assert same == sum(counts.values()) > 10_000
    assert counts["organisations"] == Organisation.objects.existing(on).count()
    assert counts["memberships"] == Membership.objects.on(on).count()


def test_the_part_of_the_committees_office(city: Build) -> None:
    counts, same = round_trip(viewer_for_person(city.people["clerk_2021"], on=TODAY), TODAY)
    assert same == sum(counts.values()) > 10_000
