"""Every question about organisations and people can be asked of any day, in one statement, on both engines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from nhacviec.orgs.access import Viewer
from nhacviec.orgs.actions import AppointmentDraft, appoint, change_membership, end_appointment, transfer_membership
from nhacviec.orgs.models import Appointment, Membership, Organisation, OrganisationName, ParentLink
from nhacviec.orgs.queries import (
    heads,
    holders,
    line_above,
    members,
    organisation_for,
    posts_of,
    posts_on,
    tree,
    vacant_units,
)
from tests.factories import LONG_AGO, MONDAY, City, a_city, at, below, organisation, person, put, viewer

pytestmark = pytest.mark.django_db
NOW = at(MONDAY)
DAY = dt.timedelta(days=1)
BEFORE = MONDAY - DAY
Statements = Callable[[int], Any]


@pytest.fixture
def city() -> City:
    return a_city()


@pytest.fixture
def organiser(city: City) -> Viewer:
    return viewer(city.organiser)


@pytest.fixture
def one(django_assert_num_queries: Any) -> Any:
    """One statement, no more."""
    return lambda: django_assert_num_queries(1)


def names(nodes: list[Any]) -> list[str]:
    return [node.name for top in nodes for node in top.walk()]


def test_the_tree_of_the_day_before_a_move_and_of_the_day_itself(city: City, organiser: Viewer, one: Any) -> None:
    link = ParentLink.objects.get(child=city.cell)
    link.valid_until = MONDAY
    put(link)
    put(ParentLink(child=city.cell, parent=city.other_party, hierarchy="party", valid_from=MONDAY))

    def parent_of_cell(on: dt.date) -> str:
        with one():
            nodes = tree(organiser, on, "party")
        every = [node for top in nodes for node in top.walk()]
        [above] = [n for n in every if any(c.organisation == city.cell for c in n.children)]
        return above.name

    assert parent_of_cell(BEFORE) == city.ward_party.name
    assert parent_of_cell(MONDAY) == city.other_party.name


def test_the_tree_bears_the_names_and_heads_of_its_day(city: City, organiser: Viewer, one: Any) -> None:
    put(OrganisationName(organisation=city.ward, name="UBND xã An Sơn", valid_from=LONG_AGO, valid_until=MONDAY))
    put(OrganisationName(organisation=city.ward, name=city.ward.name, valid_from=MONDAY))
    held = Appointment.objects.get(person=city.chairman)
    end_appointment(viewer=organiser, appointment=held, on=MONDAY, now=NOW)
    appoint(viewer=organiser, drafts=[AppointmentDraft(city.official, held.post, MONDAY, acting=True)], now=NOW)

    def ward(on: dt.date) -> tuple[str, str, bool, bool]:
        with one():
            nodes = tree(organiser, on, "state")
        [node] = [n for top in nodes for n in top.walk() if n.organisation == city.ward]
        return node.name, node.head.full_name, node.head.acting, node.vacant

    assert ward(BEFORE) == ("UBND xã An Sơn", "Lê Quang Thịnh", False, False)
    assert ward(MONDAY) == ("UBND phường An Sơn", "Ngô Thị Hân", True, False)


def test_the_tree_holds_only_what_exists_on_the_day(city: City, organiser: Viewer) -> None:
    old = organisation("Phòng Y tế", "department", under=city.administration, hierarchy="state")
    old.ended_on = MONDAY
    put(old)
    new = organisation("Phòng Nội vụ", "department", under=city.administration, hierarchy="state")
    new.founded_on = MONDAY
    put(new)
    assert old.name in names(tree(organiser, BEFORE, "state"))
    assert new.name not in names(tree(organiser, BEFORE, "state"))
    assert old.name not in names(tree(organiser, MONDAY, "state"))
    assert new.name in names(tree(organiser, MONDAY, "state"))


def test_a_tree_from_one_organisation_downward_is_one_statement_too(city: City, organiser: Viewer, one: Any) -> None:
    with one():
        found = names(tree(organiser, MONDAY, "party", city.ward_party.pk))
    assert found == [city.ward_party.name, city.cell.name, city.ward.name]
    assert tree(organiser, MONDAY, "party", 10**9) == []
    assert tree(organiser, LONG_AGO - DAY, "party", city.ward_party.pk) == []


def test_a_large_tree_is_cut_after_the_levels_that_fit(city: City, organiser: Viewer) -> None:
    for number in range(4):
        unit = organisation(f"Phòng {number}", "department", under=city.administration, hierarchy="state")
        for part in range(4):
            organisation(f"Tổ {number}.{part}", "counter", under=unit, hierarchy="state")
    whole = tree(organiser, MONDAY, "state", city.administration.pk)
    cut = tree(organiser, MONDAY, "state", city.administration.pk, most=10)
    assert not any(node.cut for top in whole for node in top.walk())
    assert {n.below for top in cut for n in top.walk() if n.name.startswith("Phòng ") and n.cut} == {4}
    assert not [name for name in names(cut) if name.startswith("Tổ")]


def test_organisations_without_a_link_stand_on_top_of_their_own_hierarchy(city: City, organiser: Viewer) -> None:
    alone = organisation("Công ty Môi trường", "company")
    assert alone.name in names(tree(organiser, MONDAY, "state"))
    assert alone.name not in names(tree(organiser, MONDAY, "party"))
    below(alone, city.committee, "party")
    assert alone.name in names(tree(organiser, MONDAY, "party"))


def test_who_heads_a_unit_on_a_day(city: City, organiser: Viewer, one: Any) -> None:
    held = Appointment.objects.get(person=city.chairman)
    end_appointment(viewer=organiser, appointment=held, on=MONDAY, now=NOW)
    for day, head, vacant in ((BEFORE, city.chairman, set()), (MONDAY, None, {city.ward.pk})):
        with one():
            assert heads([city.ward.pk], day).get(city.ward.pk) == head
        with one():
            assert vacant_units([city.ward.pk], day) == vacant


def test_who_holds_a_post_on_a_day(city: City, organiser: Viewer, one: Any) -> None:
    held = Appointment.objects.get(person=city.chairman)
    end_appointment(viewer=organiser, appointment=held, on=MONDAY, now=NOW)
    successor = person("Phan Văn Đông")
    appoint(viewer=organiser, drafts=[AppointmentDraft(successor, held.post, MONDAY)], now=NOW)
    for day, who in ((BEFORE, city.chairman), (MONDAY, successor)):
        with one():
            [line] = posts_of(city.ward, day)
        assert [holder.person_id for holder in line.holders] == [who.pk]
        with one():
            assert [row.person for row in holders(city.ward, day)] == [who]
        with one():
            assert [row.post for row in posts_on([who.pk], day)[who.pk]] == [held.post]


def test_the_members_of_a_cell_on_a_day(city: City, organiser: Viewer, one: Any) -> None:
    other = organisation("Chi bộ khối phố Hòa Thuận Tây", "cell", under=city.other_party)
    row = Membership.objects.get(person=city.official)
    transfer_membership(viewer=organiser, membership=row, cell=other, on=MONDAY, document="12-GT", now=NOW)
    second = Membership.objects.get(person=city.chairman)
    change_membership(viewer=organiser, membership=second, step="exempt", on=MONDAY, now=NOW)

    def told(cell: Organisation, on: dt.date) -> set[tuple[int, bool]]:
        with one():
            return {(row.person_id, row.exempt) for row in members(cell, on)}

    both = {(city.secretary.pk, False), (city.chairman.pk, False)}
    assert told(city.cell, BEFORE) == both | {(city.official.pk, False)}
    assert told(city.cell, MONDAY) == {(city.secretary.pk, False), (city.chairman.pk, True)}
    assert told(other, BEFORE) == set()
    assert told(other, MONDAY) == {(city.official.pk, False)}


def test_what_stands_below_and_above_on_a_day(city: City, one: Any) -> None:
    link = ParentLink.objects.get(child=city.cell)
    link.valid_until = MONDAY
    put(link)
    put(ParentLink(child=city.cell, parent=city.other_party, hierarchy="party", valid_from=MONDAY))
    for day, above, not_above in (
        (BEFORE, city.ward_party, city.other_party),
        (MONDAY, city.other_party, city.ward_party),
    ):
        with one():
            assert city.cell.pk in Organisation.objects.below((above.pk,), day).values_list("pk", flat=True)
        with one():
            assert city.cell.pk not in Organisation.objects.below((not_above.pk,), day).values_list("pk", flat=True)
        with one():
            assert [unit.pk for unit in line_above(city.cell, day)] == [above.pk, city.committee.pk]
        with one():
            found = organisation_for(city.cell.pk, day)
        assert found is not None
        assert found.party_parent == above.pk  # type: ignore[attr-defined]


def test_the_line_above_says_where_the_head_is_missing(city: City, organiser: Viewer, one: Any) -> None:
    held = Appointment.objects.get(person=city.chairman)
    end_appointment(viewer=organiser, appointment=held, on=MONDAY, now=NOW)
    with one():
        line = line_above(city.counter, MONDAY, "state")
    assert [(unit.pk, unit.vacant) for unit in line] == [  # type: ignore[attr-defined]
        (city.ward.pk, True),
        (city.administration.pk, False),
    ]
    assert line[1].held_by["full_name"] == "Hồ Gia Khiêm"  # type: ignore[attr-defined]
