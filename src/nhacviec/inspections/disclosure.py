"""Who may read a record of this room, for the page that explains it; and what is held of a person here (X-4)."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nhacviec.orgs.access import RecordKind, Viewer
from nhacviec.orgs.apps import FilePart, OrgExtension
from nhacviec.orgs.models import Person
from nhacviec.orgs.queries import parts_about

from .models import INSPECTION_READERS, Assessment, Finding, Inspection, TeamMember


def _people(inspection: Inspection) -> list[int]:
    return [
        *inspection.team.values_list("person_id", flat=True),
        *inspection.assessments.values_list("person_id", flat=True),
    ]


class InspectionDisclosure(OrgExtension):
    """Assessments and findings about a person, and the teams in which he or she was."""

    records = (
        RecordKind(
            code="inspection",
            label=_("cuộc kiểm tra"),
            model=Inspection,
            readers=INSPECTION_READERS,
            title=lambda one: f"{one.code}: {one.subject}",
            path=lambda one: reverse("inspections:inspection", args=[one.pk]),
            organisations=lambda one: [one.unit_id, one.decided_by_id],
            people=_people,
            area="inspections",
        ),
    )

    def personal_file(self, *, person: Person, viewer: Viewer) -> list[FilePart]:
        """A table a kind of record and place of the person in it."""
        return parts_about(person, Assessment, Finding, TeamMember)
