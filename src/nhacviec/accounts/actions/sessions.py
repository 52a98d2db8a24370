"""Sessions of accounts: opened at sign-in, seen now and then, ended one by one or all."""

import datetime as dt

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models.functions import Now

from nhacviec.ledger.actions import INSTALLATION_CHAIN, Actor, append

from ..models import AccountSession, User
from .history import Origin, note


def open_session(*, user: User, session_key: str, method: str, origin: Origin, now: dt.datetime) -> None:
    """Keep where an account was signed in from now on."""
    AccountSession.objects.update_or_create(
        session_key=session_key,
        defaults={
            "user": user,
            "created_at": now,
            "seen_at": now,
            "method": method,
            "address": origin.address,
            "agent": origin.agent.replace("\x00", "")[:200],
        },
    )


def see_session(*, session_key: str, user: User, origin: Origin, now: dt.datetime) -> None:
    """Keep when and from where a session was last seen; one from before this list existed is listed from now on."""
    seen = AccountSession.objects.filter(session_key=session_key)
    if not seen.update(seen_at=now, address=origin.address):
        open_session(user=user, session_key=session_key, method="", origin=origin, now=now)


def move_session(*, old_key: str, new_key: str) -> None:
    """A session goes on under a new key."""
    AccountSession.objects.filter(session_key=old_key).update(session_key=new_key)


def forget_session(*, session_key: str) -> None:
    """Drop the row of a session that ended by itself: signed out, idle too long."""
    AccountSession.objects.filter(session_key=session_key).delete()


def clear_sessions(*, created_before: dt.datetime) -> int:
    """Drop the rows of sessions that ran out by themselves, and return how many."""
    gone, _kinds = AccountSession.objects.filter(created_at__lt=created_before).delete()
    Session.objects.filter(expire_date__lt=Now()).delete()
    return gone


@transaction.atomic
def end_session(*, actor: Actor, session: AccountSession, origin: Origin, now: dt.datetime) -> None:
    """End one session, wherever it is open. The next request in it finds nobody signed in."""
    _end([session], actor, session.user, origin, now)


@transaction.atomic
def end_sessions(*, actor: Actor, user: User, origin: Origin, now: dt.datetime, keep: str = "") -> int:
    """End all sessions of an account but the one whose key is `keep`, and return how many."""
    found = list(AccountSession.objects.filter(user=user).exclude(session_key=keep))
    if found:
        _end(found, actor, user, origin, now)
    return len(found)


def _end(found: list[AccountSession], actor: Actor, user: User, origin: Origin, now: dt.datetime) -> None:
    keys = [one.session_key for one in found]
    Session.objects.filter(session_key__in=keys).delete()
    AccountSession.objects.filter(session_key__in=keys).delete()
    facts = {"user": user.pk, "count": len(keys)}
    append(actor=actor, chain=INSTALLATION_CHAIN, verb="end_sessions", facts=facts, now=now)
    note(event="ended", user=user, origin=origin, now=now)
