"""The list of tasks, a task, a file of it, and the exports."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nhacviec.ledger.queries import acts_on_behalf, history
from nhacviec.orgs.access import Viewer
from nhacviec.orgs.queries.vacancies import Vacancies, vacancies, vacancies_in

from .. import access, queries
from ..models import SubmissionFile
from .common import viewer_of
from .lists import filters_of, list_context
from .tables import as_csv, as_xlsx


@require_safe
def task_list(request: HttpRequest) -> HttpResponse:
    """The tasks that the viewer may read, overdue first."""
    return render(request, "tasks/list.html", list_context(request))


@require_safe
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """One task: six clear points, whose move it is, the course, why this date, clocks, co-operation, ledger."""
    viewer = viewer_of(request)
    found = queries.detail(viewer, pk, on=viewer.on)
    if found is None:
        raise Http404
    events = queries.extension_events(found, viewer)
    context = {
        "vacancies": _vacancies(viewer, found),
        "d": found,
        "task": found.task,
        "move": queries.next_move(found, viewer),
        "menu": queries.menu(found, viewer),
        "course": queries.course(found, events, acts_on_behalf(found.task)),
        "sums": queries.deadline_explained(found),
        "clocks": queries.clocks(found, viewer),
        "entries": history(found.task).count(),
        "may_note_parts": found.task.is_open and found.task.lead_id in viewer.speaks_for,
        "may_assign": access.may_assign_anything(viewer),
    }
    return render(request, "tasks/detail.html", context)


def _vacancies(viewer: Viewer, found: queries.Detail) -> Vacancies:
    """Who of those for whom something waits has no head. A query only for one asked beside lead and assigner."""
    task = found.task
    if not task.is_open:
        return Vacancies()
    beside = {ask.asked_id for ask in found.open_asks} - {task.lead_id, task.assigner_id}
    return vacancies_in(task, "lead", "assigner") | vacancies(viewer, beside, viewer.on)


@require_safe
def file(request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
    """A file of a submission, through the right to read its task; always a download, never shown in the page."""
    viewer = viewer_of(request)
    if queries.readable(viewer, pk, viewer.on) is None:
        raise Http404
    found = SubmissionFile.objects.select_related("attachment").filter(pk=file, submission__task_id=pk).first()
    if found is None:
        raise Http404
    try:
        content = found.attachment.file.open("rb")
    except FileNotFoundError as error:
        raise Http404(_("Tệp không còn trong kho lưu.")) from error
    answer = FileResponse(
        content, as_attachment=True, filename=found.attachment.name, content_type="application/octet-stream"
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@require_safe
def export_csv(request: HttpRequest) -> HttpResponse:
    """The list under the same filter and order, as CSV."""
    return as_csv(viewer_of(request), filters_of(request), request.GET.get("sort", ""))


@require_safe
def export_xlsx(request: HttpRequest) -> HttpResponse:
    """The list under the same filter and order, as an Excel workbook."""
    return as_xlsx(viewer_of(request), filters_of(request), request.GET.get("sort", ""))
