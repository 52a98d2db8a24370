"""Personal data: who looked, what is held, what was asked about it, and its restriction (X-4, X-7)."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from nhacviec.web import clock
from nhacviec.web.errors import NotAllowed
from nhacviec.web.pages import act
from nhacviec.web.paging import keyset

from .. import access, actions, personal_forms, queries
from ..access import Viewer
from ..models import Person
from ..personal_archive import archive


@require_safe
def readings(request: HttpRequest, pk: int) -> HttpResponse:
    """Who read one's own personal record; nobody else's."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    found = queries.person_for(viewer, pk)
    if found is None or viewer.self_id != pk:
        raise Http404
    rows = queries.readings_of(found)
    page = keyset(rows, order=[("at", "desc"), ("id", "desc")], after=request.GET.get("after"))
    return render(request, "orgs/readings.html", {"person": found, "page": page})


def _person(request: HttpRequest, pk: int) -> tuple[Viewer, Person, bool]:
    """The viewer, the person and whether it is himself; 404 for who is neither that nor a keeper of the record."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    found = queries.person_for(viewer, pk)
    own = found is not None and viewer.self_id == pk
    if found is None or not (own or access.may_keep_person(viewer, found)):
        raise Http404
    return viewer, found, own


@require_safe
def data(request: HttpRequest, pk: int) -> HttpResponse:
    """Dữ liệu cá nhân: the file, requests with their answers, the restriction."""
    viewer, found, own = _person(request, pk)
    asked = queries.requests_of(found)
    context = {
        "person": found,
        "own": own,
        "requests": asked,
        "may_download": own or any(one.answered_on is None and one.kind == "view" for one in asked),
        "on": viewer.on,
    }
    return render(request, "orgs/personal_data.html", context)


@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """The file as a ZIP: for the person, and for the keeper while a request to see it waits for its answer."""
    viewer, found, own = _person(request, pk)
    waiting = [one for one in queries.requests_of(found) if one.kind == "view" and one.answered_on is None]
    if not own and not waiting:
        raise NotAllowed(_("Chỉ tải tệp của người khác khi có yêu cầu xem đang chờ trả lời."))
    now = clock.now()
    if not own and request.method == "GET":
        actions.record_reading(
            viewer=viewer, person=found, ground="request", now=now, subject="file", record_id=waiting[0].pk
        )
    parts = [part for part in queries.file_of(found, viewer) if part.rows]
    content = archive(found, parts, {"at": now, "by": viewer.name})
    answer = HttpResponse(content, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="du-lieu-ca-nhan-{found.pk}.zip"'
    return answer


def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Gửi yêu cầu, or enter one that came on paper."""
    viewer, found, own = _person(request, pk)

    def run(data: dict[str, Any]) -> str:
        actions.receive_request(viewer=viewer, person=found, now=clock.now(), **data)
        return reverse("orgs:personal_data", args=[pk])

    return act(
        request,
        form_class=personal_forms.RequestForm,
        template="orgs/ask_data.html",
        run=run,
        initial={"received_on": viewer.on, "kind": "view"},
        context={"person": found, "own": own},
        success=_("Đã ghi yêu cầu."),
    )


def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Trả lời yêu cầu."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    row = queries.request_for(pk)
    if row is None:
        raise Http404
    _person(request, row.person_id)
    if viewer.concerns(row.person_id):
        raise NotAllowed

    def run(data: dict[str, Any]) -> str:
        actions.answer_request(viewer=viewer, request=row, now=clock.now(), **data)
        return reverse("orgs:personal_data", args=[row.person_id])

    return act(
        request,
        form_class=personal_forms.AnswerForm,
        template="orgs/answer_data.html",
        run=run,
        context={"row": row, "person": row.person},
        success=_("Đã trả lời."),
    )


def restrict(request: HttpRequest, pk: int) -> HttpResponse:
    """Hạn chế hồ sơ, or lift the restriction."""
    viewer, found, own = _person(request, pk)
    if own or viewer.concerns(found.pk):
        raise NotAllowed
    lift = found.restricted_on is not None

    def run(data: dict[str, Any]) -> str:
        change = actions.lift_restriction if lift else actions.restrict_person
        change(viewer=viewer, person=found, now=clock.now(), **data)
        return reverse("orgs:personal_data", args=[pk])

    return act(
        request,
        form_class=personal_forms.RestrictionForm,
        template="orgs/restrict.html",
        run=run,
        context={"person": found, "lift": lift},
        success=_("Đã bỏ hạn chế.") if lift else _("Đã hạn chế hồ sơ."),
    )
