"""Pages of intake: choose a file, check each row, create."""

import re
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from nhacviec.web import clock
from nhacviec.web.errors import NotAllowed, NotPossible
from nhacviec.web.pages import act
from nhacviec.web.params import safe_int
from nhacviec.web.text import compose, forbidden

from . import actions
from .access import may_import
from .corrections import FIELDS
from .forms import StartForm
from .models import ImportBatch
from .queries import FILTERS, BatchPage, batch_page, open_batches, organisation_names, same_file, visible_batches

_FIELD = re.compile(rf"r([1-9]\d{{0,5}})-(include|{'|'.join(FIELDS)})")
_MOST_TYPED = 5000

Typed = dict[int, dict[str, str]]


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
        initial={"directive": safe_int(request.GET.get("van-ban", ""))},
        form_kwargs={"viewer": viewer},
        context={"recent": open_batches(viewer)[:10], "steps": _steps(1)},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """Check and correct each row; POST keeps the corrections."""
    found = _batch(request, pk)
    if request.method != "POST":
        return _show(request, found)
    refused = _save(request, found)
    if refused is not None:
        return refused
    editing = _line(request.POST.get("sua"))
    if not editing:
        messages.success(request, _("Đã lưu các sửa đổi."))
    return HttpResponseRedirect(_here(request, found, editing))


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what was typed, then create the tasks."""
    found = _batch(request, pk)
    refused = _save(request, found)
    if refused is not None:
        return refused
    try:
        tasks = actions.confirm(
            viewer=request.viewer,  # type: ignore[attr-defined]
            batch=found,
            on=clock.today(),
            now=clock.now(),
            version=found.version,
        )
    except NotPossible as error:
        return _show(request, found, status=409, problem=str(error))
    text = ngettext("Đã tạo %(count)s nhiệm vụ.", "Đã tạo %(count)s nhiệm vụ.", len(tasks))
    messages.success(request, text % {"count": len(tasks)})
    return HttpResponseRedirect(reverse("directives:detail", args=[found.directive_id]))


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up this file."""
    found = _batch(request, pk)
    try:
        actions.cancel(viewer=request.viewer, batch=found, now=clock.now())  # type: ignore[attr-defined]
    except NotPossible as error:
        return _show(request, found, status=409, problem=str(error))
    messages.success(request, _("Đã hủy lần nhập, không có nhiệm vụ nào được tạo."))
    return HttpResponseRedirect(reverse("intake:start"))


def _batch(request: HttpRequest, pk: int) -> ImportBatch:
    return get_object_or_404(visible_batches(request.viewer), pk=pk)  # type: ignore[attr-defined]


def _save(request: HttpRequest, found: ImportBatch) -> HttpResponse | None:
    """Keep what was typed; the page again, with messages, if something of it cannot be kept."""
    typed = _typed(request)
    try:
        errors = actions.correct_rows(
            viewer=request.viewer,  # type: ignore[attr-defined]
            batch=found,
            changes=typed,
            on=clock.today(),
            now=clock.now(),
            version=safe_int(request.POST.get("ban")) or 0,
        )
    except NotPossible as error:
        return _show(request, _again(request, found), status=409, problem=str(error), typed=typed)
    return _show(request, found, status=422, errors=errors, typed=typed) if errors else None


def _again(request: HttpRequest, found: ImportBatch) -> ImportBatch:
    """The batch as it is now."""
    return _batch(request, found.pk)


def _typed(request: HttpRequest) -> Typed:
    """What was typed, by line and field; control characters are dropped, everything else is kept.

    A box that is not ticked is not sent: for the lines that the page showed ("hien") it means "leave out". Lines that
    the page did not show stay as they are.
    """
    shown = {_line(text) for text in request.POST.get("hien", "").split(",")[:_MOST_TYPED]} - {0}
    found: Typed = {line: {"include": ""} for line in shown}
    for name, value in request.POST.items():
        match = _FIELD.fullmatch(name)
        if match and isinstance(value, str) and int(match[1]) in shown:
            lines = match[2] == "cooperation"
            clean = "".join(c for c in compose(value[:_MOST_TYPED]) if not forbidden(c, lines=lines))
            found[int(match[1])][match[2]] = clean
    return found


def _line(text: object) -> int:
    number = safe_int(text) or 0
    return number if 0 < number < 10**6 else 0


def _here(request: HttpRequest, found: ImportBatch, editing: int = 0) -> str:
    """The page of the batch under the filter and page number of this request."""
    query: dict[str, str] = {}
    if request.GET.get("loc") in FILTERS:
        query["loc"] = request.GET["loc"]
    if (number := _line(request.GET.get("trang"))) > 1:
        query["trang"] = str(number)
    if editing:
        query["sua"] = str(editing)
    address = reverse("intake:batch", args=[found.pk])
    return f"{address}{'?' + urlencode(query) if query else ''}{f'#dong-{editing}' if editing else ''}"


def _show(
    request: HttpRequest,
    found: ImportBatch,
    *,
    status: int = 200,
    problem: str = "",
    errors: dict[str, str] | None = None,
    typed: Typed | None = None,
) -> HttpResponse:
    page = batch_page(
        found,
        on=clock.today(),
        chosen=request.GET.get("loc", ""),
        number=_line(request.GET.get("trang")),
        editing=_line(request.GET.get("sua")),
        errors=errors,
        typed=typed,
    )
    context = {
        "page": page,
        "here": _here(request, found),
        "chips": _chips(page),
        "steps": _steps(3 if found.state == "open" else 5),
        "names": organisation_names(clock.today()) if found.state == "open" else [],
        "twins": same_file(found),
        "shown": ",".join(str(line.row["line"]) for line in page.lines if line.row["kind"] == "task"),
        "problem": problem,
        "wrong": bool(errors),
    }
    return render(request, "intake/batch.html", context, status=status)


def _chips(page: BatchPage) -> list[dict[str, Any]]:
    counts = {
        "": (_("Tất cả"), page.tasks),
        "can-quyet": (_("Cần quyết"), len(page.doubtful)),
        "khong-thoi-han": (_("Không thời hạn"), page.dateless),
        "bo-chon": (_("Bỏ chọn"), page.tasks - page.included),
    }
    return [
        {"label": label, "count": count, "on": page.chosen == name, "url": f"?loc={name}" if name else "?"}
        for name, (label, count) in counts.items()
    ]


def _steps(current: int) -> list[dict[str, str]]:
    labels = [_("Chọn tệp"), _("Ghép cột"), _("Kiểm tra từng dòng"), _("Xác nhận, giao việc")]
    states = ["done" if place < current else "current" if place == current else "" for place in range(1, 5)]
    return [{"label": label, "state": state} for label, state in zip(labels, states, strict=True)]
