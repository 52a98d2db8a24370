"""The history of sign-in: rows are added, and forgotten together when their time is over (X-12)."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from nhacviec.ledger.actions import INSTALLATION_CHAIN, SYSTEM, append

from ..models import SignIn, User


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request comes from: network address (None when unknown), browser or program."""

    address: str | None = None
    agent: str = ""


def note(
    *, event: str, now: dt.datetime, origin: Origin, user: User | None = None, username: str = "", method: str = ""
) -> None:
    """Add a row to the history. `event` is a key of SIGN_IN_EVENTS, `method` password, totp, webauthn, oidc, link …"""
    SignIn.objects.create(
        at=now,
        user=user,
        username=_plain(username or (user.username if user else ""))[:60],
        event=event,
        method=method[:20],
        address=origin.address,
        agent=_plain(origin.agent)[:200],
    )


def _plain(text: str) -> str:
    """Text that both databases take: what was typed or sent may hold null characters and halves of letters."""
    return text.replace("\x00", "").encode("utf-8", errors="replace").decode("utf-8")


@transaction.atomic
def forget_sign_ins(*, before: dt.datetime, now: dt.datetime) -> int:
    """Delete the history before a moment and return how many rows. Running it again changes nothing more."""
    count, _kinds = SignIn.objects.filter(at__lt=before).delete()
    if count:
        facts = {"before": before.isoformat(), "count": count}
        append(actor=SYSTEM, chain=INSTALLATION_CHAIN, verb="forget_sign_ins", facts=facts, now=now)
    return count
