"""App registration of the room `reviews`."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """Kiểm điểm, xếp loại: yearly campaigns, ceilings, quotas and decisions."""

    name = "nhacviec.reviews"
    label = "reviews"
    default_auto_field = "django.db.models.BigAutoField"
