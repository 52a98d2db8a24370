"""The leader's first screen: what runs, what is late, where it is stuck, compared with last Monday (guide, 01)."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace

from django.db.models import Q

from nhacviec.orgs.access import Viewer
from nhacviec.orgs.models import Organisation
from nhacviec.orgs.queries import calendar
from nhacviec.orgs.queries.structure import held_on
from nhacviec.orgs.queries.vacancies import Vacancies, vacancies_among, with_vacancy
from nhacviec.reminders.models import Notice
from nhacviec.reminders.queries import NoticeDuty, is_behind, last_sweep, waiting_for
from nhacviec.rules.calendar import Calendar
from nhacviec.tasks.models import Task
from nhacviec.tasks.models.task import IS_OPEN, TaskQuerySet
from nhacviec.tasks.queries import Ask, Counts, Duty, answers_and_obstacles, count

from .late import Ages, Point, Watched, course, course_start, monday_before, watched
from .past import counts_by_lead, existing_on, of_year

WARD_KINDS = ("ward_administration", "ward_committee")
GROUPS = ("", "wards", "departments", "late")
SORTS = ("overdue", "longest", "change", "obstacles", "running", "done", "done_late", "total", "name")


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One lead organisation: its states, how the overdue changed since last Monday (None for a past year), its open
    obstacles, the year's notices to it, oldest first."""

    unit: Organisation
    counts: Counts
    change: int | None = None
    obstacles: int = 0
    notices: tuple[Notice, ...] = ()

    @property
    def notice(self) -> Notice | None:
        """The latest notice of the year to the unit."""
        return self.notices[-1] if self.notices else None

    @property
    def is_ward(self) -> bool:
        """Whether it is a body of a ward or commune."""
        return self.unit.kind in WARD_KINDS


@dataclass(frozen=True, slots=True)
class Stuck:
    """Open obstacles of one cause that one body must answer. `longest` in working days since they were reported."""

    cause: str
    asked_id: int
    asked: str
    number: int
    late: int
    longest: int


@dataclass(frozen=True)
class Overview:
    """Everything on the first screen. For a past year the state at its end, without what only today can say.

    `mean_late` is in working days; `new` and `gone` since `compared`: overdue now and not then, and the reverse.
    `answers` and `notice_duties` are what waits for the viewer.
    """

    year: int
    on: dt.date
    compared: dt.date | None
    scope: str
    total: Counts
    rows: list[UnitRow]
    soon: int = 0
    mean_late: int = 0
    new: int = 0
    gone: int = 0
    waiting: int = 0
    ready: int = 0
    first_notices: int = 0
    second_notices: int = 0
    stuck: list[Stuck] = field(default_factory=list)
    course: list[Point] = field(default_factory=list)
    answers: list[Duty] = field(default_factory=list)
    notice_duties: list[NoticeDuty] = field(default_factory=list)
    last_sweep: dt.date | None = None
    sweep_is_behind: bool = False
    vacancies: Vacancies = field(default_factory=Vacancies)

    @property
    def change(self) -> int:
        """How the overdue changed since `compared`."""
        return self.new - self.gone

    @property
    def open_obstacles(self) -> int:
        """All open obstacles."""
        return sum(one.number for one in self.stuck)


def overview(viewer: Viewer, on: dt.date, year: int) -> Overview:
    """The first screen of a viewer: the tasks of the year and whatever is still open; a past year as at its end.

    Eight queries and the calendar's.
    """
    tasks = Task.objects.visible_to(viewer)
    if year < on.year:
        return _past(viewer, tasks, year)
    return _present(viewer, tasks, on, year)


def present_tasks(tasks: TaskQuerySet, year: int) -> TaskQuerySet:
    """What the overview of the current year speaks of: assigned in the year, or still open; not the withdrawn."""
    return tasks.counted().filter(IS_OPEN | Q(assigned_on__gte=dt.date(year, 1, 1)))


