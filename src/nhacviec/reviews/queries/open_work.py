"""What an organisation has open in reviews: campaigns that it runs or decides, members and cells not yet decided."""

import datetime as dt
from collections.abc import Collection

from django.db.models import Q
from django.utils.translation import gettext as _

from nhacviec.orgs.access import Viewer
from nhacviec.orgs.apps import OpenWork
from nhacviec.orgs.models import Membership, ParentLink
from nhacviec.orgs.models.periods import in_force

from ..models import Campaign, Subject
from ..workflow import SETTLED


def open_work(organisations: Collection[int], viewer: Viewer, on: dt.date) -> list[OpenWork]:
    """Open campaigns and undecided subjects. Five queries."""
    return [*_campaigns(organisations, viewer), *_subjects(organisations, viewer, on)]


def _campaigns(organisations: Collection[int], viewer: Viewer) -> list[OpenWork]:
    rows = Campaign.objects.filter(Q(committee__in=organisations) | Q(decider__in=organisations), state="open")
    readable = set(rows & Campaign.objects.visible_to(viewer)) if viewer.person_id is not None else set()
    found = []
    for row in rows.defer("quota_result").order_by("id"):
        label = _("Xếp loại năm %(year)s") % {"year": row.year} if row in readable else ""
        if row.committee_id in organisations:
            found.append(OpenWork("reviews.committee", row.pk, row.committee_id, label, state=row.state))
        if row.decider_id in organisations:
            found.append(OpenWork("reviews.campaign_decider", row.pk, row.decider_id, label, state=row.state))
    return found


def _subjects(organisations: Collection[int], viewer: Viewer, on: dt.date) -> list[OpenWork]:
    """Cells and members not yet decided. A member goes with his membership, a cell and its members with the cell."""
    ours = Q(unit__in=organisations) | Q(grassroots__in=organisations)
    rows = Subject.objects.filter(ours, campaign__state="open").exclude(state__in=SETTLED).exclude(kind="organisation")
    subjects = list(rows.select_related("person", "organisation").only(*_COLUMNS).order_by("id"))
    if not subjects:
        return []
    readable = (
        set((rows & Subject.objects.visible_to(viewer)).order_by().values_list("pk", flat=True))
        if viewer.person_id is not None
        else set()
    )
    members = dict(Membership.objects.filter(in_force(on), cell__in=organisations).values_list("person_id", "pk"))
    links = ParentLink.objects.filter(in_force(on), parent__in=organisations, hierarchy="party")
    children = dict(links.values_list("child_id", "pk"))
    found = []
    for row in subjects:
        name = row.person.full_name if row.person else row.organisation.name if row.organisation else ""
        label = name if row.pk in readable else ""
        if row.unit_id in organisations:
            goes = f"orgs.member:{members[row.person_id]}" if row.person_id in members else ""
            found.append(OpenWork("reviews.unit", row.pk, row.unit_id or 0, label, state=row.state, follows=goes))
        if row.grassroots_id in organisations:
            cell = row.unit_id if row.kind == "member" else row.organisation_id
            goes = f"orgs.child:{children[cell]}" if cell in children else f"reviews.unit:{row.pk}"
            found.append(
                OpenWork("reviews.grassroots", row.pk, row.grassroots_id, label, state=row.state, follows=goes)
            )
    return found


_COLUMNS = ("kind", "state", "unit_id", "grassroots_id", "person__full_name", "organisation__name")
