"""Pages of intake: choose a file, check each row, create."""

import re
from collections import defaultdict
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nhacviec.web import clock
from nhacviec.web.errors import NotAllowed, NotPossible
from nhacviec.web.pages import act
from nhacviec.web.text import forbidden

from . import actions
from .access import may_import
from .forms import StartForm
from .models import ImportBatch
from .queries import BatchPage, batch_page, organisation_names, visible_batches

_FIELD = re.compile(r"r(\d{1,6})-(include|title|product|lead|deadline|responsible)")


def start(request: HttpRequest) -> HttpResponse:
    """Choose the file and the directive."""
    viewer = request.viewer  # type: ignore[attr-defined]
    if not may_import(viewer):
        raise NotAllowed

    def run(data: dict[str, Any]) -> str:
        made = actions.start_import(
            viewer=viewer,
            directive=data["directive"],
            assigner=data["assigner"],
            upload=data["file"],
            on=clock.today(),
            now=clock.now(),
        )
        return reverse("intake:batch", args=[made.pk])

    return act(
        request,
        form_class=StartForm,
        template="intake/start.html",
        run=run,
        initial={"directive": request.GET.get("van-ban", "")},
        form_kwargs={"viewer": viewer},
        context={"recent": list(visible_batches(viewer).filter(state="open")[:10])},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """Check and correct each row; POST keeps the corrections."""
    found = _batch(request, pk)
    if request.method != "POST":
        return _show(request, batch_page(found))
    typed = _typed(request)
    errors = actions.correct_rows(
        viewer=request.viewer,  # type: ignore[attr-defined]
        batch=found,
        changes=_whole(found, typed),
        on=clock.today(),
        now=clock.now(),
    )
    if errors:
        return _show(request, batch_page(found, errors=errors, typed=typed), status=422)
    messages.success(request, _("Đã lưu các sửa đổi."))
    return HttpResponseRedirect(request.path)


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Create the tasks."""
    found = _batch(request, pk)
    viewer = request.viewer  # type: ignore[attr-defined]
    try:
        tasks = actions.confirm(viewer=viewer, batch=found, on=clock.today(), now=clock.now())
    except NotPossible as error:
        return _show(request, batch_page(found), status=409, problem=str(error))
    messages.success(request, _("Đã tạo %(count)s nhiệm vụ.") % {"count": len(tasks)})
    return HttpResponseRedirect(reverse("directives:detail", args=[found.directive_id]))


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up this file."""
    found = _batch(request, pk)
    actions.cancel(viewer=request.viewer, batch=found, now=clock.now())  # type: ignore[attr-defined]
    messages.success(request, _("Đã hủy lần nhập, không có nhiệm vụ nào được tạo."))
    return HttpResponseRedirect(reverse("intake:start"))


def _batch(request: HttpRequest, pk: int) -> ImportBatch:
    return get_object_or_404(visible_batches(request.viewer), pk=pk)  # type: ignore[attr-defined]


def _typed(request: HttpRequest) -> dict[int, dict[str, str]]:
    """What was typed, by line and field; control characters are dropped, everything else is kept."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for name, value in request.POST.items():
        match = _FIELD.fullmatch(name)
        if match and isinstance(value, str):
            clean = "".join(letter for letter in value[:2000] if not forbidden(letter, lines=False))
            found[int(match[1])][match[2]] = clean
    return dict(found)


def _whole(found: ImportBatch, typed: dict[int, dict[str, str]]) -> dict[int, dict[str, str]]:
    """Changes for every task row: a box that was not ticked is not sent at all, and means "leave out"."""
    lines = [row["line"] for row in found.rows if row["kind"] == "task"]
    return {line: typed.get(line, {}) for line in lines}


def _show(request: HttpRequest, page: BatchPage, *, status: int = 200, problem: str = "") -> HttpResponse:
    context = {"page": page, "names": organisation_names(clock.today()), "problem": problem}
    return render(request, "intake/batch.html", context, status=status)
