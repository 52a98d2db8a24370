"""App registration of the room `sample`."""

from django.apps import AppConfig


class SampleConfig(AppConfig):
    """Thành phố mẫu: the sample city."""

    name = "nhacviec.sample"
    label = "sample"
    default_auto_field = "django.db.models.BigAutoField"
