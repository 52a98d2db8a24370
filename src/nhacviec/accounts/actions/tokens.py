"""Tokens with which other programs read in the name of an account."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nhacviec.ledger.actions import INSTALLATION_CHAIN, Actor, append
from nhacviec.rules.text import nfc
from nhacviec.web.errors import BadInput, NotPossible

from .. import policy
from ..models import ApiToken, User
from ..random_tokens import hash_of, new_token

PREFIX = "nv_"
MOST_OPEN = 20


@transaction.atomic
def make_token(*, actor: Actor, user: User, name: str, expires_on: dt.date, now: dt.datetime) -> tuple[ApiToken, str]:
    """Make a read-only token that works until the end of a day; returns it with its text, which is shown this once.

    Raises BadInput("name" | "expires_on"), NotPossible (too many).
    """
    label = nfc(name)
    if not label or len(label) > 80:
        raise BadInput("name", _("Đặt tên từ 1 đến 80 chữ cái."))
    longest = now.date() + dt.timedelta(days=policy.in_force(now.date()).token_days)
    if not now.date() <= expires_on <= longest:
        day = f"{longest:%d/%m/%Y}"
        raise BadInput("expires_on", _("Chọn ngày từ hôm nay đến %(day)s.") % {"day": day})
    if ApiToken.objects.filter(user=user, revoked_at=None, expires_at__gt=now).count() >= MOST_OPEN:
        raise NotPossible(_("Đã có %(most)d khóa đang dùng. Thu hồi bớt rồi tạo khóa mới.") % {"most": MOST_OPEN})
    text = new_token(PREFIX)
    end = dt.datetime.combine(expires_on + dt.timedelta(days=1), dt.time(), tzinfo=now.tzinfo)
    token = ApiToken(
        user=user, name=label, hint=text[: len(PREFIX) + 4], token_hash=hash_of(text), created_at=now, expires_at=end
    )
    token.save()
    append(actor=actor, chain=INSTALLATION_CHAIN, verb="make_token", records=[token], now=now)
    return token, text


@transaction.atomic
def revoke_token(*, actor: Actor, token: ApiToken, now: dt.datetime) -> None:
    """Close a token for good. Raises NotPossible if it is closed already."""
    found = ApiToken.objects.select_for_update().get(pk=token.pk)
    if found.revoked_at is not None:
        raise NotPossible(_("Khóa này đã thu hồi."))
    found.revoked_at = now
    found.save(update_fields=["revoked_at"])
    append(actor=actor, chain=INSTALLATION_CHAIN, verb="revoke_token", records=[found], now=now)


def note_use(*, token: ApiToken, now: dt.datetime) -> None:
    """Keep when a token was last used."""
    ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
