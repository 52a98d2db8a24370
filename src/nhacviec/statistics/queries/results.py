"""The tables of a year: one result for page, print, export and command (R-3 … R-6)."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from nhacviec.discipline.models import Case, form_choices
from nhacviec.discipline.queries import Sanctions, sanctions
from nhacviec.inspections.queries import Figures
from nhacviec.inspections.queries import figures as inspection_figures
from nhacviec.orgs.access import Viewer
from nhacviec.orgs.models import Organisation
from nhacviec.orgs.models.organisations import subtree_sql
from nhacviec.reminders.models import Notice, NoticeQuerySet
from nhacviec.reminders.queries import NoticeCounts, counts_of
from nhacviec.reviews.models import Campaign, Subject, SubjectQuerySet
from nhacviec.tasks.models import Task
from nhacviec.tasks.models.task import TaskQuerySet
from nhacviec.tasks.queries import Counts, count

from .committees import sees_totals, year_end
from .grades import GradeTable, grade_tables


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
    year: int, committee: Organisation | None, *, viewer: Viewer | None = None, on: dt.date | None = None
) -> Results:
    """The figures of `year` in the organisation of `committee`; about eight queries.

    Without a viewer everything is counted, as the command does. Leaders and staff see the same; other viewers the
    figures of what they may read. Open tasks are judged on `on`, by default the end of the year.
    """
    if committee is None:
        units, members = grade_tables(None)
        return Results(year, None, None, units, members, sanctions(year, ()), NoticeCounts(), Counts())
    partial = viewer is not None and not sees_totals(viewer, committee)
    only = viewer if partial else None
    campaign = Campaign.objects.filter(year=year, committee=committee).select_related("decider").first()
    units, members = grade_tables(campaign, only)
    return Results(
        year=year,
        committee=committee,
        campaign=campaign,
        organisations=units,
        members=members,
        discipline=_sanctions(year, committee, only),
        notices=counts_of(notices_of(year, committee, only)),
        tasks=count(tasks_of(year, committee, only), on or year_end(year))[None],
        inspections=inspection_figures(year, only),
        partial=partial,
    )


def subjects_of(year: int, committee: Organisation, viewer: Viewer | None) -> SubjectQuerySet:
    """The review subjects behind table 1."""
    found = Subject.objects.filter(campaign__year=year, campaign__committee=committee)
    return found if viewer is None else found & Subject.objects.visible_to(viewer)


def notices_of(year: int, committee: Organisation, viewer: Viewer | None) -> NoticeQuerySet:
    """Notices issued in the year by bodies that stood in the committee's tree at its end."""
    first, last = dt.date(year, 1, 1), year_end(year)
    found = Notice.objects.issued().filter(
        document__issued_on__gte=first, document__issued_on__lte=last, issuer__in=subtree_sql((committee.pk,), last)
    )
    return found if viewer is None else found & Notice.objects.visible_to(viewer)


def tasks_of(year: int, committee: Organisation, viewer: Viewer | None) -> TaskQuerySet:
    """Tasks assigned in the year to leads that stood in the committee's tree at its end; not the withdrawn ones."""
    first, last = dt.date(year, 1, 1), year_end(year)
    found = Task.objects.counted().filter(
        assigned_on__gte=first, assigned_on__lte=last, lead__in=subtree_sql((committee.pk,), last)
    )
    return found if viewer is None else found & Task.objects.visible_to(viewer)


def cells_with_cases(year: int, committee: Organisation) -> list[int]:
    """Cells whose members' cases were handled in the committee's organisation and decided in the year."""
    tree = subtree_sql((committee.pk,), year_end(year))
    return list(Case.objects.decided_in(year).filter(committee__in=tree).values_list("cell_id", flat=True).distinct())


def _sanctions(year: int, committee: Organisation, viewer: Viewer | None) -> Sanctions:
    return sanctions(year, viewer or cells_with_cases(year, committee))


def form_codes() -> list[str]:
    """Codes of the forms of discipline, light to heavy."""
    return [code for code, _label in form_choices()]
