"""Millions of rows into the product's own tables: COPY on PostgreSQL, one prepared statement on SQLite."""

from __future__ import annotations

import datetime as dt
import json
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice

from django.db import connection, models

BATCH = 20_000


def progress(what: str, rows: Iterable[Sequence[object]], total: int) -> Iterator[Sequence[object]]:
    """The rows, with a bar on the terminal."""
    start, shown = time.perf_counter(), 0.0
    number = 0
    for number, row in enumerate(rows, 1):
        yield row
        if number % BATCH == 0 and (now := time.perf_counter()) - shown > 0.5:
            shown = now
            _bar(what, number, total, now - start)
    _bar(what, number, number, time.perf_counter() - start)
    print(file=sys.stderr)


def _bar(what: str, number: int, total: int, seconds: float) -> None:
    share = min(1.0, number / total) if total else 1.0
    print(f"\r{what:<22} [{'#' * int(30 * share):<30}] {number:>10,} {seconds:6.1f} s", end="", file=sys.stderr)


def fill(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[object]], total: int) -> None:
    """Write rows of the columns `names`; every other column gets its default."""
    columns = [model._meta.get_field(name).column for name in names]
    constants = {
        column.column: _default(column)
        for column in model._meta.concrete_fields
        if column.column not in columns and not column.null and not column.primary_key
    }
    everything, fixed = [*columns, *constants], list(constants.values())
    table, shown = model._meta.db_table, progress(model.__name__, rows, total)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            _copy(cursor, f"COPY {table} ({_quoted(everything)}) FROM STDIN", shown, fixed)
        else:
            marks = ", ".join(["%s"] * len(everything))
            while batch := list(islice(shown, BATCH)):
                cursor.executemany(
                    f"INSERT INTO {table} ({_quoted(everything)}) VALUES ({marks})", [[*row, *fixed] for row in batch]
                )


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _default(column: models.Field[object, object]) -> object:
    value = column.get_default()
    return json.dumps(value) if isinstance(value, dict | list) else value


def _text(value: object) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    return value if isinstance(value, str) else str(value)


def _copy(cursor: object, statement: str, rows: Iterable[Sequence[object]], fixed: list[object]) -> None:
    ending = "".join("\t" + _text(value) for value in fixed) + "\n"
    with cursor.cursor.copy(statement) as copy:  # type: ignore[attr-defined]
        rows = iter(rows)
        while batch := list(islice(rows, BATCH)):
            copy.write("".join("\t".join(map(_text, row)) + ending for row in batch))


@contextmanager
def bare_tables(models_: Sequence[type[models.Model]]) -> Iterator[None]:
    """Without indexes and foreign keys while rows come in; they are built again afterwards. PostgreSQL only."""
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA foreign_keys = OFF")
        yield
        return
    tables = [model._meta.db_table for model in models_]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid::regclass::text = ANY(%s) AND contype IN ('f', 'u', 'x')"
            " ORDER BY contype",
            [tables],
        )
        constraints = cursor.fetchall()
        for table, name, _ in constraints:
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes i WHERE tablename = ANY(%s) AND NOT EXISTS"
            " (SELECT 1 FROM pg_constraint c WHERE c.conname = i.indexname)",
            [tables],
        )
        indexes = cursor.fetchall()
        for name, _ in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '1GB'")
        again = [(name, text) for name, text in indexes]
        again += [(name, f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {text}') for table, name, text in constraints]
        start = time.perf_counter()
        for number, (name, statement) in enumerate(again, 1):
            # Foreign keys hold by the way the rows are made; checking millions of them says nothing new.
            cursor.execute(statement + (" NOT VALID" if " FOREIGN KEY " in statement else ""))
            _bar(f"indexes: {name}"[:22], number, len(again), time.perf_counter() - start)
        print(file=sys.stderr)


def day(offset: int, base: dt.date) -> dt.date:
    """A day so many after another."""
    return base + dt.timedelta(days=offset)
