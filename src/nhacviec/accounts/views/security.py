"""Bảo mật: one's own password, second factors, and the proof that pages of weight ask for once more."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.account.views import BaseReauthenticateView
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import clear_totp_secret, get_totp_secret
from allauth.mfa.webauthn.internal.auth import begin_authentication, begin_registration
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nhacviec.web import clock
from nhacviec.web.pages import act

from .. import actions, queries
from ..forms import (
    AddAppForm,
    AddPasskeyForm,
    CodeAgainForm,
    NameForm,
    NoFieldsForm,
    PasskeyAgainForm,
    PasswordAgainForm,
    PasswordForm,
)
from ..models import User
from ..origin import actor_of, origin_of
from ..qr import qr_svg

fresh = reauthentication_required(app="allauth.mfa")


def me(request: HttpRequest) -> User:
    """The signed-in user."""
    assert isinstance(request.user, User)  # noqa: S101 - every page here asks for sign-in
    return request.user


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """What protects the account: password, second factors, recovery codes; where it is signed in."""
    context = {
        "factors": queries.factors_of(me(request)),
        "obliged": getattr(request, "must_prove", False),
        "has_password": me(request).has_usable_password(),
    }
    return render(request, "accounts/security.html", context)


def change_password(request: HttpRequest) -> HttpResponse:
    """Đổi mật khẩu; all other sessions end."""
    user = me(request)

    def run(data: dict[str, Any]) -> str:
        actions.change_password(
            actor=actor_of(request),
            user=user,
            old=data["old"],
            new=data["new"],
            now=clock.now(),
            keep=str(request.session.session_key),
            origin=origin_of(request),
        )
        _keep_session(request, user)
        return "/"

    return act(
        request,
        form_class=PasswordForm,
        template="accounts/password.html",
        run=run,
        context={"forced": user.must_change},
        success=_("Đã đổi mật khẩu. Các phiên khác đã kết thúc."),
    )


def _keep_session(request: HttpRequest, user: User) -> None:
    """The session goes on under a new key; its row in the list follows."""
    old = str(request.session.session_key)
    update_session_auth_hash(request, user)
    actions.move_session(old_key=old, new_key=str(request.session.session_key))


@fresh
def add_app(request: HttpRequest) -> HttpResponse:
    """Cài đặt ứng dụng tạo mã: a QR code, and the first code as proof."""
    user = me(request)
    if queries.factors_of(user).app is not None:
        return HttpResponseRedirect(reverse("accounts:security"))
    secret = get_totp_secret(regenerate=request.method != "POST")

    def run(data: dict[str, Any]) -> str:
        made = actions.add_totp(actor=actor_of(request), user=user, secret=secret, now=clock.now())
        clear_totp_secret(request)
        return _proved(request, user, made)

    address = get_adapter().build_totp_url(user, secret)
    return act(
        request,
        form_class=AddAppForm,
        form_kwargs={"user": user, "secret": secret},
        template="accounts/add_app.html",
        run=run,
        context={
            "secret": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
            "qr": qr_svg(address, _("Mã QR để quét bằng ứng dụng")),
        },
        success=_("Đã cài đặt ứng dụng tạo mã."),
    )


def _proved(request: HttpRequest, user: User, factor: Authenticator) -> str:
    """The new factor counts as shown in this session; other sessions end, they were opened without it."""
    record_authentication(request, user, "mfa", type=str(factor.type), id=factor.pk, reauthenticated=True)
    key = str(request.session.session_key)
    actions.end_sessions(actor=actor_of(request), user=user, origin=origin_of(request), now=clock.now(), keep=key)
    return reverse("accounts:recovery_codes")


@fresh
def add_passkey(request: HttpRequest) -> HttpResponse:
    """Thêm khóa: this device or a security key."""
    user = me(request)
    form = AddPasskeyForm(request.POST if request.method == "POST" else None, user=user)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            credential = form.cleaned_data["credential"]
            made = actions.add_passkey(
                actor=actor_of(request),
                user=user,
                name=form.cleaned_data["name"],
                credential=credential,
                now=clock.now(),
            )
            return HttpResponseRedirect(_proved(request, user, made))
        status = 422
    options = begin_registration(user, passwordless=True)
    context = {"form": form, "options": {"create": options}}
    return render(request, "accounts/add_passkey.html", context, status=status)


@fresh
def remove_app(request: HttpRequest) -> HttpResponse:
    """Gỡ ứng dụng tạo mã."""
    factor = queries.factors_of(me(request)).app
    if factor is None:
        raise Http404
    return _remove(request, factor)


def _passkey(request: HttpRequest, pk: int) -> Authenticator:
    return get_object_or_404(Authenticator, pk=pk, user_id=me(request).pk, type=Authenticator.Type.WEBAUTHN)


@fresh
def remove_passkey(request: HttpRequest, pk: int) -> HttpResponse:
    """Gỡ một khóa."""
    return _remove(request, _passkey(request, pk))


def _remove(request: HttpRequest, factor: Authenticator) -> HttpResponse:
    def run(data: dict[str, Any]) -> str:
        actions.remove_factor(actor=actor_of(request), factor=factor, now=clock.now())
        return reverse("accounts:security")

    held = queries.factors_of(me(request))
    last = len(held.passkeys) + bool(held.app) == 1
    return act(
        request,
        form_class=NoFieldsForm,
        template="accounts/remove_factor.html",
        run=run,
        context={"factor": factor, "last": last},
        success=_("Đã gỡ."),
    )


@fresh
def rename_passkey(request: HttpRequest, pk: int) -> HttpResponse:
    """Đổi tên một khóa."""
    factor = _passkey(request, pk)

    def run(data: dict[str, Any]) -> str:
        actions.rename_passkey(actor=actor_of(request), passkey=factor, name=data["name"], now=clock.now())
        return reverse("accounts:security")

    return act(
        request,
        form_class=NameForm,
        template="accounts/rename_passkey.html",
        run=run,
        initial={"name": factor.wrap().name},
        context={"factor": factor},
        success=_("Đã đổi tên."),
    )


@fresh
@require_safe
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Mã dự phòng: those not used yet, to print or write down."""
    factor = Authenticator.objects.filter(user_id=me(request).pk, type=Authenticator.Type.RECOVERY_CODES).first()
    if factor is None:
        return HttpResponseRedirect(reverse("accounts:security"))
    return render(request, "accounts/recovery_codes.html", {"codes": factor.wrap().get_unused_codes()})


