"""Quản trị tài khoản: what the operator of the installation sees and does."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from nhacviec.web import clock
from nhacviec.web.errors import Message, NotAllowed
from nhacviec.web.pages import act
from nhacviec.web.paging import keyset

from .. import access, actions, queries
from ..forms import EmailForm, NoFieldsForm, ReasonForm
from ..handing import hand_over
from ..models import User
from ..origin import actor_of, origin_of
from .security import me


def _account(request: HttpRequest, pk: int) -> User:
    """The account of the address, for the operator alone."""
    if not access.administers(me(request)):
        raise NotAllowed
    return get_object_or_404(User, pk=pk)


@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    """Các tài khoản, with search."""
    if not access.administers(me(request)):
        raise NotAllowed
    words, only = request.GET.get("q", "").strip()[:60], request.GET.get("loc", "")
    page = keyset(queries.accounts(words, only), order=[("username", "asc")], after=request.GET.get("after"))
    filters = [("", _("Tất cả")), ("closed", _("Ngừng dùng")), ("operators", _("Quản trị"))]
    context = {"page": page, "words": words, "filters": filters, "only": only}
    return render(request, "accounts/accounts.html", context)


@require_safe
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """Một tài khoản: its state, sessions and history."""
    user, now = _account(request, pk), clock.now()
    page = keyset(queries.history_of(user), order=[("at", "desc")], after=request.GET.get("after"))
    context = {
        "account": user,
        "factors": queries.factors_of(user),
        "link": queries.open_link_of(user, now),
        "locked": queries.locked_out(user, now),
        "sessions": queries.sessions_of(user, now),
        "page": page,
        "own": user.pk == me(request).pk,
    }
    return render(request, "accounts/account.html", context)


@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """Nhật ký đăng nhập của cả hệ thống, also of names that nobody has."""
    if not access.administers(me(request)):
        raise NotAllowed
    only = request.GET.get("loc", "")
    page = keyset(queries.all_history(only), order=[("at", "desc")], after=request.GET.get("after"))
    filters = [("", _("Tất cả")), ("wrong", _("Không thành công")), ("in", _("Đăng nhập"))]
    context = {"page": page, "filters": filters, "only": only, "names": True}
    return render(request, "accounts/all_history.html", context)


def issue_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Cấp liên kết dùng một lần."""
    user = _account(request, pk)

    def run(data: dict[str, Any]) -> HttpResponse:
        issued = actions.issue_links(actor=actor_of(request), users=[user], now=clock.now())
        return hand_over(request, [(issued[0], "")], back=reverse("accounts:account", args=[pk]))

    return _ask(request, user, NoFieldsForm, run, "accounts/issue_link.html")


def revoke_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Thu hồi liên kết đang chờ."""
    user = _account(request, pk)

    def run(data: dict[str, Any]) -> str:
        actions.revoke_link(actor=actor_of(request), user=user, now=clock.now())
        return reverse("accounts:account", args=[pk])

    return _ask(request, user, NoFieldsForm, run, "accounts/revoke_link.html", gettext_lazy("Đã thu hồi liên kết."))


def set_email(request: HttpRequest, pk: int) -> HttpResponse:
    """Sửa địa chỉ thư điện tử."""
    user = _account(request, pk)

    def run(data: dict[str, Any]) -> str:
        actions.set_email(actor=actor_of(request), user=user, email=data["email"], now=clock.now())
        return reverse("accounts:account", args=[pk])

    initial = {"email": user.email}
    return _ask(request, user, EmailForm, run, "accounts/email.html", gettext_lazy("Đã lưu."), initial)


def deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Ngừng một tài khoản; never one's own."""
    user = _account(request, pk)
    if user.pk == me(request).pk:
        raise NotAllowed(_("Không tự ngừng tài khoản của chính mình."))

    def run(data: dict[str, Any]) -> str:
        actions.deactivate(actor=actor_of(request), user=user, now=clock.now(), origin=origin_of(request), **data)
        return reverse("accounts:account", args=[pk])

    done = gettext_lazy("Tài khoản đã ngừng dùng, các phiên đã kết thúc.")
    return _ask(request, user, ReasonForm, run, "accounts/deactivate.html", done)


def reactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Mở lại một tài khoản."""
    user = _account(request, pk)

    def run(data: dict[str, Any]) -> str:
        actions.reactivate(actor=actor_of(request), user=user, now=clock.now(), **data)
        return reverse("accounts:account", args=[pk])

    return _ask(request, user, ReasonForm, run, "accounts/reactivate.html", gettext_lazy("Đã mở lại tài khoản."))


def unlock(request: HttpRequest, pk: int) -> HttpResponse:
    """Mở khóa sau khi nhập sai nhiều lần."""
    user = _account(request, pk)

    def run(data: dict[str, Any]) -> str:
        actions.unlock(actor=actor_of(request), user=user, origin=origin_of(request), now=clock.now())
        return reverse("accounts:account", args=[pk])

    return _ask(request, user, NoFieldsForm, run, "accounts/unlock.html", gettext_lazy("Đã mở khóa."))


def reset_factors(request: HttpRequest, pk: int) -> HttpResponse:
    """Gỡ xác thực bước hai của người mất thiết bị; never one's own."""
    user = _account(request, pk)
    if user.pk == me(request).pk:
        raise NotAllowed(_("Gỡ xác thực bước hai của chính mình ở trang Bảo mật."))

    def run(data: dict[str, Any]) -> str:
        actions.reset_factors(actor=actor_of(request), user=user, now=clock.now(), **data)
        return reverse("accounts:account", args=[pk])

    done = gettext_lazy("Đã gỡ xác thực bước hai. Người dùng cài đặt lại ở lần đăng nhập tới.")
    return _ask(request, user, ReasonForm, run, "accounts/reset_factors.html", done)


def end_sessions(request: HttpRequest, pk: int) -> HttpResponse:
    """Kết thúc mọi phiên của một tài khoản."""
    user = _account(request, pk)

    def run(data: dict[str, Any]) -> str:
        keep = str(request.session.session_key) if user.pk == me(request).pk else ""
        actions.end_sessions(actor=actor_of(request), user=user, origin=origin_of(request), now=clock.now(), keep=keep)
        return reverse("accounts:account", args=[pk])

    return _ask(request, user, NoFieldsForm, run, "accounts/end_sessions.html", gettext_lazy("Đã kết thúc các phiên."))


def _ask(
    request: HttpRequest,
    user: User,
    form_class: Any,
    run: Callable[[dict[str, Any]], Any],
    template: str,
    success: Message = "",
    initial: dict[str, Any] | None = None,
) -> HttpResponse:
    return act(
        request,
        form_class=form_class,
        template=template,
        run=run,
        initial=initial,
        context={"account": user},
        success=success,
    )
