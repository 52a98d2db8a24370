"""Where a request comes from, and who acts in it."""

import ipaddress
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from nhacviec.ledger.actions import Actor

from .actions.history import Origin


def address_of(request: HttpRequest) -> str | None:
    """The network address of the caller; behind our own proxy the last one that the proxy names."""
    sent = request.META.get("REMOTE_ADDR", "")
    if settings.NHACVIEC_BEHIND_PROXY and (chain := request.META.get("HTTP_X_FORWARDED_FOR", "")):
        sent = chain.rpartition(",")[2]
    try:
        return str(ipaddress.ip_address(sent.strip()))
    except ValueError:
        return None


def username_of(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """The name under which wrong tries are counted: capitals make no other account."""
    sent = (credentials or {}).get("username") or request.POST.get("username", "")
    return str(sent).replace("\x00", "").strip().lower()[:255]


def origin_of(request: HttpRequest) -> Origin:
    """Address and browser of the caller."""
    return Origin(address_of(request), request.META.get("HTTP_USER_AGENT", "")[:400])


def actor_of(request: HttpRequest) -> Actor:
    """The signed-in user as the ledger records him: the person in his post, else the name of the account."""
    viewer = getattr(request, "viewer", None)
    if viewer is not None and viewer.person_id:
        return viewer.actor
    return Actor(request.user.get_username(), user_id=request.user.pk)
