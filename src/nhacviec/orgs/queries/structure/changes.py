"""A change of structure as asked for: which organisations leave what to whom, from which day, by which document."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from ...models import Organisation

# The choice "stays with the organisation that lives on", for a split that leaves it alive.
STAY = "stay"
KINDS = ("merge", "split", "end")


@dataclass(frozen=True, slots=True)
class Successor:
    """An organisation to which something passes: known (`pk`), or to be founded by the change (then `pk` is None).

    `key` names it in choices and forms. `head` is the name of who heads it on the day, empty for a vacant post.
    """

    key: str
    name: str
    kind: str
    pk: int | None = None
    head: str = ""


@dataclass(frozen=True, slots=True)
class Leaving:
    """An organisation that leaves what it has to its successors (their keys, the first one by default), and ends or lives on.

    `receivers` are further organisations to which a part may be chosen to pass without their succeeding to the whole.
    """

    organisation: Organisation
    successors: tuple[str, ...] = ()
    ends: bool = True
    receivers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Change:
    """A merger, a split or an end. `chosen`: key of a row of the plan → key of the successor that somebody chose for it."""

    kind: str
    on: dt.date
    document: str
    leaving: tuple[Leaving, ...]
    successors: Mapping[str, Successor] = field(default_factory=dict)
    chosen: Mapping[str, str] = field(default_factory=dict)

    @property
    def ids(self) -> tuple[int, ...]:
        """The organisations that leave something."""
        return tuple(one.organisation.pk for one in self.leaving)

    @property
    def ending(self) -> frozenset[int]:
        """Those of them that end."""
        return frozenset(one.organisation.pk for one in self.leaving if one.ends)

    @property
    def known(self) -> dict[int, Successor]:
        """The successors that stand already, by their ids."""
        return {one.pk: one for one in self.successors.values() if one.pk is not None}
