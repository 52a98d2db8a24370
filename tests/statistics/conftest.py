"""A year of work that is built once for a file of tests that only read."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client, override_settings

from nhacviec.orgs.models import Person
from tests.contracts.matrix import TODAY
from tests.factories import City, a_city
from tests.statistics import matrix
from tests.statistics.work import Year, a_year

PEOPLE = ("leader", "clerk", "inspector", "organiser", "chairman", "secretary", "official", "other_chairman")


@pytest.fixture(scope="module")
def _year(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Year]:
    with django_db_blocker.unblock(), override_settings(NHACVIEC_TODAY=TODAY), transaction.atomic():  # type: ignore[attr-defined]
        yield a_year(a_city(), times=2)
        transaction.set_rollback(True)


@pytest.fixture
def year(_year: Year, db: None) -> Year:
    """Tasks in every state, for two wards and a department; what a test adds goes with it."""
    return _year


@pytest.fixture(scope="module")
def _offices(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest
) -> Iterator[tuple[City, dict[str, Client]]]:
    with django_db_blocker.unblock(), override_settings(NHACVIEC_TODAY=TODAY), transaction.atomic():  # type: ignore[attr-defined]
        city = a_city()
        matrix.build(city)
        clients = {}
        for role in PEOPLE:
            user = Person.objects.select_related("user").get(pk=getattr(city, role).pk).user
            assert user is not None
            clients[role] = Client()
            clients[role].force_login(user)
        yield city, clients
        transaction.set_rollback(True)


@pytest.fixture
def offices(_offices: tuple[City, dict[str, Client]], db: None) -> tuple[City, dict[str, Client]]:
    """The city of the access matrix's rows, and a signed-in client a role; for tests that only read."""
    return _offices
