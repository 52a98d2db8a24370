"""Each opening of a case is on record."""

import datetime as dt

from nhacviec.orgs.access import Viewer
from nhacviec.orgs.actions import record_reading

from .. import access
from ..models import Case


def log_reading(*, viewer: Viewer, case: Case, now: dt.datetime) -> None:
    """Note that the viewer opened the case; one's own case is not noted (principle 9, "every look is on the log")."""
    staff = access.staff_of(viewer, case.committee_id)
    ground = "staff" if staff else "body" if case.body_id in viewer.speaks_for else "head"
    record_reading(viewer=viewer, person=case.person, ground=ground, now=now, subject="case", record_id=case.pk)
