"""Pages that change something: one a weighty act, in the manner of one question, what will happen, one button."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from nhacviec.orgs.access import Viewer
from nhacviec.orgs.queries import calendar
from nhacviec.rules.ladder import cure_span
from nhacviec.web import clock, formats
from nhacviec.web.errors import NotAllowed, NotPossible
from nhacviec.web.pages import act
from nhacviec.web.params import safe_int

from .. import access, actions, queries
from ..actions.drafts import look_again_on
from ..actions.issue import signing_post
from ..forms import CaseForm, ConfirmForm, DecideForm, ReasonForm, ReplyForm, ServeForm, SignForm
from ..models import Consequence, Notice
from ..queries.facts import directive_rules
from ..queries.notices import open_asks
from ..queries.sheet import preview
from ..workflow import VERB_LABELS, possible
from .common import found, viewer_of
from .pages import edit_form

Text = str | Promise
_MOST_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Question:
    """The page of one act: the question, what will happen, what it does not do, the verb on the button."""

    title: Text
    will: tuple[Text, ...]
    wont: tuple[Text, ...]
    button: Text
    icon: str
    done: Text


def _ask(
    request: HttpRequest,
    notice: Notice,
    question: Question,
    form_class: type[forms.BaseForm],
    run: Callable[[dict[str, Any], dt.datetime], Any],
    *,
    initial: Mapping[str, Any] | None = None,
    form_kwargs: Mapping[str, Any] | None = None,
    **context: Any,
) -> HttpResponse:
    """Show the question, or do it and go back to the notice."""

    def change(data: dict[str, Any]) -> str:
        run(data, clock.now())
        return notice.get_absolute_url()

    return act(
        request,
        form_class=form_class,
        template="reminders/act.html",
        run=change,
        initial=initial,
        form_kwargs=form_kwargs,
        context={"notice": notice, "question": question, "back": notice.get_absolute_url(), **context},
        success=question.done,
    )


def _about(request: HttpRequest, pk: int, verb: str, may: Callable[[Viewer, Notice], bool]) -> tuple[Viewer, Notice]:
    """The viewer and the notice; 404 unseen, 403 without the right, 409 when the step is not possible now."""
    viewer = viewer_of(request)
    notice = found(viewer, pk)
    if not may(viewer, notice):
        raise NotAllowed
    if verb and not possible(notice, verb):
        words = {"verb": VERB_LABELS[verb], "state": notice.get_state_display()}
        raise NotPossible(_("Không thể %(verb)s khi thông báo đang ở trạng thái “%(state)s”.") % words)
    return viewer, notice


def include(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a notice proposed to be left aside into the drafts, with a reason."""
    viewer, notice = _about(request, pk, "include", access.may_prepare)
    question = Question(
        title=_("Đưa vào xét nhắc việc?"),
        will=(_("Dự thảo chuyển sang danh sách xét, người ký thấy nội dung đang chờ cấp trên và lý do dưới đây."),),
        wont=(_("Chưa ký, chưa cấp số, đơn vị chưa nhận gì."),),
        button=_("Đưa vào xét"),
        icon="arrow-up",
        done=gettext_lazy("Đã đưa vào xét."),
    )
    return _ask(
        request,
        notice,
        question,
        ReasonForm,
        lambda data, now: actions.include_candidate(viewer=viewer, notice=notice, reason=data["reason"], now=now),
        form_kwargs={"reader": _("Người ký sẽ đọc.")},
        pending=open_asks([notice.task_id]),
    )


