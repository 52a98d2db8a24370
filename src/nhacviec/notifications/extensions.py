"""Messages about what happens in the room of organisations and people."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from nhacviec.orgs.access import Viewer
from nhacviec.orgs.apps import FilePart, OrgExtension, Reorganised
from nhacviec.orgs.models import Person, Substitution
from nhacviec.web import formats

from .actions import notify
from .models import Message
from .queries import text_of
from .structure import tell_of

MOST_MESSAGES = 5000


class Tidings(OrgExtension):
    """Tells the substitute, and the absent person if another named him, from when to when who acts."""

    def personal_file(self, *, person: Person, viewer: Viewer) -> list[FilePart]:
        """The messages in the person's inbox, in words."""
        rows = Message.objects.filter(person_id=person.pk).order_by("-at", "-id")[:MOST_MESSAGES]
        told = [
            [formats.moment(one.at), text_of(one), formats.moment(one.read_at) if one.read_at else ""] for one in rows
        ]
        return [FilePart(_("Tin đến"), [_("Lúc"), _("Tin"), _("Đọc lúc")], told)]

    def substituted(self, *, substitution: Substitution, viewer: Viewer, now: dt.datetime) -> None:
        """One message to each."""
        row = substitution.appointment
        people = {substitution.substitute_id, row.person_id} - {viewer.person_id}
        until = substitution.valid_until
        notify(
            person_ids=people,
            message=gettext_noop("%(name)s thay mặt %(absent)s, %(post)s, từ %(since)s đến hết %(last)s."),
            params={
                "name": substitution.substitute.full_name,
                "absent": row.person.full_name,
                "post": row.post.title,
                "since": substitution.valid_from.isoformat(),
                "last": (until - dt.timedelta(days=1)).isoformat() if until else "",
            },
            path=reverse("orgs:person", args=[row.person_id]),
            now=now,
        )

    def reorganised(self, *, change: Reorganised, viewer: Viewer, now: dt.datetime) -> None:
        """Heads before and after, those whose posts end, and the keepers of the bodies above."""
        tell_of(change=change, viewer=viewer, now=now)
