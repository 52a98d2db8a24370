"""A city for the tests of directives, and the check that the ledger agrees afterwards."""

from collections.abc import Iterator

import pytest

from nhacviec.ledger.queries import verify
from tests.factories import City, a_city


@pytest.fixture
def city(db: None) -> Iterator[City]:
    yield a_city()
    result = verify()
    assert result.intact, [str(fault) for fault in result.faults]
