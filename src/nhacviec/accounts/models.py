"""Users (tài khoản). What a user may do follows from the person's posts, never from rows here."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from nhacviec.ledger.models import Covered


class UserManager(BaseUserManager["User"]):
    """Finds users by name; users are made by `accounts.actions`."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """The user of that name, whatever the case typed."""
        return self.get(username__iexact=username)


class User(AbstractBaseUser, Covered):
    """Tài khoản: one person's way in. The password never reaches the ledger."""

    # Sign-in rewrites these by itself; they are no part of what the ledger vouches for.
    ledger_skip: ClassVar[frozenset[str]] = frozenset({"password", "last_login", "language"})

    username = models.CharField(_("tên đăng nhập"), max_length=60, unique=True)
    language = models.CharField(_("ngôn ngữ"), max_length=5, default="vi")
    is_active = models.BooleanField(_("đang dùng"), default=True)
    is_operator = models.BooleanField(_("quản trị hệ thống"), default=False)
    created_at = models.DateTimeField(_("tạo lúc"))

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("tài khoản")

    def __str__(self) -> str:
        return self.username
