"""What inspections show on the pages of tasks, organisations and people."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import ClassVar

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from nhacviec.notifications.actions import notify
from nhacviec.orgs.access import Viewer
from nhacviec.orgs.apps import Move, OpenWork, OrgExtension, Panel, Passing
from nhacviec.orgs.models import Organisation, Person
from nhacviec.tasks.apps import TaskEvent, TaskExtension
from nhacviec.tasks.models import Task
from nhacviec.web.clock import ZONE

from . import queries
from .actions.passing import pass_on
from .models import Finding, Inspection, TeamMember

SHOWN = 6


class RemedyEvents(TaskExtension):
    """A task that remedies a finding says so; the team's leader is told when the remedy is accepted (I-24)."""

    def changed(self, *, tasks: Sequence[Task], verb: str, viewer: Viewer, now: dt.datetime) -> None:
        """Tell the leaders of the teams."""
        if verb != "accept":
            return
        for finding in Finding.objects.filter(remedy__in=tasks).select_related("inspection", "remedy"):
            leaders = TeamMember.objects.filter(inspection=finding.inspection_id, leads=True)
            notify(
                person_ids=leaders.values_list("person_id", flat=True),
                message=gettext_noop("Phát hiện số %(number)s của cuộc kiểm tra %(code)s đã được khắc phục."),
                params={"number": finding.order, "code": finding.inspection.code},
                path=reverse("inspections:inspection", args=[finding.inspection_id]),
                now=now,
                key=f"finding-remedied:{finding.pk}",
            )

    def events(self, *, task: Task, viewer: Viewer) -> list[TaskEvent]:
        """The finding that the task remedies, if the viewer may see its inspection. One query."""
        finding = (
            Finding.objects.filter(remedy=task, inspection__in=Inspection.objects.visible_to(viewer).values("pk"))
            .select_related("inspection")
            .first()
        )
        if finding is None:
            return []
        day = finding.inspection.started_at or dt.datetime.combine(task.assigned_on, dt.time(8), tzinfo=ZONE)
        words = {"number": finding.order, "code": finding.inspection.code}
        return [
            TaskEvent(
                at=day,
                icon="clipboard-check",
                heading=gettext("Khắc phục phát hiện số %(number)s, cuộc kiểm tra %(code)s") % words,
                text=finding.description,
                path=reverse("inspections:inspection", args=[finding.inspection_id]),
            )
        ]


class InspectionPanels(OrgExtension):
    """Inspections of a unit, and what was said of a person; unfinished inspections pass to successors."""

    work_kinds: ClassVar[Mapping[str, str | Promise]] = {
        "inspections.unit": _("Cuộc kiểm tra tại đơn vị, chưa kết luận"),
        "inspections.decider": _("Cuộc kiểm tra đã quyết định, chưa kết luận"),
    }

    def open_work(self, *, organisations: Collection[int], viewer: Viewer, on: dt.date) -> list[OpenWork]:
        """Unfinished inspections; one that the unit may not know of yet is not named to it."""
        return queries.open_work(organisations, viewer)

    def pass_on(self, *, moves: Sequence[Move], passing: Passing) -> None:
        """The successor is inspected, or decides."""
        pass_on(moves=moves, passing=passing)

    def organisation_panel(self, *, organisation: Organisation, viewer: Viewer) -> Panel | None:
        """Inspections of the unit that the viewer may see. One query."""
        rows = list(queries.listed(viewer, unit=organisation.pk).order_by("-decided_on", "-id")[:SHOWN])
        if not rows:
            return None
        return Panel(
            title=_("Kiểm tra"),
            template="inspections/panel_unit.html",
            context={"inspections": rows},
            path=reverse("inspections:list"),
            order=60,
        )

    def person_panel(self, *, person: Person, viewer: Viewer) -> Panel | None:
        """Assessments of the person that the viewer may read. One query."""
        rows = list(queries.seen_of(viewer, person)[:SHOWN])
        if not rows:
            return None
        return Panel(
            title=_("Nhận xét khi kiểm tra"),
            template="inspections/panel_person.html",
            context={"assessments": rows, "own": viewer.person_id == person.pk},
            order=60,
        )
