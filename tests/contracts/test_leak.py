"""Two complete cities in one installation: nothing of the second is met by anybody of the first.

Every address of the access matrix is asked as every role of the first city: with its own records, and with the keys of
the second city's records. Names of organisations, titles of posts and who holds them are public; every other text of
the second city carries a mark. Then the second city grows, and no page of the first changes by a byte.
"""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import Value
from django.db.models.functions import Concat, Length
from django.test import override_settings

from nhacviec.ledger.models import Entry
from nhacviec.orgs.models import Organisation, ParentLink, Person, Succession
from nhacviec.orgs.models.people import Appointment
from tests.contracts.matrix import OTHER_SECRET, TODAY, Row, World, all_rows, body, build_world, rooms_with_rows
from tests.factories import MONDAY, City, a_city, put, viewer

# The last tests compare with what the first ones read: one process for the file.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("leak")]
MARK = "‡riêng‡"
ROLES = ("leader", "clerk", "inspector", "organiser", "chairman", "secretary", "official", "other_chairman")
SOME = ("leader", "organiser", "official")
# Registers of what is public: organisations, posts and who holds them stand in them from all cities.
PUBLIC = {"orgs:tree", "orgs:tree_csv", "orgs:people", "api:organisations", "api:people", "orgs:found"}
# Hold the traces of the test's own visits: sign-ins, sessions.
OWN_TRACES = {"orgs:personal_file", "orgs:readings"}
# Public facts, derived columns, and what a program reads as a word of its own.
NOT_MARKED = {
    "orgs.Organisation",
    "orgs.OrganisationName",
    "orgs.Post",
    "orgs.Succession",
    "orgs.ParentLink",
    "accounts.User",
    "orgs.CalendarDay",
}
NO_TEXT = {"folded", "sort_key", "code", "official_code", "path", "rule_set", "key", "state", "kind", "verb"}
GROWING = {"documents", "directives", "tasks", "reminders", "inspections", "discipline", "notifications"}
OWN_ROOMS = {"accounts", "config", "web"}
SKIPPED_ROOMS = {"accounts"}  # its own pages only, and names of accounts that no second city can bear again
CHANGING = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]+"|after=[\w%:.=-]+|<dcterms:(created|modified)[^>]*>[^<]*<'
)


@dataclass
class Cities:
    """The first city with its clients, the second city's records, and the pages as they were."""

    world: World
    other: City
    objects: dict[str, Any]
    pages: dict[tuple[str, str], str] = field(default_factory=dict)
    asked: int = 0


def second_city() -> tuple[City, dict[str, Any]]:
    """A city with the records of all rooms, every text that is not public marked."""
    before = {model: last(model) for model in ours()}
    city = a_city("Hội An")
    objects: dict[str, Any] = {}
    for room, module in rooms_with_rows().items():
        if room not in SKIPPED_ROOMS:
            objects |= getattr(module, "build", lambda _city: {})(city)
    mark(before)
    return city, objects


def ours() -> list[type[models.Model]]:
    """The kinds of records of the program."""
    return [model for model in apps.get_models() if model.__module__.startswith("nhacviec.")]


def last(model: type[models.Model]) -> int:
    """The highest number so far; 0 for what has none."""
    if not isinstance(model._meta.pk, models.AutoField | models.BigAutoField):
        return 0
    return model._default_manager.order_by("-pk").values_list("pk", flat=True).first() or 0


def mark(before: dict[type[models.Model], int]) -> None:
    """Put the mark into every free text written since."""
    with_post = Appointment.objects.values("person_id")
    for model, since in before.items():
        label = model._meta.label
        columns = [f for f in model._meta.concrete_fields if markable(f)]
        if label in NOT_MARKED or not columns or not isinstance(model._meta.pk, models.AutoField):
            continue
        rows = model._default_manager.filter(pk__gt=since)
        if label == "ledger.Entry":  # the program's own acts in the first city's chains are no secret of the second
            rows = rows.filter(chain__gt=before[Organisation])
        if label == "notifications.Message":  # so are its messages to the first city's people
            rows = rows.filter(person_id__gt=before[Person])
        if label == "orgs.Person":
            rows = rows.exclude(pk__in=with_post)
        for column in columns:
            full = Length(column.name) + len(MARK) + 1
            room = rows.annotate(full=full).filter(full__lte=column.max_length) if column.max_length else rows
            room.exclude(**{column.name: ""}).update(**{column.name: Concat(column.name, Value(f" {MARK}"))})


def markable(column: models.Field[Any, Any]) -> bool:
    """A text that people write: neither a choice nor a code."""
    text = isinstance(column, models.CharField | models.TextField) and not isinstance(column, models.FileField)
    return text and not column.choices and not column.unique and column.name not in NO_TEXT


@pytest.fixture(scope="module")
def cities(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Cities]:
    """Both cities, for this file; each request undoes its own changes, the file all the rest."""
    with django_db_blocker.unblock(), override_settings(NHACVIEC_TODAY=TODAY), transaction.atomic():  # type: ignore[attr-defined]
        world = build_world()
        other, objects = second_city()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        for role in ROLES:
            world.client(role)
        yield Cities(world, other, objects)
        transaction.set_rollback(True)


def words(answer: Any) -> str:
    """All text of an answer, also inside of workbooks and archives."""
    raw = answer.content_read if getattr(answer, "streaming", False) else answer.content
    if not raw.startswith(b"PK"):
        return CHANGING.sub("", body(answer))
    with zipfile.ZipFile(io.BytesIO(raw)) as file:
        parts = [f"{n}\n{file.read(n).decode('utf-8', errors='replace')}" for n in sorted(file.namelist())]
    return CHANGING.sub("", "\n".join(parts))


