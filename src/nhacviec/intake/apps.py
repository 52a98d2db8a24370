"""App registration of the room `intake`."""

from importlib import import_module

from django.apps import AppConfig

from nhacviec.directives.apps import directive_extensions
from nhacviec.orgs.apps import org_extensions


class IntakeConfig(AppConfig):
    """Nhập liệu: annexes and spreadsheets become proposed records, then confirmed ones."""

    name = "nhacviec.intake"
    label = "intake"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer the imports on the page of a directive and on those of organisations and people."""
        extensions = import_module("nhacviec.intake.extensions")
        directive_extensions.append(extensions.DirectiveImport())
        org_extensions.append(extensions.RegistryWays())
        org_extensions.append(import_module("nhacviec.intake.disclosure").IntakeDisclosure())
