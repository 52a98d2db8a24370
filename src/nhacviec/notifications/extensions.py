"""Messages about what happens in the room of organisations and people."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext_noop

from nhacviec.orgs.access import Viewer
from nhacviec.orgs.apps import OrgExtension, Reorganised
from nhacviec.orgs.models import Substitution

from .actions import notify
from .structure import tell_of


class Tidings(OrgExtension):
    """Tells the substitute, and the absent person if another named him, from when to when who acts."""

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
