"""In which language a page speaks, and who gets no further without a second factor."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation

from nhacviec.accounts.queries import proved_second_factor
from nhacviec.orgs.second_factor import needs_second_factor

# What somebody without a second factor may open to set one up, or to leave.
SET_UP = {
    *("security", "add_app", "add_passkey", "recovery_codes", "renew_codes", "again", "again_code", "again_passkey"),
    *("password", "sign_out", "language"),
}
SET_UP_PAGES = {f"accounts:{name}" for name in SET_UP} | {
    *("account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"),
    *("switch_post", "healthz", "readyz"),
}


class LanguageMiddleware:
    """Vietnamese unless the reader chose another: offices here use browsers in all languages, the work is Vietnamese."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Speak the chosen language for this request."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class SecondFactorMiddleware:
    """Leads whoever signs or administers to the set-up of a second factor until it is proved in this session (X-12).

    `NHACVIEC_SECOND_FACTOR=0` turns the obligation off; the sample does.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on; the view to come decides."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """None to go on, or the way to the set-up."""
        if not settings.NHACVIEC_SECOND_FACTOR or not request.user.is_authenticated:
            return None
        match = request.resolver_match
        if match is None or not getattr(view, "login_required", True):
            return None
        if proved_second_factor(request) or not needs_second_factor(request.viewer):  # type: ignore[attr-defined]
            return None
        if match.view_name in SET_UP_PAGES:
            request.must_prove = True  # type: ignore[attr-defined]
            return None
        return HttpResponseRedirect(reverse("accounts:security"))
