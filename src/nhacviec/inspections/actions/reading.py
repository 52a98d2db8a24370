"""Each reading of what an inspection says of an official is on the log that the official sees."""

import datetime as dt
from collections.abc import Collection

from nhacviec.orgs.access import Viewer
from nhacviec.orgs.actions import record_readings

from .. import access
from ..models import Inspection


def log_reading(*, viewer: Viewer, inspection: Inspection, person_ids: Collection[int], now: dt.datetime) -> None:
    """Note that the viewer read the assessments of these officials."""
    team = access.in_team(viewer, inspection)
    ground = "team" if team else "body" if access.may_plan(viewer, inspection.decided_by_id) else "head"
    record_readings(
        viewer=viewer, person_ids=person_ids, ground=ground, now=now, subject="assessment", record_id=inspection.pk
    )
