"""App registration of the room `notifications`."""

from importlib import import_module

from django.apps import AppConfig

from nhacviec.orgs.apps import org_extensions


class NotificationsConfig(AppConfig):
    """Thông tin đến: the inbox of each person."""

    name = "nhacviec.notifications"
    label = "notifications"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell people of what happens in the room below."""
        org_extensions.append(import_module("nhacviec.notifications.extensions").Tidings())
