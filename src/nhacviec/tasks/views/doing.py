"""Pages of the doer: receive, report, obstacle, extension, submit, co-operating part."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nhacviec.web import clock

from .. import access, actions, forms, queries
from ..models import Contribution
from .common import Words, form_page, task_or_404, verb_page, viewer_of

RECEIVE = Words(
    _("Tiếp nhận việc này?"),
    _("Ngày giờ tiếp nhận được ghi lại. Sau đó báo cáo và nộp sản phẩm được."),
    pgettext_lazy("nhiệm vụ", "Tiếp nhận"),
    _("Đã tiếp nhận."),
)
REPORT = Words(
    _("Việc đã làm đến đâu?"),
    _("Báo cáo có ngày giờ, không sửa và không xóa được. Nơi giao việc xem được."),
    _("Gửi báo cáo"),
    _("Đã gửi báo cáo."),
)
OBSTACLE = Words(
    _("Vướng mắc gì, đề xuất gì?"),
    _("Từ lúc gửi, đồng hồ thuộc nơi phải trả lời; số ngày chờ được cộng vào thời hạn khi có trả lời."),
    _("Báo vướng mắc"),
    _("Đã báo vướng mắc."),
)
EXTENSION = Words(
    _("Xin gia hạn đến ngày nào, vì sao?"),
    _("Chỉ nơi giao việc quyết định. Thời hạn gốc vẫn được lưu."),
    _("Gửi đề nghị gia hạn"),
    _("Đã gửi đề nghị gia hạn."),
)
SUBMIT = Words(
    _("Nộp sản phẩm"),
    _("Ngày nộp quyết định đúng hạn hay quá hạn, không phải ngày nghiệm thu. Người khác nghiệm thu."),
    _("Nộp sản phẩm"),
    _("Đã nộp, chờ nghiệm thu."),
)
PART = Words(
    _("Phần phối hợp đã xong?"),
    _("Chỉ cơ quan chủ trì bị tính thời hạn; phần phối hợp có hạn riêng."),
    _("Ghi đã xong"),
    _("Đã ghi phần phối hợp."),
)


@form_page
def receive(request: HttpRequest, pk: int) -> HttpResponse:
    """Receive a task."""
    task, viewer = task_or_404(request, pk), viewer_of(request)

    def run(data: dict[str, Any]) -> object:
        item = actions.Receipt(task=task, viewer=viewer, now=clock.now(), version=data["version"])
        return actions.receive_tasks(items=[item])

    allowed = access.can_receive(viewer, task)
    return verb_page(
        request, task, verb="receive", allowed=allowed, words=RECEIVE, form_class=forms.ReceiveForm, run=run
    )


@form_page
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Report progress."""
    task, viewer = task_or_404(request, pk), viewer_of(request)

    def run(data: dict[str, Any]) -> object:
        return actions.report_progress(
            viewer=viewer, task=task, text=data["text"], percent=data["percent"], now=clock.now()
        )

    allowed = access.can_report(viewer, task)
    return verb_page(request, task, verb="report", allowed=allowed, words=REPORT, form_class=forms.ReportForm, run=run)


@form_page
def report_obstacle(request: HttpRequest, pk: int) -> HttpResponse:
    """Report an obstacle."""
    task, viewer = task_or_404(request, pk), viewer_of(request)

    def run(data: dict[str, Any]) -> object:
        return actions.report_obstacle(
            viewer=viewer,
            task=task,
            cause=data["cause"],
            text=data["text"],
            proposal=data["proposal"],
            asked=data["asked"],
            now=clock.now(),
        )

    return verb_page(
        request,
        task,
        verb="report_obstacle",
        allowed=access.can_report_obstacle(viewer, task),
        words=OBSTACLE,
        form_class=forms.ObstacleForm,
        form_kwargs={"above": queries.may_be_asked(task, viewer.on)},
        initial={"asked": task.assigner_id},
        run=run,
    )


@form_page
def request_extension(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for an extension."""
    task, viewer = task_or_404(request, pk), viewer_of(request)

    def run(data: dict[str, Any]) -> object:
        return actions.request_extension(
            viewer=viewer, task=task, reason=data["reason"], proposed=data["proposed"], now=clock.now()
        )

    return verb_page(
        request,
        task,
        verb="request_extension",
        allowed=access.can_request_extension(viewer, task),
        words=EXTENSION,
        form_class=forms.ExtensionForm,
        run=run,
    )


@form_page
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand in the product."""
    task, viewer = task_or_404(request, pk), viewer_of(request)

    def run(data: dict[str, Any]) -> object:
        return actions.submit_uploads(
            viewer=viewer,
            task=task,
            text=data["text"],
            uploads=data["uploads"],
            now=clock.now(),
            version=data["version"],
        )

    allowed = access.can_submit(viewer, task)
    return verb_page(request, task, verb="submit", allowed=allowed, words=SUBMIT, form_class=forms.SubmitForm, run=run)


@form_page
def finish_part(request: HttpRequest, pk: int, part: int) -> HttpResponse:
    """Note that a co-operating part is done."""
    task, viewer = task_or_404(request, pk), viewer_of(request)
    contribution = Contribution.objects.select_related("organisation").filter(task=task, pk=part).first()
    if contribution is None:
        raise Http404
    contribution.task = task

    def run(data: dict[str, Any]) -> object:
        return actions.finish_part(viewer=viewer, contribution=contribution, done_on=data["done_on"], now=clock.now())

    return verb_page(
        request,
        task,
        verb="contribute",
        allowed=access.can_contribute(viewer, contribution),
        words=PART,
        form_class=forms.PartForm,
        initial={"done_on": viewer.on},
        context={"part": contribution},
        run=run,
    )
