"""What discipline shows on the pages of organisations and people, to those alone who may see it."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nhacviec.orgs.access import Viewer
from nhacviec.orgs.apps import OrgExtension, Panel
from nhacviec.orgs.models import Organisation, Person

from . import queries
from .models import CaseQuerySet

SHOWN = 6


class DisciplinePanels(OrgExtension):
    """Cases of a member, of a cell or before a body: one query each."""

    def organisation_panel(self, *, organisation: Organisation, viewer: Viewer) -> Panel | None:
        """Cases of the cell's members and cases that the body decides."""
        return _panel(queries.about_organisation(viewer, organisation.pk), names=True)

    def person_panel(self, *, person: Person, viewer: Viewer) -> Panel | None:
        """Cases of the person."""
        return _panel(queries.about_person(viewer, person.pk), names=False)


def _panel(cases: CaseQuerySet, *, names: bool) -> Panel | None:
    rows = list(cases.order_by("-opened_on", "-id")[:SHOWN])
    if not rows:
        return None
    return Panel(
        title=_("Kỷ luật"),
        template="discipline/panel.html",
        context={"cases": rows, "names": names},
        path=reverse("discipline:list"),
        order=70,
    )
