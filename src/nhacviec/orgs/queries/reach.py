"""Whether the derived table of who stands above whom agrees with links, successions and ends."""

from django.db import connection

from ..models.reach import derived_sql

_STORED = "SELECT top_id, organisation_id, since, until FROM orgs_reach"


def reach_differences() -> tuple[int, int]:
    """(rows that should not be there, rows that are missing): (0, 0) when all is well. Reads the whole table."""
    text, values = derived_sql("1 = 1")
    derived = f"SELECT * FROM ({text}) derived"  # noqa: S608
    with connection.cursor() as cursor:
        counts = []
        for left, right in ((_STORED, derived), (derived, _STORED)):
            cursor.execute(f"SELECT count(*) FROM ({left} EXCEPT {right}) different", values)  # noqa: S608
            counts.append(int(cursor.fetchone()[0]))
    return counts[0], counts[1]
