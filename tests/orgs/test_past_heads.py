"""Who headed an organisation when it ended keeps reading its history, and nothing else; he never acts in it again."""

from __future__ import annotations

import datetime as dt

import pytest

from nhacviec.orgs.access import reading_ground
from nhacviec.orgs.models import Appointment, Organisation, ParentLink, Person, Succession
from nhacviec.tasks.access import may_assign_for
from nhacviec.tasks.models import Task
from tests.factories import LONG_AGO, MONDAY, City, a_city, appoint, member, organisation, person, put, viewer
from tests.tasks.matrix import build

pytestmark = pytest.mark.django_db
DAY = MONDAY - dt.timedelta(days=30)


@pytest.fixture
def city() -> City:
    return a_city()


def end(unit: Organisation, *, on: dt.date = DAY, heads: bool = True) -> None:
    """End an organisation with its links, and the appointments in it."""
    unit.ended_on = on
    put(unit)
    for link in ParentLink.objects.filter(child=unit, valid_until=None):
        link.valid_until = on
        put(link)
    for row in Appointment.objects.filter(post__organisation=unit, valid_until=None) if heads else ():
        row.valid_until = on
        put(row)


def merged(city: City) -> Organisation:
    """The other ward, with a counter below it, goes into the first one."""
    counter = organisation("Bộ phận một cửa phường Hòa Thuận", "counter", under=city.other_ward, hierarchy="state")
    end(counter)
    end(city.other_ward)
    put(Succession(source=city.other_ward, target=city.ward, on_date=DAY, kind="merge", document="01/NQ"))
    return counter


def test_the_head_of_the_day_of_the_end_reads_the_ended_unit_and_what_ended_below_it(city: City) -> None:
    counter = merged(city)
    past = viewer(city.other_chairman)
    assert past.posts == ()
    assert past.scope == {city.other_ward.pk, counter.pk}
    assert past.may_read(counter.pk)


def test_the_successor_reads_it_and_the_past_head_nothing_of_the_successor(city: City) -> None:
    counter = merged(city)
    assert {city.other_ward.pk, counter.pk} <= viewer(city.chairman).scope
    assert city.ward.pk not in viewer(city.other_chairman).scope
    assert city.counter.pk not in viewer(city.other_chairman).scope


def test_who_left_before_the_end_keeps_nothing(city: City) -> None:
    row = Appointment.objects.get(person=city.other_chairman)
    row.valid_until = DAY - dt.timedelta(days=10)
    put(row)
    last = person("Đặng Thị Tâm")
    appoint(last, city.other_ward, "chairman", since=DAY - dt.timedelta(days=10))
    merged(city)
    assert viewer(city.other_chairman).scope == frozenset()
    assert city.other_ward.pk in viewer(last).scope


def test_a_deputy_and_an_official_of_the_ended_unit_keep_nothing(city: City) -> None:
    deputy, official = person("Phan Văn Ba"), person("Phan Thị Bốn")
    appoint(deputy, city.other_ward, "vice_chairman")
    appoint(official, city.other_ward, "official")
    merged(city)
    assert viewer(deputy).scope == viewer(official).scope == frozenset()


def test_a_unit_that_was_moved_away_before_is_not_history(city: City) -> None:
    moved = organisation("Trạm y tế", "public_unit")
    put(ParentLink(child=moved, parent=city.other_ward, hierarchy="state", valid_from=LONG_AGO, valid_until=DAY))
    put(ParentLink(child=moved, parent=city.ward, hierarchy="state", valid_from=DAY))
    merged(city)
    assert moved.pk not in viewer(city.other_chairman).scope
    assert moved.pk in viewer(city.chairman).scope
    # Nor later, when it has ended under its new parent.
    end(moved, on=MONDAY - dt.timedelta(days=1))
    assert moved.pk not in viewer(city.other_chairman).scope


def test_a_move_takes_the_unit_from_the_old_head_and_gives_it_to_the_new(city: City) -> None:
    link = ParentLink.objects.get(child=city.counter)
    assert city.counter.pk in viewer(city.chairman).scope
    link.valid_until = DAY
    put(link)
    put(ParentLink(child=city.counter, parent=city.other_ward, hierarchy="state", valid_from=DAY))
    assert city.counter.pk not in viewer(city.chairman).scope
    assert city.counter.pk in viewer(city.other_chairman).scope
    assert city.counter.pk in viewer(city.leader).scope


def test_people_who_live_on_elsewhere_are_not_history(city: City) -> None:
    lives_on, nowhere = person("Huỳnh Văn Sáu"), person("Huỳnh Thị Bảy")
    appoint(lives_on, city.other_ward, "official")
    appoint(nowhere, city.other_ward, "official")
    merged(city)
    appoint(lives_on, city.ward, "official", since=DAY)
    member(lives_on, city.cell, admitted_on=DAY)
    past = viewer(city.other_chairman)
    for one in (lives_on, nowhere, city.official):
        assert reading_ground(past, Person.objects.get(pk=one.pk)) == ""


def test_the_past_gives_no_right_to_act(city: City) -> None:
    merged(city)
    past = viewer(city.other_chairman)
    assert (past.speaks_for, past.command, past.serves, past.own) == (frozenset(),) * 4
    assert may_assign_for(past) == frozenset()


def test_closed_work_stays_readable_and_what_passed_on_goes(city: City) -> None:
    task = build(city)["task"]
    Task.objects.filter(pk=task.pk).update(lead=city.other_ward, responsible=city.city_chairman)
    merged(city)
    past = viewer(city.other_chairman)
    assert Task.objects.visible_to(past).filter(pk=task.pk).exists()
    Task.objects.filter(pk=task.pk).update(lead=city.ward)
    assert not Task.objects.visible_to(past).filter(pk=task.pk).exists()