def aside(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave a draft aside for now, with a reason."""
    viewer, notice = _about(request, pk, "set_aside", access.may_hold_back)
    question = Question(
        title=_("Để lại, chưa xét nhắc việc?"),
        will=(_("Dự thảo ở lại bàn làm việc, trong mục đề nghị chưa xét."),),
        wont=(_("Việc vẫn quá hạn; thời hạn không thay đổi."),),
        button=_("Để lại chưa xét"),
        icon="clock-pause",
        done=gettext_lazy("Đã để lại chưa xét."),
    )
    return _ask(
        request,
        notice,
        question,
        ReasonForm,
        lambda data, now: actions.set_aside(viewer=viewer, notice=notice, reason=data["reason"], now=now),
        form_kwargs={"reader": _("Lãnh đạo xem bàn làm việc sẽ đọc.")},
    )


def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away, with a reason."""
    viewer, notice = _about(request, pk, "discard", access.may_hold_back)
    again = formats.day(look_again_on(clock.today()))
    question = Question(
        title=_("Bỏ dự thảo thông báo nhắc việc?"),
        will=(
            _("Dự thảo rời bàn làm việc."),
            _("Nếu đến %(day)s việc vẫn quá hạn, chương trình dự thảo lại.") % {"day": again},
        ),
        wont=(_("Không dùng số văn bản nào; đơn vị không nhận gì."),),
        button=_("Bỏ dự thảo"),
        icon="trash",
        done=gettext_lazy("Đã bỏ dự thảo."),
    )
    return _ask(
        request,
        notice,
        question,
        ReasonForm,
        lambda data, now: actions.discard(viewer=viewer, notice=notice, reason=data["reason"], now=now),
        form_kwargs={"reader": _("Lý do được lưu vết.")},
    )


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the cure date and the recipients of a draft."""
    viewer, notice = _about(request, pk, "", access.may_hold_back)
    if not notice.is_draft:
        raise NotPossible(_("Thông báo đã ký, không sửa được nữa."))
    on = clock.today()
    span = cure_span(directive_rules(on), calendar(), issued_on=on)
    shown = edit_form(notice, span)
    question = Question(
        title=_("Sửa dự thảo"),
        will=(_("Văn bản xem trước đổi theo."),),
        wont=(),
        button=_("Lưu dự thảo"),
        icon="check",
        done=gettext_lazy("Đã lưu dự thảo."),
    )

    def change(data: dict[str, Any], now: dt.datetime) -> Notice:
        return actions.edit_draft(
            viewer=viewer, notice=notice, cure_date=data["cure_date"], recipients=data["recipients"], now=now
        )

    return _ask(
        request,
        notice,
        question,
        type(shown),
        change,
        initial=shown.initial,
        form_kwargs={"span": shown.fields["cure_date"].help_text},
    )


@require_POST
def present(request: HttpRequest) -> HttpResponse:
    """Put the drafts marked on the workbench before the signers."""
    viewer = viewer_of(request)
    if not access.may_use_workbench(viewer):
        raise NotAllowed
    marked = {pk for pk in map(safe_int, request.POST.getlist("notice")) if pk is not None}
    chosen = list(Notice.objects.visible_to(viewer).filter(pk__in=sorted(marked)[:_MOST_AT_ONCE]))
    if not chosen:
        messages.warning(request, _("Chưa chọn dự thảo nào. Đánh dấu dự thảo trong danh sách rồi trình ký."))
    else:
        try:
            actions.present_notices(viewer=viewer, notices=chosen, now=clock.now())
            messages.success(request, _("Đã trình ký %(count)s thông báo.") % {"count": len(chosen)})
        except NotPossible as error:
            messages.error(request, str(error))
    return HttpResponseRedirect(reverse("reminders:workbench"))


def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign: the number is given, the text is frozen."""
    viewer, notice = _about(request, pk, "sign", access.may_sign)
    detail = queries.detail_of(viewer, notice, on=clock.today())
    post = signing_post(viewer, notice.issuer_id)
    sheet = preview(detail.notice, on=detail.on, post=post, signer=viewer.name)
    pending = bool(detail.pending)
    words = {"level": notice.level, "unit": notice.addressee.name, "cure": formats.day(detail.notice.cure_date)}
    question = Question(
        title=_("Ký thông báo nhắc việc lần %(level)s đối với %(unit)s?") % words,
        will=(
            _("Văn bản nhận số kế tiếp của sổ %(symbol)s và không sửa được nữa.") % {"symbol": sheet.symbol},
            _("Văn phòng giao cho đơn vị; từ ngày giao mới tính thời gian, hạn khắc phục %(cure)s.") % words,
        ),
        wont=(
            _(
                "Chưa có hệ quả nào đối với xếp loại: hệ quả chỉ được đề nghị sau lần thứ hai và do cấp có thẩm quyền quyết định."
            ),
        ),
        button=_("Ký thông báo"),
        icon="signature",
        done=gettext_lazy("Đã ký và cấp số."),
    )
    return _ask(
        request,
        notice,
        question,
        SignForm,
        lambda data, now: actions.sign_notice(
            viewer=viewer, notice=notice, pending_seen=data.get("pending_seen", False), now=now
        ),
        form_kwargs={"pending": pending},
        pending=detail.pending,
        sheet=sheet,
    )


def serve(request: HttpRequest, pk: int) -> HttpResponse:
    """Note the day on which the document reached the addressee."""
    viewer, notice = _about(request, pk, "serve", access.may_prepare)
    words = {"number": notice.number, "unit": notice.addressee.name}
    question = Question(
        title=_("Đã giao Thông báo số %(number)s cho %(unit)s?") % words,
        will=(
            _("Người đứng đầu đơn vị và người chịu trách nhiệm được báo ngay."),
            _("Thời gian khắc phục bắt đầu tính; đơn vị xác nhận tiếp nhận."),
        ),
        wont=(_("Không đổi hạn khắc phục ghi trong văn bản."),),
        button=_("Ghi đã giao"),
        icon="send",
        done=gettext_lazy("Đã ghi ngày giao."),
    )
    return _ask(
        request,
        notice,
        question,
        ServeForm,
        lambda data, now: actions.serve_notice(viewer=viewer, notice=notice, served_on=data["served_on"], now=now),
        initial={"served_on": clock.today()},
    )


def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """The addressee confirms receipt."""
    viewer, notice = _about(request, pk, "acknowledge", access.may_answer)
    question = Question(
        title=_("Tiếp nhận Thông báo số %(number)s?") % {"number": notice.number},
        will=(_("Cơ quan ban hành thấy đơn vị đã nhận, vào lúc nào, ai nhận với chức vụ gì."),),
        wont=(
            _("Tiếp nhận không có nghĩa là đồng ý: vẫn phản hồi được, và nộp sản phẩm hoặc báo vướng mắc như trước."),
        ),
        button=_("Tiếp nhận"),
        icon="check",
        done=gettext_lazy("Đã tiếp nhận thông báo."),
    )
    return _ask(
        request,
        notice,
        question,
        ConfirmForm,
        lambda data, now: actions.acknowledge_notice(viewer=viewer, notice=notice, now=now),
    )


def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """The addressee's written answer."""
    viewer, notice = _about(request, pk, "", access.may_answer)
    if notice.replied_at is not None or notice.served_on is None or notice.state == "withdrawn":
        raise NotPossible(_("Thông báo này đã có phản hồi, chưa được giao hoặc đã thu hồi."))
    question = Question(
        title=_("Phản hồi Thông báo số %(number)s") % {"number": notice.number},
        will=(_("Người ký và văn phòng cơ quan ban hành đọc được; phản hồi nằm trong hồ sơ của thông báo."),),
        wont=(_("Phản hồi không thay cho việc nộp sản phẩm và không dừng hạn khắc phục."),),
        button=_("Gửi phản hồi"),
        icon="message",
        done=gettext_lazy("Đã gửi phản hồi."),
    )
    return _ask(
        request,
        notice,
        question,
        ReplyForm,
        lambda data, now: actions.reply_notice(viewer=viewer, notice=notice, text=data["text"], now=now),
    )


def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a signed notice, with a reason."""
    viewer, notice = _about(request, pk, "withdraw", access.may_withdraw)
    question = Question(
        title=_("Thu hồi Thông báo số %(number)s?") % {"number": notice.number},
        will=(
            _("Thông báo không còn được tính; văn bản thu hồi nhận số kế tiếp của sổ."),
            _("Đề nghị hệ quả chưa quyết định của thông báo này hết hiệu lực; đồng hồ của việc được tính lại."),
        ),
        wont=(_("Số cũ không dùng lại và vẫn nằm trong sổ, gạch ngang."),),
        button=_("Thu hồi thông báo"),
        icon="ban",
        done=gettext_lazy("Đã thu hồi thông báo."),
    )
    return _ask(
        request,
        notice,
        question,
        ReasonForm,
        lambda data, now: actions.withdraw_notice(viewer=viewer, notice=notice, reason=data["reason"], now=now),
        form_kwargs={"reader": _("Nơi nhận sẽ đọc.")},
    )


def propose_case(request: HttpRequest, pk: int) -> HttpResponse:
    """A leader proposes a disciplinary case after a breach of the second notice."""
    viewer, notice = _about(request, pk, "", access.may_sign)
    if notice.state != "breached" or notice.level < 2:
        raise NotPossible(_("Chỉ đề nghị xem xét kỷ luật khi thông báo lần thứ hai đã quá hạn khắc phục."))
    question = Question(
        title=_("Đề nghị xem xét kỷ luật đối với %(name)s?") % {"name": notice.person.full_name},
        will=(
            _("Cấp có thẩm quyền nhận đề nghị và quyết định có mở hồ sơ hay không."),
            _("Người liên quan được báo ngay."),
        ),
        wont=(_("Không có hình thức kỷ luật nào phát sinh từ đề nghị này."),),
        button=_("Đề nghị xem xét"),
        icon="gavel",
        done=gettext_lazy("Đã gửi đề nghị."),
    )
    return _ask(
        request,
        notice,
        question,
        CaseForm,
        lambda data, now: actions.propose_case(viewer=viewer, notice=notice, grounds=data["grounds"], now=now),
    )


def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """The deciding body follows a proposed consequence, or departs from it with grounds."""
    viewer = viewer_of(request)
    consequence = queries.consequences_for(viewer).filter(pk=pk).first()
    if consequence is None:
        raise Http404
    if not access.may_decide(viewer, consequence):
        raise NotAllowed
    if consequence.state != "proposed":
        raise NotPossible(_("Đề nghị này đã được quyết định hoặc không còn hiệu lực."))

    def run(data: dict[str, Any]) -> str:
        decided: Consequence = actions.decide_consequence(
            viewer=viewer,
            consequence=consequence,
            follow=data["follow"] == "yes",
            grounds=data["grounds"],
            now=clock.now(),
        )
        return decided.get_absolute_url()

    return act(
        request,
        form_class=DecideForm,
        template="reminders/decide.html",
        run=run,
        context={"consequence": consequence, "notice": consequence.notice},
        success=gettext_lazy("Đã ghi quyết định."),
    )
