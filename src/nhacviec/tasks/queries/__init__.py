"""Reads of tasks."""

from .asks import Ask
from .detail import Detail, detail, readable
from .duties import Duty, duties, pending_of, waiting_for_others
from .filters import Filters, filtered
from .listing import Row, every, listing, row_of
from .people import speakers
from .states import Counts, count, days_left, four_states, lateness_of, state_of

__all__ = [
    "Ask",
    "Counts",
    "Detail",
    "Duty",
    "Filters",
    "Row",
    "count",
    "days_left",
    "detail",
    "duties",
    "every",
    "filtered",
    "four_states",
    "lateness_of",
    "listing",
    "pending_of",
    "readable",
    "row_of",
    "speakers",
    "state_of",
    "waiting_for_others",
]
