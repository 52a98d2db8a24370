"""Conditions on the organisation of a row, in the form that lets a database with millions of rows take the right index."""

import datetime as dt
from typing import Any

from django.db.models import BooleanField, Exists, F, Func, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.expressions import RawSQL

from .organisations import Organisation
from .reach import Reach

# From so many organisations on, or from this share of all, a scope is wide: see `is_wide`.
WIDE, SHARE = 1000, 8


class AmongThese(Func):
    """Whether a column is among the values of a sub-select that has few.

    PostgreSQL gathers the values first and then takes the column's index, also when several such conditions stand in
    an OR; `IN` with a sub-select would make it read the whole table there.
    """

    conditional = True
    output_field = BooleanField()
    template = "%(column)s IN %(values)s"

    def __init__(self, column: str, values: "RawSQL | QuerySet[Any]") -> None:
        super().__init__(F(column), values)

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> Any:  # type: ignore[override]
        """`column IN (…)`, or `column = ANY(ARRAY(…))`."""
        column, first = compiler.compile(self.source_expressions[0])
        values, more = compiler.compile(self.source_expressions[1])
        if connection.vendor == "postgresql":
            return f"{column} = ANY(ARRAY{values})", [*first, *more]
        return f"{column} IN {values}", [*first, *more]


class RowHas(Exists):
    """EXISTS that is asked row by row. PostgreSQL would answer it for all rows at once, before the first is shown."""

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, Any]:
        """As a scalar sub-select, which is never turned into a table of all answers."""
        return super().as_sql(compiler, connection, template="((%(subquery)s) IS NOT NULL)", **extra)


def reached(column: str, roots: tuple[int, ...], on: dt.date) -> RowHas:
    """Whether the organisation in a row's column stands below one of `roots` on the day, asked row by row."""
    return RowHas(Reach.objects.filter(organisation_id=OuterRef(column), top_id__in=roots, since__lte=on, until__gt=on))


def subtree_ids(roots: tuple[int, ...], on: dt.date) -> frozenset[int]:
    """Ids of `roots` and all below them on `on`. One query; none without roots."""
    if not roots:
        return frozenset()
    rows = Reach.objects.filter(top_id__in=roots, since__lte=on, until__gt=on)
    return frozenset(rows.values_list("organisation_id", flat=True))


class Capped(Subquery):
    """How many rows a sliced query has: of bounded cost, unlike a count."""

    template = "(SELECT count(*) FROM (%(subquery)s) capped)"
    output_field = IntegerField()


def counted_below(column: str, on: dt.date) -> Capped:
    """How many organisations stand below the one in a row's column on the day, at most WIDE."""
    below = Reach.objects.filter(top_id=OuterRef(column), since__lte=on, until__gt=on)
    return Capped(below.order_by().annotate(one=Value(1)).values("one")[:WIDE])


def counted_all() -> Capped:
    """How many organisations there are, at most WIDE * SHARE."""
    return Capped(Organisation.objects.order_by().annotate(one=Value(1)).values("one")[: WIDE * SHARE])


def is_wide(below: int, total: int) -> bool:
    """Whether so much stands below that a list finds its first rows sooner by walking in the list's order and asking
    each row than by gathering what stands below. A hint for the plan, never a right."""
    return below >= WIDE or below * SHARE >= total
