"""Rights: what a person may see and do follows from dated posts in the organisation tree (principle 9).

This is the one place that turns posts into rights. Each room adds an `access.py` with predicates for its own
records, all of them over the `Viewer` defined here.
"""

from .build import viewer_for_person, viewer_for_user, viewers_for_people
from .grounds import ANY, NOBODY, Ground, Readers, RecordKind
from .people import (
    ORGANISATION_READERS,
    PERSON_READERS,
    keeps_records,
    may_keep,
    may_keep_calendar,
    may_keep_person,
    may_read_internals,
    people_of,
    reading_ground,
    units_of,
    unrestricted,
    within_scope,
)
from .substitutions import may_end_substitution, may_substitute
from .viewer import KEEPER_ROLES, READER_ROLES, STAFF_ROLES, HeldPost, Role, StandIn, Viewer

__all__ = [
    "ANY",
    "KEEPER_ROLES",
    "NOBODY",
    "ORGANISATION_READERS",
    "PERSON_READERS",
    "READER_ROLES",
    "STAFF_ROLES",
    "Ground",
    "HeldPost",
    "Readers",
    "RecordKind",
    "Role",
    "StandIn",
    "Viewer",
    "keeps_records",
    "may_end_substitution",
    "may_keep",
    "may_keep_calendar",
    "may_keep_person",
    "may_read_internals",
    "may_substitute",
    "people_of",
    "reading_ground",
    "units_of",
    "unrestricted",
    "viewer_for_person",
    "viewer_for_user",
    "viewers_for_people",
    "within_scope",
]