def _present(viewer: Viewer, tasks: TaskQuerySet, on: dt.date, year: int) -> Overview:
    days = calendar()
    ages = Ages(days)
    compared = monday_before(on)
    seen = watched(tasks.counted(), on, since=min(course_start(on), dt.date(year, 1, 1)))
    changed = changes(seen, on, compared)
    counts = _with_longest(
        {lead: Counts() for lead, difference in changed.items() if difference}
        | {lead: one for lead, one in count(present_tasks(tasks, year), on, by="lead", longest=False).items() if lead},
        seen,
        on,
        ages,
    )
    notices = _notices(viewer, year)
    answers, obstacles = answers_and_obstacles(viewer, on)
    units = _units(viewer, {*counts, *(one.asked_id for one in obstacles)})
    rows = _rows(units, counts, notices, changed, Counter(one.lead_id for one in obstacles))
    now = {one.task_id for one in seen if one.overdue_on(on)}
    then = {one.task_id for one in seen if one.overdue_on(compared)}
    last = last_sweep()
    return Overview(
        year=year,
        on=on,
        vacancies=vacancies_among(units.values()),
        compared=compared,
        scope=scope_name(viewer, units),
        total=added(row.counts for row in rows),
        rows=rows,
        soon=sum(one.soon_on(on) for one in seen),
        mean_late=_mean_late(seen, year, ages),
        new=len(now - then),
        gone=len(then - now),
        waiting=sum(one.waits for one in seen if one.overdue_on(on)),
        ready=sum(n.level == 1 and n.state == "draft" for n in notices),
        first_notices=_issued(notices, 1),
        second_notices=_issued(notices, 2),
        stuck=_stuck(obstacles, on, days),
        answers=answers,
        notice_duties=waiting_for(viewer, on),
        course=course(seen, on, ages),
        last_sweep=last.on if last else None,
        sweep_is_behind=is_behind(last, on),
    )


def _past(viewer: Viewer, tasks: TaskQuerySet, year: int) -> Overview:
    end = dt.date(year, 12, 31)
    ages = Ages(calendar())
    since = min(course_start(end), dt.date(year, 1, 1))
    seen = watched(existing_on(tasks, end), end, since=since, lead="holder")
    counts = _with_longest(counts_by_lead(of_year(tasks, year), end), seen, end, ages)
    notices = [n for n in _notices(viewer, year) if n.document_id]
    units = _units(viewer, counts)
    rows = _rows(units, counts, notices, None, Counter())
    return Overview(
        year=year,
        on=end,
        compared=None,
        scope=scope_name(viewer, units),
        total=added(row.counts for row in rows),
        rows=rows,
        mean_late=_mean_late(seen, year, ages),
        first_notices=_issued(notices, 1),
        second_notices=_issued(notices, 2),
        course=course(seen, end, ages),
    )


def _with_longest(counts: Mapping[int, Counts], seen: Iterable[Watched], on: dt.date, ages: Ages) -> dict[int, Counts]:
    """The counts by lead with the most working days overdue."""
    most: dict[int, int] = defaultdict(int)
    for one in seen:
        if one.overdue_on(on):
            most[one.lead_id] = max(most[one.lead_id], one.days_on(on, ages))
    return {lead: replace(one, longest=most[lead]) for lead, one in counts.items()}


def changes(late: Sequence[Watched], on: dt.date, compared: dt.date) -> Mapping[int, int]:
    """How the overdue of each lead changed between two days."""
    found: dict[int, int] = defaultdict(int)
    for one in late:
        found[one.lead_id] += one.overdue_on(on) - one.overdue_on(compared)
    return found


def _units(viewer: Viewer, leads: Iterable[int]) -> dict[int, Organisation]:
    """The leads, those asked and the body that the viewer's post serves, with whether anybody heads them. One query."""
    wanted = {*leads, *([viewer.post.serves] if viewer.post else [])}
    rows = Organisation.objects.defer("folded", "code")
    return with_vacancy(rows, viewer, viewer.on).in_bulk(wanted)


