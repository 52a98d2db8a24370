"""App registration of the room `reviews`."""

from importlib import import_module

from django.apps import AppConfig

from nhacviec.orgs.apps import org_extensions


class ReviewsConfig(AppConfig):
    """Kiểm điểm, xếp loại: yearly campaigns, ceilings, quotas and decisions."""

    name = "nhacviec.reviews"
    label = "reviews"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Show grades on the pages of organisations and people."""
        # Only now are the models loaded that the extension reads.
        org_extensions.append(import_module("nhacviec.reviews.extensions").Grades())
        org_extensions.append(import_module("nhacviec.reviews.disclosure").ReviewDisclosure())
