"""Second factors: codes of an app, recovery codes, passkeys. The ledger tells which, never the secret."""

import datetime as dt
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nhacviec.ledger.actions import INSTALLATION_CHAIN, Actor, append
from nhacviec.rules.text import nfc
from nhacviec.web.errors import BadInput, NotPossible

from ..models import User

MOST_PASSKEYS = 10
RECOVERY = Authenticator.Type.RECOVERY_CODES


@transaction.atomic
def add_totp(*, actor: Actor, user: User, secret: str, now: dt.datetime) -> Authenticator:
    """Take an app's codes as second factor; recovery codes come with the first factor. Raises NotPossible (has one)."""
    _lock(user)
    if Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).exists():
        raise NotPossible(_("Tài khoản đã có ứng dụng tạo mã. Gỡ ứng dụng cũ trước."))
    made = TOTP.activate(user, secret).instance
    _tell(actor, "add_factor", made, now)
    _with_recovery_codes(actor, user, now)
    return made


@transaction.atomic
def add_passkey(*, actor: Actor, user: User, name: str, credential: dict[str, Any], now: dt.datetime) -> Authenticator:
    """Take a passkey whose ceremony the caller has checked. Raises BadInput("name"), NotPossible (too many)."""
    _lock(user)
    if Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.WEBAUTHN).count() >= MOST_PASSKEYS:
        raise NotPossible(_("Tài khoản đã có %(most)d khóa. Gỡ bớt trước.") % {"most": MOST_PASSKEYS})
    made = WebAuthn.add(user, _name(name), credential).instance
    _tell(actor, "add_factor", made, now)
    _with_recovery_codes(actor, user, now)
    return made


@transaction.atomic
def rename_passkey(*, actor: Actor, passkey: Authenticator, name: str, now: dt.datetime) -> None:
    """Give a passkey another name. Raises BadInput("name")."""
    passkey.wrap().name = _name(name)
    passkey.save(update_fields=["data"])
    _tell(actor, "rename_factor", passkey, now)


@transaction.atomic
def remove_factor(*, actor: Actor, factor: Authenticator, now: dt.datetime) -> None:
    """Remove an app or a passkey; recovery codes go with the last one."""
    user_id = factor.user_id
    _tell(actor, "remove_factor", factor, now)
    factor.delete()
    left = Authenticator.objects.filter(user_id=user_id)
    if not left.exclude(type=RECOVERY).exists():
        left.delete()


@transaction.atomic
def renew_recovery_codes(*, actor: Actor, user: User, now: dt.datetime) -> Authenticator:
    """Make new recovery codes; the old ones stop. Raises NotPossible without another second factor."""
    _lock(user)
    own = Authenticator.objects.filter(user_id=user.pk)
    if not own.exclude(type=RECOVERY).exists():
        raise NotPossible(_("Cài đặt ứng dụng tạo mã hoặc khóa trước, mã dự phòng có kèm theo."))
    own.filter(type=RECOVERY).delete()
    made = RecoveryCodes.activate(user).instance
    _tell(actor, "renew_recovery_codes", made, now)
    return made


@transaction.atomic
def reset_factors(*, actor: Actor, user: User, reason: str, now: dt.datetime) -> int:
    """Remove every second factor of an account whose owner lost the device; returns how many. Raises BadInput, NotPossible."""
    text = nfc(reason)
    if not text or len(text) > 300:
        raise BadInput("reason", _("Ghi lý do, tối đa 300 chữ cái."))
    found = Authenticator.objects.filter(user_id=user.pk)
    kinds = sorted(found.values_list("type", flat=True))
    if not kinds:
        raise NotPossible(_("Tài khoản này chưa cài đặt xác thực bước hai."))
    found.delete()
    facts = {"user": user.pk, "removed": kinds, "reason": text}
    append(actor=actor, chain=INSTALLATION_CHAIN, verb="reset_factors", facts=facts, now=now)
    return len(kinds)


def _lock(user: User) -> None:
    """Two set-ups of one account at the same moment go one after the other."""
    User.objects.select_for_update().get(pk=user.pk)


def _with_recovery_codes(actor: Actor, user: User, now: dt.datetime) -> None:
    if not Authenticator.objects.filter(user_id=user.pk, type=RECOVERY).exists():
        _tell(actor, "renew_recovery_codes", RecoveryCodes.activate(user).instance, now)


def _name(text: str) -> str:
    name = nfc(text)
    if not name or len(name) > 80:
        raise BadInput("name", _("Đặt tên từ 1 đến 80 chữ cái."))
    return name


def _tell(actor: Actor, verb: str, factor: Authenticator, now: dt.datetime) -> None:
    facts = {"user": factor.user_id, "type": str(factor.type), "id": factor.pk}
    append(actor=actor, chain=INSTALLATION_CHAIN, verb=verb, facts=facts, now=now)
