"""Pages of directives: the list, one with its clauses, the form that registers, the form that adds clauses, the file."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from nhacviec.orgs.access import Viewer
from nhacviec.web import clock
from nhacviec.web.errors import NotAllowed
from nhacviec.web.pages import act

from . import access, actions, queries
from .apps import directive_extensions
from .forms import ClausesForm, DirectiveForm
from .models import Directive, directive_kind_choices

form_page = require_http_methods(["GET", "HEAD", "POST"])


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


def _directive(request: HttpRequest, pk: int) -> Directive:
    found = queries.detail(_viewer(request), pk)
    if found is None:
        raise Http404
    return found


@require_safe
def directive_list(request: HttpRequest) -> HttpResponse:
    """Directives that the viewer may read, newest first."""
    viewer, kinds = _viewer(request), dict(directive_kind_choices())
    kind = request.GET.get("kind", "")
    kind = kind if kind in kinds else ""
    words = request.GET.get("q", "")[:200]
    here = reverse("directives:list")
    chips = [{"label": _("Tất cả"), "url": here, "count": None, "on": not kind}]
    chips += [
        {"label": label, "url": f"{here}?kind={code}", "count": None, "on": kind == code}
        for code, label in kinds.items()
    ]
    context = {
        "page": queries.listing(viewer, q=words, kind=kind, after=request.GET.get("after")),
        "chips_of_kind": chips,
        "words": words,
        "kind": kind,
        "may_register": access.may_register(viewer),
    }
    return render(request, "directives/list.html", context)


@require_safe
def directive(request: HttpRequest, pk: int) -> HttpResponse:
    """One directive with its clauses and how the work under each stands."""
    viewer, found = _viewer(request), _directive(request, pk)
    lines = queries.clause_lines(found, viewer)
    links = [link for extension in directive_extensions for link in extension.actions(directive=found, viewer=viewer)]
    context = {
        "directive": found,
        "lines": lines,
        "total": queries.total(lines),
        "links": links,
        "may_add": queries.may_change(viewer, found),
        "may_read_source": found.implements_id is not None and queries.may_read(viewer, found.implements_id),
    }
    return render(request, "directives/detail.html", context)


@form_page
def new(request: HttpRequest) -> HttpResponse:
    """Register a directive."""
    viewer = _viewer(request)
    if not access.may_register(viewer):
        raise NotAllowed

    def run(data: dict[str, Any]) -> str:
        made = actions.register_with_upload(viewer=viewer, now=clock.now(), **data)
        return reverse("directives:detail", args=[made.pk])

    choices = {"issuer": queries.issuers(viewer), "implements": queries.readable(viewer).order_by("-issued_on", "-pk")}
    return act(
        request,
        form_class=DirectiveForm,
        template="directives/new.html",
        run=run,
        initial={"issuer": viewer.post.serves if viewer.post else None},
        form_kwargs={"choices": choices},
        success=_("Đã đăng ký văn bản."),
    )


@form_page
def add_clauses(request: HttpRequest, pk: int) -> HttpResponse:
    """Add clauses to a directive."""
    viewer, found = _viewer(request), _directive(request, pk)
    if not queries.may_change(viewer, found):
        raise NotAllowed

    def run(data: dict[str, Any]) -> str:
        actions.add_clauses(viewer=viewer, directive=found, clauses=data["clauses"], now=clock.now())
        return reverse("directives:detail", args=[found.pk])

    return act(
        request,
        form_class=ClausesForm,
        template="directives/clauses.html",
        run=run,
        context={"directive": found},
        success=_("Đã thêm mục."),
    )


@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file of a directive, always as a download."""
    found = _directive(request, pk)
    if found.file is None:
        raise Http404
    try:
        content = found.file.file.open("rb")
    except FileNotFoundError as error:
        raise Http404(_("Tệp không còn trong kho lưu.")) from error
    answer = FileResponse(
        content, as_attachment=True, filename=found.file.name, content_type="application/octet-stream"
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
