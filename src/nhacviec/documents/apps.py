"""App registration of the room `documents`."""

from importlib import import_module

from django.apps import AppConfig

from nhacviec.orgs.apps import org_extensions


class DocumentsConfig(AppConfig):
    """Văn bản: registers of numbers, official layout, attachments."""

    name = "nhacviec.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Close the books of organisations that end."""
        # Only now are the models loaded that the extension reads.
        org_extensions.append(import_module("nhacviec.documents.extensions").Registers())
        org_extensions.append(import_module("nhacviec.documents.disclosure").DocumentDisclosure())
