"""App registration of the room `inspections`."""

from importlib import import_module

from django.apps import AppConfig

from nhacviec.orgs.apps import org_extensions
from nhacviec.tasks.apps import task_extensions


class InspectionsConfig(AppConfig):
    """Kiểm tra: inspections, assessments of officials, findings and remedies."""

    name = "nhacviec.inspections"
    label = "inspections"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer what this room shows on tasks, organisations and people."""
        # Only now are the models loaded that the extensions read.
        offered = import_module("nhacviec.inspections.extensions")
        task_extensions.append(offered.RemedyEvents())
        org_extensions.append(offered.InspectionPanels())
        org_extensions.append(import_module("nhacviec.inspections.disclosure").InspectionDisclosure())
