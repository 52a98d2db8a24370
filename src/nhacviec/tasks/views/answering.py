"""Pages of who is above: answer, refer, decide, accept, return, suspend, resume, withdraw, instruct."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nhacviec.web import clock
from nhacviec.web.errors import NotAllowed, NotPossible

from .. import access, actions, forms, queries
from ..models import Extension, Obstacle, Submission, Task
from .common import Words, form_page, task_or_404, verb_page, viewer_of

ANSWER = Words(
    _("Trả lời vướng mắc"),
    _("Số ngày đơn vị đã chờ được cộng vào thời hạn của đơn vị. Trả lời được lưu với tên và chức vụ người trả lời."),
    _("Trả lời"),
    _("Đã trả lời vướng mắc."),
)
REFER = Words(
    _("Chuyển vướng mắc lên cấp trên?"),
    _("Chỉ chuyển việc vượt thẩm quyền. Đơn vị tiếp tục chờ, thời gian chờ không tính cho đơn vị."),
    _("Chuyển lên"),
    _("Đã chuyển vướng mắc lên cấp trên."),
)
DECIDE = Words(
    _("Cho gia hạn hay không?"),
    _("Thời hạn gốc vẫn được lưu. Đơn vị được báo ngay."),
    _("Ghi quyết định"),
    _("Đã quyết định về gia hạn."),
)
ACCEPT = Words(
    _("Nghiệm thu sản phẩm này?"),
    _("Việc được ghi là hoàn thành; ngày nộp quyết định đúng hạn hay quá hạn."),
    _("Nghiệm thu"),
    _("Đã nghiệm thu."),
)
RETURN = Words(
    _("Trả lại sản phẩm, vì sao?"),
    _("Người thực hiện làm lại và nộp lần nữa. Thời gian nghiệm thu không tính cho người thực hiện."),
    _("Trả lại kèm lý do"),
    _("Đã trả lại sản phẩm."),
)
SUSPEND = Words(
    _("Tạm dừng việc này?"),
    _("Trong lúc tạm dừng không tính thời gian của đơn vị và không nhắc việc."),
    _("Tạm dừng"),
    _("Đã tạm dừng."),
)
RESUME = Words(
    _("Tiếp tục việc này?"),
    _("Số ngày làm việc đã tạm dừng được cộng vào thời hạn."),
    pgettext_lazy("nhiệm vụ", "Tiếp tục"),
    _("Việc được tiếp tục."),
)
WITHDRAW = Words(
    _("Thu hồi việc này?"),
    _("Việc được đóng lại và không còn được tính trong số liệu. Hồ sơ vẫn lưu."),
    _("Thu hồi việc"),
    _("Đã thu hồi việc."),
)
INSTRUCT = Words(
    _("Chỉ đạo thêm"),
    _("Nội dung được ghi vào diễn biến của việc và báo cho người thực hiện."),
    _("Gửi chỉ đạo"),
    _("Đã gửi chỉ đạo."),
)


def _open_obstacle(request: HttpRequest, task: Task) -> Obstacle:
    """The oldest open obstacle that the viewer may answer. Raises NotAllowed, NotPossible."""
    viewer = viewer_of(request)
    found = list(Obstacle.objects.filter(task=task).select_related("asked", "by"))
    if not any(obstacle.asked_id in viewer.speaks_for for obstacle in found) and not access.can_decide(viewer, task):
        raise NotAllowed
    waiting = [obstacle for obstacle in found if obstacle.answered_on is None]
    mine = next((obstacle for obstacle in waiting if access.can_answer(viewer, task, obstacle)), None)
    if mine is None:
        if waiting:
            raise NotAllowed
        raise NotPossible(_("Không có vướng mắc nào chờ trả lời."))
    mine.task = task
    return mine


@form_page
def answer_obstacle(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer an obstacle."""
    task, viewer = task_or_404(request, pk), viewer_of(request)
    obstacle = _open_obstacle(request, task)

    def run(data: dict[str, Any]) -> object:
        return actions.answer_obstacle(
            viewer=viewer, obstacle=obstacle, outcome=data["outcome"], answer=data["answer"], now=clock.now()
        )

    return verb_page(
        request,
        task,
        verb="answer_obstacle",
        allowed=True,
        words=ANSWER,
        form_class=forms.AnswerForm,
        context={"obstacle": obstacle},
        run=run,
    )


