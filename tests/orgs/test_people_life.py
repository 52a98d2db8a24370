"""The party life of a person as one list: cells, states, temporary activities."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from nhacviec.orgs.actions import change_membership, start_temporary_activity, transfer_membership
from nhacviec.orgs.models import Membership
from nhacviec.orgs.queries import party_life
from tests.factories import MONDAY, a_city, at, organisation, viewer

pytestmark = pytest.mark.django_db
JUNE, JULY, SEPTEMBER = dt.date(2021, 6, 1), dt.date(2021, 7, 1), dt.date(2021, 9, 1)


def test_the_life_of_a_member_is_one_list_in_one_statement_for_any_day(django_assert_num_queries: Any) -> None:
    city, now = a_city(), at(MONDAY)
    organiser = viewer(city.organiser)
    second = organisation("Chi bộ khối phố Hòa Thuận Tây", "cell", under=city.other_party)
    third = organisation("Chi bộ khối phố Hòa Thuận Đông", "cell", under=city.other_party)
    row = Membership.objects.get(person=city.official)
    row = change_membership(viewer=organiser, membership=row, step="exempt", on=JUNE, document="1-QĐ", now=now)
    row = transfer_membership(viewer=organiser, membership=row, cell=second, on=JULY, document="2-GT", now=now)
    start_temporary_activity(viewer=organiser, membership=row, cell=third, since=SEPTEMBER, document="3-GT", now=now)

    with django_assert_num_queries(1):
        every = party_life(city.official)
    assert [(stay.cell_name, stay.temporary, stay.exempt, stay.ended_by) for stay in every] == [
        (third.name, True, False, ""),
        (second.name, False, True, ""),
        (city.cell.name, False, True, "chuyển sinh hoạt"),
        (city.cell.name, False, False, "thay đổi tình trạng"),
    ]
    assert [stay.document for stay in every] == ["3-GT", "", "2-GT", "1-QĐ"]
    for day, cells in (
        (JUNE - dt.timedelta(days=1), [city.cell.pk]),
        (JULY, [second.pk]),
        (SEPTEMBER, [third.pk, second.pk]),
    ):
        with django_assert_num_queries(1):
            assert [stay.cell_id for stay in party_life(city.official, day)] == cells
