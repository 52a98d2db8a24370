"""Who may read a record of this room, for the page that explains it; and what is held of a person here (X-4)."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nhacviec.orgs.access import RecordKind, Viewer
from nhacviec.orgs.apps import FilePart, OrgExtension
from nhacviec.orgs.models import Person
from nhacviec.orgs.queries import parts_about

from .models import SUBJECT_READERS, Subject


def _title(subject: Subject) -> str:
    named = subject.person.full_name if subject.person else subject.organisation.name if subject.organisation else ""
    return f"{subject.campaign.year}, {named}"


def _organisations(subject: Subject) -> list[int | None]:
    return [subject.campaign.committee_id, subject.organisation_id, subject.unit_id, subject.grassroots_id]


class ReviewDisclosure(OrgExtension):
    """Grades of a person, with self-review, facts, proposal and decision."""

    records = (
        RecordKind(
            code="grade",
            label=_("xếp loại"),
            model=Subject,
            readers=SUBJECT_READERS,
            title=_title,
            path=lambda subject: reverse("reviews:subject", args=[subject.pk]),
            organisations=_organisations,
            people=lambda subject: [subject.person_id],
            area="reviews",
            related=("campaign", "person", "organisation"),
        ),
    )

    def personal_file(self, *, person: Person, viewer: Viewer) -> list[FilePart]:
        """A table a kind of record and place of the person in it."""
        return parts_about(person, Subject)
