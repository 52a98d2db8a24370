"""App registration of the room `notifications`."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Thông tin đến: the inbox of each person."""

    name = "nhacviec.notifications"
    label = "notifications"
    default_auto_field = "django.db.models.BigAutoField"
