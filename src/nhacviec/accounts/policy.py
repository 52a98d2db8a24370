"""The numbers of sign-in in force here: the rule set of the day, with what this installation changed (X-12)."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nhacviec.rules import rulesets
from nhacviec.rules.security import SecurityPolicy, password_faults, policy
from nhacviec.web import clock

from .models import User


def in_force(on: dt.date | None = None) -> SecurityPolicy:
    """The policy on a day, today when none is given. Raises ValueError when the setting names a wrong number."""
    return policy(rulesets.in_force("security", on or clock.today()), settings.NHACVIEC_SECURITY)


def fault_texts(password: str, rules: SecurityPolicy, username: str) -> list[str]:
    """What is wrong with a password, in words that say what to do."""
    texts = {
        "short": ngettext(
            "Mật khẩu cần ít nhất %(n)d ký tự.", "Mật khẩu cần ít nhất %(n)d ký tự.", rules.password_min_length
        )
        % {"n": rules.password_min_length},
        "simple": _(
            "Dùng ít nhất %(kinds)d trong bốn loại: chữ thường, chữ hoa, chữ số, ký tự khác; hoặc một câu từ %(n)d ký tự."
        )
        % {"kinds": rules.password_min_kinds, "n": rules.passphrase_length},
        "common": _("Mật khẩu này nhiều người dùng, dễ đoán. Chọn mật khẩu khác."),
        "own": _("Mật khẩu không được chứa tên đăng nhập."),
    }
    return [texts[fault] for fault in password_faults(password, rules, [username])]


class PolicyValidator:
    """The password policy as Django asks for it in AUTH_PASSWORD_VALIDATORS."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError with every fault."""
        name = user.username if isinstance(user, User) else ""
        faults = fault_texts(password, in_force(), name)
        if faults:
            raise ValidationError([ValidationError(text) for text in faults])

    def get_help_text(self) -> str:
        """What a password must be, said before it is typed."""
        return password_help()


def password_help() -> str:
    """What a password must be, said before it is typed."""
    rules = in_force()
    return _(
        "Ít nhất %(n)d ký tự, có %(kinds)d trong bốn loại chữ thường, chữ hoa, chữ số, ký tự khác; "
        "hoặc một câu từ %(long)d ký tự. Không dùng mật khẩu phổ biến."
    ) % {"n": rules.password_min_length, "kinds": rules.password_min_kinds, "long": rules.passphrase_length}


def failure_limit(request: HttpRequest | None, credentials: Any) -> int:
    """How many wrong passwords lock an account (asked by axes)."""
    return in_force().lockout_failures


def cool_off(request: HttpRequest | None = None) -> dt.timedelta:
    """How long a locked account waits (asked by axes)."""
    return dt.timedelta(minutes=in_force().lockout_minutes)
