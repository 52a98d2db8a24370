"""App registration of the room `statistics`."""

from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    """Thống kê: figures, overview and yearly tables. No records of its own."""

    name = "nhacviec.statistics"
    label = "statistics"
    default_auto_field = "django.db.models.BigAutoField"
