"""Gives each request its viewer."""

from collections.abc import Callable
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from nhacviec.web import clock

from .access import Viewer, viewer_for_user
from .queries.calendar import one_calendar_a_request


class ViewerMiddleware:
    """`request.viewer`: built on first use from the signed-in user's person and the post chosen in the session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Attach the viewer and go on."""
        request.viewer = SimpleLazyObject(lambda: viewer_of(request))  # type: ignore[attr-defined]
        with one_calendar_a_request():
            return self.get_response(request)


def viewer_of(request: HttpRequest) -> Viewer:
    """The viewer of a request; without a person, one that may see nothing."""
    on = clock.today()
    if not request.user.is_authenticated:
        return Viewer(on=on)
    viewer = viewer_for_user(request.user.pk, on=on, chosen=request.session.get("post"))
    if viewer is None:
        return Viewer(on=on, user_id=request.user.pk, name=request.user.username, operator=request.user.is_operator)
    return viewer if not request.user.is_operator else _as_operator(viewer)


def _as_operator(viewer: Viewer) -> Viewer:
    return replace(viewer, operator=True)