@form_page
def refer_obstacle(request: HttpRequest, pk: int) -> HttpResponse:
    """Refer an obstacle upward."""
    task, viewer = task_or_404(request, pk), viewer_of(request)
    obstacle = _open_obstacle(request, task)

    def run(data: dict[str, Any]) -> object:
        return actions.refer_obstacle_up(
            viewer=viewer, obstacle=obstacle, to=data["asked"], reason=data["reason"], now=clock.now()
        )

    return verb_page(
        request,
        task,
        verb="refer_obstacle",
        allowed=True,
        words=REFER,
        form_class=forms.ReferForm,
        form_kwargs={"above": queries.above(obstacle.asked_id, viewer.on)},
        context={"obstacle": obstacle},
        run=run,
    )


@form_page
def decide_extension(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide about an extension."""
    task, viewer = task_or_404(request, pk), viewer_of(request)
    if not access.can_decide(viewer, task):
        raise NotAllowed
    extension = Extension.objects.filter(task=task, state="pending").select_related("by").first()
    if extension is None:
        raise NotPossible(_("Không có đề nghị gia hạn nào chờ quyết định."))
    extension.task = task

    def run(data: dict[str, Any]) -> object:
        granted = data["granted"] if data["decision"] == "grant" else None
        return actions.decide_extension(
            viewer=viewer, extension=extension, granted=granted, reason=data["reason"], now=clock.now()
        )

    return verb_page(
        request,
        task,
        verb="decide_extension",
        allowed=access.can_decide_extension(viewer, task, extension),
        words=DECIDE,
        form_class=forms.ExtensionDecisionForm,
        initial={"granted": extension.proposed},
        context={"extension": extension},
        run=run,
    )


def _pending(request: HttpRequest, task: Task) -> Submission:
    """The submission that waits. Raises NotAllowed, NotPossible."""
    if not access.can_decide(viewer_of(request), task):
        raise NotAllowed
    found = Submission.objects.filter(task=task, outcome="pending").select_related("by").first()
    if found is None:
        raise NotPossible(_("Không có sản phẩm nào chờ nghiệm thu."))
    found.task = task
    return found


@form_page
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept the product."""
    task, viewer = task_or_404(request, pk), viewer_of(request)
    submission = _pending(request, task)

    def run(data: dict[str, Any]) -> object:
        item = actions.Verdict(
            task=task, viewer=viewer, submission=submission, now=clock.now(), version=data["version"]
        )
        return actions.accept_submissions(items=[item])

    return verb_page(
        request,
        task,
        verb="accept",
        allowed=access.can_accept(viewer, task, submission),
        words=ACCEPT,
        form_class=forms.AcceptForm,
        context={"submission": submission, "files": queries.files_of(submission)},
        run=run,
    )


@form_page
def return_product(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the product."""
    task, viewer = task_or_404(request, pk), viewer_of(request)
    submission = _pending(request, task)

    def run(data: dict[str, Any]) -> object:
        item = actions.Verdict(
            task=task,
            viewer=viewer,
            submission=submission,
            reason=data["reason"],
            now=clock.now(),
            version=data["version"],
        )
        return actions.return_submissions(items=[item])

    return verb_page(
        request,
        task,
        verb="return",
        allowed=access.can_return(viewer, task, submission),
        words=RETURN,
        form_class=forms.ReasonForm,
        context={"submission": submission, "files": queries.files_of(submission)},
        run=run,
    )


def _order(request: HttpRequest, pk: int, verb: str, words: Words, give: Callable[..., Task]) -> HttpResponse:
    """An order of the assigner with a reason."""
    task, viewer = task_or_404(request, pk), viewer_of(request)

    def run(data: dict[str, Any]) -> object:
        return give(viewer=viewer, task=task, reason=data["reason"], now=clock.now(), version=data["version"])

    allowed = access.can_order(viewer, task)
    return verb_page(request, task, verb=verb, allowed=allowed, words=words, form_class=forms.ReasonForm, run=run)


@form_page
def suspend(request: HttpRequest, pk: int) -> HttpResponse:
    """Suspend a task."""
    return _order(request, pk, "suspend", SUSPEND, actions.suspend_task)


@form_page
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Resume a task."""
    return _order(request, pk, "resume", RESUME, actions.resume_task)


@form_page
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a task."""
    return _order(request, pk, "withdraw", WITHDRAW, actions.withdraw_task)


@form_page
def instruct(request: HttpRequest, pk: int) -> HttpResponse:
    """Add an instruction."""
    task, viewer = task_or_404(request, pk), viewer_of(request)

    def run(data: dict[str, Any]) -> object:
        return actions.instruct(viewer=viewer, task=task, text=data["text"], now=clock.now())

    allowed = access.can_decide(viewer, task)
    return verb_page(
        request, task, verb="instruct", allowed=allowed, words=INSTRUCT, form_class=forms.InstructForm, run=run
    )
