"""Pages of keepers about one appointment after it was entered: another end, a correction, taken back."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nhacviec.web import clock
from nhacviec.web.pages import act

from .. import actions, forms
from ..access import Viewer
from ..models import Appointment
from .changes import unit_to_keep


def _appointment(viewer: Viewer, pk: int) -> Appointment:
    """An appointment in a unit that the viewer keeps. Raises Http404, NotAllowed."""
    rows = Appointment.objects.select_related("person", "post__organisation")
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    unit_to_keep(viewer, row.post.organisation_id)
    return row


def _back(row: Appointment) -> str:
    return reverse("orgs:organisation", args=[row.post.organisation_id])


def extend(request: HttpRequest, pk: int) -> HttpResponse:
    """Gia hạn: another last day, or none."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    row = _appointment(viewer, pk)

    def run(data: dict[str, Any]) -> str:
        actions.extend_appointment(viewer=viewer, appointment=row, now=clock.now(), **data)
        return _back(row)

    return act(
        request,
        form_class=forms.ExtendForm,
        template="orgs/extend_appointment.html",
        run=run,
        initial={"until": row.valid_until},
        context={"row": row},
        success=_("Đã ghi thời hạn mới."),
    )


def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Sửa mục ghi nhầm: post, days, acting or not, with the reason."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    row = _appointment(viewer, pk)

    def run(data: dict[str, Any]) -> str:
        actions.correct_appointment(viewer=viewer, appointment=row, now=clock.now(), **data)
        return _back(row)

    initial = {"post": row.post_id, "since": row.valid_from, "until": row.valid_until, "acting": row.acting}
    return act(
        request,
        form_class=forms.CorrectForm,
        form_kwargs={"unit": row.post.organisation},
        template="orgs/correct_appointment.html",
        run=run,
        initial=initial,
        context={"row": row},
        success=_("Đã sửa; điều ghi trước còn trong sổ lưu vết."),
    )


def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Hủy mục ghi nhầm người."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    row = _appointment(viewer, pk)

    def run(data: dict[str, Any]) -> str:
        actions.remove_appointment(viewer=viewer, appointment=row, now=clock.now(), **data)
        return _back(row)

    return act(
        request,
        form_class=forms.ReasonForm,
        template="orgs/remove_appointment.html",
        run=run,
        context={"row": row},
        success=_("Đã hủy; mục đã ghi còn trong sổ lưu vết."),
    )
