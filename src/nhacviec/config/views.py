"""Pages of the program itself: signs of life, change of the post in which one acts."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from nhacviec.orgs.access import Viewer
from nhacviec.web.params import safe_int

from .navigation import STAND_IN


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """The database answers too."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "database"}, status=503)
    return JsonResponse({"status": "ok"})


def own_path(request: HttpRequest, otherwise: str) -> str:
    """The address of our own to which the request asks to be sent, else another."""
    wanted = request.POST.get("next", "")
    # The menu sends the page on which one stands, which another post may not open: only what a message leads to.
    own = wanted.startswith("/tin/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if own and "\x00" not in wanted else otherwise


@require_POST
def switch_post(request: HttpRequest) -> HttpResponse:
    """Act in another of one's own posts from now on, in that of somebody absent, or (empty) in one's own again."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    asked = request.POST.get("post", "")
    if asked.startswith(STAND_IN):
        chosen = safe_int(asked.removeprefix(STAND_IN))
        if any(one.id == chosen for one in viewer.stand_ins):
            request.session["stand_in"] = chosen
            return HttpResponseRedirect(own_path(request, reverse("statistics:my_work")))
        return HttpResponseRedirect("/")
    request.session.pop("stand_in", None)
    if any(post.appointment_id == safe_int(asked) for post in viewer.held):
        request.session["post"] = safe_int(asked)
    return HttpResponseRedirect("/")
