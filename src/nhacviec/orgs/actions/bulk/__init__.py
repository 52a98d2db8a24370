"""Many changes of organisations and people at once, as a file brings them: few statements however many rows.

The single actions beside this folder do the same for one record; here each step is checked for all rows, then written.
"""

from .founding import ParentDraft, UnitDraft, found_organisations
from .links import LinkDraft, link_parents, links_above, links_of
from .memberships import MembershipEnd, MembershipEntry, change_memberships
from .people import PersonChange, correct_people, end_appointments
from .units import OrganisationChange, correct_organisations

__all__ = [
    "LinkDraft",
    "MembershipEnd",
    "MembershipEntry",
    "OrganisationChange",
    "ParentDraft",
    "PersonChange",
    "UnitDraft",
    "change_memberships",
    "correct_organisations",
    "correct_people",
    "end_appointments",
    "found_organisations",
    "link_parents",
    "links_above",
    "links_of",
]
