"""Table 1: grades of organisations and members by the sector of the grassroots organisation (R-3)."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Count, QuerySet

from nhacviec.orgs.access import Viewer
from nhacviec.orgs.kinds import SECTORS
from nhacviec.reviews.models import Campaign, Subject
from nhacviec.reviews.queries.counts import decided, result_counts

UNITS, MEMBERS = KINDS = ("organisation", "member")
# Grade number → the name that the figures carry.
GRADES = {1: "excellent", 2: "good", 3: "completed", 4: "not_completed"}
# Columns that count subjects, in the order of the official table, each with the grades that it takes in.
COLUMNS: dict[str, tuple[int, ...]] = {
    "excellent": (1,),
    "good": (2,),
    "good_or_better": (1, 2),
    "completed": (3,),
    "not_completed": (4,),
}


@dataclass(frozen=True, slots=True)
class GradeRow:
    """Subjects of one sector ("" for those without one, "all" for the sum). Shares are of the graded (R-3).

    `excluded` are not graded by rule, `undecided` not yet.
    """

    sector: str
    excellent: int = 0
    good: int = 0
    completed: int = 0
    not_completed: int = 0
    excluded: int = 0
    undecided: int = 0

    @property
    def graded(self) -> int:
        """Subjects with a decided grade: the sum of the four grades."""
        return self.excellent + self.good + self.completed + self.not_completed

    @property
    def not_graded(self) -> int:
        """Excluded by rule, or not decided yet."""
        return self.excluded + self.undecided

    @property
    def total(self) -> int:
        """All subjects."""
        return self.graded + self.not_graded

    @property
    def good_or_better(self) -> int:
        """Excellent and good together, as reports say it."""
        return self.excellent + self.good

    def share(self, name: str) -> Fraction | None:
        """Per cent of the graded that a column holds; None when nobody is graded."""
        return Fraction(100 * int(getattr(self, name)), self.graded) if self.graded else None


@dataclass(frozen=True, slots=True)
class GradeTable:
    """Rows by sector in their fixed order, and their sum."""

    kind: str
    rows: tuple[GradeRow, ...]
    total: GradeRow


def grade_tables(campaign: Campaign | None, viewer: Viewer | None = None) -> tuple[GradeTable, GradeTable]:
    """The tables of organisations and of members of a campaign; of what `viewer` may see, if given. Three queries."""
    if campaign is None:
        return _table(UNITS, {}, {}), _table(MEMBERS, {}, {})
    open_rows = _seen(campaign.subjects.filter(kind__in=KINDS, grade__isnull=True), viewer)
    counted = open_rows.order_by().values_list("kind", "grassroots__sector", "state").annotate(n=Count("pk"))
    rest: dict[str, dict[str, Counter[str]]] = {kind: defaultdict(Counter) for kind in KINDS}
    for kind, sector, state, number in counted:
        rest[kind][_known(sector)]["excluded" if state == "excluded" else "undecided"] += number
    units, members = (_table(kind, _graded(campaign, kind, viewer), rest[kind]) for kind in KINDS)
    return units, members


def _graded(campaign: Campaign, kind: str, viewer: Viewer | None) -> dict[str, Counter[str]]:
    """Decided grades by sector: the reviews' own counts, or of the same subjects those that the viewer may see."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    if viewer is None:
        for sector, numbers in result_counts(campaign, kind, "sector").items():
            found[_known(str(sector))].update({name: getattr(numbers, name) for name in GRADES.values()})
        return found
    seen = _seen(decided(campaign, kind), viewer).order_by().values_list("grassroots__sector", "grade")
    for sector, grade, number in seen.annotate(n=Count("pk")):
        found[_known(sector)][GRADES[grade]] += number
    return found


def _seen(subjects: QuerySet[Subject], viewer: Viewer | None) -> QuerySet[Subject]:
    return subjects if viewer is None else subjects.filter(pk__in=Subject.objects.visible_to(viewer).values("pk"))


def _known(sector: str) -> str:
    return sector if sector in SECTORS else ""


def _table(kind: str, graded: Mapping[str, Counter[str]], rest: Mapping[str, Counter[str]]) -> GradeTable:
    order = [*SECTORS, *([""] if "" in graded or "" in rest else [])]
    none: Counter[str] = Counter()
    rows = tuple(GradeRow(sector, **graded.get(sector, none), **rest.get(sector, none)) for sector in order)
    names = (*GRADES.values(), "excluded", "undecided")
    return GradeTable(kind, rows, GradeRow("all", **{name: sum(getattr(r, name) for r in rows) for name in names}))
