"""Accounts: made, closed, opened again; their password, address and language."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from allauth.socialaccount.models import SocialAccount
from axes.utils import reset as axes_reset
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from nhacviec.ledger.actions import INSTALLATION_CHAIN, Actor, Draft, append, append_many
from nhacviec.rules.text import nfc
from nhacviec.web.errors import BadInput, NotPossible

from .. import policy
from ..models import ApiToken, OneTimeLink, User
from .history import Origin, note
from .sessions import end_sessions

BATCH = 2000
RECORDS_AN_ENTRY = 200
NOWHERE = Origin()


@dataclass(frozen=True, slots=True)
class AccountDraft:
    """An account to be made: its name, and the address that links are sent to ("" for none)."""

    username: str
    email: str = ""


@transaction.atomic
def create_user(
    *,
    actor: Actor,
    username: str,
    password: str,
    now: dt.datetime,
    is_operator: bool = False,
    check: bool = True,
    must_change: bool = False,
) -> User:
    """Make an account with a password: the first operator's own, and those of the sample.

    `check` applies the password policy (X-12); the sample alone may leave it out. `must_change`: somebody else knows
    the password, its owner changes it at the first sign-in.
    Raises BadInput for a name in use or a password that the policy refuses.
    """
    if User.objects.filter(username__iexact=username).exists():
        raise BadInput("username", _("Tên đăng nhập này đã có người dùng. Chọn tên khác."))
    user = User(username=username, created_at=now, is_operator=is_operator, must_change=must_change)
    if check:
        check_password(password, user)
    user.set_password(password)
    user.save()
    append(actor=actor, chain=INSTALLATION_CHAIN, verb="create_user", records=[user], now=now)
    return user


@transaction.atomic
def open_accounts(*, actor: Actor, drafts: Sequence[AccountDraft], now: dt.datetime) -> list[User]:
    """Make accounts without a password: their owners set it by a one-time link (`issue_links`).

    Raises BadInput("username" | "email").
    """
    users = [_draft_user(draft, now) for draft in drafts]
    names = [user.username.lower() for user in users]
    if len(set(names)) != len(names) or _taken(names):
        raise BadInput("username", _("Tên đăng nhập này đã có người dùng. Chọn tên khác."))
    User.objects.bulk_create(users, batch_size=BATCH)
    parts = [users[i : i + RECORDS_AN_ENTRY] for i in range(0, len(users), RECORDS_AN_ENTRY)]
    append_many(actor=actor, drafts=[Draft(INSTALLATION_CHAIN, "create_user", part) for part in parts], now=now)
    return users


def _draft_user(draft: AccountDraft, now: dt.datetime) -> User:
    name = nfc(draft.username)
    if not name or len(name) > 60 or any(char.isspace() for char in name):
        raise BadInput("username", _("Tên đăng nhập từ 1 đến 60 ký tự, không có khoảng trắng."))
    return User(username=name, email=_address(draft.email), password=make_password(None), created_at=now)


def _taken(names: Sequence[str]) -> bool:
    known = User.objects.annotate(low=Lower("username"))
    return any(known.filter(low__in=names[i : i + 500]).exists() for i in range(0, len(names), 500))


def _address(text: str) -> str:
    address = nfc(text)
    if not address:
        return ""
    try:
        validate_email(address)
    except ValidationError as error:
        raise BadInput("email", _("Địa chỉ thư điện tử không đúng dạng.")) from error
    if len(address) > 200:
        raise BadInput("email", _("Địa chỉ thư điện tử dài quá 200 ký tự."))
    return address


@transaction.atomic
def change_password(
    *, actor: Actor, user: User, old: str, new: str, now: dt.datetime, keep: str = "", origin: Origin = NOWHERE
) -> None:
    """Change one's own password; the old one is asked again. All other sessions end; `keep` is the key of this one.

    Raises BadInput("old"|"new").
    """
    if not user.check_password(old):
        raise BadInput("old", _("Mật khẩu hiện tại không đúng."))
    if old == new:
        raise BadInput("new", _("Mật khẩu mới phải khác mật khẩu cũ."))
    check_password(new, user, "new")
    user.set_password(new)
    user.must_change = False
    user.save(update_fields=["password", "must_change"])
    append(actor=actor, chain=INSTALLATION_CHAIN, verb="change_password", records=[user], now=now)
    end_sessions(actor=actor, user=user, origin=origin, now=now, keep=keep)


@transaction.atomic
def require_change(*, actor: Actor, user: User, now: dt.datetime) -> None:
    """Ask for a new password at the next page that the account opens: somebody else knows the present one (X-12)."""
    user.must_change = True
    user.save(update_fields=["must_change"])
    append(actor=actor, chain=INSTALLATION_CHAIN, verb="require_change", records=[user], now=now)


@transaction.atomic
def set_email(*, actor: Actor, user: User, email: str, now: dt.datetime) -> None:
    """Keep the address that links are sent to. Raises BadInput("email")."""
    user.email = _address(email)
    user.save(update_fields=["email"])
    append(actor=actor, chain=INSTALLATION_CHAIN, verb="set_email", records=[user], now=now)


def set_language(*, user: User, language: str) -> None:
    """Keep the language that a user chose. Not a fact of the record, hence no ledger entry."""
    User.objects.filter(pk=user.pk).update(language=language)


@transaction.atomic
def deactivate(*, actor: Actor, user: User, reason: str, now: dt.datetime, origin: Origin = NOWHERE) -> None:
    """Close an account: sessions end, links and tokens stop. Raises BadInput("reason"), NotPossible."""
    text = nfc(reason)
    if not text or len(text) > 300:
        raise BadInput("reason", _("Ghi lý do, tối đa 300 chữ cái."))
    found = User.objects.select_for_update().get(pk=user.pk)
    if not found.is_active:
        raise NotPossible(_("Tài khoản này đã ngừng dùng."))
    found.is_active, found.ended_reason = False, text
    found.save(update_fields=["is_active", "ended_reason"])
    links = list(OneTimeLink.objects.select_for_update().filter(user=found, used_at=None, revoked_at=None))
    tokens = list(ApiToken.objects.select_for_update().filter(user=found, revoked_at=None))
    closed: list[OneTimeLink | ApiToken] = [*links, *tokens]
    for record in closed:
        record.revoked_at = now
        record.save(update_fields=["revoked_at"])
    records = [found, *closed]
    append(actor=actor, chain=INSTALLATION_CHAIN, verb="deactivate_user", records=records, now=now)
    end_sessions(actor=actor, user=found, origin=origin, now=now)


@transaction.atomic
def reactivate(*, actor: Actor, user: User, reason: str, now: dt.datetime) -> None:
    """Open a closed account again. Raises BadInput("reason"), NotPossible."""
    text = nfc(reason)
    if not text or len(text) > 300:
        raise BadInput("reason", _("Ghi lý do, tối đa 300 chữ cái."))
    found = User.objects.select_for_update().get(pk=user.pk)
    if found.is_active:
        raise NotPossible(_("Tài khoản này đang dùng."))
    found.is_active, found.ended_reason = True, ""
    found.save(update_fields=["is_active", "ended_reason"])
    facts = {"reason": text}
    append(actor=actor, chain=INSTALLATION_CHAIN, verb="reactivate_user", records=[found], now=now, facts=facts)


@transaction.atomic
def unlock(*, actor: Actor, user: User, origin: Origin, now: dt.datetime) -> int:
    """Let an account that guessed wrongly too often try again at once; returns how many locks were opened."""
    count = int(axes_reset(username=user.username.lower()))
    append(actor=actor, chain=INSTALLATION_CHAIN, verb="unlock_user", facts={"user": user.pk}, now=now)
    note(event="unlocked", user=user, origin=origin, now=now)
    return count


@transaction.atomic
def link_identity(*, user: User, provider: str, uid: str, now: dt.datetime) -> None:
    """Tie an account to the identity that a provider of single sign-on vouched for."""
    SocialAccount.objects.get_or_create(provider=provider, uid=uid, defaults={"user": user, "extra_data": {}})
    actor = Actor(user.get_username(), user_id=user.pk)
    facts = {"user": user.pk, "provider": provider, "uid": uid}
    append(actor=actor, chain=INSTALLATION_CHAIN, verb="link_identity", facts=facts, now=now)


def check_password(password: str, user: User, field: str = "password") -> None:
    """Raise BadInput(field) with everything that the policy finds wrong (X-12)."""
    faults = policy.fault_texts(password, policy.in_force(), user.username)
    if faults:
        raise BadInput(field, " ".join(faults))