@fresh
def renew_codes(request: HttpRequest) -> HttpResponse:
    """Tạo mã dự phòng mới; the old ones stop."""

    def run(data: dict[str, Any]) -> str:
        actions.renew_recovery_codes(actor=actor_of(request), user=me(request), now=clock.now())
        return reverse("accounts:recovery_codes")

    return act(
        request,
        form_class=NoFieldsForm,
        template="accounts/renew_codes.html",
        run=run,
        success=_("Đã tạo mã dự phòng mới. Mã cũ không dùng được nữa."),
    )


class _Again(BaseReauthenticateView):
    """The proof once more. allauth keeps what was asked for and goes on with it."""

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form checks this user's own."""
        return {**super().get_form_kwargs(), "user": self.request.user}

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the form again."""
        response = super().form_invalid(form)
        response.status_code = 422
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the other ways of proof in our words."""
        context = super().get_context_data(**kwargs)
        words = {
            "reauthenticate": _("Dùng mật khẩu"),
            "mfa_reauthenticate": _("Dùng mã trong ứng dụng hoặc mã dự phòng"),
            "mfa_reauthenticate:webauthn": _("Dùng khóa"),
        }
        others = context["reauthentication_alternatives"]
        return {**context, "others": [{"url": one["url"], "label": words[one["id"]]} for one in others]}


class PasswordAgain(_Again):
    """Xác nhận bằng mật khẩu."""

    template_name = "accounts/again.html"
    form_class = PasswordAgainForm

    def form_valid(self, form: Any) -> HttpResponse:
        """Remember it for some minutes and go on."""
        reauthenticate_by_password(self.request)
        return super().form_valid(form)


class CodeAgain(_Again):
    """Xác nhận bằng mã."""

    template_name = "accounts/again.html"
    form_class = CodeAgainForm

    def shown(self, form: Any) -> Authenticator:
        """What the code was of."""
        return form.authenticator

    def form_valid(self, form: Any) -> HttpResponse:
        """Remember it for some minutes and go on."""
        post_authentication(self.request, self.shown(form), reauthenticated=True)
        return super().form_valid(form)


class PasskeyAgain(_Again):
    """Xác nhận bằng khóa."""

    template_name = "accounts/again_passkey.html"
    form_class = PasskeyAgainForm

    def shown(self, form: Any) -> Authenticator:
        """The passkey that answered."""
        return form.cleaned_data["credential"]

    def form_valid(self, form: Any) -> HttpResponse:
        """Remember it for some minutes and go on."""
        post_authentication(self.request, self.shown(form), reauthenticated=True)
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the question for the browser."""
        return {**super().get_context_data(**kwargs), "options": {"get": begin_authentication(self.request.user)}}
