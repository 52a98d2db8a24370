"""Records of organisations and people."""

from .bodies import RollCall
from .calendar import CalendarDay
from .organisations import Organisation, ParentLink, Succession
from .people import Appointment, Membership, Person, Post, ReadingLog

__all__ = [
    "Appointment",
    "CalendarDay",
    "Membership",
    "Organisation",
    "ParentLink",
    "Person",
    "Post",
    "ReadingLog",
    "RollCall",
    "Succession",
]
