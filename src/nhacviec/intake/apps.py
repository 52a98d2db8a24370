"""App registration of the room `intake`."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Nhập liệu: annexes and spreadsheets become proposed records, then confirmed ones."""

    name = "nhacviec.intake"
    label = "intake"
    default_auto_field = "django.db.models.BigAutoField"
