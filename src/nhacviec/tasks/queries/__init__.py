"""Reads of tasks."""

from .asks import Ask
from .course import clocks, course, deadline_explained, extension_events
from .detail import Detail, detail, files_of, readable
from .duties import (
    Duty,
    answers_and_obstacles,
    answers_and_waits,
    duties,
    pending_of,
    to_do,
    waiting_for_others,
)
from .filters import Filters, filtered
from .listing import Row, every, listing, row_of
from .moves import Move, menu, next_move
from .people import above, may_be_asked, speakers
from .states import Counts, count, days_left, four_states, lateness_of, state_of

__all__ = [
    "Ask",
    "Counts",
    "Detail",
    "Duty",
    "Filters",
    "Move",
    "Row",
    "above",
    "answers_and_obstacles",
    "answers_and_waits",
    "clocks",
    "count",
    "course",
    "days_left",
    "deadline_explained",
    "detail",
    "duties",
    "every",
    "extension_events",
    "files_of",
    "filtered",
    "four_states",
    "lateness_of",
    "listing",
    "may_be_asked",
    "menu",
    "next_move",
    "pending_of",
    "readable",
    "row_of",
    "speakers",
    "state_of",
    "to_do",
    "waiting_for_others",
]
