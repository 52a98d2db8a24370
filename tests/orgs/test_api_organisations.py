"""The REST door of organisations: every question of any day, in JSON, for those who may ask."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from nhacviec.orgs.actions import AppointmentDraft, appoint, end_appointment
from nhacviec.orgs.models import Appointment, OrganisationName, ParentLink, Person, ReadingLog, Succession
from tests.factories import LONG_AGO, MONDAY, City, a_city, at, organisation, put, viewer

pytestmark = pytest.mark.django_db
BEFORE = MONDAY - dt.timedelta(days=1)
Answer = dict[str, Any]


@pytest.fixture(autouse=True)
def on_monday(settings: object) -> None:
    settings.NHACVIEC_TODAY = "2021-11-08T09:00"  # type: ignore[attr-defined]


@pytest.fixture
def city() -> City:
    return a_city()


def signed_in(who: Person) -> Client:
    client = Client()
    user = Person.objects.get(pk=who.pk).user
    assert user is not None
    client.force_login(user)
    return client


def ask(who: Person, path: str, status: int = 200, **query: object) -> Any:
    answer = signed_in(who).get(f"/api/v1/{path}", query)
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"].startswith("application/json")
    return answer.json()


def test_nobody_is_told_in_json_to_sign_in() -> None:
    answer = Client().get("/api/v1/organisations")
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"
    assert answer.json()["status"] == 401


def test_organisations_are_found_by_words_kind_and_code_page_by_page(city: City) -> None:
    found = ask(city.official, "organisations", q="an son")
    assert {unit["name"] for unit in found["items"]} >= {"UBND phường An Sơn", "Đảng bộ phường An Sơn"}
    cells = ask(city.official, "organisations", kind="cell")
    assert [unit["id"] for unit in cells["items"]] == [city.cell.pk]
    assert cells["items"][0]["kind_label"] == "chi bộ"
    assert {u["family"] for u in ask(city.official, "organisations", family="state")["items"]} == {"state"}
    first = ask(city.official, "organisations", size=5)
    every, after = first["items"], first["next"]
    while after:
        page = ask(city.official, "organisations", size=5, after=after)
        every, after = every + page["items"], page["next"]
    assert len({unit["id"] for unit in every}) == len(every) == 13


def test_an_official_code_belongs_to_another_unit_on_another_day(city: City) -> None:
    old = organisation("Phường Phước Hòa", "ward_administration")
    old.ended_on, old.official_code = MONDAY, "20365"
    put(old)
    city.ward.official_code = "20365"
    put(city.ward)
    put(
        OrganisationName(
            organisation=old, name=old.name, official_code="20365", valid_from=LONG_AGO, valid_until=MONDAY
        )
    )
    put(OrganisationName(organisation=city.ward, name=city.ward.name, valid_from=LONG_AGO, valid_until=MONDAY))
    put(OrganisationName(organisation=city.ward, name=city.ward.name, official_code="20365", valid_from=MONDAY))
    assert [u["id"] for u in ask(city.official, "organisations", official_code="20365", on=BEFORE)["items"]] == [old.pk]
    assert [u["id"] for u in ask(city.official, "organisations", official_code="20365")["items"]] == [city.ward.pk]


def test_detail_and_names_speak_of_the_day(city: City) -> None:
    put(OrganisationName(organisation=city.ward, name="UBND xã An Sơn", valid_from=LONG_AGO, valid_until=MONDAY))
    put(OrganisationName(organisation=city.ward, name=city.ward.name, valid_from=MONDAY))
    before = ask(city.official, f"organisations/{city.ward.pk}", on=BEFORE)
    assert before["name_on_day"] == "UBND xã An Sơn"
    assert before["state_parent"] == {"id": city.administration.pk, "name": city.administration.name}
    assert before["members"] is None
    assert not ask(city.official, f"organisations/{city.ward.pk}", on=LONG_AGO - dt.timedelta(days=1))["existing"]
    assert len(ask(city.official, f"organisations/{city.ward.pk}/names")) == 2
    [name] = ask(city.official, f"organisations/{city.ward.pk}/names", on=BEFORE)
    assert name["name"] == "UBND xã An Sơn"


def test_children_subtree_and_parents_before_and_after_a_move(city: City) -> None:
    link = ParentLink.objects.get(child=city.cell)
    link.valid_until = MONDAY
    put(link)
    put(ParentLink(child=city.cell, parent=city.other_party, hierarchy="party", valid_from=MONDAY))

    def ids(path: str, on: dt.date) -> list[int]:
        answer = ask(city.official, path, on=on)
        return [unit["id"] for unit in (answer["items"] if isinstance(answer, dict) else answer)]

    for day, above, beside in (
        (BEFORE, city.ward_party, city.other_party),
        (MONDAY, city.other_party, city.ward_party),
    ):
        assert city.cell.pk in ids(f"organisations/{above.pk}/children", day)
        assert city.cell.pk not in ids(f"organisations/{beside.pk}/children", day)
        assert city.cell.pk in ids(f"organisations/{above.pk}/subtree", day)
        assert city.cell.pk not in ids(f"organisations/{beside.pk}/subtree", day)
        assert ids(f"organisations/{city.cell.pk}/parents", day) == [above.pk, city.committee.pk]
    page = ask(city.official, f"organisations/{city.committee.pk}/subtree", size=200)
    [cell] = [unit for unit in page["items"] if unit["id"] == city.cell.pk]
    assert cell["parent_id"] == city.other_party.pk


def test_head_and_posts_before_and_after_a_change(city: City) -> None:
    held, organiser = Appointment.objects.get(person=city.chairman), viewer(city.organiser)
    end_appointment(viewer=organiser, appointment=held, on=BEFORE, now=at(MONDAY))
    acting = AppointmentDraft(city.official, held.post, MONDAY, acting=True)
    appoint(viewer=organiser, drafts=[acting], now=at(MONDAY))

    def head(on: dt.date) -> Answer:
        return dict(ask(city.leader, f"organisations/{city.ward.pk}/head", on=on))

    assert head(BEFORE - dt.timedelta(days=1))["head"]["person"]["name"] == "Lê Quang Thịnh"
    assert (head(BEFORE)["head"], head(BEFORE)["vacant"]) == (None, True)
    assert (head(MONDAY)["head"]["acting"], head(MONDAY)["vacant"]) == (True, False)
    [post] = ask(city.leader, f"organisations/{city.ward.pk}/posts", on=BEFORE)
    assert (post["vacant"], post["holders"], post["is_head"]) == (True, [], True)


def test_successions_are_told_up_to_the_day(city: City) -> None:
    old = organisation("Trung tâm văn hóa cũ", "public_unit", under=city.administration, hierarchy="state")
    old.ended_on = MONDAY
    put(old)
    put(Succession(source=old, target=city.department, on_date=MONDAY, document="01/QĐ-UBND"))
    [row] = ask(city.official, f"organisations/{old.pk}/successions")
    assert (row["kind"], row["target"]["id"], row["document"]) == ("merge", city.department.pk, "01/QĐ-UBND")
    assert ask(city.official, f"organisations/{old.pk}/successions", on=BEFORE) == []


def test_members_are_for_those_above_the_cell_and_each_reading_is_noted(city: City) -> None:
    path = f"organisations/{city.cell.pk}/members"
    found = ask(city.secretary, path, size=2)
    rest = ask(city.secretary, path, size=2, after=found["next"])
    assert [m["person"]["name"] for m in found["items"] + rest["items"]] == [
        "Phạm Ngọc Ẩn",
        "Ngô Thị Hân",
        "Lê Quang Thịnh",
    ]
    assert set(ReadingLog.objects.filter(subject="api").values_list("person_id", flat=True)) == {
        city.official.pk,
        city.chairman.pk,
    }
    assert ask(city.other_chairman, path, 403)["status"] == 403
    assert ask(city.secretary, path, on=LONG_AGO - dt.timedelta(days=4000))["items"] == []


def test_a_restricted_member_is_listed_for_keepers_alone(city: City) -> None:
    city.official.restricted_on = BEFORE
    put(city.official)
    path = f"organisations/{city.cell.pk}/members"
    names = [member["person"]["name"] for member in ask(city.secretary, path)["items"]]
    assert "Ngô Thị Hân" not in names
    assert "Ngô Thị Hân" in [member["person"]["name"] for member in ask(city.organiser, path)["items"]]


WRONG = [
    ("organisations/abc", {}, 422),
    ("organisations/0", {}, 422),
    ("organisations/1.0", {}, 422),
    ("organisations/99999999999999999999", {}, 422),
    ("organisations/999999999", {}, 404),
    ("organisations/999999999/head", {}, 404),
    ("organisations", {"on": "2021-02-31"}, 422),
    ("organisations", {"on": "1600000000"}, 422),
    ("organisations", {"on": "0001-01-01"}, 422),
    ("organisations", {"size": "0"}, 422),
    ("organisations", {"size": "1e2"}, 422),
    ("organisations", {"size": "١٠"}, 422),
    ("organisations", {"after": "made-up"}, 422),
    ("organisations", {"family": "club"}, 422),
    ("organisations", {"q": "x" * 101}, 422),
    ("nowhere", {}, 404),
    ("organisations", {"q": "a\x00b"}, 400),
]


@pytest.mark.parametrize(("path", "query", "status"), WRONG)
def test_a_wrong_question_is_answered_in_json(city: City, path: str, query: dict[str, str], status: int) -> None:
    found = ask(city.official, path, status, **query)
    assert found["status"] == status
    assert found["message"]


def test_writing_is_not_offered(city: City) -> None:
    client = signed_in(city.organiser)
    for method in ("post", "put", "patch", "delete"):
        assert getattr(client, method)(f"/api/v1/organisations/{city.ward.pk}").status_code == 405


def test_few_statements_however_many_rows(city: City, django_assert_max_num_queries: Any) -> None:
    for number in range(30):
        organisation(f"Tổ dân phố {number}", "counter", under=city.ward, hierarchy="state")
    client = signed_in(city.leader)
    for path in ("organisations", f"organisations/{city.administration.pk}/subtree?hierarchy=state", "people"):
        with django_assert_max_num_queries(6):
            assert len(client.get(f"/api/v1/{path}").json()["items"]) > 5
