"""Hand-written SQL for both engines."""

from __future__ import annotations

from django.db import connection


def fetch(text: str, *values: object) -> list[tuple[object, ...]]:
    """All rows of one statement, past the ORM."""
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        return cursor.fetchall()
