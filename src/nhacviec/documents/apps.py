"""App registration of the room `documents`."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Văn bản: registers of numbers, official layout, attachments."""

    name = "nhacviec.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"
