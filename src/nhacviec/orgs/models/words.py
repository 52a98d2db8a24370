"""The index of words of people's names: what SQL it needs on which engine (migration 0009)."""

import sqlite3
from collections.abc import Sequence
from functools import lru_cache

from django.db import connection
from django.db.models import CharField, F, Func, Q
from django.db.models.expressions import RawSQL

FTS_TABLE = "orgs_person_fts"


@lru_cache(maxsize=1)
def has_fts() -> bool:
    """Whether this SQLite can index words (FTS5)."""
    memory = sqlite3.connect(":memory:")
    try:
        return bool(memory.execute("SELECT sqlite_compileoption_used('ENABLE_FTS5')").fetchone()[0])
    finally:
        memory.close()


class Spaced(Func):
    """A column between two spaces, so that a word of it is found as " word ". The index on PostgreSQL is on the same."""

    template = "(' ' || %(expressions)s || ' ')"
    output_field = CharField()

    def __init__(self, column: str) -> None:
        super().__init__(F(column))


def near(words: Sequence[str]) -> Q:
    """On SQLite: a condition that its index answers and that every person with these folded words fulfils.

    The exact condition is asked besides. Elsewhere, and for words without a letter or digit, no condition.
    """
    told = [word for word in words if any(char.isalnum() for char in word)]
    if connection.vendor != "sqlite" or not has_fts() or not told:
        return Q()
    quoted = ['"{}"'.format(word.replace('"', '""')) for word in told]
    if told[-1] == words[-1]:
        quoted[-1] += "*"
    table = f"SELECT rowid FROM {FTS_TABLE} WHERE {FTS_TABLE} MATCH %s"  # noqa: S608
    return Q(pk__in=RawSQL(table, [" ".join(quoted)]))  # noqa: S611
