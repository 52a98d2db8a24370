"""What stands above and below an organisation on a day, and its names: for the pages and the API."""

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from ..models import Organisation, OrganisationName, ParentLink
from .tree import DEEPEST, head_on, in_place, levels_sql, vacant_on

_UP = """
WITH RECURSIVE up(id, depth) AS (
  SELECT CAST(o.id AS bigint), 0 FROM orgs_organisation o WHERE o.id = %s
  UNION
  SELECT CAST(l.parent_id AS bigint), up.depth + 1 FROM up
  JOIN orgs_parentlink l ON l.child_id = up.id
  WHERE l.hierarchy = %s AND l.valid_from <= %s AND (l.valid_until IS NULL OR l.valid_until > %s) AND up.depth < %s
) SELECT id FROM up
"""


def line_above(organisation: Organisation | int, on: dt.date, hierarchy: str = "party") -> list[Organisation]:
    """The organisations above one on the day, the direct superior first. One statement.

    Each with `name_then`, `held_by` (its head as JSON) and `vacant` of that day.
    """
    pk = organisation if isinstance(organisation, int) else organisation.pk
    day = on.isoformat()
    up = RawSQL(_UP, [pk, hierarchy, day, day, DEEPEST])  # noqa: S611
    rows = in_place(Organisation.objects.filter(pk__in=up), on, hierarchy)
    found = {unit.pk: unit for unit in rows}
    line: list[Organisation] = []
    step = getattr(found.get(pk), "above", None)
    while step in found and found[step] not in line:
        line.append(found[step])
        step = getattr(found[step], "above", None)
    return line


def children(pk: int, on: dt.date, hierarchy: str = "party") -> QuerySet[Organisation]:
    """What stands directly below an organisation on the day, in its place (`in_place`). One statement."""
    links = ParentLink.objects.on(on).filter(hierarchy=hierarchy, parent_id=pk)
    return in_place(Organisation.objects.existing(on).filter(pk__in=links.values("child_id")), on, hierarchy)


def all_below(pk: int, on: dt.date, hierarchy: str = "party") -> QuerySet[Organisation]:
    """An organisation and all below it in one hierarchy on the day, in their place. One statement."""
    rows = Organisation.objects.filter(pk__in=levels_sql(on, hierarchy, pk, most=None))
    return in_place(rows, on, hierarchy)


def head_and_vacancy(pk: int, on: dt.date) -> tuple[dict[str, Any] | None, bool] | None:
    """(head as JSON of `head_on`, whether its head's post is vacant) on the day; None if unknown. One statement."""
    found = Organisation.objects.filter(pk=pk).annotate(held_by=head_on(on), vacant=vacant_on(on))
    row = found.values_list("held_by", "vacant").first()
    return None if row is None else (row[0], row[0] is None and bool(row[1]))


def names_of(organisation: Organisation) -> list[OrganisationName]:
    """The names that an organisation bore, oldest first. One query."""
    return list(OrganisationName.objects.filter(organisation=organisation).order_by("valid_from"))


def official_code_on(code: str, on: dt.date) -> Q:
    """Condition on organisations: bearing an official code on the day. Codes are used again for other units."""
    dated = OrganisationName.objects.on(on).filter(organisation_id=OuterRef("pk"))
    return Q(Exists(dated.filter(official_code=code))) | (Q(official_code=code) & ~Q(Exists(dated)))
