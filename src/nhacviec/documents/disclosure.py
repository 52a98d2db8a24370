"""What is held of a person here (X-4)."""

from nhacviec.orgs.access import Viewer
from nhacviec.orgs.apps import FilePart, OrgExtension
from nhacviec.orgs.models import Person
from nhacviec.orgs.queries import parts_about

from .models import Attachment, IssuedDocument


class DocumentDisclosure(OrgExtension):
    """Documents that a person signed, files that he or she handed in."""

    def personal_file(self, *, person: Person, viewer: Viewer) -> list[FilePart]:
        """A table a kind of record and place of the person in it."""
        return parts_about(person, IssuedDocument, Attachment)
