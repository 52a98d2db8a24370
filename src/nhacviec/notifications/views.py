"""The inbox."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from nhacviec.web import clock
from nhacviec.web.errors import BadInput
from nhacviec.web.paging import keyset

from . import actions, queries
from .forms import ReadForm


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Tin đến, newest first."""
    viewer = request.viewer  # type: ignore[attr-defined]
    unread_only = request.GET.get("loc") == "chua-doc"
    found = queries.inbox(viewer, unread_only=unread_only)
    page = keyset(found, order=[("at", "desc"), ("id", "desc")], after=request.GET.get("after"))
    rows = [
        {"message": one, "text": queries.text_of(one), "stand_in": queries.stand_in_of(one, viewer)}
        for one in page.items
    ]
    context = {"rows": rows, "page": page, "unread_only": unread_only, "unread": queries.unread_count(viewer)}
    return render(request, "notifications/inbox.html", context)


@require_safe
def open_message(request: HttpRequest, pk: int) -> HttpResponse:
    """Go to the page that a message tells of; the message is read by that."""
    viewer = request.viewer  # type: ignore[attr-defined]
    found = queries.inbox(viewer).filter(pk=pk).first()
    if found is None:
        raise Http404
    if request.method == "GET" and found.read_at is None:
        actions.mark_read(viewer=viewer, message_ids=[pk], now=clock.now())
    own = url_has_allowed_host_and_scheme(found.path, allowed_hosts=None)
    return HttpResponseRedirect(found.path if found.path and own else reverse("notifications:inbox"))


@require_POST
def mark_read(request: HttpRequest) -> HttpResponse:
    """Mark one message, or all, as read."""
    form = ReadForm(request.POST)
    if not form.is_valid():
        raise BadInput("message", str(form.errors["message"][0]))
    chosen = form.cleaned_data["message"]
    viewer = request.viewer  # type: ignore[attr-defined]
    actions.mark_read(viewer=viewer, now=clock.now(), message_ids=None if chosen is None else [chosen])
    return HttpResponseRedirect(reverse("notifications:inbox"))
