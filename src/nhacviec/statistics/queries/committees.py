"""Of which committee a year's tables speak."""

import datetime as dt

from nhacviec.orgs.access import Role, Viewer
from nhacviec.orgs.models import Organisation
from nhacviec.reviews.models import Campaign

STAFF = (Role.LEADER, Role.CLERK, Role.INSPECTOR, Role.ORGANISER)
# The committee to choose when nobody says: a city's before a province's, these before smaller ones.
_KINDS = ("city_committee", "province_committee", "ward_committee", "grassroots_committee", "grassroots_cell")


def year_end(year: int) -> dt.date:
    """The last day of a year, by whose structure its tables are made."""
    return dt.date(year, 12, 31)


def reviews_of(year: int | None) -> list[Campaign]:
    """The reviews of a year, of the widest committee first; without a year those of the latest one. One query."""
    if year is None:
        latest = Campaign.objects.order_by("-year").values("year")[:1]
        held = Campaign.objects.filter(year=latest)
    else:
        held = Campaign.objects.filter(year=year)
    found = held.select_related("committee", "decider").defer("quota_result")
    return sorted(found, key=lambda campaign: _rank(campaign.committee))


def committees_of(year: int) -> list[Organisation]:
    """Committees that held a review of the year, the widest first; without any, the top one that existed then.

    Two queries at most.
    """
    return [campaign.committee for campaign in reviews_of(year)] or top_committees(year)


def top_committees(year: int) -> list[Organisation]:
    """The widest committee that existed at the end of a year, if any. One query."""
    existing = Organisation.objects.existing(year_end(year)).filter(kind__in=_KINDS[:2])
    return sorted(existing, key=_rank)[:1]


def committee_of(year: int, code: str = "") -> Organisation | None:
    """The committee with that code, else the first of `committees_of`; None when there is none."""
    if code:
        return Organisation.objects.filter(code=code).first()
    return next(iter(committees_of(year)), None)


def sees_totals(viewer: Viewer, committee: Organisation) -> bool:
    """Leaders and staff of the committee, or of one above it, see the sums of all; others what they may read."""
    if not any(viewer.has(role) for role in STAFF):
        return False
    return any(viewer.has(role, committee.pk) for role in STAFF) or committee.pk in viewer.scope


def _rank(committee: Organisation) -> tuple[int, int]:
    place = _KINDS.index(committee.kind) if committee.kind in _KINDS else len(_KINDS)
    return (place, committee.pk)
