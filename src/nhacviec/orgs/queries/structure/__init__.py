"""A change of structure before it is done: what passes to whom, what ends, what stands in its way."""

from .changes import STAY, Change, Leaving, Successor
from .held import held_on
from .names import former_names, name_on, names_of, successor_of
from .plan import Group, Plan, Row, plan_change

__all__ = [
    "STAY",
    "Change",
    "Group",
    "Leaving",
    "Plan",
    "Row",
    "Successor",
    "former_names",
    "held_on",
    "name_on",
    "names_of",
    "plan_change",
    "successor_of",
]
