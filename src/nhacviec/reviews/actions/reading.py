"""Each opening of a person's grade is on the log that the person sees."""

import datetime as dt
from collections.abc import Collection

from nhacviec.orgs.access import Role, Viewer
from nhacviec.orgs.actions import record_reading, record_readings

from ..models import Campaign, Subject


def log_reading(*, viewer: Viewer, subject: Subject, now: dt.datetime) -> None:
    """Note that the viewer opened the grade of a person; organisations' grades are no personal records."""
    if subject.person is None:
        return
    record_reading(
        viewer=viewer,
        person=subject.person,
        ground=_ground(viewer, subject.campaign),
        now=now,
        subject="grade",
        record_id=subject.pk,
    )


def log_export(*, viewer: Viewer, campaign: Campaign, person_ids: Collection[int], now: dt.datetime) -> None:
    """Note that the viewer took home the grades of these people."""
    record_readings(
        viewer=viewer,
        person_ids=person_ids,
        ground=_ground(viewer, campaign),
        now=now,
        subject="export",
        record_id=campaign.pk,
    )


def _ground(viewer: Viewer, campaign: Campaign) -> str:
    staff = (Role.ORGANISER, Role.INSPECTOR, Role.LEADER)
    return "staff" if any(viewer.has(role, campaign.committee_id) for role in staff) else "head"
