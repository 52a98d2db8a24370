"""Who may read a record of this room, for the page that explains it; and what is held of a person here (X-4)."""

from django.utils.translation import gettext_lazy as _

from nhacviec.orgs.access import RecordKind, Viewer
from nhacviec.orgs.apps import FilePart, OrgExtension
from nhacviec.orgs.models import Person
from nhacviec.orgs.queries import parts_about

from .models import Extension, Instruction, Obstacle, ProgressReport, Submission, Task
from .models.task import TASK_READERS


def _organisations(task: Task) -> list[int]:
    return [task.lead_id, task.assigner_id, *task.contributions.values_list("organisation_id", flat=True)]


class TaskDisclosure(OrgExtension):
    """Tasks for which a person answers, and what he or she did in any task."""

    records = (
        RecordKind(
            code="task",
            label=_("nhiệm vụ"),
            model=Task,
            readers=TASK_READERS,
            title=lambda task: task.title,
            path=lambda task: task.get_absolute_url(),
            organisations=_organisations,
            people=lambda task: [task.responsible_id],
            area="tasks",
        ),
    )

    def personal_file(self, *, person: Person, viewer: Viewer) -> list[FilePart]:
        """A table a kind of record and place of the person in it."""
        return parts_about(person, Task, ProgressReport, Submission, Obstacle, Extension, Instruction)
