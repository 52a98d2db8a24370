"""The one definition of how many members were disciplined (R-4), and what reviews ask (G-24)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from nhacviec.orgs.access import Viewer

from ..models import Case, CaseQuerySet, Decision


@dataclass(frozen=True)
class Sanctions:
    """Sanctions whose decision is of one year: by form, and by kind of deciding body and form. `members` are people."""

    year: int
    by_form: Mapping[str, int]
    by_body: Mapping[str, Mapping[str, int]]
    members: int

    @property
    def total(self) -> int:
        """All sanctions of the year."""
        return sum(self.by_form.values())


def counted_cases(year: int, scope: Viewer | Iterable[int] | None = None, committees: Any = None) -> CaseQuerySet:
    """The cases that `sanctions` counts: the list behind every figure."""
    cases = Case.objects.decided_in(year)
    if committees is not None:
        cases = cases.filter(committee__in=committees)
    if isinstance(scope, Viewer):
        return cases & Case.objects.visible_to(scope)
    return cases if scope is None else cases.filter(cell__in=tuple(scope))


def sanctions(year: int, scope: Viewer | Iterable[int] | None = None, committees: Any = None) -> Sanctions:
    """Sanctions decided in `year`: all, those that a viewer may see, or those of members of the given cells; in the
    organisations of `committees` (ids or a sub-select) if given. One query."""
    rows = counted_cases(year, scope, committees).order_by().values_list("body_kind", "decision__form", "person_id")
    by_form: Counter[str] = Counter()
    by_body: dict[str, Counter[str]] = {}
    members = set()
    for body, form, person in rows:
        by_form[form] += 1
        by_body.setdefault(body, Counter())[form] += 1
        members.add(person)
    return Sanctions(year, dict(by_form), {body: dict(forms) for body, forms in by_body.items()}, len(members))


def forms_in_year(person_ids: Iterable[int] | None, year: int) -> dict[int, tuple[str, ...]]:
    """Forms of discipline decided in `year` against each of the people (None: everybody), one query (G-24)."""
    wanted = None if person_ids is None else frozenset(person_ids)
    rows = (
        Decision.objects.filter(case__state="decided", decided_on__year=year)
        .order_by("decided_on", "id")
        .values_list("case__person_id", "form")
    )
    found: dict[int, tuple[str, ...]] = {}
    for person, form in rows:
        if wanted is None or person in wanted:
            found[person] = (*found.get(person, ()), form)
    return found
