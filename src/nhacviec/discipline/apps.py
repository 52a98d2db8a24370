"""App registration of the room `discipline`."""

from importlib import import_module

from django.apps import AppConfig

from nhacviec.orgs.apps import org_extensions


class DisciplineConfig(AppConfig):
    """Kỷ luật: cases from proposal to decision."""

    name = "nhacviec.discipline"
    label = "discipline"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer what this room shows on organisations and people."""
        # Only now are the models loaded that the extensions read.
        org_extensions.append(import_module("nhacviec.discipline.extensions").DisciplinePanels())
        org_extensions.append(import_module("nhacviec.discipline.disclosure").DisciplineDisclosure())
