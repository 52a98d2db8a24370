"""Party membership as it goes on: full member, exempt, suspended, elsewhere for a time, in another cell, ended (G-2 … G-10)."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nhacviec.ledger.models import Covered
from nhacviec.web.errors import BadInput, NotAllowed, NotPossible

from .. import workflow
from ..access import Viewer
from ..kinds import CELL_KINDS
from ..models import Appointment, Membership, Organisation, Person, Substitution, TemporaryActivity
from .common import check_day, check_period, clean, require_keeper, tell

_STATE = ("admitted_on", "official_on", "exempt", "suspended")


@transaction.atomic
def change_membership(
    *, viewer: Viewer, membership: Membership, step: str, on: dt.date, document: str = "", now: dt.datetime
) -> Membership:
    """Take a step of `workflow.STEPS` from the day `on`: the row ends, the next one bears the new state.

    Returns the new row. Raises NotAllowed, NotPossible (the state does not allow it), BadInput("on" | "document").
    """
    row = _open_row(viewer, membership)
    taken = workflow.STEPS[step]
    if not taken.possible(row):
        raise NotPossible(taken.impossible)
    changes: dict[str, object] = dict(taken.changes)
    if step == "make_official":
        changes["official_on"] = on
    text = clean(document, "document", most=200, empty=True)
    following = _follow(row, on, row.cell, taken.reason, text, **changes)
    records = [(row.cell_id, row), (row.cell_id, following)]
    tell(viewer=viewer, verb=f"membership_{step}", records=records, now=now, facts={"document": text})
    return following


@transaction.atomic
def transfer_membership(
    *, viewer: Viewer, membership: Membership, cell: Organisation, on: dt.date, document: str, now: dt.datetime
) -> Membership:
    """Move a member to another cell from `on` (chuyển sinh hoạt chính thức), told in the chains of both cells.

    A temporary activity that still runs ends with it. Returns the new row. Raises NotAllowed (both cells must be
    kept by the viewer), NotPossible, BadInput("cell" | "on" | "document").
    """
    row = _open_row(viewer, membership)
    require_keeper(viewer, [cell.pk])
    if cell.kind not in CELL_KINDS or cell.pk == row.cell_id:
        raise BadInput("cell", _("Chọn một chi bộ khác."))
    _check_alive(cell, on)
    text = clean(document, "document", most=200)
    elsewhere = _end_activities(row.person_id, on)
    following = _follow(row, on, cell, "transfer", text)
    facts = {"document": text, "from": row.cell_id, "to": cell.pk}
    records: list[tuple[int, Covered]] = [(row.cell_id, row), (cell.pk, following)]
    records += [(row.cell_id, one) for one in elsewhere]
    tell(viewer=viewer, verb="transfer_membership", records=records, now=now, facts=facts)
    return following


@transaction.atomic
def leave_party(
    *, viewer: Viewer, membership: Membership, reason: str, on: dt.date, document: str, now: dt.datetime
) -> Membership:
    """End a membership for good from `on`: `reason` "left" or "expelled". Raises NotAllowed, NotPossible, BadInput."""
    row = _open_row(viewer, membership)
    if reason not in workflow.LEAVING:
        raise BadInput("reason", _("Chọn lý do trong danh sách."))
    text = clean(document, "document", most=200)
    _end_row(row, on, reason, text)
    records: list[tuple[int, Covered]] = [(row.cell_id, row)]
    records += [(row.cell_id, one) for one in _end_activities(row.person_id, on)]
    tell(viewer=viewer, verb="leave_party", records=records, now=now, facts={"document": text, "reason": reason})
    return row


@transaction.atomic
def record_death(*, viewer: Viewer, person: Person, on: dt.date, document: str = "", now: dt.datetime) -> None:
    """Record that a person died on `on`: membership, posts and substitutions end with that day.

    Told in the chain of each organisation concerned. Raises NotAllowed (all units of the person must be kept),
    NotPossible (something starts later), BadInput("on").
    """
    found = Person.objects.select_for_update().get(pk=person.pk)
    _refuse_own(viewer, found.pk)
    check_day(on, "on")
    if on > now.date():
        raise BadInput("on", _("Ngày này chưa đến."))
    text = clean(document, "document", most=200, empty=True)
    end = on + dt.timedelta(days=1)
    lasting = Q(valid_until__isnull=True) | Q(valid_until__gt=end)
    posts = list(Appointment.objects.select_related("post").filter(lasting, person=found))
    rows = list(Membership.objects.filter(lasting, person=found))
    require_keeper(viewer, {p.post.organisation_id for p in posts} | {r.cell_id for r in rows} or {None})
    if any(row.valid_from >= end for row in (*posts, *rows)):
        raise NotPossible(_("Có bổ nhiệm hoặc sinh hoạt bắt đầu sau ngày này. Sửa các mục ấy trước."))
    records: list[tuple[int, Covered]] = []
    for post in posts:
        records.append((post.post.organisation_id, _closed(post, end)))
    for row in rows:
        row.end_reason, row.document = "died", text
        records.append((row.cell_id, _closed(row, end)))
    home = records[0][0] if records else 0
    records += [(home, one) for one in _end_activities(found.pk, end)]
    records += _end_substitutions(found, posts, end)
    facts = {"document": text, "person": found.pk, "died_on": on.isoformat()}
    tell(viewer=viewer, verb="record_death", records=records or [(0, found)], now=now, facts=facts)


@transaction.atomic
def start_temporary_activity(
    *,
    viewer: Viewer,
    membership: Membership,
    cell: Organisation,
    since: dt.date,
    until: dt.date | None = None,
    document: str,
    now: dt.datetime,
) -> TemporaryActivity:
    """A member takes part in another cell for a time and stays a member of his own, which grades him (G-7).

    Told in the chains of both cells. Raises NotAllowed, NotPossible (elsewhere already), BadInput.
    """
    row = _open_row(viewer, membership)
    if cell.kind not in CELL_KINDS or cell.pk == row.cell_id:
        raise BadInput("cell", _("Chọn một chi bộ khác."))
    check_period(since, until)
    if not row.holds(since):
        raise BadInput("since", _("Người này không sinh hoạt ở chi bộ của mình vào ngày ấy."))
    _check_alive(cell, since, "since")
    others = TemporaryActivity.objects.filter(person_id=row.person_id)
    later = others.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=since))
    if (later.filter(valid_from__lt=until) if until else later).exists():
        raise NotPossible(_("Người này đang sinh hoạt tạm thời ở nơi khác trong thời gian ấy."))
    text = clean(document, "document", most=200)
    made = TemporaryActivity.objects.create(
        person_id=row.person_id, cell=cell, valid_from=since, valid_until=until, document=text
    )
    facts = {"document": text, "own_cell": row.cell_id, "host_cell": cell.pk}
    records = [(row.cell_id, made), (cell.pk, made)]
    tell(viewer=viewer, verb="start_temporary_activity", records=records, now=now, facts=facts)
    return made


@transaction.atomic
def end_temporary_activity(
    *, viewer: Viewer, activity: TemporaryActivity, on: dt.date, document: str = "", now: dt.datetime
) -> TemporaryActivity:
    """End a temporary activity: `on` is the first day back in the own cell. Raises NotAllowed, NotPossible, BadInput."""
    found = TemporaryActivity.objects.select_for_update().get(pk=activity.pk)
    own = Membership.objects.on(found.valid_from).filter(person_id=found.person_id).first()
    require_keeper(viewer, [own.cell_id if own else found.cell_id])
    _refuse_own(viewer, found.person_id)
    check_day(on, "on")
    if found.valid_until is not None and found.valid_until <= on:
        raise NotPossible(_("Sinh hoạt tạm thời này đã kết thúc trước ngày ấy."))
    if on <= found.valid_from:
        raise BadInput("on", _("Ngày kết thúc phải sau ngày bắt đầu."))
    found.valid_until = on
    found.save(update_fields=["valid_until"])
    facts = {"document": clean(document, "document", most=200, empty=True)}
    records = [(chain, found) for chain in sorted({own.cell_id if own else found.cell_id, found.cell_id})]
    tell(viewer=viewer, verb="end_temporary_activity", records=records, now=now, facts=facts)
    return found


def _open_row(viewer: Viewer, membership: Membership) -> Membership:
    """The membership, locked, its person's last and still running. Raises NotAllowed, NotPossible."""
    Person.objects.select_for_update().get(pk=membership.person_id)
    row = Membership.objects.select_related("cell", "person").get(pk=membership.pk)
    require_keeper(viewer, [row.cell_id])
    _refuse_own(viewer, row.person_id)
    if row.valid_until is not None:
        raise NotPossible(_("Sinh hoạt này đã kết thúc."))
    return row


