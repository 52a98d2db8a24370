"""App registration of the room `accounts`."""

from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Tài khoản: users and sign-in."""

    name = "nhacviec.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear what Django and axes tell of sign-in. The module stands on models, which exist only now."""
        import_module("nhacviec.accounts.listeners").connect()
