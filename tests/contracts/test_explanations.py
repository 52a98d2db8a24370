"""What the pages say of rights is what decides: every person against every record of the small city."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.urls import reverse

from nhacviec.discipline.models import Case
from nhacviec.inspections.models import Inspection
from nhacviec.orgs.access import RecordKind, Viewer, reading_ground, viewers_for_people
from nhacviec.orgs.models import Organisation, Person
from nhacviec.orgs.queries import explain, readers_of, record_kinds
from nhacviec.reminders.models import Notice
from nhacviec.reviews.models import Subject
from nhacviec.tasks.models import Task
from tests.contracts.matrix import World
from tests.factories import MONDAY

pytestmark = pytest.mark.django_db
KINDS = ("organisation", "person", "task", "notice", "inspection", "case", "grade")
# What the pages and lists of each room ask.
DECIDES: dict[str, Callable[[Viewer], Iterable[int]]] = {
    "organisation": lambda v: [o.pk for o in Organisation.objects.all() if v.may_read(o.pk)],
    "person": lambda v: [p.pk for p in Person.objects.all() if reading_ground(v, p)],
    "task": lambda v: Task.objects.visible_to(v).values_list("pk", flat=True),
    "notice": lambda v: Notice.objects.visible_to(v).values_list("pk", flat=True),
    "inspection": lambda v: Inspection.objects.visible_to(v).values_list("pk", flat=True),
    "case": lambda v: Case.objects.visible_to(v).values_list("pk", flat=True),
    "grade": lambda v: Subject.objects.visible_to(v).values_list("pk", flat=True),
}


def kind(code: str) -> RecordKind:
    return record_kinds()[code]


def everybody() -> list[Viewer]:
    return viewers_for_people(list(Person.objects.values_list("pk", flat=True)), MONDAY)


def test_every_room_names_its_kinds() -> None:
    assert set(record_kinds()) == set(KINDS)


@pytest.mark.parametrize("code", KINDS)
def test_an_explanation_is_given_to_those_and_only_those_who_may_read(world: World, code: str) -> None:
    asked = kind(code)
    viewers = everybody()
    records: list[Any] = list(asked.model._default_manager.all())
    decided = {viewer.person_id: set(DECIDES[code](viewer)) for viewer in viewers}
    compared = 0
    for record in records:
        grounds = asked.readers.holding(asked.model, record.pk, viewers)
        told = {viewer.person_id for viewer, held in zip(viewers, grounds, strict=True) if held}
        may = {pk for pk, seen in decided.items() if record.pk in seen}
        assert told == may, f"{code} {record.pk}"
        compared += len(viewers)
    assert compared >= 20
    assert any(decided.values())


@pytest.mark.parametrize("code", KINDS)
def test_the_list_of_readers_is_complete(world: World, code: str) -> None:
    asked = kind(code)
    decided = {viewer.person_id: set(DECIDES[code](viewer)) for viewer in everybody()}
    for pk in asked.model._default_manager.order_by("pk").values_list("pk", flat=True)[:12]:
        record = asked.record(pk)
        named = {one.viewer.person_id for one in readers_of(asked, record, MONDAY) if one.stand_in is None}
        may = {who for who, seen in decided.items() if pk in seen}
        assert named == may, f"{code} {pk}"


@pytest.mark.parametrize("code", KINDS)
def test_each_ground_that_comes_from_a_post_names_the_post_and_the_way(world: World, code: str) -> None:
    asked = kind(code)
    record = asked.record(asked.model._default_manager.order_by("pk").values_list("pk", flat=True)[0])
    told = 0
    for reader in readers_of(asked, record, MONDAY):
        reasons = explain(reader.viewer, asked, record)
        assert {g.code for g in reader.grounds} <= {b.ground.code for b in reasons}
        for because in reasons:
            told += 1
            if because.post is not None:
                assert because.way, f"{because.ground.code} of {reader.viewer.name}"
                assert because.way[0].organisation.pk in {because.post.organisation_id, because.post.serves}
    assert told


def test_the_pages_say_it(world: World) -> None:
    task = world.objects["task"]
    page = world.client("leader").get(reverse("orgs:why", args=["task", task.pk])).content.decode()
    assert "Phó Bí thư Thường trực Thành ủy" in page
    assert "trực thuộc, từ" in page
    who = world.client("leader").get(reverse("orgs:who", args=["task", task.pk])).content.decode()
    assert world.city.chairman.full_name in who
    assert world.city.other_chairman.full_name not in who
    other = world.client("leader").get(
        reverse("orgs:why", args=["task", task.pk]) + f"?nguoi={world.city.other_chairman.pk}"
    )
    assert "không có căn cứ nào" in other.content.decode()
    assert world.client("other_chairman").get(reverse("orgs:why", args=["task", task.pk])).status_code == 404
