"""Who stands above whom, on which days: derived from parent links and successions, so that rights are one index away."""

import datetime as dt

from django.db import connection, models

from .organisations import Organisation

ALWAYS = dt.date(1, 1, 1)
FOREVER = dt.date(9999, 12, 31)


class Reach(models.Model):
    """On the days from `since` until (not including) `until`, whoever reads the records of `top` reads `organisation`'s.

    Below an organisation stand its children on that day in both hierarchies, what it succeeded to, and the last children
    of an ended one: whoever answers for a successor can read the history that came with it (domain.md 8.2). Only history:
    a source that a split left alive, and a child that lives on under another parent, are not opened by it.

    One row a pair and period; periods of a pair may overlap; each organisation reaches itself at all times. Derived, and
    never the legal record: `actions.reach` renews it in the transaction that changes a link, a succession or an end.
    """

    pk = models.CompositePrimaryKey("top_id", "organisation_id", "since", "until")
    top = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    since = models.DateField()
    until = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["organisation", "top", "since", "until"], name="orgs_reach_upward")]

    def __str__(self) -> str:
        return f"{self.top_id} ⊇ {self.organisation_id} [{self.since}, {self.until})"


# One table an arm, so that each step is a walk along an index, however large the country is.
_STEPS = """(
    SELECT parent_id AS above, child_id AS below, valid_from, valid_until, 0 AS succession FROM orgs_parentlink
    UNION ALL
    SELECT target_id, source_id, on_date, NULL, 1 FROM orgs_succession
)"""
# Everything that was ever below the changed ones: whatever moved there, moved with them.
_CHANGED = f"""changed(id) AS (
  SELECT o.id FROM orgs_organisation o WHERE {{where}}
  UNION
  SELECT e.below FROM changed JOIN {_STEPS} e ON e.above = changed.id
)"""  # noqa: S608
# A step upward holds while the link does (past = 0). Once the lower organisation has ended it holds for good (past = 1)
# if it leads to a successor, or along the link with which an ended parent lost its last children.
_SINCE = "CASE WHEN w.past = 0 THEN e.valid_from ELSE {greatest}(e.valid_from, c.ended_on) END"
_UNTIL = "CASE WHEN w.past = 0 AND e.valid_until IS NOT NULL THEN e.valid_until ELSE %s END"
_DERIVED = f"""
WITH RECURSIVE {_CHANGED}, up(organisation, top, since, until) AS (
  SELECT id, id, %s, %s FROM changed
  UNION
  SELECT up.organisation, e.above, {{greatest}}(up.since, {_SINCE}), {{least}}(up.until, {_UNTIL})
  FROM up JOIN {_STEPS} e ON e.below = up.top
  JOIN orgs_organisation c ON c.id = e.below
  JOIN orgs_organisation p ON p.id = e.above
  CROSS JOIN (SELECT 0 AS past UNION ALL SELECT 1) w
  WHERE {{greatest}}(up.since, {_SINCE}) < {{least}}(up.until, {_UNTIL}) AND (
    (w.past = 0 AND e.succession = 0)
    OR (w.past = 1 AND c.ended_on IS NOT NULL AND (e.succession = 1 OR e.valid_until = p.ended_on))
  )
) SELECT top, organisation, since, until FROM up
"""  # noqa: S608


def changed_sql(where: str) -> str:
    """SELECT of the ids of the organisations `o` that meet `where`, and of all that were ever below them."""
    return f"WITH RECURSIVE {_CHANGED.format(where=where)} SELECT id FROM changed"  # noqa: S608


def derived_sql(where: str) -> tuple[str, list[dt.date]]:
    """SELECT of the rows of `Reach` of those organisations, derived anew, with its parameters."""
    postgres = connection.vendor == "postgresql"
    words = {"greatest": "greatest" if postgres else "max", "least": "least" if postgres else "min"}
    return _DERIVED.format(where=where, **words), [ALWAYS, FOREVER, FOREVER, FOREVER]
