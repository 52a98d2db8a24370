"""Grades on the pages of organisations and people."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nhacviec.orgs.access import Viewer
from nhacviec.orgs.apps import Move, OpenWork, OrgExtension, Panel, Passing
from nhacviec.orgs.models import Organisation, Person

from . import queries
from .actions.passing import pass_on
from .models import Subject
from .queries.open_work import open_work


class Grades(OrgExtension):
    """The decided and proposed grades of the last years, each with its "why?", one query a panel; open reviews pass on."""

    work_kinds: ClassVar[Mapping[str, str | Promise]] = {
        "reviews.committee": _("Đợt xếp loại đang tiến hành"),
        "reviews.campaign_decider": _("Đợt xếp loại đang chờ quyết định"),
        "reviews.unit": _("Đảng viên chưa xếp loại xong, theo chi bộ"),
        "reviews.grassroots": _("Chi bộ, đảng viên chưa xếp loại xong, theo tổ chức cơ sở đảng"),
    }

    def open_work(self, *, organisations: Collection[int], viewer: Viewer, on: dt.date) -> list[OpenWork]:
        """Open campaigns and subjects not yet decided."""
        return open_work(organisations, viewer, on)

    def pass_on(self, *, moves: Sequence[Move], passing: Passing) -> None:
        """The successor runs the review; members and cells belong to it from here."""
        pass_on(moves=moves, passing=passing)

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
