"""Why may X see this? The grounds on which a kind of record is read, each a predicate that also decides.

`Readers.condition` is what a room's `visible_to` filters by; `holding` asks the same predicates one by one. So an
explanation cannot say anything else than the decision.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import BooleanField, Case, Model, Q, Value, When
from django.utils.functional import Promise

from .viewer import Viewer

NOBODY = Q(pk__in=[])
# As `Ground.through`: any of the organisations that the record concerns.
ANY = "*"


@dataclass(frozen=True, slots=True)
class Ground:
    """One reason for reading: `allows(viewer)` is its condition on the records.

    `through` is the column of the organisation through which a post reaches the record, "" for what needs no post;
    `reading` the word for it in the log of readings (`kinds.GROUNDS`).
    """

    code: str
    label: "str | Promise"
    allows: Callable[[Viewer], Q]
    through: str = ""
    reading: str = "staff"


class Readers:
    """The grounds of a kind of record: any of them, as far as the limit lets it (a restricted person's records)."""

    def __init__(self, *grounds: Ground, limit: Callable[[Viewer], Q] | None = None) -> None:
        self.grounds = grounds
        self._limit = limit

    def condition(self, viewer: Viewer) -> Q:
        """What `visible_to` filters by."""
        return reduce(or_, (ground.allows(viewer) for ground in self.grounds)) & self.limit(viewer)

    def limit(self, viewer: Viewer) -> Q:
        """What must hold besides a ground."""
        return self._limit(viewer) if self._limit is not None else Q()

    def holding(self, model: type[Model], pk: int, viewers: Sequence[Viewer]) -> list[list[Ground]]:
        """For each viewer the grounds that hold for one record. One query for every sixty viewers."""
        found: list[list[Ground]] = []
        for start in range(0, len(viewers), _VIEWERS):
            found += self._holding(model, pk, viewers[start : start + _VIEWERS])
        return found

    def _holding(self, model: type[Model], pk: int, viewers: Sequence[Viewer]) -> list[list[Ground]]:
        asked = {
            f"v{n}_{ground.code}": _whether(ground.allows(viewer) & self.limit(viewer))
            for n, viewer in enumerate(viewers)
            for ground in self.grounds
        }
        row: Mapping[str, Any] = model._default_manager.filter(pk=pk).annotate(**asked).values(*asked).first() or {}
        return [[g for g in self.grounds if row.get(f"v{n}_{g.code}")] for n in range(len(viewers))]


_VIEWERS = 60


def _whether(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


@dataclass(frozen=True)
class RecordKind:
    """A kind of record whose readers can be named: registered by its room through `OrgExtension.records`.

    `organisations` and `people` give the ids of those whom a record concerns: around them the readers are looked for.
    `area` is the area of a substitution to which it belongs.
    """

    code: str
    label: "str | Promise"
    model: type[Model]
    readers: Readers
    title: Callable[[Any], str]
    path: Callable[[Any], str]
    organisations: Callable[[Any], Collection[int | None]]
    people: Callable[[Any], Collection[int | None]] = field(default=lambda record: ())
    area: str = ""
    related: tuple[str, ...] = ()

    def around(self, record: Any) -> tuple[int, ...]:
        """The organisations that a record concerns; found once for a record in hand."""
        known: tuple[int, ...] | None = getattr(record, "_organisations_around", None)
        if known is None:
            known = tuple(dict.fromkeys(pk for pk in self.organisations(record) if pk is not None))
            record._organisations_around = known
        return known

    def record(self, pk: int) -> Any:
        """The record with what its title needs, None if there is none."""
        return self.model._default_manager.select_related(*self.related).filter(pk=pk).first()
