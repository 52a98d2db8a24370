"""Substitution (thay mặt khi vắng): given by the absent person, by who speaks above, or by the keeper of records."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nhacviec.web.errors import BadInput, NotAllowed, NotPossible

from ..access import Viewer, may_end_substitution, may_substitute
from ..apps import org_extensions
from ..kinds import AREAS
from ..models import Appointment, Person, Substitution
from .common import check_period, clean, tell


@transaction.atomic
def appoint_substitute(
    *,
    viewer: Viewer,
    appointment: Appointment,
    substitute: Person,
    areas: Collection[str],
    since: dt.date,
    until: dt.date,
    reason: str,
    now: dt.datetime,
    document: str = "",
) -> Substitution:
    """Let `substitute` act in `appointment` from `since` until (not including) `until`, in `areas` (none: in all).

    Never oneself, and never on behalf of another: who substitutes does not substitute further. Raises NotAllowed,
    BadInput("substitute" | "areas" | "since" | "until" | "reason" | "document"), NotPossible (another has it then).
    """
    found = Appointment.objects.select_for_update(of=("self",)).select_related("post", "person").get(pk=appointment.pk)
    if not may_substitute(viewer, found) or (viewer.concerns(substitute.pk) and substitute.pk != found.person_id):
        raise NotAllowed(_("Đồng chí không được cử người thay mặt ở chức vụ này, hoặc tự nhận thay mặt."))
    _check_time(viewer, found, since, until)
    _check_person(found, substitute, since)
    if unknown := set(areas) - set(AREAS):
        raise BadInput("areas", _("Không có phạm vi “%(area)s”.") % {"area": sorted(unknown)[0][:40]})
    _check_free(found, frozenset(areas), since, until)
    made = Substitution.objects.create(
        appointment=found,
        substitute=substitute,
        areas=[area for area in AREAS if area in areas],
        reason=clean(reason, "reason", most=200),
        document=clean(document, "document", most=200, empty=True),
        valid_from=since,
        valid_until=until,
    )
    tell(viewer=viewer, verb="appoint_substitute", records=[(found.post.organisation_id, made)], now=now)
    for extension in org_extensions:
        extension.substituted(substitution=made, viewer=viewer, now=now)
    return made


def _check_time(viewer: Viewer, appointment: Appointment, since: dt.date, until: dt.date) -> None:
    check_period(since, until)
    if since < viewer.on:
        raise BadInput("since", _("Việc thay mặt chỉ bắt đầu từ hôm nay trở đi."))
    if since < appointment.valid_from:
        raise BadInput("since", _("Ngày này người vắng chưa giữ chức vụ."))
    if appointment.valid_until is not None and until > appointment.valid_until:
        raise BadInput("until", _("Người vắng thôi giữ chức vụ trước ngày này."))


def _check_person(appointment: Appointment, substitute: Person, since: dt.date) -> None:
    if substitute.pk == appointment.person_id:
        raise BadInput("substitute", _("Người thay mặt phải là người khác."))
    if not Appointment.objects.on(since).filter(person=substitute).exists():
        raise BadInput("substitute", _("Người thay mặt phải đang giữ một chức vụ vào ngày ấy."))


def _check_free(appointment: Appointment, areas: frozenset[str], since: dt.date, until: dt.date) -> None:
    """One substitute at a time in each area."""
    others = Substitution.objects.filter(appointment=appointment, valid_from__lt=until, valid_until__gt=since)
    for other in others.select_related("substitute"):
        if not areas or not other.areas or areas & set(other.areas):
            raise NotPossible(
                _("%(name)s đã được cử thay mặt trong thời gian và phạm vi này.") % {"name": other.substitute.full_name}
            )


@transaction.atomic
def end_substitution(*, viewer: Viewer, substitution: Substitution, on: dt.date, now: dt.datetime) -> Substitution:
    """End a substitution before its time: `on` is the first day on which it is no more.

    By who may give it, or by the substitute. Raises NotAllowed, BadInput("on"), NotPossible (over already).
    """
    found = (
        Substitution.objects.select_for_update(of=("self",)).select_related("appointment__post").get(pk=substitution.pk)
    )
    if not may_end_substitution(viewer, found):
        raise NotAllowed
    if found.valid_until is None or found.valid_until <= viewer.on:
        raise NotPossible(_("Việc thay mặt này đã kết thúc."))
    earliest = max(viewer.on, found.valid_from)
    if not earliest <= on <= found.valid_until:
        raise BadInput("on", _("Chọn một ngày từ hôm nay đến hết thời gian thay mặt."))
    found.valid_until = on
    found.save(update_fields=["valid_until"])
    tell(viewer=viewer, verb="end_substitution", records=[(found.appointment.post.organisation_id, found)], now=now)
    return found
