"""The one definition of the four disjoint counts (R-3), and grades of one organisation or person."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, overload

from django.db.models import Count, F, QuerySet

from nhacviec.orgs.access import Viewer
from nhacviec.orgs.models import Organisation, Person

from ..models import Campaign, Subject

By = Literal["sector", "organisation_kind", "grassroots"]
# Where each way of splitting finds its value: always that of the grassroots organisation a subject belongs to or is.
_SPLITS = {"sector": "grassroots__sector", "organisation_kind": "grassroots__kind", "grassroots": "grassroots_id"}


@dataclass(frozen=True)
class ResultCounts:
    """How many were decided at each grade; the four never overlap and their sum is `graded`."""

    excellent: int = 0
    good: int = 0
    completed: int = 0
    not_completed: int = 0

    @property
    def graded(self) -> int:
        """All with a decided grade."""
        return self.excellent + self.good + self.completed + self.not_completed

    @property
    def good_or_better(self) -> int:
        """Excellent and good together."""
        return self.excellent + self.good

    def share(self, count: int) -> float | None:
        """A count of these in per cent of all graded, None when nobody is graded."""
        return 100 * count / self.graded if self.graded else None


def counts_from(numbers: Mapping[int, int]) -> ResultCounts:
    """Counts from grade → number."""
    return ResultCounts(*(numbers.get(grade, 0) for grade in (1, 2, 3, 4)))


@overload
def result_counts(campaign: Campaign, kind: str) -> ResultCounts: ...
@overload
def result_counts(campaign: Campaign, kind: str, by: None) -> ResultCounts: ...
@overload
def result_counts(campaign: Campaign, kind: str, by: By) -> dict[str | int, ResultCounts]: ...
def result_counts(campaign: Campaign, kind: str, by: By | None = None) -> ResultCounts | dict[str | int, ResultCounts]:
    """Decided grades of a campaign for "organisation", "cell" or "member", split by the sector, the kind or the id of
    the grassroots organisation if asked. One query. Every table, page and export counts with this function."""
    rows = decided(campaign, kind)
    if by is None:
        return counts_from(dict(rows.values_list("grade").annotate(n=Count("id")).order_by()))
    found: dict[str | int, dict[int, int]] = defaultdict(dict)
    split = rows.annotate(part=F(_SPLITS[by])).values_list("part", "grade").annotate(n=Count("id")).order_by()
    for part, grade, number in split:
        found[part][grade or 0] = number
    return {part: counts_from(numbers) for part, numbers in found.items()}


def decided(campaign: Campaign, kind: str) -> QuerySet[Subject]:
    """The subjects that `result_counts` counts: the list behind every figure."""
    return campaign.subjects.filter(kind=kind, grade__isnull=False)


def grades_of_organisation(viewer: Viewer, organisation: Organisation) -> list[Subject]:
    """What the viewer may see of the grades of an organisation, latest year first."""
    return _latest(viewer, Subject.objects.filter(organisation=organisation))


def grades_of_person(viewer: Viewer, person: Person) -> list[Subject]:
    """What the viewer may see of the grades of a member, latest year first."""
    return _latest(viewer, Subject.objects.filter(person=person))


def _latest(viewer: Viewer, rows: QuerySet[Subject]) -> list[Subject]:
    seen = rows.filter(pk__in=Subject.objects.visible_to(viewer).values("pk"))
    return list(seen.select_related("campaign", "decided_by").order_by("-campaign__year", "-id")[:20])


def closed_campaigns(committee_ids: Iterable[int]) -> QuerySet[Campaign]:
    """Sealed campaigns of committees, latest first."""
    return Campaign.objects.filter(committee__in=list(committee_ids), state="closed").order_by("-year")
