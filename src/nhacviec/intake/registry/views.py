"""Pages of the import and export of organisations and people."""

import tempfile
from typing import IO, Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nhacviec.orgs.access import Viewer, keeps_records
from nhacviec.orgs.actions import record_readings
from nhacviec.web import clock
from nhacviec.web.errors import BadInput, NotAllowed, NotPossible
from nhacviec.web.pages import act
from nhacviec.web.params import safe_int

from ..models import RegistryImport
from . import actions, jobs
from .book.sheets import write_fault_copy, write_workbook
from .export import Export
from .forms import ExportForm, UploadForm
from .progress import Told
from .queries import bad_rows, lately, registry_page, visible_imports

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Up to here the page does the work itself: nobody waits long, and no background worker is needed.
SMALL_FILE = 200 * 1024
FEW_RECORDS = 1500


def _keeper(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if not keeps_records(viewer):
        raise NotAllowed
    return viewer


def registry(request: HttpRequest) -> HttpResponse:
    """Choose the workbook to be read in."""
    viewer = _keeper(request)

    def run(data: dict[str, Any]) -> str:
        batch = actions.start_registry_import(viewer=viewer, upload=data["file"], now=clock.now())
        if batch.file.size <= SMALL_FILE:
            actions.run_check(viewer=viewer, batch=batch, now=clock.now())
        else:
            jobs.check_file.enqueue(pk=batch.pk, language=get_language() or "vi")
        return reverse("intake:registry_import", args=[batch.pk])

    context = {"recent": lately(viewer), "steps": _steps(1)}
    return act(request, form_class=UploadForm, template="intake/registry.html", run=run, context=context)


@require_safe
def template(request: HttpRequest) -> HttpResponseBase:
    """The empty workbook with instructions, lists and drop-downs."""
    _keeper(request)
    target = _file()
    write_workbook(target, {})
    return _download(target, _("mau-to-chuc-con-nguoi.xlsx"))


def export(request: HttpRequest) -> HttpResponse:
    """What the viewer keeps, as it stands on a day, as the workbook that can be read in again."""
    viewer = _keeper(request)

    def run(data: dict[str, Any]) -> HttpResponseBase:
        if data["below"] is None and not viewer.operator and not viewer.managed:
            raise BadInput("below", _("Không có tổ chức nào để xuất."))
        found = Export(viewer, data["below"], data["on"])
        target = _file()
        found.write(target)
        record_readings(
            viewer=viewer, person_ids=found.person_ids(), ground="keeper", subject="export", now=clock.now()
        )
        return _download(target, f"to-chuc-con-nguoi-{data['on']:%Y-%m-%d}.xlsx")

    return act(
        request,
        form_class=ExportForm,
        template="intake/registry_export.html",
        run=run,
        initial={"on": clock.today(), "below": safe_int(request.GET.get("goc", ""))},
        form_kwargs={"viewer": viewer},
    )


def _file() -> IO[bytes]:
    return tempfile.TemporaryFile()


def _download(target: Any, name: str) -> FileResponse:
    target.seek(0)
    return FileResponse(target, as_attachment=True, filename=name, content_type=XLSX)


def _batch(request: HttpRequest, pk: int) -> RegistryImport:
    return get_object_or_404(visible_imports(request.viewer), pk=pk)  # type: ignore[attr-defined]


@require_safe
def registry_import(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is, then what the check found, then what was written."""
    return _show(request, _batch(request, pk))


def _show(request: HttpRequest, batch: RegistryImport, *, status: int = 200, problem: str = "") -> HttpResponse:
    working = batch.state in ("checking", "writing")
    context = {
        "batch": batch,
        "page": registry_page(batch, view=request.GET.get("xem", ""), number=safe_int(request.GET.get("trang")) or 1),
        "working": working,
        "standing": Told(batch.pk).standing() if working else None,
        "steps": _steps({"checking": 2, "checked": 3, "writing": 4}.get(batch.state, 5)),
        "problem": problem,
    }
    answer = render(request, "intake/registry_import.html", context, status=status)
    if working:
        answer["Refresh"] = "2"
    return answer


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Write what the check found."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    batch = _batch(request, pk)
    try:
        batch = actions.confirm_registry_import(
            viewer=viewer,
            batch=batch,
            skip_refused=request.POST.get("bo-qua") == "1",
            fingerprint=request.POST.get("ban", "")[:64],
            now=clock.now(),
        )
    except NotPossible as error:
        return _show(request, batch, status=409, problem=str(error))
    if batch.summary["size"] <= FEW_RECORDS:
        actions.write_registry(viewer=viewer, batch=batch, now=clock.now())
    else:
        jobs.write_file.enqueue(pk=batch.pk, language=get_language() or "vi")
    return HttpResponseRedirect(reverse("intake:registry_import", args=[pk]))


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up an import; a writing that runs is asked to stop and takes everything back."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    batch = _batch(request, pk)
    told = Told(batch.pk)
    if batch.state == "writing":
        told.stop()
        standing = told.standing()
        if standing is None or not standing.alive:
            actions.take_back_stuck(viewer=viewer, batch=batch, now=clock.now())
        return HttpResponseRedirect(reverse("intake:registry_import", args=[pk]))
    try:
        actions.cancel_registry_import(viewer=viewer, batch=batch, now=clock.now())
    except NotPossible as error:
        return _show(request, batch, status=409, problem=str(error))
    told.stop()
    messages.success(request, _("Đã hủy lần nhập, chưa ghi gì."))
    return HttpResponseRedirect(reverse("intake:registry"))


@require_safe
def faults(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A copy of the file in which every refused row says what is wrong in it."""
    batch = _batch(request, pk)
    target = _file()
    try:
        write_fault_copy(target, actions.read_batch(batch), bad_rows(batch))
    except BadInput as error:
        return _show(request, batch, status=409, problem=str(error))
    stem = batch.file.name.rsplit(".", 1)[0]
    return _download(target, _("%(name)s - lỗi.xlsx") % {"name": stem})


def _steps(current: int) -> list[dict[str, str]]:
    labels = [_("Chọn tệp"), _("Đọc và kiểm tra"), _("Xem lại"), _("Ghi")]
    states = ["done" if place < current else "current" if place == current else "" for place in range(1, 5)]
    return [{"label": label, "state": state} for label, state in zip(labels, states, strict=True)]
