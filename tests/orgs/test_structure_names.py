"""A renamed organisation is the same one: each day has its name, and the old one still finds it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from nhacviec.ledger.queries import verify
from nhacviec.orgs.access import Viewer
from nhacviec.orgs.actions import (
    FoundingDocument,
    OrganisationDraft,
    create_organisations,
    move_organisation,
    rename_organisation,
    split_organisation,
)
from nhacviec.orgs.models import Organisation, OrganisationName, ParentLink, Succession
from nhacviec.orgs.queries import search_organisations
from nhacviec.orgs.queries.structure import former_names, naming_on, search_past
from nhacviec.web.errors import BadInput, NotAllowed, NotPossible
from tests.contracts.matrix import TODAY
from tests.factories import LONG_AGO, MONDAY, City, a_city, at, organisation, viewer
from tests.structure_steps import merged, operator

DOCUMENT = FoundingDocument("99/NQ-HĐND", MONDAY)
BEFORE = MONDAY - dt.timedelta(1)


@pytest.fixture
def city(db: None) -> Iterator[City]:
    with override_settings(NHACVIEC_TODAY=TODAY):
        yield a_city()
    result = verify()
    assert result.intact, [str(fault) for fault in result.faults]


def rename(unit: Organisation, name: str, on: dt.date = MONDAY, by: Viewer | None = None, **more: Any) -> Organisation:
    return rename_organisation(
        viewer=by or operator(MONDAY), organisation=unit, name=name, on=on, document=DOCUMENT, now=at(MONDAY), **more
    )


def test_each_day_has_its_name(city: City) -> None:
    first, second = dt.date(2021, 3, 1), dt.date(2021, 9, 1)
    rename(city.ward, "UBND phường Trường Xuân", first, short_name="Trường Xuân")
    found = rename(city.ward, "UBND phường Hương Trà", second)
    names = [naming_on(found, day).name for day in (LONG_AGO, dt.date(2021, 2, 28), first, second, MONDAY)]
    assert names == [
        "UBND phường An Sơn",
        "UBND phường An Sơn",
        "UBND phường Trường Xuân",
        "UBND phường Hương Trà",
        "UBND phường Hương Trà",
    ]
    assert [row.name for row in former_names([found.pk], MONDAY)[found.pk]] == names[1:3]
    assert OrganisationName.objects.filter(organisation=found, valid_until=None).count() == 1
    assert not Succession.objects.exists()


def test_the_old_name_still_finds_it_and_says_what_it_is_now(city: City) -> None:
    rename(city.ward, "UBND phường Hương Trà")
    assert list(search_organisations("phuong an son", MONDAY).values_list("name", flat=True)) == [
        "Bộ phận một cửa phường An Sơn",
        "Đảng bộ phường An Sơn",
        "UBND phường Hương Trà",
    ]
    [past] = search_past("ubnd phuong an son", MONDAY)
    assert (past.name, past.now, past.until) == ("UBND phường An Sơn", [city.ward], MONDAY)


def test_an_ended_one_is_found_with_those_who_follow_it_today(city: City) -> None:
    merged([city.ward], city.other_ward, BEFORE)
    merged([city.other_ward], city.administration, MONDAY)
    found = search_past("phường An Sơn", MONDAY)
    assert [(one.name, one.now) for one in found] == [("UBND phường An Sơn", [city.administration])]


def test_the_page_of_people_and_organisations_says_so(city: City) -> None:
    merged([city.ward], city.other_ward, MONDAY)
    client = Client()
    user = city.organiser.user
    assert user is not None
    client.force_login(user)
    page = client.get(reverse("orgs:people") + "?q=phuong an son").content.decode()
    assert "nay là" in page
    assert reverse("orgs:organisation", args=[city.other_ward.pk]) in page
    ended = client.get(reverse("orgs:organisation", args=[city.ward.pk])).content.decode()
    assert "UBND phường Hòa Thuận" in ended


def test_an_official_code_belongs_to_one_living_organisation(city: City) -> None:
    rename(city.ward, city.ward.name, official_code="20350")
    with pytest.raises(BadInput):
        rename(city.other_ward, city.other_ward.name, official_code="20350")
    draft = OrganisationDraft("Phường khác", "PK", "ward_administration", MONDAY, official_code="20350")
    with pytest.raises(BadInput):
        create_organisations(viewer=operator(MONDAY), drafts=[draft], now=at(MONDAY))


def test_nothing_new_too_early_or_without_a_right_is_refused(city: City) -> None:
    with pytest.raises(BadInput):
        rename(city.ward, city.ward.name)
    with pytest.raises(NotPossible):
        rename(city.ward, "Tên khác", LONG_AGO)
    with pytest.raises(BadInput):
        rename(city.ward, "Tên khác", MONDAY + dt.timedelta(1))
    with pytest.raises(NotAllowed):
        rename(city.ward, "Tên khác", by=viewer(city.chairman))
    rename(city.ward, "Tên khác", by=viewer(city.organiser))
    with pytest.raises(NotPossible):
        rename(city.ward, "Tên khác nữa")


def test_a_moved_organisation_is_read_from_above_its_new_place_alone(city: City) -> None:
    old, new = viewer(city.secretary), city.other_party
    assert city.cell.pk in old.scope
    link = move_organisation(
        viewer=viewer(city.organiser),
        organisation=city.cell,
        parent=new,
        hierarchy="party",
        on=MONDAY,
        document=DOCUMENT,
        now=at(MONDAY),
    )
    assert (link.parent, link.valid_from, link.document) == (new, MONDAY, DOCUMENT.text)
    assert ParentLink.objects.on(BEFORE).get(child=city.cell, hierarchy="party").parent == city.ward_party
    assert city.cell.pk not in viewer(city.secretary).scope
    assert city.cell.pk in viewer(city.secretary, BEFORE).scope
    with pytest.raises(BadInput):
        move_organisation(
            viewer=viewer(city.organiser),
            organisation=city.cell,
            parent=new,
            hierarchy="party",
            on=MONDAY,
            document=DOCUMENT,
            now=at(MONDAY),
        )


def test_a_split_that_ends_its_source_needs_two_who_receive(city: City) -> None:
    other = organisation("Chi bộ số 2", "cell", under=city.ward_party)
    with pytest.raises(BadInput):
        split_organisation(
            viewer=operator(MONDAY),
            source=city.cell,
            into=[other],
            keep_source=False,
            on=MONDAY,
            document=DOCUMENT,
            now=at(MONDAY),
        )
