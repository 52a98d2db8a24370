"""Pages that change something: found, enter a person, appoint, end, open an account. One page, one question."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nhacviec.web import clock
from nhacviec.web.errors import BadInput, NotAllowed
from nhacviec.web.pages import act
from nhacviec.web.params import safe_int

from .. import access, actions, forms, queries
from ..access import Viewer
from ..kinds import ORGANISATION_KINDS
from ..models import Appointment, Organisation


def unit_or_404(pk: int | None) -> Organisation:
    """An organisation by its key."""
    found = Organisation.objects.filter(pk=pk).first() if pk else None
    if found is None:
        raise Http404
    return found


def unit_to_keep(viewer: Viewer, pk: int | None) -> Organisation:
    """An organisation whose records the viewer keeps; organisations are public, so others are told 403."""
    found = unit_or_404(pk)
    if not access.may_keep(viewer, found.pk):
        raise NotAllowed
    return found


def found(request: HttpRequest) -> HttpResponse:
    """Thành lập tổ chức, below the parent in the address (?cha=) or, for the operator, on its own."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if not access.keeps_records(viewer):
        raise NotAllowed
    asked = safe_int(request.GET.get("cha"))
    parent = unit_to_keep(viewer, asked) if asked is not None else None

    def run(data: dict[str, Any]) -> str:
        under = [(parent, data.pop("hierarchy"), data["founded_on"])] if parent else []
        data.pop("hierarchy", None)
        draft = actions.OrganisationDraft(parents=under, **data)
        [made] = actions.create_organisations(viewer=viewer, drafts=[draft], now=clock.now())
        if parent and not ORGANISATION_KINDS[made.kind].stands_under(parent.kind):
            words = {"kind": made.get_kind_display(), "parent": parent.get_kind_display()}
            messages.warning(
                request, _("Ít gặp: %(kind)s trực thuộc %(parent)s. Kiểm tra lại loại và cấp trên.") % words
            )
        return reverse("orgs:organisation", args=[made.pk])

    return act(
        request,
        form_class=forms.FoundForm,
        template="orgs/found.html",
        run=run,
        initial={"founded_on": viewer.on, "hierarchy": "party"},
        context={"parent": parent},
        success=_("Đã thành lập tổ chức."),
    )


def new_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Thêm người: a new person with the first post in the unit."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    unit = unit_to_keep(viewer, pk)

    def run(data: dict[str, Any]) -> str:
        made = actions.enter_official(
            viewer=viewer,
            draft=actions.PersonDraft(data["full_name"], data["code"], unit, data["born_on"]),
            post=actions.PostDraft(unit, data["kind"], data["title"]),
            since=data["since"],
            now=clock.now(),
        )
        return reverse("orgs:person", args=[made.pk])

    return act(
        request,
        form_class=forms.NewPersonForm,
        template="orgs/new_person.html",
        run=run,
        initial={"since": viewer.on, "kind": "official"},
        context={"unit": unit},
        success=_("Đã ghi người mới."),
    )


def appoint(request: HttpRequest, pk: int) -> HttpResponse:
    """Bổ nhiệm, phân công: a known person into a post of the unit."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    unit = unit_to_keep(viewer, pk)

    def run(data: dict[str, Any]) -> str:
        person = queries.known_people(viewer).filter(code=data["code"]).first()
        if person is None:
            raise BadInput("code", _("Không có ai mang mã này."))
        draft = actions.AppointmentDraft(person, data["post"], data["since"], acting=data["acting"])
        actions.appoint(viewer=viewer, drafts=[draft], now=clock.now())
        return reverse("orgs:organisation", args=[unit.pk])

    return act(
        request,
        form_class=forms.AppointForm,
        form_kwargs={"unit": unit},
        template="orgs/appoint.html",
        run=run,
        initial={"since": viewer.on, "post": safe_int(request.GET.get("chuc-vu"))},
        context={"unit": unit},
        success=_("Đã bổ nhiệm."),
    )


def end_appointment(request: HttpRequest, pk: int) -> HttpResponse:
    """Thôi giữ chức vụ."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    row = Appointment.objects.select_related("person", "post__organisation").filter(pk=pk).first()
    if row is None:
        raise Http404
    unit_to_keep(viewer, row.post.organisation_id)

    def run(data: dict[str, Any]) -> str:
        actions.end_appointment(viewer=viewer, appointment=row, now=clock.now(), **data)
        return reverse("orgs:organisation", args=[row.post.organisation_id])

    return act(
        request,
        form_class=forms.EndForm,
        template="orgs/end_appointment.html",
        run=run,
        initial={"on": viewer.on},
        context={"row": row},
        success=_("Đã ghi thôi giữ chức vụ."),
    )
