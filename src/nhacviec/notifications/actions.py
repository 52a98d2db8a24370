"""Telling people that something happened. Messages are not documents, so the ledger does not tell of them."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from nhacviec.orgs.access import Viewer

from .models import Message

_BATCH = 2000


def notify(
    *,
    person_ids: Iterable[int | None],
    message: str,
    now: dt.datetime,
    params: Mapping[str, Any] | None = None,
    path: str = "",
    urgent: bool = False,
    key: str | None = None,
) -> int:
    """Put a message into the inboxes of people and return to how many people it was addressed; None is passed over.

    `message` is a Vietnamese message id with placeholders ("Nhiệm vụ “%(task)s” quá hạn.", marked with
    gettext_noop), `params` its JSON values, `path` the page that it opens. With `key` (at most 96 letters) the same
    event is told to each person once, however often this is called.
    """
    people = sorted({pk for pk in person_ids if pk is not None})
    rows = [
        Message(
            person_id=pk,
            at=now,
            message=message,
            params=dict(params or {}),
            path=path[:200],
            urgent=urgent,
            key=f"{key[:96]}:{pk}" if key else None,
        )
        for pk in people
    ]
    Message.objects.bulk_create(rows, batch_size=_BATCH, ignore_conflicts=key is not None)
    return len(rows)


def mark_read(*, viewer: Viewer, now: dt.datetime, message_ids: Iterable[int] | None = None) -> int:
    """Mark the viewer's own messages as read, all of them or those given; others' are left alone. Returns how many."""
    if viewer.person_id is None:
        return 0
    unread = Message.objects.filter(person_id=viewer.person_id, read_at__isnull=True)
    if message_ids is not None:
        unread = unread.filter(pk__in=list(message_ids))
    return unread.update(read_at=now)
