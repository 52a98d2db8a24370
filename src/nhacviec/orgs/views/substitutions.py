"""Pages of substitution: who acts for an absent person, from when to when, in what."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from nhacviec.web import clock
from nhacviec.web.errors import BadInput, NotAllowed
from nhacviec.web.pages import act

from .. import access, actions, forms, queries
from ..access import Viewer
from ..models import Appointment, Person

DAY = dt.timedelta(days=1)


def substitute(request: HttpRequest, pk: int) -> HttpResponse:
    """Cử người thay mặt in an appointment; with those that there were."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    row = Appointment.objects.select_related("person", "post__organisation").filter(pk=pk).first()
    if row is None:
        raise Http404
    if not access.may_substitute(viewer, row):
        raise NotAllowed

    def run(data: dict[str, Any]) -> str:
        actions.appoint_substitute(
            viewer=viewer,
            appointment=row,
            substitute=_chosen(viewer, data),
            areas=data["areas"],
            since=data["since"],
            until=data["last_day"] + DAY,
            reason=data["reason"],
            document=data["document"],
            now=clock.now(),
        )
        return reverse("orgs:substitutions", args=[row.person_id])

    return act(
        request,
        form_class=forms.SubstituteForm,
        form_kwargs={"people": queries.possible_substitutes(row, viewer.on)},
        template="orgs/substitute.html",
        run=run,
        initial={"since": viewer.on},
        context={"row": row, "substitutions": queries.substitutions_in(row), "on": viewer.on, "may_read": True},
        success=_("Đã cử người thay mặt."),
    )


def _chosen(viewer: Viewer, data: dict[str, Any]) -> Person:
    """The colleague chosen, or the person whose code was typed."""
    if data["code"]:
        found = queries.known_people(viewer).filter(code=data["code"]).first()
        if found is None:
            raise BadInput("code", _("Không có ai mang mã này."))
        return found
    if data["substitute"] is None:
        raise BadInput("substitute", _("Chọn một người, hoặc ghi mã của người ấy."))
    chosen: Person = data["substitute"]
    return chosen


def end_substitution(request: HttpRequest, pk: int) -> HttpResponse:
    """Thôi thay mặt, before the time that was stated."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    row = queries.substitution(pk)
    if row is None:
        raise Http404
    if not access.may_end_substitution(viewer, row):
        raise NotAllowed

    def run(data: dict[str, Any]) -> str:
        actions.end_substitution(viewer=viewer, substitution=row, now=clock.now(), **data)
        return reverse("orgs:substitutions", args=[row.appointment.person_id])

    return act(
        request,
        form_class=forms.EndSubstitutionForm,
        template="orgs/end_substitution.html",
        run=run,
        initial={"on": max(viewer.on, row.valid_from)},
        context={"row": row},
        success=_("Đã ghi thôi thay mặt."),
    )


@require_safe
def about(request: HttpRequest, pk: int) -> HttpResponse:
    """Who acts for a person who is away, and for whom he or she acts. Like posts, a fact that is no secret."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    found = queries.person_for(viewer, pk)
    if found is None:
        raise Http404
    posts = queries.posts_on([pk], viewer.on).get(pk, [])
    context = {
        "person": found,
        "rows": queries.substitutions_about(found, viewer.on),
        "posts": posts,
        "may_give": any(access.may_substitute(viewer, row) for row in posts[:1]),
        # Why somebody is away may be his health: for those alone who read his record.
        "may_read": bool(access.reading_ground(viewer, found)),
        "on": viewer.on,
    }
    return render(request, "orgs/substitutions.html", context)
