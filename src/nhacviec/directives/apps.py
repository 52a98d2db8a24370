"""App registration of the room `directives`."""

from django.apps import AppConfig


class DirectivesConfig(AppConfig):
    """Chỉ thị, kế hoạch: directives and their clauses."""

    name = "nhacviec.directives"
    label = "directives"
    default_auto_field = "django.db.models.BigAutoField"
