"""One-time links: issued, sent, used, revoked. Their text exists only in what `issue_links` returns."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from axes.utils import reset as axes_reset
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nhacviec.ledger.actions import INSTALLATION_CHAIN, Actor, Draft, append, append_many
from nhacviec.web.errors import BadInput, NotPossible

from .. import policy
from ..models import OneTimeLink, User
from ..random_tokens import hash_of_link, new_link_token
from .history import Origin, note
from .sessions import end_sessions
from .users import BATCH, RECORDS_AN_ENTRY, check_password


@dataclass(frozen=True, slots=True)
class Issued:
    """A link just issued with its secret text: to be handed over now, it is not kept."""

    user: User
    link: OneTimeLink
    token: str


@transaction.atomic
def issue_links(*, actor: Actor, users: Sequence[User], now: dt.datetime) -> list[Issued]:
    """Give each account one new link and revoke the open one, if any (X-12).

    The first link of an account that never had a password lives longer than one that replaces a password.
    Raises NotPossible for an account that is closed.
    """
    if any(not user.is_active for user in users):
        raise NotPossible(_("Tài khoản đã ngừng dùng thì không cấp liên kết. Mở lại tài khoản trước."))
    revoked = _revoke_open([user.pk for user in users], now)
    rules = policy.in_force(now.date())
    hours = {"first": rules.link_hours_first, "reset": rules.link_hours_reset}
    made = []
    for user in users:
        purpose = "reset" if user.has_usable_password() else "first"
        token = new_link_token()
        expires = now + dt.timedelta(hours=hours[purpose])
        link = OneTimeLink(
            user=user, purpose=purpose, token_hash=hash_of_link(token), created_at=now, expires_at=expires
        )
        made.append(Issued(user, link, token))
    OneTimeLink.objects.bulk_create([one.link for one in made], batch_size=BATCH)
    records = [*revoked, *(one.link for one in made)]
    parts = [records[i : i + RECORDS_AN_ENTRY] for i in range(0, len(records), RECORDS_AN_ENTRY)]
    append_many(actor=actor, drafts=[Draft(INSTALLATION_CHAIN, "issue_link", part) for part in parts], now=now)
    return made


def _revoke_open(user_ids: Sequence[int], now: dt.datetime) -> list[OneTimeLink]:
    found: list[OneTimeLink] = []
    for start in range(0, len(user_ids), 500):
        part = user_ids[start : start + 500]
        found += OneTimeLink.objects.select_for_update().filter(user_id__in=part, used_at=None, revoked_at=None)
    for link in found:
        link.revoked_at = now
    OneTimeLink.objects.bulk_update(found, ["revoked_at"], batch_size=500)
    return found


@transaction.atomic
def revoke_link(*, actor: Actor, user: User, now: dt.datetime) -> None:
    """Take back the open link of an account. Raises NotPossible when there is none."""
    found = _revoke_open([user.pk], now)
    if not found:
        raise NotPossible(_("Tài khoản này không có liên kết nào đang chờ."))
    append(actor=actor, chain=INSTALLATION_CHAIN, verb="revoke_link", records=found, now=now)


@transaction.atomic
def use_link(*, token: str, password: str, origin: Origin, now: dt.datetime) -> User:
    """Set the password of the link's account; the link is used up, every session of the account ends.

    Raises NotPossible (used, revoked, expired, account closed), BadInput("password").
    """
    link = OneTimeLink.objects.select_for_update().filter(token_hash=hash_of_link(token)).first()
    user = User.objects.select_for_update().get(pk=link.user_id) if link is not None else None
    if link is None or user is None or not link.is_open(now) or not user.is_active:
        raise NotPossible(_("Liên kết này không dùng được nữa. Đề nghị người quản lý hồ sơ cấp liên kết mới."))
    if user.has_usable_password() and user.check_password(password):
        raise BadInput("password", _("Mật khẩu mới phải khác mật khẩu cũ."))
    check_password(password, user)
    user.set_password(password)
    user.must_change = False
    user.save(update_fields=["password", "must_change"])
    link.used_at = now
    link.save(update_fields=["used_at"])
    actor = Actor(user.get_username(), user_id=user.pk)
    append(actor=actor, chain=INSTALLATION_CHAIN, verb="use_link", records=[user, link], now=now)
    end_sessions(actor=actor, user=user, origin=origin, now=now)
    axes_reset(username=user.username.lower())  # who forgot the password tried it too often before
    note(event="link_used", user=user, method="link", origin=origin, now=now)
    return user
