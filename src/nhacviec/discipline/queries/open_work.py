"""The cases that an organisation has open: as the member's cell, as the committee, as the deciding body."""

import datetime as dt
from collections.abc import Collection

from django.db.models import Q

from nhacviec.orgs.access import Viewer
from nhacviec.orgs.apps import OpenWork
from nhacviec.orgs.models import Membership
from nhacviec.orgs.models.periods import in_force

from ..models import Case

SETTLED = ("decided", "closed")


def open_work(organisations: Collection[int], viewer: Viewer, on: dt.date) -> list[OpenWork]:
    """Cases not yet decided or closed. Three queries. A case goes with the membership of the member whom it concerns."""
    ours = Q(cell__in=organisations) | Q(committee__in=organisations) | Q(body__in=organisations)
    rows = Case.objects.filter(ours).exclude(state__in=SETTLED)
    cases = list(rows.select_related("person").order_by("id"))
    if not cases:
        return []
    readable = (
        set((rows & Case.objects.visible_to(viewer)).order_by().values_list("pk", flat=True))
        if viewer.person_id is not None
        else set()
    )
    members = dict(Membership.objects.filter(in_force(on), cell__in=organisations).values_list("person_id", "pk"))
    return [item for case in cases for item in _of_case(case, organisations, case.pk in readable, members)]


def _of_case(case: Case, organisations: Collection[int], readable: bool, members: dict[int, int]) -> list[OpenWork]:
    label = f"{case.code} {case.person.full_name}" if readable else ""
    found = []
    if case.cell_id in organisations:
        goes = f"orgs.member:{members[case.person_id]}" if case.person_id in members else ""
        found.append(OpenWork("discipline.cell", case.pk, case.cell_id, label, state=case.state, follows=goes))
    if case.committee_id in organisations:
        found.append(OpenWork("discipline.committee", case.pk, case.committee_id, label, state=case.state))
    if case.body_id in organisations:
        goes = f"discipline.cell:{case.pk}" if case.body_id == case.cell_id else ""
        found.append(OpenWork("discipline.body", case.pk, case.body_id, label, state=case.state, follows=goes))
    return found
