"""The line above an organisation on a day."""

import datetime as dt

from django.db.models import OuterRef, Subquery
from django.db.models.expressions import RawSQL

from ..models import Organisation, ParentLink
from .tree import DEEPEST, head_on, name_on, vacant_on

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
    above = ParentLink.objects.on(on).filter(hierarchy=hierarchy, child_id=OuterRef("pk")).order_by("id")
    up = RawSQL(_UP, [pk, hierarchy, day, day, DEEPEST])  # noqa: S611
    rows = Organisation.objects.filter(pk__in=up).annotate(
        above=Subquery(above.values("parent_id")[:1]),
        name_then=name_on(on),
        held_by=head_on(on),
        vacant=vacant_on(on),
    )
    found = {unit.pk: unit for unit in rows}
    line: list[Organisation] = []
    step = getattr(found.get(pk), "above", None)
    while step in found and found[step] not in line:
        line.append(found[step])
        step = getattr(found[step], "above", None)
    return line
