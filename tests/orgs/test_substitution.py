"""Substitution: who may give it, what it gives, what carries "thay mặt", and how it ends by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nhacviec.ledger.actions import SYSTEM
from nhacviec.ledger.models import Entry
from nhacviec.ledger.queries import content, verify
from nhacviec.notifications.actions import notify
from nhacviec.notifications.models import Message
from nhacviec.notifications.queries import text_of
from nhacviec.orgs.access import Role, Viewer, viewer_for_person
from nhacviec.orgs.actions import appoint_substitute, end_appointment, end_substitution
from nhacviec.orgs.models import Appointment, Person, Substitution
from nhacviec.web.errors import BadInput, NotAllowed, NotPossible
from tests.factories import MONDAY, City, a_city, appoint, at, person, put, viewer

pytestmark = pytest.mark.django_db
NOW = at(MONDAY)
DAY = dt.timedelta(days=1)
WEEK = dt.timedelta(days=7)


@pytest.fixture
def city() -> City:
    return a_city()


def post_of(who: Person) -> Appointment:
    return Appointment.objects.get(person=who)


def give(city: City, by: Viewer | None = None, **more: Any) -> Substitution:
    """The head of the ward is away for a week; the secretary acts for him."""
    asked: dict[str, Any] = {
        "appointment": more.get("appointment") or post_of(city.chairman),
        "substitute": city.secretary,
        "areas": [],
        "since": MONDAY,
        "until": MONDAY + WEEK,
        "reason": "Đi học",
    }
    return appoint_substitute(viewer=by or viewer(city.chairman), now=NOW, **{**asked, **more})


def acting(who: Person, given: Substitution, on: dt.date = MONDAY) -> Viewer:
    return viewer_for_person(Person.objects.get(pk=who.pk), on=on, stand_in=given.pk)


def test_in_the_mode_the_rights_are_those_of_the_post_alone(city: City) -> None:
    given = give(city)
    mode = acting(city.secretary, given)
    assert mode.speaks_for == {city.ward.pk}
    assert mode.scope == viewer(city.chairman).scope
    assert viewer(city.secretary).speaks_for == {city.ward_party.pk}
    assert not mode.has(Role.HEAD, city.ward_party.pk)


def test_in_the_own_post_the_substitution_gives_nothing(city: City) -> None:
    before = viewer(city.official)
    give(city, substitute=city.official)
    after = viewer(city.official)
    assert (after.posts, after.roles, after.scope) == (before.posts, before.roles, before.scope)
    assert [one.on_behalf_of for one in after.stand_ins] == [
        f"{city.chairman.full_name}, {post_of(city.chairman).post.title}"
    ]


def test_it_starts_and_ends_by_itself(city: City) -> None:
    given = give(city, since=MONDAY + DAY, until=MONDAY + 3 * DAY)
    days = [MONDAY + DAY * n for n in range(5)]
    assert [bool(acting(city.secretary, given, day).stand_in) for day in days] == [False, True, True, False, False]


def test_it_ends_with_the_appointment(city: City) -> None:
    given = give(city)
    end_appointment(viewer=viewer(city.organiser), appointment=post_of(city.chairman), on=MONDAY + DAY, now=NOW)
    assert acting(city.secretary, given).stand_in
    late = acting(city.secretary, given, MONDAY + DAY)
    assert late.stand_in is None
    assert late.speaks_for == {city.ward_party.pk}


def test_a_limited_one_gives_nothing_outside_its_areas(city: City) -> None:
    given = give(city, areas=["reminders"])
    mode = acting(city.secretary, given)
    assert (mode.posts, mode.scope, mode.speaks_for) == ((), frozenset(), frozenset())
    assert mode.in_area("reminders").speaks_for == {city.ward.pk}
    assert mode.in_area("discipline").speaks_for == frozenset()
    assert mode.in_area("").posts == ()


@pytest.mark.parametrize("giver", ["chairman", "secretary", "city_chairman", "organiser", "clerk"])
def test_the_absent_person_who_speaks_above_and_the_keeper_may_give_it(city: City, giver: str) -> None:
    assert give(city, viewer(getattr(city, giver)), substitute=city.official).pk


@pytest.mark.parametrize("giver", ["official", "other_chairman", "inspector"])
def test_others_may_not(city: City, giver: str) -> None:
    with pytest.raises(NotAllowed):
        give(city, viewer(getattr(city, giver)), substitute=city.secretary)


def test_nobody_names_himself(city: City) -> None:
    for who in (city.organiser, city.secretary):
        with pytest.raises(NotAllowed):
            give(city, viewer(who), substitute=who)


def test_who_substitutes_does_not_substitute_further(city: City) -> None:
    given = give(city)
    with pytest.raises(NotAllowed):
        give(
            city, acting(city.secretary, given), substitute=city.official, since=MONDAY + WEEK, until=MONDAY + 2 * WEEK
        )


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"substitute": "chairman"}, "substitute"),
        ({"substitute": "stranger"}, "substitute"),
        ({"since": MONDAY - DAY}, "since"),
        ({"until": MONDAY}, "until"),
        ({"areas": ["everything"]}, "areas"),
        ({"reason": " "}, "reason"),
    ],
)
def test_what_cannot_be_is_named(city: City, change: dict[str, Any], field: str) -> None:
    people = {"chairman": city.chairman, "stranger": person("Trương Thị Mơ")}
    asked = {key: people.get(value, value) if isinstance(value, str) else value for key, value in change.items()}
    with pytest.raises(BadInput) as caught:
        give(city, **asked)
    assert caught.value.field == field


def test_the_appointment_covers_the_whole_time(city: City) -> None:
    row = post_of(city.chairman)
    row.valid_until = MONDAY + 3 * DAY
    put(row)
    with pytest.raises(BadInput) as caught:
        give(city)
    assert caught.value.field == "until"


def test_one_substitute_a_time_in_each_area(city: City) -> None:
    give(city, areas=["tasks"])
    give(city, areas=["reminders"], substitute=city.official)
    for areas in (["tasks", "discipline"], []):
        with pytest.raises(NotPossible):
            give(city, areas=areas, substitute=city.official)
    give(city, areas=["tasks"], since=MONDAY + WEEK, until=MONDAY + 2 * WEEK)


@pytest.mark.parametrize("who", ["chairman", "secretary", "organiser"])
def test_it_is_ended_before_its_time_by_giver_or_substitute(city: City, who: str) -> None:
    given = give(city)
    end_substitution(viewer=viewer(getattr(city, who)), substitution=given, on=MONDAY + DAY, now=NOW)
    assert acting(city.secretary, given).stand_in
    assert acting(city.secretary, given, MONDAY + DAY).stand_in is None
    assert verify().intact


def test_others_do_not_end_it(city: City) -> None:
    with pytest.raises(NotAllowed):
        end_substitution(viewer=viewer(city.official), substitution=give(city), on=MONDAY, now=NOW)


def test_what_is_done_carries_the_absent_person(city: City) -> None:
    given = give(city)
    mode = acting(city.secretary, given)
    assert mode.actor.on_behalf_of == f"{city.chairman.full_name}, {post_of(city.chairman).post.title}"
    assert mode.actor.as_json()["on_behalf_of"] == mode.actor.on_behalf_of
    assert mode.actor.name == city.secretary.full_name
    assert "on_behalf_of" not in viewer(city.secretary).actor.as_json()
    assert "on_behalf_of" not in SYSTEM.as_json()
    entry = Entry.objects.latest("id")
    assert content(entry)["verb"] == "appoint_substitute"
    assert verify().intact


def test_the_place_of_another_is_no_way_round_a_conflict(city: City) -> None:
    first = post_of(city.chairman)
    also = appoint(city.chairman, city.cell, "secretary")
    given = give(city, appointment=first)
    mode = acting(city.secretary, given)
    assert mode.concerns(city.chairman.pk)
    assert mode.concerns(city.secretary.pk)
    assert mode.self_id is None
    # What the absent person heads besides, and what the substitute heads himself, stays a conflict.
    assert mode.heads == {city.ward.pk, city.ward_party.pk, also.post.organisation_id}


def test_what_is_told_to_the_absent_head_reaches_the_substitute(city: City) -> None:
    give(city, areas=["reminders"])
    told: Callable[..., int] = notify
    path = reverse("reminders:workbench")
    told(person_ids=[city.chairman.pk], message="Việc của ghế", path=path, now=NOW, office=True, key="a")
    told(person_ids=[city.chairman.pk], message="Việc riêng", path=path, now=NOW)
    told(person_ids=[city.chairman.pk], message="Ngoài phạm vi", path=reverse("tasks:list"), now=NOW, office=True)
    told(person_ids=[city.chairman.pk], message="Tuần sau", path=path, now=NOW + WEEK, office=True)
    mine = Message.objects.filter(person_id=city.secretary.pk, path=path)
    assert [text_of(one) for one in mine] == [f"Thay mặt {city.chairman.full_name}: Việc của ghế"]
    assert Message.objects.filter(person_id=city.chairman.pk).count() == 4


def test_the_substitute_is_told_and_switches_with_one_click(city: City, client: Client, settings: Any) -> None:
    settings.NHACVIEC_TODAY = MONDAY.isoformat()
    given = give(city)
    client.force_login(Person.objects.get(pk=city.secretary.pk).user)
    assert city.chairman.full_name in client.get(reverse("notifications:inbox")).content.decode()
    label = f"thay-mat-{given.pk}"
    assert label in client.get(reverse("orgs:tree")).content.decode()
    answer = client.post(reverse("switch_post"), {"post": label})
    assert answer["Location"] == reverse("statistics:my_work")
    page = client.get(reverse("orgs:tree")).content.decode()
    assert f"Đang làm việc thay mặt {city.chairman.full_name}" in page
    client.post(reverse("switch_post"), {"post": ""})
    assert "Đang làm việc thay mặt" not in client.get(reverse("orgs:tree")).content.decode()


def test_who_is_no_substitute_cannot_take_the_mode(city: City, client: Client, settings: Any) -> None:
    settings.NHACVIEC_TODAY = MONDAY.isoformat()
    given = give(city)
    client.force_login(Person.objects.get(pk=city.official.pk).user)
    client.post(reverse("switch_post"), {"post": f"thay-mat-{given.pk}"})
    session = client.session
    session["stand_in"] = given.pk
    session.save()
    page = client.get(reverse("orgs:tree")).content.decode()
    assert "Đang làm việc thay mặt" not in page


def test_the_form_names_a_substitute(city: City, client: Client, settings: Any) -> None:
    settings.NHACVIEC_TODAY = MONDAY.isoformat()
    client.force_login(Person.objects.get(pk=city.chairman.pk).user)
    address = reverse("orgs:substitute", args=[post_of(city.chairman).pk])
    assert client.post(address, {}).status_code == 422
    sent = {
        "substitute": city.official.pk,
        "since": "08/11/2021",
        "last_day": "12/11/2021",
        "reason": "Nghỉ phép",
        "areas": ["tasks"],
    }
    assert client.post(address, sent).status_code == 302
    made = Substitution.objects.get()
    assert (made.substitute_id, made.areas, made.valid_until) == (city.official.pk, ["tasks"], dt.date(2021, 11, 13))
    page = client.get(reverse("orgs:substitutions", args=[city.chairman.pk])).content.decode()
    assert city.official.full_name in page
    ended = client.post(reverse("orgs:end_substitution", args=[made.pk]), {"on": "09/11/2021"})
    assert ended.status_code == 302
