"""The note of who read whose membership data."""

import datetime as dt

from ..access import Viewer
from ..models import Person, ReadingLog


def record_reading(*, viewer: Viewer, person: Person, ground: str, now: dt.datetime) -> None:
    """Note that the viewer read a person's membership and records; one's own page is not noted."""
    if viewer.person_id == person.pk:
        return
    ReadingLog.objects.create(
        person_id=person.pk,
        reader_person_id=viewer.person_id,
        reader_name=viewer.actor.name[:200],
        at=now,
        ground=ground[:200],
    )
