"""Keeps the derived table of who stands above whom (`models.Reach`) in step with links, successions and ends."""

from collections.abc import Iterable

from django.db import connection, transaction

from ..models.reach import changed_sql, derived_sql

_MOST_AT_ONCE = 20_000


def renew_reach(organisation_ids: Iterable[int]) -> None:
    """Derive again who stands above these organisations and above all that were ever below them. Two statements.

    Call it, in the transaction of the change, with: new organisations, the children of new or changed links, the
    sources of new successions, organisations that ended.
    """
    ids = sorted(set(organisation_ids))
    for start in range(0, len(ids), _MOST_AT_ONCE):
        _renew(f"o.id IN ({', '.join(map(str, ids[start : start + _MOST_AT_ONCE]))})")


def rebuild_reach() -> None:
    """Derive the whole table again."""
    _renew("1 = 1")


def _renew(where: str) -> None:
    text, values = derived_sql(where)
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM orgs_reach WHERE organisation_id IN ({changed_sql(where)})")  # noqa: S608
        cursor.execute(f"INSERT INTO orgs_reach (top_id, organisation_id, since, until) {text}", values)