def _rows(
    units: Mapping[int, Organisation],
    counts: Mapping[int, Counts],
    notices: Iterable[Notice],
    changed: Mapping[int, int] | None,
    obstacles: Mapping[int, int],
) -> list[UnitRow]:
    told: dict[int, list[Notice]] = defaultdict(list)
    for notice in notices:
        if notice.document_id:
            told[vars(notice)["holder"]].append(notice)
    rows = [
        UnitRow(
            units[pk],
            one,
            None if changed is None else changed.get(pk, 0),
            obstacles.get(pk, 0),
            tuple(told.get(pk, ())),
        )
        for pk, one in counts.items()
    ]
    return sorted(rows, key=_worst_first)


def _worst_first(row: UnitRow) -> tuple[int, int, str, int]:
    return (-row.counts.overdue, -row.counts.longest, row.unit.label, row.unit.pk)


def added(parts: Iterable[Counts]) -> Counts:
    """The totals row: sums, but of the longest the maximum."""
    found = list(parts)
    sums = {f.name: sum(getattr(one, f.name) for one in found) for f in fields(Counts) if f.name != "longest"}
    return Counts(**sums, longest=max((one.longest for one in found), default=0))


def chosen_rows(rows: Sequence[UnitRow], group: str = "", sort: str = "") -> list[UnitRow]:
    """The rows of one group, in an order of the table's heads ("-overdue" is descending); worst first without one."""
    kept = [row for row in rows if in_group(row, group)]
    key = sort.lstrip("-")
    if key not in SORTS:
        return kept
    if key == "name":
        return sorted(kept, key=lambda row: row.unit.label, reverse=sort.startswith("-"))
    return sorted(kept, key=lambda row: amount(row, key), reverse=sort.startswith("-"))


def in_group(row: UnitRow, group: str) -> bool:
    """Whether a unit stands in a group of the chips."""
    tests = {"wards": row.is_ward, "departments": not row.is_ward, "late": row.counts.overdue > 0}
    return tests.get(group, True)


def amount(row: UnitRow, column: str) -> int:
    """The number of a row in a column of the table."""
    if column in ("change", "obstacles"):
        return int(getattr(row, column) or 0)
    return int(row.counts.dated if column == "total" else getattr(row.counts, column))


def _mean_late(tasks: Sequence[Watched], year: int, ages: Ages) -> int:
    """Mean working days late of what was finished late, of the tasks assigned in the year; rounded."""
    done = [one.days_on(one.accepted, ages) for one in tasks if one.accepted and one.assigned.year == year]
    return round(sum(done) / len(done)) if done else 0


def _notices(viewer: Viewer, year: int) -> list[Notice]:
    """Notices issued in the year, oldest first, and first drafts on the workbench; `holder` is the addressee at the end
    of the year. One query."""
    issued = Q(document__issued_on__gte=dt.date(year, 1, 1), document__issued_on__lte=dt.date(year, 12, 31))
    issued &= ~Q(state="withdrawn")
    found = Notice.objects.visible_to(viewer).filter(issued | Q(state="draft", level=1))
    held = found.annotate(holder=held_on("reminders.notice", "addressee", dt.date(year, 12, 31)))
    return list(held.select_related("document__register").order_by("document__issued_on", "id"))


def _issued(notices: Iterable[Notice], level: int) -> int:
    return sum(n.level == level and n.document_id is not None for n in notices)


def _stuck(obstacles: Iterable[Ask], on: dt.date, days: Calendar) -> list[Stuck]:
    groups: dict[tuple[str, int, str], list[Ask]] = defaultdict(list)
    for one in obstacles:
        groups[one.cause, one.asked_id, one.asked_name].append(one)
    found = [
        Stuck(
            *key,
            number=len(asked),
            late=sum(one.due is not None and one.due < on for one in asked),
            longest=max(one.used(on, days) for one in asked),
        )
        for key, asked in groups.items()
    ]
    return sorted(found, key=lambda one: (-one.number, -one.longest, one.cause, one.asked_id))


def scope_name(viewer: Viewer, units: Mapping[int, Organisation]) -> str:
    """Of what the first screen speaks: the body in whose name the viewer's post is held."""
    post = viewer.post
    if post is None:
        return ""
    return units[post.serves].name if post.serves in units else post.organisation_name
