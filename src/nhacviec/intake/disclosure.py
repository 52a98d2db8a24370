"""What is held of a person here (X-4)."""

from nhacviec.orgs.access import Viewer
from nhacviec.orgs.apps import FilePart, OrgExtension
from nhacviec.orgs.models import Person
from nhacviec.orgs.queries import parts_about

from .models import ImportBatch, RegistryImport


class IntakeDisclosure(OrgExtension):
    """Files that a person read in; what they say of others is not part of it."""

    def personal_file(self, *, person: Person, viewer: Viewer) -> list[FilePart]:
        """A table a kind of record and place of the person in it."""
        return parts_about(person, ImportBatch, RegistryImport)
