"""What becomes of an appointment after it was entered: another end, a correction, taken back as entered by mistake."""

import datetime as dt

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from nhacviec.web.errors import BadInput, NotAllowed, NotPossible

from ..access import Viewer
from ..models import Appointment, Post
from .common import check_period, clean, require_keeper, tell
from .drafts import AppointmentDraft
from .people import check_free, check_units


@transaction.atomic
def extend_appointment(
    *, viewer: Viewer, appointment: Appointment, until: dt.date | None, document: str, now: dt.datetime
) -> Appointment:
    """Let an appointment last until another day, or without an end. Raises NotAllowed, NotPossible, BadInput("until").

    One that is over is not revived: a new decision is a new appointment.
    """
    found = _held(viewer, appointment)
    if found.valid_until is not None and found.valid_until <= now.date():
        raise NotPossible(_("Bổ nhiệm này đã kết thúc. Quyết định mới là một bổ nhiệm mới."))
    if until is not None and until <= now.date():
        raise BadInput("until", _("Chọn một ngày sau hôm nay; muốn kết thúc ngay thì ghi thôi giữ chức vụ."))
    facts = {"document": clean(document, "document", most=200), "before": _told(found)}
    _change(found, since=found.valid_from, until=until, acting=found.acting, post=found.post)
    tell(viewer=viewer, verb="extend_appointment", records=[(found.post.organisation_id, found)], now=now, facts=facts)
    return found


@transaction.atomic
def correct_appointment(
    *,
    viewer: Viewer,
    appointment: Appointment,
    post: Post,
    since: dt.date,
    until: dt.date | None,
    acting: bool,
    reason: str,
    now: dt.datetime,
) -> Appointment:
    """Put right what was entered wrong: days, post of the same organisation, acting or not. The ledger keeps both.

    Rights and figures follow from the corrected days. Raises NotAllowed, NotPossible (post held by another),
    BadInput("post" | "since" | "until" | "reason").
    """
    found = _held(viewer, appointment)
    if post.organisation_id != found.post.organisation_id:
        raise BadInput("post", _("Chọn một chức vụ của chính tổ chức này."))
    text = clean(reason, "reason", most=200)
    before = _told(found)
    _change(found, since=since, until=until, acting=acting, post=post)
    if _told(found) == before:
        raise BadInput("since", _("Chưa có gì khác với điều đã ghi."))
    facts = {"reason": text, "before": before}
    tell(viewer=viewer, verb="correct_appointment", records=[(post.organisation_id, found)], now=now, facts=facts)
    return found


@transaction.atomic
def remove_appointment(*, viewer: Viewer, appointment: Appointment, reason: str, now: dt.datetime) -> None:
    """Take back an appointment that never was: the wrong person. The ledger keeps it, with the reason.

    Raises NotAllowed, NotPossible (something refers to it), BadInput("reason").
    """
    found = _held(viewer, appointment)
    facts = {"reason": clean(reason, "reason", most=200), "before": _told(found)}
    pk, unit = found.pk, found.post.organisation_id
    try:
        found.delete()
    except ProtectedError as error:
        raise NotPossible(_("Đã có việc thay mặt theo bổ nhiệm này; chỉ sửa được, không hủy được.")) from error
    found.pk = pk
    tell(viewer=viewer, verb="remove_appointment", records=[], removed=[(unit, found)], now=now, facts=facts)


def _held(viewer: Viewer, appointment: Appointment) -> Appointment:
    """The appointment, locked, with its post. Raises NotAllowed, also for one's own."""
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("post__organisation", "person")
    found = rows.get(pk=appointment.pk)
    require_keeper(viewer, [found.post.organisation_id])
    if viewer.concerns(found.person_id):
        raise NotAllowed(_("Không ai tự ghi vào hồ sơ của chính mình."))
    return found


def _change(row: Appointment, *, since: dt.date, until: dt.date | None, acting: bool, post: Post) -> None:
    check_period(since, until)
    draft = AppointmentDraft(row.person, post, since, until, acting)
    check_units([draft])
    check_free([draft], but=row.pk)
    row.post, row.valid_from, row.valid_until, row.acting = post, since, until, acting
    row.save(update_fields=["post", "valid_from", "valid_until", "acting"])


def _told(row: Appointment) -> dict[str, object]:
    """An appointment as the ledger's facts keep it."""
    return {
        "person": row.person_id,
        "post": row.post_id,
        "since": row.valid_from.isoformat(),
        "until": row.valid_until.isoformat() if row.valid_until else None,
        "acting": row.acting,
    }
