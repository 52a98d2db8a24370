"""The REST door of people: names and posts are public, personal data is within scope and its reading noted; tokens."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from nhacviec.accounts.actions import make_token
from nhacviec.accounts.models import User
from nhacviec.ledger.actions import SYSTEM
from nhacviec.orgs.actions import end_appointment
from nhacviec.orgs.models import Appointment, ReadingLog
from tests.factories import MONDAY, City, a_city, at, member, person, put, viewer
from tests.orgs.test_api_organisations import ask

pytestmark = pytest.mark.django_db
BEFORE = MONDAY - dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def on_monday(settings: object) -> None:
    settings.NHACVIEC_TODAY = "2021-11-08T09:00"  # type: ignore[attr-defined]


@pytest.fixture
def city() -> City:
    return a_city()


def test_people_are_found_by_words_and_those_without_a_post_only_within_scope(city: City) -> None:
    quiet = member(person("Huỳnh Thị Lựu"), city.cell).person
    assert [one["full_name"] for one in ask(city.other_chairman, "people", q="thinh le")["items"]] == ["Lê Quang Thịnh"]
    assert ask(city.other_chairman, "people", q="luu")["items"] == []
    assert [one["id"] for one in ask(city.secretary, "people", q="luu")["items"]] == [quiet.pk]
    assert ask(city.other_chairman, f"people/{quiet.pk}", 404)["status"] == 404


def test_people_come_page_by_page_in_the_order_of_given_names(city: City) -> None:
    names: list[str] = []
    after = ""
    while True:
        page = ask(city.leader, "people", size=4, after=after)
        names += [one["full_name"] for one in page["items"]]
        if not (after := page["next"]):
            break
    assert names[:3] == ["Phạm Ngọc Ẩn", "Nguyễn Thị Bảo Châu", "Bùi Văn Đạt"]
    assert len(names) == 9


def test_posts_before_and_after_a_change(city: City) -> None:
    held = Appointment.objects.get(person=city.chairman)
    end_appointment(viewer=viewer(city.organiser), appointment=held, on=MONDAY, now=at(MONDAY))
    path = f"people/{city.chairman.pk}"
    assert [post["organisation"]["id"] for post in ask(city.official, path, on=BEFORE)["posts"]] == [city.ward.pk]
    assert ask(city.official, path)["posts"] == []
    assert [post["id"] for post in ask(city.official, f"{path}/posts")] == [held.pk]
    assert ask(city.official, f"{path}/posts", on=MONDAY) == []


def test_personal_data_needs_a_ground_and_the_reading_is_noted(city: City) -> None:
    city.official.born_on = dt.date(1990, 5, 4)
    put(city.official)
    path = f"people/{city.official.pk}"
    outside = ask(city.other_chairman, path)
    assert (outside["born_on"], outside["ground"]) == (None, "")
    assert ask(city.other_chairman, f"{path}/memberships", 403)["status"] == 403
    assert not ReadingLog.objects.exists()
    own = ask(city.official, path)
    assert (own["born_on"], own["ground"]) == ("1990-05-04", "own")
    assert not ReadingLog.objects.exists()
    assert ask(city.inspector, path)["ground"] == "staff"
    [stay] = ask(city.inspector, f"{path}/memberships", on=MONDAY)
    assert (stay["cell"]["id"], stay["temporary"], stay["exempt"]) == (city.cell.pk, False, False)
    assert ReadingLog.objects.filter(person_id=city.official.pk, reader_person_id=city.inspector.pk).exists()


def token_of(user: User) -> str:
    _token, text = make_token(
        actor=SYSTEM, user=user, name="Báo cáo tuần", expires_on=MONDAY + dt.timedelta(days=30), now=at(MONDAY)
    )
    return text


def with_token(token: str, path: str) -> Any:
    return Client().get(f"/api/v1/{path}", headers={"Authorization": f"Bearer {token}"})


def test_a_token_reads_what_its_owner_may_read(city: City) -> None:
    user = User.objects.get(username="bi.thu")
    text = token_of(user)
    answer = with_token(text, f"organisations/{city.cell.pk}/members")
    assert answer.status_code == 200
    assert len(answer.json()["items"]) == 3
    foreign = token_of(User.objects.get(username="chu.tich.khac"))
    assert with_token(foreign, f"organisations/{city.cell.pk}/members").status_code == 403


def test_a_token_that_is_not_open_is_answered_401_even_with_a_session(city: City) -> None:
    client = Client()
    user = User.objects.get(username="bi.thu")
    client.force_login(user)
    for header in ("Bearer nv_made-up", "Bearer ", "Basic Ymk6dGh1"):
        answer = client.get("/api/v1/organisations", headers={"Authorization": header})
        assert answer.status_code == 401, header
    assert client.get("/api/v1/organisations").status_code == 200


def test_who_must_prove_a_second_factor_is_not_let_in_by_a_session_without_it(city: City, settings: Any) -> None:
    settings.NHACVIEC_SECOND_FACTOR = True
    client = Client()
    client.force_login(User.objects.get(username="lanh.dao"))
    assert client.get("/api/v1/organisations").status_code == 401
    plain = Client()
    plain.force_login(User.objects.get(username="can.bo"))
    assert plain.get("/api/v1/organisations").status_code == 200
