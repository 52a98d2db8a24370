"""A change of structure before it is done: what passes to whom, what ends, what stands in its way."""

from .changes import STAY, Change, Leaving, Successor
from .held import held_on
from .names import Past, former_names, naming_on, search_past, successor_of
from .plan import Group, Plan, Row, plan_change

__all__ = [
    "STAY",
    "Change",
    "Group",
    "Leaving",
    "Past",
    "Plan",
    "Row",
    "Successor",
    "former_names",
    "held_on",
    "naming_on",
    "plan_change",
    "search_past",
    "successor_of",
]
