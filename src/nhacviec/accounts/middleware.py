"""Sessions that nobody uses end; an account that must change its password does that first."""

import time
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from nhacviec.web import clock

from . import actions, policy
from .listeners import SEEN, SINCE
from .origin import origin_of

SAY_AGAIN = 60  # seconds: a session's last sight is kept to the minute, so that a page does not cost a write each
FREE = {"accounts:password", "accounts:sign_out", "accounts:language", "healthz", "readyz"}


class SessionGuardMiddleware:
    """Ends a session left alone for too long, or open for too long (X-12), and keeps when it was last seen.

    Real time is measured, not the program's day: a sample whose day stands still has sessions like any other.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look at the session, then go on."""
        seen = request.session.get(SEEN)
        if not isinstance(seen, int) or not request.user.is_authenticated:
            return self.get_response(request)
        rules, now = policy.in_force(), time.time()
        quiet, since = now - seen, request.session.get(SINCE, seen)
        if quiet > rules.session_idle_minutes * 60:
            return self._end(request, _("Phiên làm việc đã hết do lâu không thao tác. Đăng nhập lại để tiếp tục."))
        if isinstance(since, int) and now - since > rules.session_hours * 3600:
            return self._end(request, _("Phiên làm việc đã đủ thời gian dài nhất. Đăng nhập lại để tiếp tục."))
        if quiet > SAY_AGAIN:
            request.session[SEEN] = int(now)
            key = str(request.session.session_key)
            actions.see_session(session_key=key, user=request.user, origin=origin_of(request), now=clock.now())
        return self.get_response(request)

    def _end(self, request: HttpRequest, why: str) -> HttpResponse:
        logout(request)
        messages.info(request, why)
        target = reverse("accounts:sign_in")
        back = urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
        return HttpResponseRedirect(f"{target}?{back}" if back else target)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Whoever was given a password changes it before anything else (X-12)."""
        if not request.user.is_authenticated or not request.user.must_change:
            return None
        match = request.resolver_match
        if match is None or match.view_name in FREE or not getattr(view, "login_required", True):
            return None
        return HttpResponseRedirect(reverse("accounts:password"))
