"""App registration of the room `config`."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Settings, addresses and the command line."""

    name = "nhacviec.config"
    label = "config"
    default_auto_field = "django.db.models.BigAutoField"
