"""Rows that a bulk change is about to write, locked in one order."""

from collections.abc import Iterable
from typing import Any

from ..common import BATCH


def locked(model: type[Any], ids: Iterable[int]) -> dict[int, Any]:
    """The rows with these ids, locked, in the order of the ids."""
    wanted = sorted(set(ids))
    found: dict[int, Any] = {}
    for start in range(0, len(wanted), BATCH):
        rows = model.objects.select_for_update(of=("self",)).filter(pk__in=wanted[start : start + BATCH])
        found.update({row.pk: row for row in rows.order_by("pk")})
    return found
