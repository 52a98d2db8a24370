"""Who is reviewed and graded follows from the membership on the day of the structure (G-2 … G-10)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from nhacviec.orgs.access import Viewer
from nhacviec.orgs.actions import (
    change_membership,
    leave_party,
    record_death,
    start_temporary_activity,
    transfer_membership,
)
from nhacviec.orgs.models import Membership, Organisation, Person
from nhacviec.reviews.actions import open_campaign
from nhacviec.reviews.models import Subject
from nhacviec.reviews.queries import comments_for
from tests.factories import City, a_city, at, organisation, person, put, viewer

pytestmark = pytest.mark.django_db
YEAR_END = dt.date(2021, 12, 20)
NOW = at(YEAR_END)


@pytest.fixture
def city() -> City:
    return a_city()


@pytest.fixture
def organiser(city: City) -> Viewer:
    return viewer(city.organiser, YEAR_END)


@pytest.fixture
def other_cell(city: City) -> Organisation:
    return organisation("Chi bộ khối phố Hòa Thuận Tây", "cell", under=city.other_party)


def member_of(cell: Organisation, name: str, admitted: dt.date, *, official: bool = True) -> Membership:
    row = Membership(
        person=person(name),
        cell=cell,
        admitted_on=admitted,
        official_on=admitted if official else None,
        valid_from=admitted,
    )
    return put(row, cell.pk)


LONG = dt.date(2010, 2, 3)


def d(month: int, day: int = 1) -> dt.date:
    return dt.date(2021, month, day)


def subjects(city: City, organiser: Viewer) -> dict[int, Subject]:
    """Open the review of 2021; the members' subjects by person."""
    campaign = open_campaign(
        viewer=organiser,
        year=2021,
        committee=city.committee,
        decider=city.standing,
        structure_on=YEAR_END,
        opened_on=YEAR_END,
        now=NOW,
    )
    return {one.person_id: one for one in campaign.subjects.filter(kind="member") if one.person_id}


def test_exempt_and_suspended_members_are_not_reviewed_those_who_returned_are(city: City, organiser: Viewer) -> None:
    rows = {name: member_of(city.cell, f"Đảng viên {name}", LONG) for name in ("a", "b", "c", "d", "e")}
    for name, step in (("a", "exempt"), ("b", "suspend"), ("c", "exempt"), ("d", "suspend")):
        rows[name] = change_membership(viewer=organiser, membership=rows[name], step=step, on=d(6), now=NOW)
    change_membership(viewer=organiser, membership=rows["c"], step="lift_exemption", on=d(12), now=NOW)
    change_membership(viewer=organiser, membership=rows["d"], step="resume", on=YEAR_END + dt.timedelta(1), now=NOW)
    change_membership(viewer=organiser, membership=rows["e"], step="exempt", on=YEAR_END + dt.timedelta(1), now=NOW)
    found = subjects(city, organiser)
    told = {name: found[row.person_id] for name, row in rows.items()}
    assert {name: one.exclusion.get("code", "") for name, one in told.items()} == {
        "a": "exempt",
        "b": "suspended",
        "c": "",
        "d": "suspended",
        "e": "",
    }
    assert [told[name].exclusion["reviewed"] for name in ("a", "b", "d")] == [False, False, False]


def test_probationary_members_of_six_months_are_graded_younger_ones_reviewed_only(
    city: City, organiser: Viewer
) -> None:
    old = member_of(city.cell, "Dự bị lâu", d(6, 30), official=False)
    young = member_of(city.cell, "Dự bị mới", d(7, 2), official=False)
    found = subjects(city, organiser)
    assert found[old.person_id].state == "pending"
    assert found[young.person_id].exclusion["code"] == "young"
    assert found[young.person_id].exclusion["reviewed"] is True


def test_becoming_a_full_member_in_the_year_changes_nothing_in_who_is_graded(city: City, organiser: Viewer) -> None:
    row = member_of(city.cell, "Dự bị lâu", d(3), official=False)
    change_membership(viewer=organiser, membership=row, step="make_official", on=d(12, 5), now=NOW)
    one = subjects(city, organiser)[row.person_id]
    assert (one.state, one.unit_id, comments_for(one)) == ("pending", city.cell.pk, [])


def test_temporary_activity_is_graded_by_the_own_cell_with_a_comment(
    city: City, organiser: Viewer, other_cell: Organisation
) -> None:
    row = member_of(city.cell, "Sinh hoạt tạm thời", LONG)
    start_temporary_activity(viewer=organiser, membership=row, cell=other_cell, since=d(9), document="3-GT", now=NOW)
    one = subjects(city, organiser)[row.person_id]
    assert one.unit_id == city.cell.pk
    [comment] = comments_for(one)
    assert (comment.cell, comment.since, comment.reason.rule) == (other_cell.name, d(9), "G-7")


@pytest.mark.parametrize(("moved", "asked"), [(d(7), True), (d(6, 30), False)])
def test_a_transfer_is_graded_where_the_member_is_then_with_the_former_cells_comment(
    city: City, organiser: Viewer, other_cell: Organisation, moved: dt.date, asked: bool
) -> None:
    row = member_of(city.cell, "Chuyển đi", LONG)
    transfer_membership(viewer=organiser, membership=row, cell=other_cell, on=moved, document="12-GT", now=NOW)
    one = subjects(city, organiser)[row.person_id]
    assert one.unit_id == other_cell.pk
    assert [(c.cell_id, c.reason.rule, c.reason.certainty) for c in comments_for(one)] == (
        [(city.cell.pk, "G-10", "to_be_checked")] if asked else []
    )


def test_who_left_or_died_before_the_day_is_no_subject(city: City, organiser: Viewer) -> None:
    left, died, later = (member_of(city.cell, name, LONG) for name in ("Xin ra", "Từ trần", "Xin ra sau"))
    leave_party(viewer=organiser, membership=left, reason="left", on=d(11), document="7-QĐ", now=NOW)
    record_death(viewer=organiser, person=died.person, on=d(11), now=NOW)
    after = YEAR_END + dt.timedelta(days=1)
    leave_party(viewer=organiser, membership=later, reason="left", on=after, document="8-QĐ", now=NOW)
    found = subjects(city, organiser)
    assert {left.person_id, died.person_id} & set(found) == set()
    assert later.person_id in found


def test_the_page_of_the_grade_names_the_comments(
    city: City, organiser: Viewer, other_cell: Organisation, settings: object
) -> None:
    settings.NHACVIEC_TODAY = "2021-12-20T09:00"  # type: ignore[attr-defined]
    row = member_of(city.cell, "Chuyển đi", LONG)
    transfer_membership(viewer=organiser, membership=row, cell=other_cell, on=d(9), document="12-GT", now=NOW)
    one = subjects(city, organiser)[row.person_id]
    client = Client()
    user = Person.objects.get(pk=city.organiser.pk).user
    assert user is not None
    client.force_login(user)
    text = client.get(f"/xep-loai/doi-tuong/{one.pk}/").content.decode()
    assert "Nhận xét cần có của nơi khác" in text
    assert city.cell.name in text
    assert "G-10" in text
