"""App registration of the room `inspections`."""

from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    """Kiểm tra: inspections, assessments of officials, findings and remedies."""

    name = "nhacviec.inspections"
    label = "inspections"
    default_auto_field = "django.db.models.BigAutoField"
