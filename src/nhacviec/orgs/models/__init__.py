"""Records of organisations and people."""

from .bodies import RollCall
from .calendar import CalendarDay
from .handovers import Handover
from .names import OrganisationName
from .organisations import Organisation, ParentLink, Succession
from .people import Appointment, Membership, Person, Post, ReadingLog, TemporaryActivity
from .reach import Reach
from .requests import DataRequest
from .substitutions import Substitution

__all__ = [
    "Appointment",
    "CalendarDay",
    "DataRequest",
    "Handover",
    "Membership",
    "Organisation",
    "OrganisationName",
    "ParentLink",
    "Person",
    "Post",
    "Reach",
    "ReadingLog",
    "RollCall",
    "Substitution",
    "Succession",
    "TemporaryActivity",
]
