"""Changes of accounts."""

import datetime as dt

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nhacviec.ledger.actions import INSTALLATION_CHAIN, Actor, append
from nhacviec.web.errors import BadInput

from .models import User


@transaction.atomic
def create_user(
    *, actor: Actor, username: str, password: str, now: dt.datetime, is_operator: bool = False, check: bool = True
) -> User:
    """Make an account. `check` applies the password policy (X-12); the sample alone may leave it out.

    Raises BadInput for a name in use or a password that the policy refuses.
    """
    if User.objects.filter(username__iexact=username).exists():
        raise BadInput("username", _("Tên đăng nhập này đã có người dùng. Chọn tên khác."))
    user = User(username=username, created_at=now, is_operator=is_operator)
    if check:
        _checked(password, user)
    user.set_password(password)
    user.save()
    append(actor=actor, chain=INSTALLATION_CHAIN, verb="create_user", records=[user], now=now)
    return user


@transaction.atomic
def change_password(*, actor: Actor, user: User, old: str, new: str, now: dt.datetime) -> None:
    """Change one's own password; the old one is asked again. Raises BadInput("old"|"new")."""
    if not user.check_password(old):
        raise BadInput("old", _("Mật khẩu hiện tại không đúng."))
    _checked(new, user, "new")
    user.set_password(new)
    user.save(update_fields=["password"])
    append(actor=actor, chain=INSTALLATION_CHAIN, verb="change_password", records=[user], now=now)


def set_language(*, user: User, language: str) -> None:
    """Keep the language that a user chose. Not a fact of the record, hence no ledger entry."""
    User.objects.filter(pk=user.pk).update(language=language)


def _checked(password: str, user: User, field: str = "password") -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise BadInput(field, " ".join(error.messages)) from error
