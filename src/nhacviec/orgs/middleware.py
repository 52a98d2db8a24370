"""Gives each request its viewer."""

from collections.abc import Callable
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from nhacviec.web import clock
from nhacviec.web.params import safe_int

from .access import Viewer, viewer_for_user
from .kinds import AREA_OF_ROOM
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
    """The viewer of a request; without a person, one that may see nothing.

    A substitution limited to some areas counts only on the pages of their rooms.
    """
    on = clock.today()
    if not request.user.is_authenticated:
        return Viewer(on=on)
    session = request.session
    viewer = viewer_for_user(
        request.user.pk, on=on, chosen=session.get("post"), stand_in=safe_int(session.get("stand_in"))
    )
    if viewer is None:
        return Viewer(on=on, user_id=request.user.pk, name=request.user.username, operator=request.user.is_operator)
    if viewer.stand_in is not None:
        room = request.resolver_match.app_name if request.resolver_match else ""
        return viewer.in_area(AREA_OF_ROOM.get(room, ""))
    return viewer if not request.user.is_operator else replace(viewer, operator=True)
