"""Reads of organisations, people and the calendar."""

from .calendar import calendar, days_of_year, forget_calendar, one_calendar_a_request, removed_days
from .people import (
    PostLine,
    body_roll,
    head_appointments,
    heads,
    holders,
    known_people,
    members,
    posts_of,
    responsible_person,
    search_people,
    vacant_units,
)
from .tree import (
    Node,
    children_of,
    ended_lately,
    parents_of,
    search_organisations,
    successions_of,
    tree,
)

__all__ = [
    "Node",
    "PostLine",
    "body_roll",
    "calendar",
    "children_of",
    "days_of_year",
    "ended_lately",
    "forget_calendar",
    "head_appointments",
    "heads",
    "holders",
    "known_people",
    "members",
    "one_calendar_a_request",
    "parents_of",
    "posts_of",
    "removed_days",
    "responsible_person",
    "search_organisations",
    "search_people",
    "successions_of",
    "tree",
    "vacant_units",
]
