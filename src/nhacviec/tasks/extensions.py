"""What tasks show on the pages of rooms below: progress of a directive, panels of an organisation and a person."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import ClassVar

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhacviec.directives.apps import DirectiveExtension, Link, Progress
from nhacviec.directives.models import Directive
from nhacviec.orgs.access import Viewer
from nhacviec.orgs.apps import Move, OpenWork, OrgExtension, Panel, Passing
from nhacviec.orgs.models import Organisation, Person

from .access import may_assign_anything
from .actions.passing import pass_on, take_over
from .queries.filters import Filters
from .queries.open_work import open_work
from .queries.states import Counts, four_states, totals


class DirectiveTasks(DirectiveExtension):
    """The tasks under each clause of a directive."""

    def progress(self, *, directive: Directive, viewer: Viewer, on: dt.date) -> Mapping[int | None, Progress]:
        """Counts by clause, as far as the viewer may see the tasks."""
        counts = four_states(viewer, on, by="clause", filters=Filters(directive=directive.pk))
        return {clause: _progress(found, directive.pk, clause) for clause, found in counts.items()}

    def actions(self, *, directive: Directive, viewer: Viewer) -> list[Link]:
        """The way to the list of tasks, and to assigning one."""
        every = Link(_("Xem nhiệm vụ"), reverse("tasks:list") + Filters(directive=directive.pk).query(), "list-check")
        if not may_assign_anything(viewer):
            return [every]
        new = f"{reverse('tasks:new')}?directive={directive.pk}"
        return [every, Link(_("Giao việc"), new, "plus", primary=True)]


def _progress(found: Counts, directive: int, clause: int | None) -> Progress:
    path = reverse("tasks:list") + Filters(directive=directive, clause=clause).query()
    return Progress(
        done=found.done,
        done_late=found.done_late,
        running=found.running,
        overdue=found.overdue,
        dateless=found.dateless + found.dateless_done,
        path=path,
    )


class TaskPanels(OrgExtension):
    """The four states of the tasks of an organisation or a person: one query each; open tasks pass to successors."""

    work_kinds: ClassVar[Mapping[str, str | Promise]] = {
        "tasks.lead": gettext_lazy("Nhiệm vụ đang chủ trì"),
        "tasks.assigner": gettext_lazy("Nhiệm vụ đã giao, chưa xong"),
        "tasks.contribution": gettext_lazy("Phần phối hợp chưa xong"),
        "tasks.obstacle": gettext_lazy("Vướng mắc đang chờ trả lời"),
    }

    def open_work(self, *, organisations: Collection[int], viewer: Viewer, on: dt.date) -> list[OpenWork]:
        """Open tasks, parts and questions."""
        return open_work(organisations, viewer, on)

    def pass_on(self, *, moves: Sequence[Move], passing: Passing) -> None:
        """The successor leads, assigns, contributes and answers."""
        pass_on(moves=moves, passing=passing)

    def headed(self, *, organisations: Collection[int], viewer: Viewer, now: dt.datetime) -> None:
        """What passed to them while nobody headed them goes to the head."""
        take_over(organisations=organisations, viewer=viewer, now=now)

    def organisation_panel(self, *, organisation: Organisation, viewer: Viewer) -> Panel | None:
        """Tasks that the organisation leads, with what stands below it."""
        return _panel(viewer, Filters(lead=organisation.pk), gettext_lazy("Nhiệm vụ chủ trì"))

    def person_panel(self, *, person: Person, viewer: Viewer) -> Panel | None:
        """Tasks that the person is responsible for."""
        return _panel(viewer, Filters(responsible=person.pk), gettext_lazy("Nhiệm vụ chịu trách nhiệm"))


def _panel(viewer: Viewer, filters: Filters, title: Promise) -> Panel | None:
    counts = totals(viewer, viewer.on, filters)
    if not counts.total:
        return None
    path = reverse("tasks:list") + filters.query()
    context = {
        "counts": counts,
        "urls": {
            state: reverse("tasks:list") + filters.query(state=state)
            for state in ("done", "done_late", "running", "overdue")
        },
        "path": path,
    }
    return Panel(title=title, template="tasks/panel.html", context=context, count=counts.total, path=path, order=10)
