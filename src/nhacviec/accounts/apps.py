"""App registration of the room `accounts`."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Tài khoản: users and sign-in."""

    name = "nhacviec.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
