"""The tables of a year: one result for page, print, export and command (R-3 … R-6)."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db.models.expressions import RawSQL

from nhacviec.discipline.models import form_choices
from nhacviec.discipline.queries import Sanctions, sanctions
from nhacviec.inspections.queries import Figures
from nhacviec.inspections.queries import figures as inspection_figures
from nhacviec.orgs.access import Viewer
from nhacviec.orgs.models import Organisation
from nhacviec.orgs.models.organisations import subtree_sql
from nhacviec.orgs.queries.structure import held_on
from nhacviec.reminders.models import Notice, NoticeQuerySet
from nhacviec.reminders.queries import NoticeCounts, counts_of
from nhacviec.reviews.models import Campaign
from nhacviec.tasks.models import Task
from nhacviec.tasks.models.task import TaskQuerySet
from nhacviec.tasks.queries import Counts, count

from .committees import sees_totals, year_end
from .grades import GradeTable, grade_tables
from .past import lead_on


@dataclass(frozen=True)
class Results:
    """All figures of one year of one committee. `partial`: only what the viewer may read is counted."""

    year: int
    committee: Organisation | None
    campaign: Campaign | None
    organisations: GradeTable
    members: GradeTable
    discipline: Sanctions
    notices: NoticeCounts
    tasks: Counts
    inspections: list[Figures] = field(default_factory=list)
    partial: bool = False

    def form(self, name: str) -> int:
        """Sanctions of one form."""
        return self.discipline.by_form.get(name, 0)

    def to_json(self) -> dict[str, Any]:
        """The figures of the report, as `nhacviec report results --json` prints them: whole numbers only."""
        units, members = self.organisations.total, self.members.total
        return {
            "year": self.year,
            "organisations": {
                name: getattr(units, name) for name in ("graded", "excellent", "good", "completed", "not_completed")
            },
            "members": {
                name: getattr(members, name) for name in ("graded", "good_or_better", "completed", "not_completed")
            },
            "discipline": {name: self.form(name) for name in ("reprimand", "warning")},
            "notices": {name: getattr(self.notices, name) for name in ("first", "second", "cured")},
        }


def results(
    year: int,
    committee: Organisation | None,
    *,
    viewer: Viewer | None = None,
    on: dt.date | None = None,
    campaign: Campaign | None = None,
) -> Results:
    """The figures of `year` in the organisation of `committee`; six queries, and one for `campaign` if not given.

    Without a viewer everything is counted, as the command does. Leaders and staff see the same; other viewers the
    figures of what they may read. Open tasks are judged on `on`, by default the end of the year.
    """
    if committee is None:
        units, members = grade_tables(None)
        return Results(year, None, None, units, members, sanctions(year, ()), NoticeCounts(), Counts())
    only = restricted(viewer, committee)
    if campaign is None:
        held = Campaign.objects.filter(year=year, committee=committee)
        campaign = held.select_related("decider").defer("quota_result").first()
    tree = tree_of(year, committee)
    units, members = grade_tables(campaign, only)
    tasks = count(tasks_of(year, committee, only), on or year_end(year), longest=False)
    return Results(
        year=year,
        committee=committee,
        campaign=campaign,
        organisations=units,
        members=members,
        discipline=sanctions(year, only, committees=tree),
        notices=counts_of(notices_of(year, committee, only)),
        tasks=tasks[None],
        inspections=inspection_figures(year, only, deciders=tree),
        partial=only is not None,
    )


def restricted(viewer: Viewer | None, committee: Organisation) -> Viewer | None:
    """The viewer to whose records the figures are limited; None for leaders, staff and the command."""
    return viewer if viewer is not None and not sees_totals(viewer, committee) else None


def tree_of(year: int, committee: Organisation) -> RawSQL:
    """Sub-select of the ids of all that stood below the committee at the end of the year."""
    return subtree_sql((committee.pk,), year_end(year))


def notices_of(year: int, committee: Organisation, viewer: Viewer | None) -> NoticeQuerySet:
    """Notices issued in the year by bodies that stood in the committee's tree at its end, whoever succeeded since."""
    first, last = dt.date(year, 1, 1), year_end(year)
    held: Any = (
        Notice.objects.issued()
        .filter(document__issued_on__gte=first, document__issued_on__lte=last)
        .alias(holder=held_on("reminders.notice", "issuer", last))
        .filter(holder__in=tree_of(year, committee))
    )
    found: NoticeQuerySet = held
    return found if viewer is None else found & Notice.objects.visible_to(viewer)


def tasks_of(year: int, committee: Organisation, viewer: Viewer | None) -> TaskQuerySet:
    """Tasks assigned in the year to leads that stood in the committee's tree at its end; not the withdrawn ones."""
    first, last = dt.date(year, 1, 1), year_end(year)
    held: Any = (
        Task.objects.counted()
        .filter(assigned_on__gte=first, assigned_on__lte=last)
        .alias(holder=lead_on(last))
        .filter(holder__in=tree_of(year, committee))
    )
    found: TaskQuerySet = held
    return found if viewer is None else found & Task.objects.visible_to(viewer)


def form_codes() -> list[str]:
    """Codes of the forms of discipline, light to heavy."""
    return [code for code, _label in form_choices()]
