"""What discipline shows on the pages of organisations and people, to those alone who may see it."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import ClassVar

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nhacviec.orgs.access import Viewer
from nhacviec.orgs.apps import Move, OpenWork, OrgExtension, Panel, Passing
from nhacviec.orgs.models import Organisation, Person

from . import queries
from .actions.passing import pass_on
from .models import CaseQuerySet

SHOWN = 6


class DisciplinePanels(OrgExtension):
    """Cases of a member, of a cell or before a body: one query each; open cases pass to successors."""

    work_kinds: ClassVar[Mapping[str, str | Promise]] = {
        "discipline.cell": _("Vụ việc kỷ luật đang xem xét tại chi bộ"),
        "discipline.committee": _("Vụ việc kỷ luật đang xem xét trong đảng bộ"),
        "discipline.body": _("Vụ việc kỷ luật đang chờ quyết định"),
    }

    def open_work(self, *, organisations: Collection[int], viewer: Viewer, on: dt.date) -> list[OpenWork]:
        """Cases that are not yet decided or closed."""
        return queries.open_work(organisations, viewer, on)

    def pass_on(self, *, moves: Sequence[Move], passing: Passing) -> None:
        """The successor handles the case from here."""
        pass_on(moves=moves, passing=passing)

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
