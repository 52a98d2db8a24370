"""The database itself, not only the action, refuses two periods that overlap: on both engines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, models, transaction

from nhacviec.orgs.models import Membership, Organisation, OrganisationName, ParentLink, Person
from tests.factories import City, a_city

pytestmark = pytest.mark.django_db
Make = Callable[[dt.date, dt.date | None], models.Model]
JAN, MAR, MAY, JUL = (dt.date(2031, month, 1) for month in (1, 3, 5, 7))


@pytest.fixture
def city() -> City:
    return a_city()


def _link(city: City) -> Make:
    other = Organisation.objects.create(name="Cụm", code="CUM", kind="front", founded_on=JAN, folded="cum")
    return lambda start, end: ParentLink(
        child=other, parent=city.committee, hierarchy="party", valid_from=start, valid_until=end
    )


def _membership(city: City) -> Make:
    who = Person.objects.create(code="X1", full_name="Trần Văn Ốc", folded="tran van oc", sort_key="oc")
    return lambda start, end: Membership(person=who, cell=city.cell, admitted_on=JAN, valid_from=start, valid_until=end)


def _name(city: City) -> Make:
    return lambda start, end: OrganisationName(organisation=city.ward, name="Tên", valid_from=start, valid_until=end)


KINDS = {"link": _link, "membership": _membership, "name": _name}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((JAN, MAY), (MAR, JUL)),
        ((MAR, JUL), (JAN, MAY)),
        ((JAN, JUL), (MAR, MAY)),
        ((MAR, MAY), (JAN, JUL)),
        ((JAN, None), (MAR, MAY)),
        ((MAR, MAY), (JAN, None)),
        ((JAN, MAY), (MAR, None)),
    ],
)
def test_a_second_row_of_the_same_days_is_refused(
    city: City, kind: str, first: tuple[dt.date, dt.date | None], second: tuple[dt.date, dt.date | None]
) -> None:
    make = KINDS[kind](city)
    type(make(*first)).objects.bulk_create([make(*first)])
    with pytest.raises(IntegrityError), transaction.atomic():
        type(make(*second)).objects.bulk_create([make(*second)])


@pytest.mark.parametrize("kind", KINDS)
def test_one_row_may_begin_on_the_day_on_which_the_other_ends(city: City, kind: str) -> None:
    make = KINDS[kind](city)
    for row in (make(JAN, MAR), make(MAY, None), make(MAR, MAY)):
        row.save()
    assert type(row).objects.filter(valid_from__gte=JAN).count() == 3


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_may_not_be_lengthened_into_another(city: City, kind: str) -> None:
    make = KINDS[kind](city)
    row = make(JAN, MAR)
    row.save()
    make(MAR, MAY).save()
    row.valid_until = MAY  # type: ignore[attr-defined]
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(update_fields=["valid_until"])
    row.valid_until = dt.date(2031, 2, 1)  # type: ignore[attr-defined]
    row.save(update_fields=["valid_until"])


def test_the_other_hierarchy_is_another_matter(city: City) -> None:
    make = _link(city)
    make(JAN, None).save()
    second = make(JAN, None)
    second.hierarchy = "state"  # type: ignore[attr-defined]
    second.save()
    assert second.pk


def test_every_guard_stands_after_all_migrations() -> None:
    """SQLite drops the triggers of a table that a later migration rebuilds: then that one makes them anew."""
    tables = ("orgs_parentlink", "orgs_membership", "orgs_organisationname")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            wanted = {f"{table}_no_overlap_{verb}" for table in tables for verb in ("insert", "update")}
        else:
            cursor.execute("SELECT conname FROM pg_constraint WHERE contype = 'x'")
            wanted = {f"{table}_no_overlap" for table in tables}
        assert wanted <= {name for (name,) in cursor.fetchall()}
