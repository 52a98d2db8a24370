"""The calendar the tests of rules share: the seed of the editable table."""

import pytest

from nhacviec.rules.calendar import Calendar, calendar_of, from_holidays_library


@pytest.fixture(scope="session")
def vietnam() -> Calendar:
    return calendar_of(from_holidays_library(range(2017, 2031)), "seed")
