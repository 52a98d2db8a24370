"""What a caller may ask, read strictly, and the errors that every operation can answer."""

import datetime as dt
from typing import Annotated, Any

from ninja import Query, Schema
from pydantic import BeforeValidator, Field

from nhacviec.web import clock
from nhacviec.web.params import safe_date

LARGEST = 10**18 - 1


def _day(value: object) -> object:
    """A day written 2021-11-30; whatever else is refused, also what other readers take for a moment or a number."""
    if isinstance(value, str) and len(value) == 10 and value[4:5] == "-" and (found := safe_date(value)):
        return found
    raise ValueError("a day between 1900-01-01 and 2200-12-31, written YYYY-MM-DD")


def _number(value: object) -> object:
    """Digits alone: no sign, point, exponent or digit of another script."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 18:
        return int(value)
    raise ValueError("a whole number written in digits")


Day = Annotated[dt.date, BeforeValidator(_day)]
Id = Annotated[int, BeforeValidator(_number), Field(ge=1, le=LARGEST)]
Size = Annotated[int, BeforeValidator(_number), Field(ge=1, le=200)]


class OnDay(Schema):
    """As of which day; today without it."""

    on: Day | None = Query(None, description="As of this day (YYYY-MM-DD, 1900 to 2200); today without it.")

    @property
    def day(self) -> dt.date:
        """The day asked for."""
        return self.on or clock.today()


class InHierarchy(OnDay):
    """A day, and in which of the two hierarchies."""

    hierarchy: str = Query("party", pattern="^(party|state)$", description="“party” or “state”.")


class Paged(Schema):
    """Keyset paging: `next` of an answer is `after` of the next question."""

    after: str = Query("", max_length=2000, description="`next` of the page before.")
    size: Size = Query(50, description="Rows a page, at most 200.")


class PagedOnDay(OnDay, Paged):
    """A page of a list as of a day."""


class PagedInHierarchy(InHierarchy, Paged):
    """A page of a list as of a day in one hierarchy."""


class Words(PagedOnDay):
    """A search."""

    q: str = Query("", max_length=100, description="Words in any order, with or without marks; empty for all.")


class Error(Schema):
    """Why a question was not answered."""

    status: int
    message: str
    field: str = ""
    errors: list[dict[str, Any]] = []


ERRORS: dict[Any, Any] = {400: Error, 401: Error, 403: Error, 404: Error, 422: Error}
