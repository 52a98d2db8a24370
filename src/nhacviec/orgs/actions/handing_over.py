"""Passes records of the rooms above to successors: each row locked, changed, remembered and told of, in few statements."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from nhacviec.ledger.models import Covered

from ..apps import Move, Passing
from ..models import Handover
from .common import BATCH, tell

_CHUNK = 500
Change = Callable[[Any, Move, Handover], None]


def pass_records(
    *,
    passing: Passing,
    rows: QuerySet[Any],
    moves: Sequence[Move],
    fields: Mapping[str, str],
    change: Change | None = None,
    also: Sequence[str] = (),
) -> list[Any]:
    """Put the successor where the source stood: `fields` names the place by kind of work ("tasks.lead" → "lead").

    `rows` is the queryset from which the records are locked; `change` may alter more of a record, in the columns
    `also`, and the handover that remembers who held it. A record that no longer stands there is left alone. The
    records are told of in the successor's chain, the handovers in the source's.
    """
    if not moves:
        return []
    found = _locked(rows, {move.work.record_id for move in moves})
    handovers: list[Handover] = []
    told: list[tuple[int, Covered]] = []
    touched: dict[int, Any] = {}
    for move in moves:
        record, name = found.get(move.work.record_id), fields[move.work.kind]
        if record is None or getattr(record, f"{name}_id") != move.work.source:
            continue
        setattr(record, name, move.target)
        handover = remembered(passing, record, name, move)
        if change is not None:
            change(record, move, handover)
        handovers.append(handover)
        touched[record.pk] = record
        told.append((move.target.pk, record))
    _write_back(list(touched.values()), [*fields.values(), *also])
    Handover.objects.bulk_create(handovers, batch_size=BATCH)
    told = list({(chain, record.pk): (chain, record) for chain, record in told}.values())
    told += [(one.source_id, one) for one in handovers]
    facts = {"document": passing.document, "on": passing.on.isoformat()}
    tell(viewer=passing.viewer, verb="pass_on", records=told, now=passing.now, facts=facts)
    return list(touched.values())


def remembered(passing: Passing, record: Covered, name: str, move: Move) -> Handover:
    """The row that remembers who stood in a record before; not yet saved."""
    return Handover(
        record=record.ledger_type(),
        record_id=record.pk,
        field=name,
        source_id=move.work.source,
        target=move.target,
        on_date=passing.on,
        document=passing.document,
    )


def _locked(rows: QuerySet[Any], ids: set[int]) -> dict[int, Any]:
    found: dict[int, Any] = {}
    wanted = sorted(ids)
    for start in range(0, len(wanted), _CHUNK):
        part = rows.select_for_update(of=("self",)).filter(pk__in=wanted[start : start + _CHUNK]).order_by("pk")
        found.update({row.pk: row for row in part})
    return found


def _write_back(rows: Sequence[Any], columns: Sequence[str]) -> None:
    """Save some columns of locked rows: an insert that meets its own key and updates, one statement for many."""
    if rows:
        type(rows[0])._default_manager.bulk_create(
            rows,
            batch_size=_CHUNK,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=list(dict.fromkeys(columns)),
        )
