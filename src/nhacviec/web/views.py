"""Pages of the shell itself: the errors that Django finds, the board of components, an empty page for tests."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nhacviec.web import samples
from nhacviec.web.middleware import error_response
from nhacviec.web.pages import act


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """``handler400``: also where a request that is too large arrives, which is 413."""
    if isinstance(exception, RequestDataTooBig):
        return error_response(request, 413)
    return error_response(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """``handler403``."""
    return error_response(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """``CSRF_FAILURE_VIEW``: mostly a page that was open too long."""
    return error_response(request, 403, _("Trang đã mở quá lâu. Tải lại trang rồi gửi lại; nội dung chưa được lưu."))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """``handler404``."""
    return error_response(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """``handler500``: drawn without any context, so that it cannot fail in the same way."""
    return HttpResponse(render_to_string("web/errors/500.html", {"status": 500}), status=500)


def components(request: HttpRequest) -> HttpResponse:
    """The board of all components in every state; its form can be tried, nothing is saved."""

    def run(data: dict[str, Any]) -> str:
        samples.check(data)
        return request.path

    return act(
        request,
        form_class=samples.SampleForm,
        template="web/components.html",
        run=run,
        initial=samples.INITIAL,
        context=samples.board(),
        success=_("Đã kiểm tra xong, không có gì được lưu."),
    )


@require_safe
def document(request: HttpRequest) -> HttpResponse:
    """A notice as an official document, with invented content."""
    return HttpResponse(render_to_string("web/document_sample.html", {"doc": samples.DOCUMENT}, request))
