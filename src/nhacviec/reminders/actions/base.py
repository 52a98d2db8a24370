"""What all verbs of notices share: lock the task and the notice, tell the ledger, keep the clock in step."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from nhacviec.ledger.actions import append
from nhacviec.ledger.models import Covered
from nhacviec.orgs.access import Viewer
from nhacviec.rules.text import nfc_lines
from nhacviec.tasks.models import Task
from nhacviec.web import clock
from nhacviec.web.errors import BadInput, Message

from ..models import Notice
from ..queries.facts import cases
from .settling import Settlement, settle

_LONGEST_TEXT = 4000


def locked(notice: Notice) -> Notice:
    """The notice with its task, both locked: the task first, as everywhere, so that nobody waits in a circle."""
    task = Task.objects.select_for_update().get(pk=notice.task_id)
    found = (
        Notice.objects.select_for_update(of=("self",))
        .select_related("issuer", "addressee", "person", "document__register", "task__directive", "task__clause")
        .get(pk=notice.pk)
    )
    found.task.version, found.task.state = task.version, task.state
    return found


def write(
    notice: Notice,
    viewer: Viewer,
    verb: str,
    now: dt.datetime,
    *more: Covered,
    facts: Mapping[str, Any] | None = None,
) -> Notice:
    """Save the notice and append its entry to the chain of the organisation that it concerns."""
    notice.save()
    append(
        actor=viewer.actor,
        chain=notice.addressee_id,
        verb=verb,
        records=[notice, *more],
        facts=facts or {},
        now=now,
    )
    return notice


def resettle(tasks: Sequence[Task], viewer: Viewer, now: dt.datetime) -> Settlement:
    """Bring drafts and clocks of locked tasks in step with what has just changed."""
    on = day_of(now)
    return settle(cases(tasks, on), on=on, now=now, actor=viewer.actor, acting=False)


def day_of(now: dt.datetime) -> dt.date:
    """The day of a moment in the zone of the administration (W-8)."""
    return clock.local(now).date()


def need_text(name: str, value: str, missing: Message) -> str:
    """The text in one form, not empty and not too long. Raises BadInput for the field `name`."""
    text = nfc_lines(value)
    if not text:
        raise BadInput(name, missing)
    if len(text) > _LONGEST_TEXT:
        raise BadInput(name, _too_long(len(text)))
    return text


def _too_long(length: int) -> Message:
    return _("Tối đa %(most)d chữ cái, đang có %(length)d.") % {"most": _LONGEST_TEXT, "length": length}
