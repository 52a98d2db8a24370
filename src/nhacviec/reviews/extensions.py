"""Grades on the pages of organisations and people."""

from django.utils.translation import gettext_lazy as _

from nhacviec.orgs.access import Viewer
from nhacviec.orgs.apps import OrgExtension, Panel
from nhacviec.orgs.models import Organisation, Person

from . import queries
from .models import Subject


class Grades(OrgExtension):
    """The decided and proposed grades of the last years, each with its "why?". One query a panel."""

    def organisation_panel(self, *, organisation: Organisation, viewer: Viewer) -> Panel | None:
        """Grades of a party organisation; nothing for a state body."""
        if organisation.family != "party":
            return None
        return _panel(queries.grades_of_organisation(viewer, organisation))

    def person_panel(self, *, person: Person, viewer: Viewer) -> Panel | None:
        """Grades of a member, as far as the viewer may see them."""
        return _panel(queries.grades_of_person(viewer, person))


def _panel(subjects: list[Subject]) -> Panel | None:
    if not subjects:
        return None
    return Panel(_("Xếp loại"), "reviews/panel.html", {"subjects": subjects}, count=len(subjects), order=60)
