"""What every action of this room does the same way."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.functional import Promise

from nhacviec.ledger.actions import append
from nhacviec.ledger.models import Covered
from nhacviec.orgs.access import Viewer
from nhacviec.web.errors import BadInput, NotAllowed

from ..models import Inspection


def require(allowed: bool) -> None:
    """Raise NotAllowed unless allowed."""
    if not allowed:
        raise NotAllowed


def wanted_text(value: str, field: str, message: str | Promise) -> str:
    """The text without outer blanks. BadInput when empty."""
    text = value.strip()
    if not text:
        raise BadInput(field, message)
    return text


def locked(inspection: Inspection) -> Inspection:
    """The inspection as it is now, its row locked until the end of the transaction."""
    return (
        Inspection.objects.select_for_update(of=("self",))
        .select_related("unit", "decided_by")
        .prefetch_related("team", "assessments")
        .get(pk=inspection.pk)
    )


def told(
    *,
    viewer: Viewer,
    inspection: Inspection,
    verb: str,
    records: Sequence[Covered],
    now: dt.datetime,
    facts: Mapping[str, Any] | None = None,
) -> None:
    """Append to the deciding body's chain while the unit must not know, to the unit's chain from the start on (I-23)."""
    chain = inspection.decided_by_id if inspection.state == "prepared" else inspection.unit_id
    append(
        actor=viewer.actor,
        chain=chain,
        verb=verb,
        records=list(records),
        facts={"inspection": inspection.code, **(facts or {})},
        now=now,
    )
