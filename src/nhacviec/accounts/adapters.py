"""How allauth behaves in this house: nobody signs up, mail and messages are ours, secrets are stored encrypted."""

import base64
import hashlib
import logging
import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.base.constants import AuthError
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhacviec.web import clock

from . import actions
from .models import User
from .origin import origin_of

ISSUER = "Nhắc Việc"
log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come from people; the pages say what happened, not the library."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": gettext_lazy("Đã nhập sai nhiều lần. Chờ ít phút rồi thử lại."),
        "rate_limited": gettext_lazy("Đã thử nhiều lần. Chờ ít phút rồi thử lại."),
        "incorrect_password": gettext_lazy("Mật khẩu không đúng."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: a keeper of records makes accounts."""
        return False

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Go on in the language that the user chose earlier."""
        response = super().post_login(request, user, **kwargs)
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, max_age=365 * 86400, samesite="Lax")
        return response

    def add_message(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Our pages say what they did themselves."""

    def send_mail(self, *args: Any, **kwargs: Any) -> None:
        """The library sends nothing."""

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        """A closed account is told so, once it has proved who it is."""
        return refused(request, "inactive", user=user if isinstance(user, User) else None)


class MFAAdapter(DefaultMFAAdapter):
    """Second factors: the secret of the app is encrypted with the key of the installation."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("Mã không đúng hoặc đã hết hạn. Chờ mã mới rồi nhập lại."),
    }

    def get_totp_issuer(self) -> str:
        """The name that the app shows beside the code."""
        return ISSUER

    def _get_site_name(self) -> str:
        return ISSUER

    def encrypt(self, text: str) -> str:
        """Text for the database."""
        return _fernet(settings.SECRET_KEY).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Text from the database; a key that was replaced still opens what it closed while it is a fallback.

        When no key opens it the answer is a secret that nobody knows: every code is wrong then, no page breaks.
        """
        for key in (settings.SECRET_KEY, *map(str, settings.SECRET_KEY_FALLBACKS)):
            try:
                return _fernet(key).decrypt(encrypted_text.encode()).decode()
            except InvalidToken:
                continue
        return base64.b32encode(secrets.token_bytes(20)).decode()

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Any) -> str:
        """The name that a new passkey has until its owner changes it."""
        return _("Khóa của tôi")


def _fernet(key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"nhacviec second factor " + key.encode()).digest()))


class SocialAdapter(DefaultSocialAccountAdapter):
    """Single sign-on: an identity is tied to the account that the stated claim names; the unknown are refused."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never, unless the setting of the provider makes accounts (`create`), which `pre_social_login` does itself."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Find the account of an identity, or end with the page that says why not."""
        if sociallogin.is_existing:
            return
        app = sociallogin.provider.app
        user = account_for(sociallogin.claims, app.settings)
        if user is None:
            raise ImmediateHttpResponse(refused(request, "unknown"))
        if not user.is_active:
            raise ImmediateHttpResponse(refused(request, "inactive", user=user))
        if SocialAccount.objects.filter(provider=sociallogin.account.provider, user=user).exists():
            # Another identity of the same provider has this account: the name was given to somebody else there.
            raise ImmediateHttpResponse(refused(request, "taken", user=user))
        actions.link_identity(
            user=user, provider=sociallogin.account.provider, uid=sociallogin.account.uid, now=clock.now()
        )
        sociallogin.lookup()

    def on_authentication_error(self, request: HttpRequest, provider: Any, **kwargs: Any) -> None:
        """Whatever went wrong on the way: cancelled, forged, expired, provider not reached."""
        cancelled = kwargs.get("error") == AuthError.CANCELLED
        if not cancelled:
            log.warning("single sign-on failed: %s", kwargs.get("exception"))
        raise ImmediateHttpResponse(refused(request, "cancelled" if cancelled else "failed"))


def account_for(claims: dict[str, Any], rules: dict[str, Any]) -> User | None:
    """The account that the stated claim names. An e-mail address counts only when the provider says it is verified."""
    claim = str(rules.get("claim", "preferred_username"))
    value = claims.get(claim)
    if not isinstance(value, str) or not value.strip():
        return None
    if claim == "email":
        if claims.get("email_verified") is not True:
            return None
        found = list(User.objects.filter(email__iexact=value.strip())[:2])
        return found[0] if len(found) == 1 else None
    return User.objects.filter(username__iexact=value.strip()).first()


def refused(request: HttpRequest, why: str, user: User | None = None) -> HttpResponse:
    """The page of a sign-in that proved who somebody is, or failed to, and does not let in; noted in the history."""
    actions.note(event="refused", user=user, method=why, origin=origin_of(request), now=clock.now())
    return render(request, "accounts/refused.html", {"why": why}, status=403)
