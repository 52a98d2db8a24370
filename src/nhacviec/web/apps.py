"""The Django application of the shell."""

from django.apps import AppConfig

from nhacviec.web import converters


class WebConfig(AppConfig):
    """Templates, components, static files, errors and form helpers; no models."""

    name = "nhacviec.web"
    label = "web"
    verbose_name = "Khung trang"

    def ready(self) -> None:
        """Register the path converter ``<rid:...>`` before any URL module is read."""
        converters.register()
