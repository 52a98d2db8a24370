"""What a successor may read: the history that came with a reorganisation, never what lives on elsewhere (principle 9)."""

import datetime as dt

import pytest

from nhacviec.orgs.access import Role, Viewer
from nhacviec.orgs.models import Organisation, ParentLink, Succession
from tests.factories import LONG_AGO, MONDAY, City, a_city, appoint, organisation, person, put, viewer

EARLIER = MONDAY - dt.timedelta(days=30)


@pytest.fixture
def city(db: None) -> City:
    return a_city()


def _ended(unit: Organisation) -> Organisation:
    unit.ended_on = EARLIER
    return put(unit)


def _follows(source: Organisation, target: Organisation, kind: str = "merge") -> None:
    put(Succession(source=source, target=target, on_date=EARLIER, kind=kind, document="01/NQ"))


def _last_child(parent: Organisation, name: str) -> Organisation:
    """An organisation that stood under the parent until the parent ended."""
    child = organisation(name, "cell")
    put(ParentLink(child=child, parent=parent, hierarchy="party", valid_from=LONG_AGO, valid_until=EARLIER))
    return child


def _secretary(where: Organisation) -> Viewer:
    who = person("Đặng Thị Tâm")
    appoint(who, where, "secretary")
    return viewer(who)


def test_the_ended_source_and_its_ended_children_are_read_by_the_successor(city: City) -> None:
    child = _ended(_last_child(city.other_party, "Chi bộ cũ"))
    _follows(_ended(city.other_party), city.ward_party)
    scope = _secretary(city.ward_party).scope
    assert {city.ward_party.pk, city.other_party.pk, child.pk} <= scope


def test_a_child_that_lives_on_under_another_parent_is_not_read_by_the_successor(city: City) -> None:
    moved = _last_child(city.other_party, "Chi bộ chuyển đi")
    put(ParentLink(child=moved, parent=city.committee, hierarchy="party", valid_from=EARLIER))
    _follows(_ended(city.other_party), city.ward_party)
    assert moved.pk not in _secretary(city.ward_party).scope
    assert moved.pk in viewer(city.leader).scope


def test_a_split_does_not_open_the_source_that_lives_on(city: City) -> None:
    _follows(city.other_party, city.ward_party, "split")
    reader = _secretary(city.ward_party)
    assert not {city.other_party.pk, city.other_ward.pk} & reader.scope
    read = Organisation.objects.filter(pk__in=reader.reads_for(Role.HEAD)).values_list("pk", flat=True)
    assert set(read) == {city.ward_party.pk}
