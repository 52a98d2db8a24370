"""The REST door of the installation: where the rooms' routers are mounted, who is let in, how errors look."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError
from ninja.security.base import AuthBase

from nhacviec import __version__
from nhacviec.accounts.models import User
from nhacviec.accounts.queries import proved_second_factor
from nhacviec.accounts.tokens import user_of
from nhacviec.orgs import api as orgs
from nhacviec.orgs.access import Viewer, viewer_for_user
from nhacviec.orgs.second_factor import needs_second_factor
from nhacviec.web import clock
from nhacviec.web.errors import BadInput, DomainError


class Caller(AuthBase):
    """Who asks: the owner of the bearer token, else whoever is signed in by the session; nobody is answered 401.

    Whoever must have a second factor and has not proved it in this session is not let in by the session either.
    """

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __call__(self, request: HttpRequest) -> object:
        """The user, or None."""
        if "Authorization" in request.headers:
            user = user_of(request)
            if user is not None:
                # In the owner's own posts: neither a chosen post nor a substitution of some session counts.
                request.user, request.viewer = user, _viewer_of(user)  # type: ignore[attr-defined]
            return user
        if not request.user.is_authenticated:
            return None
        if settings.NHACVIEC_SECOND_FACTOR and not proved_second_factor(request):
            return None if needs_second_factor(request.viewer) else request.user  # type: ignore[attr-defined]
        return request.user


def _viewer_of(user: User) -> Viewer:
    on = clock.today()
    found = viewer_for_user(user.pk, on=on) or Viewer(on=on, user_id=user.pk, name=user.username)
    return replace(found, operator=user.is_operator)


api = NinjaAPI(
    title="Nhắc Việc",
    version=__version__,
    description="Organisations, people, posts and memberships as of any day. Read-only.",
    urls_namespace="api",
    docs_url=None,
    auth=Caller(),
)
api.add_router("", orgs.organisations)
api.add_router("", orgs.people)


def _answer(request: HttpRequest, status: int, message: object, **more: Any) -> HttpResponse:
    return api.create_response(request, {"status": status, "message": str(message), **more}, status=status)


@api.exception_handler(DomainError)
def domain_error(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Not allowed 403, not possible 409, a value that cannot be accepted 422 with its field."""
    if isinstance(error, BadInput):
        return _answer(request, 422, error.message, field=error.field)
    return _answer(request, error.status, error.message)


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    """What is not there and what may not be known of answer alike."""
    return _answer(request, 404, _("Không tìm thấy."))


@api.exception_handler(AuthenticationError)
def not_known(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """Nobody, or a token that is not open."""
    answer = _answer(request, 401, _("Đăng nhập, hoặc gửi khóa truy cập còn hiệu lực."))
    answer["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(ValidationError)
def not_accepted(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What was asked is not of the form that the schema says."""
    found = [{"where": list(map(str, one["loc"])), "message": str(one["msg"])} for one in error.errors]
    return _answer(request, 422, _("Có tham số chưa đúng."), errors=found)


def addresses() -> tuple[list[Any], str, str]:
    """The addresses for `urls`: open to the middleware that sends browsers to the sign-in page, since `Caller` answers."""
    found, namespace, name = api.urls
    patterns: list[Any] = list(found)
    for pattern in patterns:
        # The library's own two pages answer any method; the operations of the rooms know theirs.
        view: Any = pattern.callback
        if pattern.name in ("openapi-json", "api-root"):
            view = require_safe(view)
        view.login_required = False
        pattern.callback = view
    return patterns, namespace, name
