"""What Django and axes tell of sign-in, whichever way it went: written into the history and the list of sessions.

These are the library's own signals, the only place that sees every way in (password, passkey, single sign-on).
"""

import time
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest

from nhacviec.web import clock

from . import actions, policy
from .models import User
from .origin import origin_of

SEEN, SINCE = "seen", "since"


def signed_in(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Somebody is in: the session starts to be listed, its longest time starts."""
    method = method_of(request, user)
    now, origin = clock.now(), origin_of(request)
    request.session.set_expiry(policy.in_force(now.date()).session_hours * 3600)
    request.session[SINCE] = request.session[SEEN] = int(time.time())
    key = str(request.session.session_key)
    actions.open_session(user=user, session_key=key, method=method, origin=origin, now=now)
    actions.note(event="signed_in", user=user, method=method, origin=origin, now=now)


def method_of(request: HttpRequest, user: User) -> str:
    """How the user came in: the last step of the way ("password", "totp", "webauthn", "recovery_codes", "oidc")."""
    records = get_authentication_records(request, user)
    last = records[-1] if records else {}
    if last.get("method") == "mfa":
        return str(last.get("type", "mfa"))
    return "oidc" if last.get("method") == "socialaccount" else str(last.get("method", ""))


def signed_out(sender: Any, request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    """Somebody left."""
    if user is None:
        return
    actions.forget_session(session_key=str(request.session.session_key))
    actions.note(event="signed_out", user=user, origin=origin_of(request), now=clock.now())


def failed(sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any) -> None:
    """A wrong name or password."""
    if request is None:
        return
    name = str(credentials.get("username") or "")
    user = User.objects.filter(username__iexact=name.replace("\x00", "")).first() if name else None
    actions.note(
        event="failed", user=user, username=name, method="password", origin=origin_of(request), now=clock.now()
    )


def locked(sender: Any, request: HttpRequest, username: str = "", **kwargs: Any) -> None:
    """The last try that is allowed was wrong."""
    name = str(username or "")
    user = User.objects.filter(username__iexact=name.replace("\x00", "")).first() if name else None
    actions.note(event="locked", user=user, username=name, origin=origin_of(request), now=clock.now())


def connect() -> None:
    """Start to listen; called once, when all apps are ready."""
    user_logged_in.connect(signed_in, dispatch_uid="accounts")
    user_logged_out.connect(signed_out, dispatch_uid="accounts")
    user_login_failed.connect(failed, dispatch_uid="accounts")
    user_locked_out.connect(locked, dispatch_uid="accounts")
