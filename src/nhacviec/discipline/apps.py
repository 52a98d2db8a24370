"""App registration of the room `discipline`."""

from django.apps import AppConfig


class DisciplineConfig(AppConfig):
    """Kỷ luật: cases from proposal to decision."""

    name = "nhacviec.discipline"
    label = "discipline"
    default_auto_field = "django.db.models.BigAutoField"
