"""App registration of the room `reminders`."""

from importlib import import_module

from django.apps import AppConfig

from nhacviec.orgs.apps import org_extensions
from nhacviec.tasks.apps import task_extensions


class RemindersConfig(AppConfig):
    """Nhắc việc: the clock, the sweep, notices and their consequence."""

    name = "nhacviec.reminders"
    label = "reminders"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Follow every change of tasks, and offer what this room shows on tasks, organisations and people."""
        # Only now are the models loaded that the extensions read.
        offered = import_module("nhacviec.reminders.extensions")
        task_extensions.append(offered.ReminderOfTasks())
        org_extensions.append(offered.ReminderPanels())
        org_extensions.append(import_module("nhacviec.reminders.disclosure").ReminderDisclosure())
