"""Where errors become pages, where impossible addresses stop, and where every answer gets its safety headers."""

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import unquote_to_bytes

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from nhacviec.web.errors import BadInput, DomainError, Message

Next = Callable[[HttpRequest], HttpResponse]

# Bytes of a whole query string, letters of one of its values: far above any list filter of ours.
LONGEST_QUERY = 8192
LONGEST_VALUE = 2048
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=(), usb=()",
}


def wants_json(request: HttpRequest) -> bool:
    """Whether the caller asked for JSON rather than a page; the REST door answers nothing else."""
    return (
        request.path_info.startswith("/api/")
        or request.get_preferred_type(["text/html", "application/json"]) == "application/json"
    )


def error_response(request: HttpRequest, status: int, message: Message = "", **extra: str) -> HttpResponse:
    """The page (or the JSON answer) of an error."""
    if wants_json(request):
        text = str(message) or HTTPStatus(status).phrase
        return JsonResponse({"status": status, "message": text, **extra}, status=status)
    user = getattr(request, "user", None)
    # Who is signed in keeps the top bar: another post may have the right.
    frame = "web/base.html" if user is not None and user.is_authenticated else "web/base_public.html"
    context = {"message": message, "status": status, "frame": frame}
    return render(request, f"web/errors/{status}.html", context, status=status)


class DomainErrorMiddleware:
    """Turns an uncaught ``DomainError`` of a view into its page, and gives 405 a page as well."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and not response.content:
            page = error_response(request, 405)
            page["Allow"] = response.get("Allow", "")
            return page
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The answer for an error that the view let through; ``None`` leaves it to Django."""
        if not isinstance(exception, DomainError):
            return None
        extra = {"field": exception.field} if isinstance(exception, BadInput) else {}
        return error_response(request, exception.status, exception.message, **extra)


class CleanRequestMiddleware:
    """Answers 400 to addresses that no page of ours makes, and gives every answer its safety headers.

    Refused: null characters, broken UTF-8, endless queries. Stands before sessions, so its page knows no user.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = _refusal(request) if _is_broken(request) else self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if response.get("Content-Type", "").startswith("text/html"):
            # Grades, notices and discipline stay out of the memory of shared machines.
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


def _refusal(request: HttpRequest) -> HttpResponse:
    message = _("Địa chỉ có ký tự không đọc được hoặc quá dài.")
    if wants_json(request):
        return JsonResponse({"status": 400, "message": str(message)}, status=400)
    return HttpResponse(render_to_string("web/errors/400.html", {"message": message, "status": 400}), status=400)


def _is_broken(request: HttpRequest) -> bool:
    if "\x00" in request.path_info or "\ufffd" in request.path_info:
        return True
    query = request.META.get("QUERY_STRING", "")
    if len(query) > LONGEST_QUERY:
        return True
    try:
        text = unquote_to_bytes(query).decode("utf-8")
    except UnicodeDecodeError:
        return True
    return "\x00" in text or any(len(value) > LONGEST_VALUE for value in text.split("&"))
