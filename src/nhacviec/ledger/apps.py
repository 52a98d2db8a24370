"""App registration of the room `ledger`."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Sổ lưu vết: append-only, hash-chained entries."""

    name = "nhacviec.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"
