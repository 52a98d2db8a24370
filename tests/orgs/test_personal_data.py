"""The file of a person, requests about it with their limit, restriction instead of deletion (X-4, X-7)."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from nhacviec.ledger.queries import verify
from nhacviec.orgs.access import reading_ground
from nhacviec.orgs.actions import answer_request, lift_restriction, receive_request, restrict_person
from nhacviec.orgs.models import DataRequest, Person, ReadingLog
from nhacviec.orgs.queries import file_of, person_columns, search_people
from nhacviec.web.errors import BadInput, NotAllowed, NotPossible
from tests.factories import MONDAY, City, a_city, at, member, person, viewer

pytestmark = pytest.mark.django_db
NOW = at(MONDAY)


@pytest.fixture
def city(settings: object) -> City:
    settings.NHACVIEC_TODAY = MONDAY.isoformat()  # type: ignore[attr-defined]
    return a_city()


def signed_in(who: Person) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=who.pk).user)
    return client


def ask(city: City, *, by: Person | None = None, kind: str = "view", text: str = "") -> DataRequest:
    return receive_request(
        viewer=viewer(by or city.official), person=city.official, kind=kind, text=text, received_on=MONDAY, now=NOW
    )


def test_every_column_that_names_a_person_is_in_the_file(city: City) -> None:
    told = {part.source for part in file_of(city.official, viewer(city.official))}
    every = {
        f"{model._meta.label}.{column.name}"
        for model in apps.get_models()
        for column in person_columns(model)
        if not model._meta.auto_created
    }
    # What stands on these rows beside the person is told with the row of the other column.
    assert every - told == set()


def test_the_file_is_readable_by_people_and_by_programs(city: City) -> None:
    answer = signed_in(city.official).get(reverse("orgs:personal_file", args=[city.official.pk]))
    assert answer["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as file:
        page = file.read("ho-so.html").decode()
        parts = [json.loads(file.read(name)) for name in file.namelist() if name.endswith(".json")]
    assert city.official.full_name in page
    assert "Công chức tư pháp - hộ tịch" in page
    assert "Chi bộ khối phố An Hòa" in page
    assert city.chairman.full_name not in page
    assert all(part["rows"] and set(part) == {"title", "columns", "rows"} for part in parts)
    assert not ReadingLog.objects.exists()


def test_a_keeper_takes_it_only_for_a_request_and_that_is_on_the_log(city: City) -> None:
    address = reverse("orgs:personal_file", args=[city.official.pk])
    assert signed_in(city.organiser).get(address).status_code == 403
    assert signed_in(city.chairman).get(address).status_code == 404
    asked = ask(city)
    assert signed_in(city.organiser).get(address).status_code == 200
    row = ReadingLog.objects.get()
    assert (row.subject, row.ground, row.record_id) == ("file", "request", asked.pk)
    answer_request(viewer=viewer(city.organiser), request=asked, outcome="done", answer="Đã giao tệp", now=NOW)
    assert signed_in(city.organiser).get(address).status_code == 403


def test_the_answer_is_due_in_two_working_days(city: City) -> None:
    asked = ask(city)
    assert (asked.due_on, asked.rule_set) == (dt.date(2021, 11, 10), "personal-data/1")
    friday = MONDAY - dt.timedelta(days=3)
    late = receive_request(
        viewer=viewer(city.organiser),
        person=city.official,
        kind="correct",
        text="Sai ngày sinh",
        received_on=friday,
        now=NOW,
    )
    assert late.due_on == dt.date(2021, 11, 9)


def test_only_the_person_and_the_keeper_enter_a_request(city: City) -> None:
    with pytest.raises(NotAllowed):
        ask(city, by=city.chairman)
    ask(city, by=city.organiser)
    with pytest.raises(NotPossible):
        ask(city)
    with pytest.raises(BadInput):
        ask(city, kind="delete")
    with pytest.raises(BadInput):
        ask(city, kind="everything", text="x")


def test_nobody_answers_his_own_request(city: City) -> None:
    asked = receive_request(
        viewer=viewer(city.organiser), person=city.organiser, kind="view", text="", received_on=MONDAY, now=NOW
    )
    with pytest.raises(NotAllowed):
        answer_request(viewer=viewer(city.organiser), request=asked, outcome="done", answer="Đã giao", now=NOW)
    answered = answer_request(viewer=viewer(city.clerk), request=asked, outcome="done", answer="Đã giao", now=NOW)
    with pytest.raises(NotPossible):
        answer_request(viewer=viewer(city.clerk), request=answered, outcome="done", answer="Lần nữa", now=NOW)
    assert verify().intact


def test_a_restricted_record_is_read_by_keepers_and_the_person_alone(city: City) -> None:
    restrict_person(viewer=viewer(city.organiser), person=city.official, ground="Yêu cầu số 1", now=NOW)
    found = Person.objects.get(pk=city.official.pk)
    grounds = {
        name: reading_ground(viewer(getattr(city, name)), found)
        for name in ("official", "organiser", "clerk", "leader", "inspector", "chairman", "secretary")
    }
    assert grounds == {
        "official": "own",
        "organiser": "staff",
        "clerk": "staff",
        "leader": "",
        "inspector": "",
        "chairman": "",
        "secretary": "",
    }
    page = signed_in(city.chairman).get(reverse("orgs:person", args=[found.pk])).content.decode()
    assert "Công chức tư pháp - hộ tịch" in page  # a post is a public fact
    assert "Chi bộ khối phố An Hòa" not in page
    lift_restriction(viewer=viewer(city.organiser), person=found, ground="Hết lý do", now=NOW)
    assert reading_ground(viewer(city.leader), Person.objects.get(pk=found.pk)) == "staff"
    assert verify().intact


def test_a_restricted_member_without_a_post_is_not_found_by_others(city: City) -> None:
    retired = person("Huỳnh Thị Lựu")
    member(retired, city.cell)
    assert search_people(viewer(city.leader), "luu").filter(pk=retired.pk).exists()
    restrict_person(viewer=viewer(city.organiser), person=retired, ground="Yêu cầu số 2", now=NOW)
    assert not search_people(viewer(city.leader), "luu").filter(pk=retired.pk).exists()
    assert search_people(viewer(city.organiser), "luu").filter(pk=retired.pk).exists()


def test_nobody_restricts_his_own_record_and_only_keepers_do(city: City) -> None:
    for who in (city.organiser,):
        with pytest.raises(NotAllowed):
            restrict_person(viewer=viewer(who), person=city.organiser, ground="x", now=NOW)
    with pytest.raises(NotAllowed):
        restrict_person(viewer=viewer(city.leader), person=city.official, ground="x", now=NOW)


def test_the_pages_take_requests_answers_and_restrictions(city: City) -> None:
    own, keeper = signed_in(city.official), signed_in(city.organiser)
    pk = city.official.pk
    sent = {"kind": "correct", "text": "Ngày kết nạp sai", "received_on": "08/11/2021"}
    assert own.post(reverse("orgs:ask_data", args=[pk]), sent).status_code == 302
    asked = DataRequest.objects.get()
    assert "10/11/2021" in own.get(reverse("orgs:personal_data", args=[pk])).content.decode()
    reply = {"outcome": "done", "answer": "Đã sửa"}
    assert own.post(reverse("orgs:answer_data", args=[asked.pk]), reply).status_code == 403
    assert keeper.post(reverse("orgs:answer_data", args=[asked.pk]), reply).status_code == 302
    assert "Đã sửa" in own.get(reverse("orgs:personal_data", args=[pk])).content.decode()
    assert keeper.post(reverse("orgs:restrict", args=[pk]), {"ground": "Yêu cầu"}).status_code == 302
    assert Person.objects.get(pk=pk).restricted_on == MONDAY
