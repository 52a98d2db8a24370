"""The door for other programs: `user_of(request)` says in whose name a request with a bearer token reads."""

import datetime as dt

from django.http import HttpRequest

from nhacviec.web import clock

from .actions.tokens import PREFIX, note_use
from .models import ApiToken, User
from .random_tokens import hash_of

LONGEST = 200
# The last use is kept to the hour: a list that is read every minute does not write every minute.
SAY_AGAIN = dt.timedelta(hours=1)


def user_of(request: HttpRequest) -> User | None:
    """The user whose token the request bears in `Authorization: Bearer nv_…`; None without a token that is open.

    Read-only: any method but GET, HEAD and OPTIONS answers None. One query, and a write at most once an hour.
    """
    kind, _space, sent = request.headers.get("Authorization", "").partition(" ")
    sent = sent.strip()
    if kind.lower() != "bearer" or not sent.startswith(PREFIX) or len(sent) > LONGEST:
        return None
    if request.method not in ("GET", "HEAD", "OPTIONS"):
        return None
    now = clock.now()
    found = ApiToken.objects.select_related("user").filter(token_hash=hash_of(sent)).first()
    if found is None or not found.is_open(now) or not found.user.is_active:
        return None
    if found.last_used_at is None or now - found.last_used_at >= SAY_AGAIN:
        note_use(token=found, now=now)
    return found.user
