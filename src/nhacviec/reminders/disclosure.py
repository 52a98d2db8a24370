"""Who may read a record of this room, for the page that explains it; and what is held of a person here (X-4)."""

from django.utils.translation import gettext_lazy as _

from nhacviec.orgs.access import RecordKind, Viewer
from nhacviec.orgs.apps import FilePart, OrgExtension
from nhacviec.orgs.models import Person
from nhacviec.orgs.queries import parts_about

from .models import NOTICE_READERS, Consequence, Notice


class ReminderDisclosure(OrgExtension):
    """Notices and consequences that name a person, or in which he or she acted."""

    records = (
        RecordKind(
            code="notice",
            label=_("thông báo nhắc việc"),
            model=Notice,
            readers=NOTICE_READERS,
            title=lambda notice: notice.task.title,
            path=lambda notice: notice.get_absolute_url(),
            organisations=lambda notice: [notice.addressee_id, notice.issuer_id],
            people=lambda notice: [notice.person_id],
            area="reminders",
            related=("task",),
        ),
    )

    def personal_file(self, *, person: Person, viewer: Viewer) -> list[FilePart]:
        """A table a kind of record and place of the person in it."""
        return parts_about(person, Notice, Consequence)
