"""App registration of the room `reminders`."""

from django.apps import AppConfig


class RemindersConfig(AppConfig):
    """Nhắc việc: the clock, the sweep, notices and their consequence."""

    name = "nhacviec.reminders"
    label = "reminders"
    default_auto_field = "django.db.models.BigAutoField"