def rows_of(role: str) -> list[Row]:
    """The addresses that answer the role with a page, but those that hold the account's own traces alone."""
    return [row for row in all_rows() if row.expected(role, "get") == 200 and row.room not in OWN_ROOMS]


@pytest.mark.parametrize("role", ROLES)
def test_no_page_of_ones_own_city_holds_anything_of_the_other(cities: Cities, role: str) -> None:
    leaks = []
    for row in rows_of(role):
        answer = cities.world.ask(role, row, "get")
        text = words(answer)
        cities.pages[role, str(row)] = text
        cities.asked += 1
        if MARK in text:
            leaks.append(f"{row}: {around(text)}")
    assert len(cities.pages) > 40
    assert not leaks, "\n".join(leaks)


@pytest.mark.parametrize("role", SOME)
def test_no_address_of_the_others_records_opens_anything(cities: Cities, role: str) -> None:
    leaks = []
    foreign = World(cities.world.city, {**cities.world.objects, **cities.objects}, cities.world.clients)
    for row in all_rows():
        if not set(row.args.values()) & set(cities.objects):
            continue
        for method in ("get", "post") if role == "leader" else ("get",):
            answer = foreign.ask(role, row, method)
            cities.asked += 1
            text = words(answer)
            if MARK in text:
                leaks.append(f"{method} {row}: {answer.status_code} {around(text)}")
    assert not leaks, "\n".join(leaks)


def around(text: str) -> str:
    """Where the mark stands."""
    at = text.index(MARK)
    return " ".join(text[max(0, at - 160) : at + 20].split())


def test_the_mark_is_met_by_the_others_own_people(cities: Cities) -> None:
    """Otherwise the tests above would prove nothing: in each room the second city's leader meets it."""
    own = World(cities.other, {**cities.world.objects, **cities.objects}, {})
    met = {row.room for row in rows_of("leader") if MARK in words(own.ask("leader", row, "get"))}
    assert met >= {"tasks", "reminders", "inspections", "discipline", "reviews", "orgs", "statistics"}


def test_a_record_more_in_the_other_city_changes_no_byte(cities: Cities) -> None:
    asked = [(role, row) for role in ("leader", "official") for row in rows_of(role)]
    asked = [(role, row) for role, row in asked if row.name not in PUBLIC | OWN_TRACES]
    pages = [words(cities.world.ask(role, row, "get")) for role, row in asked]
    before = Entry.objects.count()
    for room, module in rooms_with_rows().items():
        if room in GROWING:
            getattr(module, "build_many", lambda _city, _objects: None)(cities.other, dict(cities.objects))
    assert Entry.objects.count() - before > 50
    changed = []
    for (role, row), page in zip(asked, pages, strict=True):
        text = words(cities.world.ask(role, row, "get"))
        cities.asked += 2
        if text != page:
            changed.append(f"{row} as {role}: {difference(page, text)}")
    told = f"leak test: {cities.asked} requests, {len(all_rows())} addresses, {len(ROLES)} roles, two cities"
    sys.stdout.write(f"\n{told}\n")
    assert not changed, "\n".join(changed)


def difference(old: str, new: str) -> str:
    """The first place in which two pages differ."""
    at = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    return f"…{old[max(0, at - 60) : at + 60]!r} → {new[max(0, at - 10) : at + 60]!r}"


def move(unit: Any, under: Any, hierarchy: str) -> None:
    """The unit stands under another from today."""
    for link in ParentLink.objects.filter(child=unit, hierarchy=hierarchy, valid_until=None):
        link.valid_until = MONDAY
        put(link)
    put(ParentLink(child=unit, parent=under, hierarchy=hierarchy, valid_from=MONDAY))


OWN_SECRET = re.compile(re.escape(OTHER_SECRET) + rf"(?!\W*{MARK})")


def meets(world: World, role: str) -> set[str]:
    """The lists in which a role meets the secret of the first city's other ward; the second city's bears the mark."""
    lists = [row for row in rows_of(role) if not row.args and row.room in ("tasks", "reminders", "statistics")]
    return {row.name for row in lists if OWN_SECRET.search(words(world.ask(role, row, "get")))}


def test_a_moved_ward_is_lost_to_its_city_and_read_by_the_new_one(cities: Cities) -> None:
    world, other = cities.world, cities.other
    new = World(other, world.objects, {})
    assert "tasks:list" in meets(world, "leader")
    assert not meets(new, "leader")
    with transaction.atomic():
        move(world.city.other_party, other.committee, "party")
        move(world.city.other_ward, other.administration, "state")
        assert "tasks:list" in meets(new, "leader")
        assert "tasks:list" in meets(world, "other_chairman")
        assert not meets(world, "chairman")
        held = Appointment.objects.filter(person=world.city.leader).values_list("post__organisation_id", flat=True)
        assert world.city.other_ward.pk not in viewer(world.city.leader).scope, held
        transaction.set_rollback(True)


def test_a_merged_ward_is_read_by_its_successor_and_its_last_head(cities: Cities) -> None:
    world, unit = cities.world, cities.world.city.other_ward
    assert not meets(world, "chairman")
    with transaction.atomic():
        ending = [
            *ParentLink.objects.filter(child=unit, valid_until=None),
            *Appointment.objects.filter(post__organisation=unit, valid_until=None),
        ]
        for row in ending:
            row.valid_until = MONDAY
            put(row)
        unit.ended_on = MONDAY
        put(unit)
        put(Succession(source=unit, target=world.city.ward, on_date=MONDAY, document="01/NQ"))
        assert "tasks:list" in meets(world, "chairman")
        assert "tasks:list" in meets(world, "other_chairman")
        assert not meets(World(cities.other, world.objects, {}), "leader")
        unit.ended_on = None
        transaction.set_rollback(True)
