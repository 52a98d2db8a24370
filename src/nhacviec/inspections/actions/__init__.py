"""Every change of an inspection."""

from .conduct import add_photo, assess_official, conclude_inspection, give_opinion, start_inspection
from .findings import order_remedy, record_finding
from .planning import plan_inspection
from .reading import log_reading

__all__ = [
    "add_photo",
    "assess_official",
    "conclude_inspection",
    "give_opinion",
    "log_reading",
    "order_remedy",
    "plan_inspection",
    "record_finding",
    "start_inspection",
]
