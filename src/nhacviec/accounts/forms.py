"""Forms of accounts."""

from typing import Any

from allauth.account.forms import ReauthenticateForm
from allauth.core import context as allauth_context
from allauth.mfa.base.forms import AuthenticateForm as AllauthCodeForm
from allauth.mfa.base.forms import ReauthenticateForm as AllauthCodeAgainForm
from allauth.mfa.totp.internal.auth import validate_totp_code
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm
from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nhacviec.web import clock
from nhacviec.web.forms import BaseForm, DateField, VietnameseTextField

from . import actions, queries
from .models import User
from .origin import origin_of
from .policy import password_help


class SignInForm(AuthenticationForm):
    """Tên đăng nhập and mật khẩu. The answer never says which of the two was wrong."""

    error_messages = {
        "invalid_login": _("Tên đăng nhập hoặc mật khẩu không đúng."),
        "inactive": _("Tài khoản này đã ngừng dùng."),
    }
    username = forms.CharField(
        label=_("Tên đăng nhập"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "class": "inp"}),
    )
    password = forms.CharField(
        label=_("Mật khẩu"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "class": "inp"}),
    )


class SecretField(forms.CharField):
    """A password, exactly as typed."""

    def __init__(self, *, autocomplete: str, **kwargs: Any) -> None:
        widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
        super().__init__(max_length=200, strip=False, widget=widget, **kwargs)


class PasswordForm(BaseForm):
    """Change of one's own password."""

    old = SecretField(label=_("Mật khẩu hiện tại"), autocomplete="current-password")
    new = SecretField(label=_("Mật khẩu mới"), autocomplete="new-password")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new"].help_text = password_help()


class FirstPasswordForm(BaseForm):
    """The password that the holder of a one-time link sets, typed twice."""

    password = SecretField(label=_("Mật khẩu mới"), autocomplete="new-password")
    again = SecretField(label=_("Nhập lại mật khẩu mới"), autocomplete="new-password")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = password_help()

    def clean_again(self) -> str:
        """Both are the same."""
        if self.cleaned_data.get("password") != self.cleaned_data["again"]:
            raise ValidationError(_("Hai lần nhập khác nhau. Nhập lại."))
        return str(self.cleaned_data["again"])


class CodeField(forms.CharField):
    """A code of an app or a recovery code."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "inp inp-d"})
        super().__init__(max_length=20, widget=widget, **kwargs)


class _CountedCode(BaseForm):
    """Wrong codes are counted in the history, by account, whatever the address (X-12)."""

    user: User

    def clean_code(self) -> str:
        """The code, if it is right. Raises ValidationError when wrong, or when too many were wrong."""
        now, origin = clock.now(), origin_of(self.request)
        if queries.factor_locked(self.user, now):
            actions.note(event="factor_locked", user=self.user, origin=origin, now=now)
            raise ValidationError(_("Đã nhập sai nhiều lần. Chờ ít phút rồi thử lại."))
        try:
            return str(super().clean_code())  # type: ignore[misc]
        except ValidationError:
            actions.note(event="factor_failed", user=self.user, method="code", origin=origin, now=now)
            raise

    @property
    def request(self) -> Any:
        """The request in which allauth works."""
        return allauth_context.request


class SecondStepForm(_CountedCode, AllauthCodeForm):
    """Bước hai after the password."""

    code = CodeField(label=_("Mã xác thực"), help_text=_("Sáu số trong ứng dụng, hoặc một mã dự phòng."))


class CodeAgainForm(_CountedCode, AllauthCodeAgainForm):
    """A code once more, before something weighty."""

    code = CodeField(label=_("Mã xác thực"), help_text=_("Sáu số trong ứng dụng, hoặc một mã dự phòng."))


class _FirstCode(forms.Form):
    """A code of a secret that no account holds yet."""

    def __init__(self, *args: Any, user: User, secret: str, **kwargs: Any) -> None:
        self.user, self.secret = user, secret
        super().__init__(*args, **kwargs)

    def clean_code(self) -> str:
        """The code, if the app holds the secret. Raises ValidationError."""
        code = str(self.cleaned_data["code"])
        if not validate_totp_code(self.secret, code):
            raise ValidationError(_("Mã không đúng hoặc đã hết hạn. Chờ mã mới rồi nhập lại."))
        return code


class AddAppForm(_CountedCode, _FirstCode):
    """The first code of an app shows that it was set up rightly."""

    code = CodeField(label=_("Mã trong ứng dụng"), help_text=_("Sáu số mà ứng dụng đang hiện."))


class PasswordAgainForm(BaseForm, ReauthenticateForm):
    """The password once more, before something weighty."""

    password = SecretField(label=_("Mật khẩu"), autocomplete="current-password")


class PasskeyStepForm(BaseForm, AuthenticateWebAuthnForm):
    """What a passkey answered; filled in by the page's script."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.passwordless = self.user is None

    def clean_credential(self) -> Any:
        """The passkey, if it answered rightly. Wrong answers are counted like wrong codes."""
        now, origin = clock.now(), origin_of(allauth_context.request)
        if self.user is not None and queries.factor_locked(self.user, now):
            raise ValidationError(_("Đã nhập sai nhiều lần. Chờ ít phút rồi thử lại."))
        try:
            return super().clean_credential()
        except (ValidationError, ValueError, KeyError, TypeError, AttributeError) as error:
            actions.note(event="factor_failed", user=self.user, method="webauthn", origin=origin, now=now)
            raise ValidationError(_("Khóa không trả lời đúng. Thử lại.")) from error


class PasskeyAgainForm(PasskeyStepForm):
    """A passkey once more, before something weighty."""

    reauthenticated = True


class AddPasskeyForm(BaseForm, AddWebAuthnForm):
    """A new passkey: its name, and what the browser made; filled in by the page's script."""

    name = VietnameseTextField(
        label=_("Tên của khóa"), max_length=80, required=False, help_text=_("Ví dụ: máy ở cơ quan.")
    )
    passwordless = None

    def clean(self) -> dict[str, Any]:
        """The ceremony checked. Whatever a broken browser sends is a message."""
        try:
            return dict(super().clean() or {})
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ValidationError(_("Khóa không trả lời đúng. Thử lại.")) from error


class NameForm(BaseForm):
    """Another name for a passkey."""

    name = VietnameseTextField(label=_("Tên của khóa"), max_length=80)


class NoFieldsForm(BaseForm):
    """A page with one button: what it does stands in words beside it."""


class ReasonForm(BaseForm):
    """Why, for the ledger."""

    reason = VietnameseTextField(label=_("Lý do"), max_length=300)


class EmailForm(BaseForm):
    """The address that links are sent to."""

    email = forms.CharField(
        label=_("Thư điện tử"),
        max_length=200,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=_("Liên kết đặt lại mật khẩu được gửi tới đây. Để trống thì chỉ giao tận tay."),
    )


class TokenForm(BaseForm):
    """A new token for another program."""

    name = VietnameseTextField(label=_("Tên"), max_length=80, help_text=_("Chương trình nào dùng khóa này."))
    expires_on = DateField(label=_("Dùng được đến hết ngày"))
