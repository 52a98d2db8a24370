"""What a hand would write: one dated path a unit in the main tree (party first), fixed-width labels, byte order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db import connection

from benchmarks.nation import shape
from benchmarks.nation.shape import LONG_AGO, REORGANISED
from benchmarks.sql import fetch

WIDTH = 4
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def _label(number: int) -> str:
    text = ""
    for _place in range(WIDTH):
        number, rest = divmod(number, len(DIGITS))
        text = DIGITS[rest] + text
    return text


def paths(nation: shape.Nation) -> Iterator[tuple[int, str, dt.date, dt.date | None]]:
    """Unit, path, from, until."""
    known: dict[int, str] = {}
    for unit in nation.units:
        parent = unit.party or unit.state
        known[unit.id] = known.get(parent, "") + _label(unit.id)
        if unit.former:
            yield unit.id, known[unit.former] + _label(unit.id), LONG_AGO, REORGANISED
            yield unit.id, known[unit.id], REORGANISED, None
        elif unit.kind == "cell" and parent and nation.units[parent - 1].former:
            former = nation.units[parent - 1].former
            yield unit.id, known[former] + _label(parent) + _label(unit.id), LONG_AGO, REORGANISED
            yield unit.id, known[unit.id], REORGANISED, None
        else:
            yield unit.id, known[unit.id], unit.since, unit.ended


def make(nation: shape.Nation) -> None:
    """The table of paths, made once."""
    if "bench_path" in connection.introspection.table_names():
        return
    collation = ' COLLATE "C"' if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE bench_path (org_id bigint, path text{collation}, valid_from date, valid_to date)")
        rows = list(paths(nation))
        if connection.vendor == "postgresql":
            with cursor.cursor.copy("COPY bench_path FROM STDIN") as copy:  # type: ignore[attr-defined]
                for row in rows:
                    copy.write_row(row)
        else:
            cursor.executemany("INSERT INTO bench_path VALUES (%s, %s, %s, %s)", rows)
        cursor.execute("CREATE INDEX bench_path_path ON bench_path (path)")
        cursor.execute("CREATE INDEX bench_path_org ON bench_path (org_id, valid_from)")
        cursor.execute("ANALYZE bench_path")


def path_of(unit: int, on: dt.date) -> str:
    """The path of a unit on a day."""
    rows = fetch(
        "SELECT path FROM bench_path WHERE org_id = %s AND valid_from <= %s AND (valid_to IS NULL OR valid_to > %s)",
        unit,
        on,
        on,
    )
    return str(rows[0][0])


BELOW = (
    "SELECT org_id FROM bench_path WHERE path >= %s AND path < %s"
    " AND valid_from <= %s AND (valid_to IS NULL OR valid_to > %s)"
)


def below(path: str, on: dt.date) -> list[object]:
    """The values of BELOW for one path."""
    return [path, path + "~", on, on]
