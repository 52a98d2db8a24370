"""Pages of the program itself: signs of life, change of the post in which one acts."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.views.decorators.http import require_POST, require_safe

from nhacviec.web.params import safe_int


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


@require_POST
def switch_post(request: HttpRequest) -> HttpResponse:
    """Act in another of one's own posts from now on."""
    chosen = safe_int(request.POST.get("post", ""))
    if any(post.appointment_id == chosen for post in request.viewer.posts):  # type: ignore[attr-defined]
        request.session["post"] = chosen
    return HttpResponseRedirect("/")
