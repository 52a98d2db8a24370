"""Who may read a record of this room, for the page that explains it; and what is held of a person here (X-4)."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nhacviec.orgs.access import RecordKind, Viewer
from nhacviec.orgs.apps import FilePart, OrgExtension
from nhacviec.orgs.models import Person
from nhacviec.orgs.queries import file_part, parts_about

from .models import CASE_READERS, Case, Decision, Hearing


class DisciplineDisclosure(OrgExtension):
    """Cases about a person, and those in which he or she heard or signed."""

    records = (
        RecordKind(
            code="case",
            label=_("vụ việc kỷ luật"),
            model=Case,
            readers=CASE_READERS,
            title=lambda case: f"{case.code}, {case.person.full_name}",
            path=lambda case: reverse("discipline:case", args=[case.pk]),
            organisations=lambda case: [case.committee_id, case.body_id, case.cell_id],
            people=lambda case: [case.person_id],
            area="discipline",
            related=("person",),
        ),
    )

    def personal_file(self, *, person: Person, viewer: Viewer) -> list[FilePart]:
        """A table a kind of record and place of the person in it."""
        return [
            *parts_about(person, Case, Hearing, Decision),
            file_part(_("Buổi nghe ý kiến của đảng viên"), Hearing.objects.filter(case__person=person)),
            file_part(_("Quyết định kỷ luật về người này"), Decision.objects.filter(case__person=person)),
        ]
