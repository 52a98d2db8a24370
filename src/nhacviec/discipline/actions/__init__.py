"""Every change of a disciplinary case."""

from .cases import close_case, open_case
from .decisions import announce_decision, decide_case
from .procedure import record_ballot, record_hearing
from .reading import log_reading

__all__ = [
    "announce_decision",
    "close_case",
    "decide_case",
    "log_reading",
    "open_case",
    "record_ballot",
    "record_hearing",
]
