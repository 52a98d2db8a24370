"""In and out: password, second step, passkey, single sign-on, language."""

import logging
from typing import Any

from allauth.account.internal.decorators import login_stage_required
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.webauthn.views import LoginWebAuthnView
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from requests import RequestException

from nhacviec.web import clock

from .. import actions, policy, queries
from ..adapters import refused
from ..forms import PasskeyStepForm, SecondStepForm, SignInForm
from ..models import User
from ..oidc import OIDCAdapter
from ..origin import origin_of, username_of

log = logging.getLogger(__name__)


class SignIn(LoginView):
    """Đăng nhập. A wrong answer is 422 with what was typed, but never the password."""

    form_class = SignInForm
    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Axes counts by name and address; who guesses from many addresses meets this count."""
        name = username_of(request, None)
        now = clock.now()
        if name and queries.guessed_anywhere(name, now):
            user = User.objects.filter(username__iexact=name).first()
            actions.note(event="locked", user=user, username=name, origin=origin_of(request), now=now)
            return locked(request)
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the other ways in."""
        return {**super().get_context_data(**kwargs), "providers": queries.single_sign_on()}

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the form again."""
        response = super().form_invalid(form)
        response.status_code = 422
        return response

    def form_valid(self, form: Any) -> HttpResponse:
        """Go on to the second step, or in. The password just typed counts for pages that ask for it again."""
        user = form.get_user()
        record_authentication(self.request, user, method="password", reauthenticated=True)
        return perform_login(self.request, Login(user=user, redirect_url=self.get_success_url()))


def locked(request: HttpRequest, original: Any = None, credentials: Any = None) -> HttpResponse:
    """The page of an account that was tried too often (asked by axes)."""
    rules = policy.in_force()
    context = {"minutes": rules.lockout_minutes, "failures": rules.lockout_failures}
    return render(request, "accounts/locked.html", context, status=429)


@method_decorator(login_stage_required(stage=AuthenticateStage.key, redirect_urlname="account_login"), name="dispatch")
class SecondStep(AuthenticateView):
    """Bước hai: a code or a passkey after the password."""

    template_name = "accounts/second_step.html"

    def get_form_class(self) -> Any:
        """Our form of a code."""
        return SecondStepForm

    def get_webauthn_form_class(self) -> Any:
        """Our form of a passkey."""
        return PasskeyStepForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With what the account has."""
        factors = queries.factors_of(self.stage.login.user)
        return {**super().get_context_data(**kwargs), "factors": factors, "name": self.stage.login.user.username}

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the page again, with what is wrong."""
        response = super().form_invalid(form)
        response.status_code = 422
        return response


@method_decorator(login_not_required, name="dispatch")
class PasskeySignIn(LoginWebAuthnView):
    """Đăng nhập bằng khóa: GET gives the browser its question, POST takes the answer."""

    form_class: Any = PasskeyStepForm

    def get_form_class(self) -> Any:
        """Our form of a passkey, of nobody known yet."""
        return PasskeyStepForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """The passkey itself says whose it is."""
        return {**super().get_form_kwargs(), "user": None}

    def form_invalid(self, form: Any) -> HttpResponse:
        """Back to the sign-in page, which says what to do."""
        messages.error(self.request, _("Không đăng nhập được bằng khóa này. Thử lại, hoặc dùng mật khẩu."))
        return HttpResponseRedirect(reverse("accounts:sign_in"))


@login_not_required
@require_POST
def oidc_start(request: HttpRequest, provider: str) -> HttpResponseBase:
    """Go to the provider of single sign-on.

    By a page that goes on by itself: our content policy lets a form lead to our own pages only, redirects included.
    """
    answer = _with_provider(request, provider, OAuth2LoginView)
    if answer.status_code != 302:
        return answer
    return render(request, "accounts/going.html", {"address": answer.headers["Location"]})


@login_not_required
@require_safe
def oidc_back(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Come back from the provider of single sign-on."""
    if request.GET.get("error") == "access_denied":
        return refused(request, "cancelled")
    return _with_provider(request, provider_id, OAuth2CallbackView)


def _with_provider(request: HttpRequest, provider: str, view: Any) -> HttpResponseBase:
    try:
        return view.adapter_view(OIDCAdapter(request, provider))(request)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    except (OAuth2Error, RequestException, ValueError, KeyError):
        log.warning("single sign-on failed", exc_info=True)
        return refused(request, "failed")


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


def _safe_next(request: HttpRequest) -> str:
    target = request.POST.get("next", "/")
    if "\x00" not in target and url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        return target
    return "/"
