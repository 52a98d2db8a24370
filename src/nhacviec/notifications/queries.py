"""Reads of the inbox."""

from django.db.models import QuerySet

from nhacviec.orgs.access import Viewer
from nhacviec.web.formats import say

from .models import Message


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
    return say(message)
