"""Telling people that something happened. Messages are not documents, so the ledger does not tell of them."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

from nhacviec.orgs.access import Viewer
from nhacviec.orgs.queries import substitutes_of
from nhacviec.web import clock

from .models import ABSENT, STAND_IN, Message

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
    office: bool = False,
) -> int:
    """Put a message into the inboxes of people and return to how many people it was addressed; None is passed over.

    `message` is a Vietnamese message id with placeholders ("Nhiệm vụ “%(task)s” quá hạn.", marked with
    gettext_noop), `params` its JSON values, `path` the page that it opens. With `key` (at most 96 letters) the same
    event is told to each person once, however often this is called. `office` is for what is addressed to people in
    their posts: whoever substitutes for one of them on that day, in the area of the page, is told too. What concerns a
    person alone (a grade, a case) goes to nobody else.
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
    if office:
        rows += _to_substitutes(rows, now)
    Message.objects.bulk_create(rows, batch_size=_BATCH, ignore_conflicts=key is not None)
    return len(rows)


def _to_substitutes(rows: Sequence[Message], now: dt.datetime) -> list[Message]:
    """The same messages for those who act in the place of an absent addressee; one query, however many there are."""
    if not rows:
        return []
    by_person = {row.person_id: row for row in rows}
    found = substitutes_of(list(by_person), clock.local(now).date(), _room_of(rows[0].path))
    return [
        Message(
            person_id=one.substitute_id,
            at=now,
            message=(row := by_person[one.absent_id]).message,
            params={**row.params, STAND_IN: one.stand_in, ABSENT: one.absent_name},
            path=row.path,
            urgent=row.urgent,
            key=f"{row.key[:96]}~{one.stand_in}" if row.key else None,
        )
        for one in found
    ]


def _room_of(path: str) -> str:
    """The room to whose pages an address belongs, "" when it leads nowhere of ours."""
    try:
        return resolve(urlsplit(path).path).app_name
    except Resolver404:
        return ""


def mark_read(*, viewer: Viewer, now: dt.datetime, message_ids: Iterable[int] | None = None) -> int:
    """Mark the viewer's own messages as read, all of them or those given; others' are left alone. Returns how many."""
    if viewer.person_id is None:
        return 0
    unread = Message.objects.filter(person_id=viewer.person_id, read_at__isnull=True)
    if message_ids is not None:
        unread = unread.filter(pk__in=list(message_ids))
    return unread.update(read_at=now)
