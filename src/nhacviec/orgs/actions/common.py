"""Shared steps of the actions of this room: checks of text and days, entries by chain in few statements."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from nhacviec.ledger.actions import Draft, append_many
from nhacviec.ledger.models import Covered
from nhacviec.rules.text import nfc
from nhacviec.web.errors import BadInput, NotAllowed

from ..access import Viewer, may_keep
from ..models import Organisation, ParentLink, Reach, Succession
from .reach import renew_reach

BATCH = 2000
RECORDS_AN_ENTRY = 200
EARLIEST, LATEST = dt.date(1930, 1, 1), dt.date(2200, 12, 31)


def tell(
    *,
    viewer: Viewer,
    verb: str,
    records: Iterable[tuple[int, Covered]],
    now: dt.datetime,
    facts: Mapping[str, Any] | None = None,
    removed: Iterable[tuple[int, Covered]] = (),
) -> None:
    """Append entries for (chain, record) pairs: one entry a chain, or one for every 200 records of it; one for each
    record of `removed`. Whatever the records say about the tree is told to the table of who stands above whom."""
    records, removed = list(records), list(removed)
    by_chain: dict[int, list[Covered]] = defaultdict(list)
    for chain, record in records:
        by_chain[chain].append(record)
    drafts = [
        Draft(chain, verb, part, facts or {})
        for chain, found in by_chain.items()
        for start in range(0, len(found), RECORDS_AN_ENTRY)
        if (part := found[start : start + RECORDS_AN_ENTRY])
    ]
    drafts += [Draft(chain, verb, (), facts or {}, [record]) for chain, record in removed]
    append_many(actor=viewer.actor, drafts=drafts, now=now)
    renew_reach(_moved([record for _chain, record in (*records, *removed)]))


def _moved(records: Sequence[Covered]) -> set[int]:
    """The organisations whose place in the tree is settled by what was written: new, ended, moved or followed."""
    found = {record.child_id for record in records if isinstance(record, ParentLink)}
    found |= {record.source_id for record in records if isinstance(record, Succession)}
    units = [record for record in records if isinstance(record, Organisation)]
    found |= {one.pk for one in units if one.ended_on is not None}
    rest = sorted({one.pk for one in units} - found)
    for start in range(0, len(rest), BATCH):
        part = rest[start : start + BATCH]
        known = Reach.objects.filter(organisation_id__in=part, top_id=F("organisation_id"))
        found |= set(part) - set(known.values_list("organisation_id", flat=True))
    return found


def require_keeper(viewer: Viewer, organisation_ids: Iterable[int | None]) -> None:
    """Raise NotAllowed unless the viewer keeps the records of all these organisations."""
    if not all(may_keep(viewer, one) for one in set(organisation_ids)):
        raise NotAllowed(_("Chỉ văn phòng hoặc ban tổ chức của cấp ủy cấp trên được sửa tổ chức và con người này."))


def clean(text: str, field: str, *, most: int, empty: bool = False) -> str:
    """One line of text in NFC. Raises BadInput when it is empty or too long."""
    found = nfc(text)
    if not found and not empty:
        raise BadInput(field, _("Mục này không được để trống."))
    if len(found) > most:
        raise BadInput(field, _("Tối đa %(most)d chữ cái.") % {"most": most})
    return found


def check_day(day: dt.date | None, field: str) -> None:
    """Raise BadInput for a day that no record of ours can bear."""
    if day is not None and not EARLIEST <= day <= LATEST:
        raise BadInput(field, _("Ngày phải từ năm 1930 đến năm 2200."))


def check_period(since: dt.date, until: dt.date | None, field: str = "until") -> None:
    """Raise BadInput unless the period `since <= day < until` holds at least one day."""
    check_day(since, "since")
    check_day(until, field)
    if until is not None and until <= since:
        raise BadInput(field, _("Ngày kết thúc phải sau ngày bắt đầu."))
