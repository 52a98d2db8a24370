"""Personal data: who looked, what is held, and what was asked about it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nhacviec.web.paging import keyset

from .. import queries
from ..access import Viewer


@require_safe
def readings(request: HttpRequest, pk: int) -> HttpResponse:
    """Who read one's own personal record; nobody else's."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    found = queries.person_for(viewer, pk)
    if found is None or viewer.person_id != pk:
        raise Http404
    rows = queries.readings_of(found)
    page = keyset(rows, order=[("at", "desc"), ("id", "desc")], after=request.GET.get("after"))
    return render(request, "orgs/readings.html", {"person": found, "page": page})
