"""Table 1: grades of organisations and members by the sector of the grassroots organisation (R-3)."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Count, QuerySet

from nhacviec.orgs.access import Viewer
from nhacviec.orgs.kinds import SECTORS
from nhacviec.reviews.models import Campaign, Subject

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
    """The tables of organisations and of members of a campaign; of what `viewer` may see, if given. One query.

    Agrees with `reviews.queries.result_counts`; it also says who is not graded.
    """
    found: dict[str, dict[str, Counter[str]]] = {kind: defaultdict(Counter) for kind in KINDS}
    if campaign is not None:
        counted = (
            subjects_of(campaign, viewer)
            .order_by()
            .values_list("kind", "grassroots__sector", "state", "grade")
            .annotate(n=Count("pk"))
        )
        for kind, sector, state, grade, number in counted:
            found[kind][sector if sector in SECTORS else ""][column_of(state, grade)] += number
    units, members = (_table(kind, found[kind]) for kind in KINDS)
    return units, members


def subjects_of(campaign: Campaign, viewer: Viewer | None) -> QuerySet[Subject]:
    """The subjects behind the tables; those that the viewer may see, if given."""
    found = campaign.subjects.filter(kind__in=KINDS)
    return found if viewer is None else found.filter(pk__in=Subject.objects.visible_to(viewer).values("pk"))


def in_column(subjects: QuerySet[Subject], column: str) -> QuerySet[Subject]:
    """The subjects counted in a column: "total", "graded", "not_graded" or a name of `COLUMNS`."""
    if column in COLUMNS:
        return subjects.filter(grade__in=COLUMNS[column])
    return subjects if column == "total" else subjects.filter(grade__isnull=column == "not_graded")


def column_of(state: str, grade: int | None) -> str:
    """The one column in which a subject is counted: a grade counts once it is decided."""
    if grade in GRADES:
        return GRADES[grade]
    return "excluded" if state == "excluded" else "undecided"


def _table(kind: str, found: Mapping[str, Counter[str]]) -> GradeTable:
    order = [*SECTORS, *([""] if "" in found else [])]
    none: Counter[str] = Counter()
    rows = tuple(GradeRow(sector, **found.get(sector, none)) for sector in order)
    names = (*GRADES.values(), "excluded", "undecided")
    return GradeTable(kind, rows, GradeRow("all", **{name: sum(getattr(r, name) for r in rows) for name in names}))
