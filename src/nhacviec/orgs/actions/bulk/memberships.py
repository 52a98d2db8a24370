"""Many party memberships at once: ends, and entries with everything that a register knows of them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nhacviec.web.errors import BadInput, NotAllowed, NotPossible

from ...access import Viewer
from ...kinds import CELL_KINDS, MEMBERSHIP_ENDS
from ...models import Membership, Organisation, Person, TemporaryActivity
from ..common import BATCH, check_day, check_period, clean, require_keeper, tell
from .locks import locked


@dataclass(frozen=True, slots=True)
class MembershipEnd:
    """A membership to be ended: `on` is the first day on which it is no more, `reason` one of MEMBERSHIP_ENDS or ""."""

    membership: Membership
    on: dt.date
    reason: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class MembershipEntry:
    """A row of the register of members: of whom, in which cell, from when until when, in which state."""

    person: Person
    cell: Organisation
    admitted_on: dt.date
    since: dt.date
    official_on: dt.date | None = None
    until: dt.date | None = None
    exempt: bool = False
    suspended: bool = False
    end_reason: str = ""
    document: str = ""


@transaction.atomic
def change_memberships(
    *, viewer: Viewer, ends: Sequence[MembershipEnd], entries: Sequence[MembershipEntry], now: dt.datetime
) -> list[Membership]:
    """End memberships, then enter others: a transfer and a change of state are one of each.

    A temporary activity that still runs when its member is transferred ends too. Nobody writes into his own record.
    Raises NotAllowed, BadInput("until" | "reason" | "cell" | "since" | "official_on"), NotPossible.
    """
    found = locked(Membership, [end.membership.pk for end in ends])
    require_keeper(viewer, [*(m.cell_id for m in found.values()), *(e.cell.pk for e in entries)])
    people = {m.person_id for m in found.values()} | {e.person.pk for e in entries}
    if any(viewer.concerns(pk) for pk in people):
        raise NotAllowed(_("Không ai tự ghi vào hồ sơ của chính mình."))
    for end in ends:
        _end(found[end.membership.pk], end)
    made = [_entered(entry) for entry in entries]
    _refuse_overlaps(made, found)
    ended = list(found.values())
    Membership.objects.bulk_update(ended, ["valid_until", "end_reason", "document"], batch_size=500)
    Membership.objects.bulk_create(made, batch_size=BATCH)
    tell(viewer=viewer, verb="end_membership", records=[(m.cell_id, m) for m in ended], now=now)
    tell(viewer=viewer, verb="add_membership", records=[(m.cell_id, m) for m in made], now=now)
    _end_activities(viewer, [m for m in ended if m.end_reason not in ("state", "official")], now)
    return made


def _end(row: Membership, end: MembershipEnd) -> None:
    if row.valid_until is not None:
        raise NotPossible(_("Sinh hoạt này đã kết thúc."))
    if end.reason and end.reason not in MEMBERSHIP_ENDS:
        raise BadInput("reason", _("Chọn lý do trong danh sách."))
    check_period(row.valid_from, end.on)
    row.valid_until, row.end_reason = end.on, end.reason
    row.document = clean(end.document, "document", most=200, empty=True) or row.document


def _entered(entry: MembershipEntry) -> Membership:
    cell = entry.cell
    if cell.kind not in CELL_KINDS:
        raise BadInput("cell", _("Đảng viên sinh hoạt tại chi bộ. Chọn một chi bộ."))
    check_period(entry.since, entry.until)
    check_day(entry.admitted_on, "admitted_on")
    check_day(entry.official_on, "official_on")
    if entry.official_on is not None and entry.official_on < entry.admitted_on:
        raise BadInput("official_on", _("Ngày chính thức không thể trước ngày kết nạp."))
    if entry.since < entry.admitted_on:
        raise BadInput("since", _("Không thể sinh hoạt trước ngày kết nạp."))
    if entry.since < cell.founded_on or (cell.ended_on is not None and entry.since >= cell.ended_on):
        raise BadInput("since", _("%(name)s chưa thành lập hoặc đã kết thúc vào ngày này.") % {"name": cell.label})
    return Membership(
        person=entry.person,
        cell=cell,
        admitted_on=entry.admitted_on,
        official_on=entry.official_on,
        valid_from=entry.since,
        valid_until=entry.until,
        exempt=entry.exempt,
        suspended=entry.suspended,
        end_reason=entry.end_reason,
        document=clean(entry.document, "document", most=200, empty=True),
    )


def _refuse_overlaps(made: Sequence[Membership], ended: dict[int, Membership]) -> None:
    held: dict[int, list[Membership]] = defaultdict(list)
    people = sorted({m.person_id for m in made})
    for start in range(0, len(people), BATCH):
        for row in Membership.objects.filter(person__in=people[start : start + BATCH]):
            held[row.person_id].append(ended.get(row.pk, row))
    for new in made:
        if any(_overlap(old, new) for old in held[new.person_id]):
            raise NotPossible(
                _("%(name)s đang sinh hoạt ở chi bộ khác trong thời gian này.") % {"name": new.person.full_name}
            )
        held[new.person_id].append(new)


def _overlap(a: Membership, b: Membership) -> bool:
    return (b.valid_until is None or a.valid_from < b.valid_until) and (
        a.valid_until is None or b.valid_from < a.valid_until
    )


def _end_activities(viewer: Viewer, ended: Iterable[Membership], now: dt.datetime) -> None:
    """End what these members still do in other cells; what starts later stands in the way."""
    last = {m.person_id: m for m in ended if m.valid_until is not None}
    first = min((until for m in last.values() if (until := m.valid_until) is not None), default=None)
    people = sorted(last)
    rows: list[TemporaryActivity] = []
    for start in range(0, len(people), BATCH):
        running = TemporaryActivity.objects.select_for_update().filter(person__in=people[start : start + BATCH])
        for row in running.filter(Q(valid_until=None) | Q(valid_until__gt=first)):
            until = last[row.person_id].valid_until
            if until is None or (row.valid_until is not None and row.valid_until <= until):
                continue
            if row.valid_from >= until:
                raise NotPossible(_("Có sinh hoạt tạm thời bắt đầu sau ngày này. Sửa mục ấy trước."))
            row.valid_until = until
            rows.append(row)
    TemporaryActivity.objects.bulk_update(rows, ["valid_until"], batch_size=500)
    records = [(last[row.person_id].cell_id, row) for row in rows]
    tell(viewer=viewer, verb="end_temporary_activity", records=records, now=now)