def _refuse_own(viewer: Viewer, person_id: int) -> None:
    if viewer.concerns(person_id):
        raise NotAllowed(_("Không ai tự ghi vào hồ sơ của chính mình."))


def _check_alive(cell: Organisation, on: dt.date, field: str = "on") -> None:
    if on < cell.founded_on or (cell.ended_on is not None and on >= cell.ended_on):
        raise BadInput(field, _("%(name)s chưa thành lập hoặc đã kết thúc vào ngày này.") % {"name": cell.label})


def _end_row(row: Membership, on: dt.date, reason: str, document: str) -> None:
    check_day(on, "on")
    if on <= row.valid_from:
        raise BadInput("on", _("Ngày này phải sau ngày %(day)s.") % {"day": row.valid_from.strftime("%d/%m/%Y")})
    row.valid_until, row.end_reason, row.document = on, reason, document
    row.save(update_fields=["valid_until", "end_reason", "document"])


def _follow(
    row: Membership, on: dt.date, cell: Organisation, reason: str, document: str, **changes: object
) -> Membership:
    """End a row on `on` and start the next one of the same person."""
    _end_row(row, on, reason, document)
    state = {name: getattr(row, name) for name in _STATE}
    following = Membership(person_id=row.person_id, cell=cell, valid_from=on, **{**state, **changes})
    following.save()
    return following


def _closed(row: Appointment | Membership, end: dt.date) -> Appointment | Membership:
    row.valid_until = end
    row.save()
    return row


def _end_activities(person_id: int, on: dt.date) -> list[TemporaryActivity]:
    """End what still runs on `on`."""
    running = TemporaryActivity.objects.select_for_update().filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=on), person_id=person_id
    )
    rows = list(running)
    for row in rows:
        if row.valid_from >= on:
            raise NotPossible(_("Có sinh hoạt tạm thời bắt đầu sau ngày này. Sửa mục ấy trước."))
        row.valid_until = on
        row.save(update_fields=["valid_until"])
    return rows


def _end_substitutions(person: Person, posts: Iterable[Appointment], end: dt.date) -> list[tuple[int, Covered]]:
    """End those in which the person substitutes or is substituted; one not begun yet ends on its first day."""
    about = Q(substitute=person) | Q(appointment__in=[post.pk for post in posts])
    rows = Substitution.objects.select_related("appointment__post").filter(about, valid_until__gt=end)
    told: list[tuple[int, Covered]] = []
    for row in rows:
        row.valid_until = max(end, row.valid_from)
        row.save(update_fields=["valid_until"])
        told.append((row.appointment.post.organisation_id, row))
    return told
