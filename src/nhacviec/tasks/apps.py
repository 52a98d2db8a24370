"""App registration of the room `tasks`, and the one list that rooms above fill."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from django.apps import AppConfig

from nhacviec.directives.apps import directive_extensions
from nhacviec.orgs.apps import org_extensions

if TYPE_CHECKING:
    from nhacviec.orgs.access import Viewer
    from nhacviec.tasks.models import Task


@dataclass(frozen=True, slots=True)
class TaskEvent:
    """One line of a task's course (diễn biến): when, an icon's name, a heading, more text, and where it leads."""

    at: dt.datetime
    icon: str
    heading: str
    text: str = ""
    tone: str = ""  # "", "late", "wait", "done"
    path: str = ""


class TaskExtension:
    """What a room above may add to tasks; register an instance in `AppConfig.ready` with `task_extensions.append`."""

    def changed(self, *, tasks: Sequence["Task"], verb: str, viewer: "Viewer", now: dt.datetime) -> None:
        """Called inside the transaction of every change of tasks, with the tasks as just saved.

        In a bulk change `viewer` and `now` are those of the last item; what happened when stands in the tasks and
        their records (`accepted_at`, `done_on`, `stopped_on`). `verb` is a verb of `tasks.workflow.TRANSITIONS`.

        Reminders move their clock and cure notices here; inspections follow remedies.
        """

    def events(self, *, task: "Task", viewer: "Viewer") -> list[TaskEvent]:
        """Lines for the course of the task (notices, findings), as far as the viewer may see them."""
        return []


task_extensions: list[TaskExtension] = []


class TasksConfig(AppConfig):
    """Nhiệm vụ: assigned work from assignment to acceptance."""

    name = "nhacviec.tasks"
    label = "tasks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the rooms below what tasks show on their pages."""
        extensions = import_module("nhacviec.tasks.extensions")
        directive_extensions.append(extensions.DirectiveTasks())
        org_extensions.append(extensions.TaskPanels())
        org_extensions.append(import_module("nhacviec.tasks.disclosure").TaskDisclosure())
