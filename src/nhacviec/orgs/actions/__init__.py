"""Every change of organisations, people and the calendar. Bulk first: a single case is a list of one."""

from .appointments import correct_appointment, extend_appointment, remove_appointment
from .calendar import remove_calendar_day, seed_calendar, set_calendar_day
from .drafts import (
    AppointmentDraft,
    MembershipDraft,
    OrganisationDraft,
    PersonDraft,
    PostDraft,
    SuccessionDraft,
)
from .membership import (
    change_membership,
    end_temporary_activity,
    leave_party,
    record_death,
    start_temporary_activity,
    transfer_membership,
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
    "change_membership",
    "correct_appointment",
    "create_organisations",
    "create_people",
    "create_posts",
    "end_appointment",
    "end_membership",
    "end_organisation",
    "end_temporary_activity",
    "enter_official",
    "extend_appointment",
    "leave_party",
    "link_parent",
    "open_account",
    "record_death",
    "record_reading",
    "record_successions",
    "remove_appointment",
    "remove_calendar_day",
    "seed_calendar",
    "set_calendar_day",
    "start_temporary_activity",
    "transfer_membership",
]
