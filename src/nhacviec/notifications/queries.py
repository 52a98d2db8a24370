"""Reads of the inbox."""

from django.db.models import QuerySet
from django.utils.translation import gettext

from nhacviec.orgs.access import Viewer
from nhacviec.web.formats import say

from .models import ABSENT, STAND_IN, Message


def inbox(viewer: Viewer, *, unread_only: bool = False) -> QuerySet[Message]:
    """The viewer's own messages."""
    if viewer.person_id is None:
        return Message.objects.none()
    found = Message.objects.filter(person_id=viewer.person_id)
    return found.filter(read_at__isnull=True) if unread_only else found


def unread_count(viewer: Viewer) -> int:
    """How many messages the viewer has not read; counting stops at 100."""
    return inbox(viewer, unread_only=True)[:100].count()


def text_of(message: Message) -> str:
    """The message in the reader's language. Without values for its placeholders it stays as it is written."""
    absent = message.params.get(ABSENT)
    if absent:
        return gettext("Thay mặt %(who)s: %(text)s") % {"who": absent, "text": say(message)}
    return say(message)


def stand_in_of(message: Message, viewer: Viewer) -> int | None:
    """The substitution in which a message is to be read, while the reader is not in it; None otherwise."""
    asked = message.params.get(STAND_IN)
    if asked is None or (viewer.stand_in is not None and viewer.stand_in.id == asked):
        return None
    return next((one.id for one in viewer.stand_ins if one.id == asked), None)
