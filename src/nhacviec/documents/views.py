"""Pages of registers, and the page layout of official documents as a style sheet."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from nhacviec.orgs.access import Viewer
from nhacviec.web import clock
from nhacviec.web.errors import NotAllowed
from nhacviec.web.pages import act
from nhacviec.web.paging import keyset

from . import access, actions, layout, numbering, queries
from .forms import ReserveForm
from .models import Register


def _viewer(request: HttpRequest) -> Viewer:
    return request.viewer  # type: ignore[attr-defined]


def _open(viewer: Viewer, pk: int) -> Register:
    register = Register.objects.select_related("issuer").filter(pk=pk).first()
    if register is None or not access.may_read_register(viewer, register):
        raise Http404
    return register


@require_safe
def registers(request: HttpRequest) -> HttpResponse:
    """The books of the viewer's offices."""
    return render(request, "documents/registers.html", {"registers": queries.registers_for(_viewer(request))})


@require_safe
def register(request: HttpRequest, pk: int) -> HttpResponse:
    """One book: every number, none missing, withdrawn ones struck through."""
    viewer = _viewer(request)
    book = _open(viewer, pk)
    page = keyset(queries.documents_of(book), order=[("number", "desc")], after=request.GET.get("after"))
    context = {
        "register": book,
        "page": page,
        "next_number": numbering.written(book.family, book.last + 1, book.symbol),
        "may_reserve": access.may_take_numbers(viewer, book.issuer_id),
    }
    return render(request, "documents/register.html", context)


def reserve(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a number for a document that is not kept here."""
    viewer = _viewer(request)
    book = _open(viewer, pk)
    if not access.may_take_numbers(viewer, book.issuer_id):
        raise NotAllowed
    now = clock.now()

    def run(data: dict[str, Any]) -> str:
        actions.reserve_number(viewer=viewer, register=book, on=now.date(), note=data["note"], now=now)
        return reverse("documents:register", args=[book.pk])

    return act(
        request,
        form_class=ReserveForm,
        template="documents/reserve.html",
        run=run,
        context={"register": book, "next_number": numbering.written(book.family, book.last + 1, book.symbol)},
        success=_("Đã giữ số."),
    )


@require_safe
def page_style(request: HttpRequest, family: str) -> HttpResponse:
    """Size and margins of the printed page, from the rule set "documents": the security policy forbids inline styles."""
    if family not in ("party", "state"):
        raise Http404
    context = {"margins": layout.margins_mm(family), "family": family}
    response = render(request, "documents/page_style.css", context, content_type="text/css; charset=utf-8")
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response
