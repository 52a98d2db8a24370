"""What the installation holds of the records that a file names, fetched in few statements however many rows."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from django.db.models import Q, QuerySet

from nhacviec.ledger.actions import INSTALLATION_CHAIN
from nhacviec.orgs.access import Viewer
from nhacviec.orgs.actions.bulk import links_of
from nhacviec.orgs.models import (
    Appointment,
    Membership,
    Organisation,
    OrganisationName,
    ParentLink,
    Person,
    Post,
    TemporaryActivity,
)
from nhacviec.orgs.queries import known_people
from nhacviec.rules import text
from nhacviec.rules.text import nfc, same_tone_spelling

from .plan import Human, Unit

BATCH = 2000
_NAMES_AT_ONCE = 40
MOST_CANDIDATES = 5
T = TypeVar("T")


@lru_cache(maxsize=100_000)
def same(name: str) -> str:
    """A name as it is compared when it must be the very one: no case, one spelling of the tone, single spaces."""
    return same_tone_spelling(name).casefold()


@lru_cache(maxsize=100_000)
def fold(name: str) -> str:
    """`rules.text.fold`, remembered: the same names stand in many rows."""
    return text.fold(name)


def parts(items: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    """The distinct items, sorted, in lists that a statement can take."""
    wanted = sorted(set(items))  # type: ignore[type-var]
    for start in range(0, len(wanted), size):
        yield wanted[start : start + size]


def rows_in(query: "QuerySet[Any]", field: str, values: Iterable[Any]) -> Iterator[Any]:
    """The rows of a query whose field is one of many values."""
    for part in parts(values):
        yield from query.filter(**{f"{field}__in": part})


class Units:
    """Organisations by code and by name; those that the file founds are added by the check."""

    def __init__(self, viewer: Viewer, codes: Iterable[str], names: Iterable[str]) -> None:
        self.viewer = viewer
        self.by_code: dict[str, Unit] = {}
        self.by_pk: dict[int, Unit] = {}
        self.named: dict[str, list[Unit]] = defaultdict(list)
        for record in rows_in(Organisation.objects.all(), "code", codes):
            self._add(record)
        for part in parts((nfc(name) for name in names if name), _NAMES_AT_ONCE):
            for record in self._called(part):
                if record.pk not in self.by_pk:
                    self._add(record)
        self.namings: dict[int, list[OrganisationName]] = defaultdict(list)
        for row in rows_in(OrganisationName.objects.order_by("valid_from"), "organisation", self.by_pk):
            self.namings[row.organisation_id].append(row)
            self.add_name(self.by_pk[row.organisation_id], row.name, row.short_name)

    def _called(self, names: Sequence[str]) -> "QuerySet[Organisation]":
        like = Q(short_name__in=names)
        past = Q(name__in=names) | Q(short_name__in=names)
        for name in names:
            like |= Q(folded__startswith=fold(name)[:450])
        former = OrganisationName.objects.filter(past).values("organisation_id")
        return Organisation.objects.filter(like | Q(pk__in=former))

    def _add(self, record: Organisation) -> None:
        unit = Unit(
            code=record.code,
            name=nfc(record.name),
            kind=record.kind,
            founded_on=record.founded_on,
            ended_on=record.ended_on,
            record=record,
            kept=self.viewer.operator or record.pk in self.viewer.managed,
        )
        self.by_pk[record.pk] = unit
        self.put(unit, record.short_name)

    def put(self, unit: Unit, short_name: str = "") -> None:
        """Make a unit findable."""
        self.by_code[unit.code] = unit
        self.add_name(unit, unit.name, short_name)

    def drop(self, unit: Unit) -> None:
        """Make a refused unit unfindable."""
        self.by_code.pop(unit.code, None)
        unit.kept = False
        for units in self.named.values():
            if unit in units:
                units.remove(unit)

    def add_name(self, unit: Unit, *names: str) -> None:
        """Make a unit findable under further names."""
        for name in names:
            if name and same(name) not in unit.names:
                unit.names.add(same(name))
                self.named[fold(name)].append(unit)

    def called(self, name: str, on: dt.date | None) -> tuple[list[Unit], list[Unit]]:
        """(those that bear the very name and exist on the day, all that are called alike without marks)."""
        alike = list(dict.fromkeys(self.named.get(fold(name), [])))
        exact = [unit for unit in alike if same(name) in unit.names and (on is None or unit.exists(on))]
        return exact, alike

    def told_apart(self, units: Sequence[Unit]) -> tuple[str, ...]:
        """Candidates with their codes and parents, so that a person can choose. One query."""
        ids = [unit.pk for unit in units[:MOST_CANDIDATES] if unit.pk is not None]
        links = ParentLink.objects.on(self.viewer.on).filter(child__in=ids).order_by("hierarchy", "pk")
        above = dict(links.values_list("child_id", "parent__name"))
        return tuple(
            f"{unit.title}, {above[unit.pk]}" if unit.pk in above else unit.title for unit in units[:MOST_CANDIDATES]
        )


class Humans:
    """People by code and by name, with what they hold; those that the file enters are added by the check."""

    def __init__(self, viewer: Viewer, codes: Iterable[str], names: Iterable[str]) -> None:
        self.viewer = viewer
        self.by_code: dict[str, Human] = {}
        self.named: dict[str, list[Human]] = defaultdict(list)
        self.appointments: dict[int, list[Appointment]] = defaultdict(list)
        self.memberships: dict[int, list[Membership]] = defaultdict(list)
        records = {p.pk: p for p in rows_in(Person.objects.all(), "code", codes)}
        records |= {p.pk: p for p in rows_in(known_people(viewer), "folded", [fold(n)[:140] for n in names if n])}
        held = Appointment.objects.select_related("post").order_by("valid_from", "pk")
        for row in rows_in(held, "person", records):
            self.appointments[row.person_id].append(row)
        for row in rows_in(Membership.objects.order_by("valid_from", "pk"), "person", records):
            self.memberships[row.person_id].append(row)
        self.elsewhere: dict[int, list[TemporaryActivity]] = defaultdict(list)
        for activity in rows_in(TemporaryActivity.objects.all(), "person", records):
            self.elsewhere[activity.person_id].append(activity)
        for record in records.values():
            self._add(record)

    def _add(self, record: Person) -> None:
        units = self.units(record.pk)
        kept = self.viewer.operator or (
            bool(self.viewer.managed_roots) and (not units or bool(units & self.viewer.managed))
        )
        home = min(units if self.viewer.operator else units & self.viewer.managed, default=INSTALLATION_CHAIN)
        self.put(Human(record.code, nfc(record.full_name), record.born_on, record, kept, home))

    def units(self, pk: int) -> set[int]:
        """Where a person belongs: units of the present posts and the cell; of the past ones when there is none."""
        rows = [(a.post.organisation_id, a) for a in self.appointments.get(pk, ())]
        rows += [(m.cell_id, m) for m in self.memberships.get(pk, ())]  # type: ignore[misc]
        present = {unit for unit, row in rows if row.holds(self.viewer.on)}
        return present or {unit for unit, _row in rows}

    def put(self, human: Human) -> None:
        """Make a person findable."""
        self.by_code[human.code] = human
        human.names.add(same(human.name))
        self.named[fold(human.name)].append(human)

    def called(self, name: str, born_on: dt.date | None) -> tuple[list[Human], list[Human]]:
        """(those of the very name and birthday, all called alike), as far as the viewer keeps them."""
        alike = [h for h in dict.fromkeys(self.named.get(fold(name), [])) if h.kept]
        exact = [h for h in alike if same(h.name) == same(name) and born_on is not None and h.born_on == born_on]
        return exact, alike


class Posts:
    """The posts of organisations with everybody who ever held them."""

    def __init__(self, units: Iterable[int]) -> None:
        self.by_key: dict[tuple[int, str, str], list[Post]] = defaultdict(list)
        self.held: dict[int, list[Appointment]] = defaultdict(list)
        ids = set()
        for post in rows_in(Post.objects.order_by("pk"), "organisation", units):
            self.by_key[(post.organisation_id, post.kind, same(post.title))].append(post)
            ids.add(post.pk)
        for row in rows_in(
            Appointment.objects.select_related("person", "post").order_by("valid_from", "pk"), "post", ids
        ):
            self.held[row.post_id].append(row)


__all__ = ["Humans", "Posts", "Units", "fold", "links_of", "parts", "rows_in", "same"]
