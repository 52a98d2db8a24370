"""Every change of organisations, people and the calendar. Bulk first: a single case is a list of one."""

from .calendar import remove_calendar_day, seed_calendar, set_calendar_day
from .drafts import (
    AppointmentDraft,
    MembershipDraft,
    OrganisationDraft,
    PersonDraft,
    PostDraft,
    SuccessionDraft,
)
from .organisations import create_organisations, end_organisation, link_parent, record_successions
from .people import (
    add_memberships,
    appoint,
    create_people,
    create_posts,
    end_appointment,
    end_membership,
    enter_official,
    open_account,
)
from .reading import record_reading

__all__ = [
    "AppointmentDraft",
    "MembershipDraft",
    "OrganisationDraft",
    "PersonDraft",
    "PostDraft",
    "SuccessionDraft",
    "add_memberships",
    "appoint",
    "create_organisations",
    "create_people",
    "create_posts",
    "end_appointment",
    "end_membership",
    "end_organisation",
    "enter_official",
    "link_parent",
    "open_account",
    "record_reading",
    "record_successions",
    "remove_calendar_day",
    "seed_calendar",
    "set_calendar_day",
]
