"""Pages of accounts: in, out, language, password."""

from typing import Any

from django.conf import settings
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from nhacviec.ledger.actions import Actor
from nhacviec.web import clock
from nhacviec.web.pages import act

from . import actions
from .forms import PasswordForm, SignInForm


class SignIn(LoginView):
    """Đăng nhập. A wrong answer is 422 with what was typed, but never the password."""

    form_class = SignInForm
    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the form again."""
        response = super().form_invalid(form)
        response.status_code = 422
        return response

    def form_valid(self, form: Any) -> HttpResponse:
        """Sign in, in the language that the user chose earlier."""
        response = super().form_valid(form)
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, self.request.user.language, samesite="Lax")  # type: ignore[union-attr]
        return response


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Đăng xuất."""
    logout(request)
    return HttpResponseRedirect(reverse("accounts:sign_in"))


@login_not_required
@require_POST
def switch_language(request: HttpRequest) -> HttpResponse:
    """Change the language of the interface and go back to the page."""
    language = request.POST.get("language", "")
    response = HttpResponseRedirect(_safe_next(request))
    if language in dict(settings.LANGUAGES):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=365 * 86400, samesite="Lax")
        if request.user.is_authenticated:
            actions.set_language(user=request.user, language=language)
    return response


def change_password(request: HttpRequest) -> HttpResponse:
    """Đổi mật khẩu."""

    def run(data: dict[str, Any]) -> str:
        user = request.user
        viewer = request.viewer  # type: ignore[attr-defined]
        actor = viewer.actor if viewer.person_id else Actor(user.get_username(), user_id=user.pk)
        actions.change_password(actor=actor, user=user, old=data["old"], new=data["new"], now=clock.now())  # type: ignore[arg-type]
        update_session_auth_hash(request, user)  # type: ignore[arg-type]
        return "/"

    return act(
        request,
        form_class=PasswordForm,
        template="accounts/password.html",
        run=run,
        success=_("Đã đổi mật khẩu."),
    )


def _safe_next(request: HttpRequest) -> str:
    target = request.POST.get("next", "/")
    if "\x00" not in target and url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        return target
    return "/"
