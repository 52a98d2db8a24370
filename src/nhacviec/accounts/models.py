"""Users (tài khoản) and how they come in. What a user may do follows from the person's posts, never from rows here."""

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nhacviec.ledger.models import Covered

USER = settings.AUTH_USER_MODEL


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
    email = models.EmailField(_("thư điện tử"), max_length=200, blank=True, default="")
    language = models.CharField(_("ngôn ngữ"), max_length=5, default="vi")
    is_active = models.BooleanField(_("đang dùng"), default=True)
    is_operator = models.BooleanField(_("quản trị hệ thống"), default=False)
    must_change = models.BooleanField(_("phải đổi mật khẩu"), default=False)
    created_at = models.DateTimeField(_("tạo lúc"))
    ended_reason = models.CharField(_("lý do ngừng dùng"), max_length=300, blank=True, default="")

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("tài khoản")

    def __str__(self) -> str:
        return self.username


class OneTimeLink(Covered):
    """Liên kết dùng một lần: lets its holder set the password of one account, once, until a moment (X-12).

    Only the hash of the token is kept: who reads the database cannot use a link, and nobody sees it a second time.
    """

    ledger_skip: ClassVar[frozenset[str]] = frozenset({"token_hash"})

    user = models.ForeignKey(USER, on_delete=models.CASCADE, related_name="links")
    purpose = models.CharField(_("mục đích"), max_length=10, choices=[("first", _("lần đầu")), ("reset", _("đặt lại"))])
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(_("cấp lúc"))
    expires_at = models.DateTimeField(_("hết hạn"))
    used_at = models.DateTimeField(_("dùng lúc"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("thu hồi lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("liên kết dùng một lần")
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(used_at=None, revoked_at=None), name="accounts_one_open_link"
            ),
            models.CheckConstraint(
                condition=Q(used_at=None) | Q(revoked_at=None), name="accounts_link_used_or_revoked"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.purpose}"

    def is_open(self, now: dt.datetime) -> bool:
        """Whether the link still works."""
        return self.used_at is None and self.revoked_at is None and now < self.expires_at


SIGN_IN_EVENTS = {
    "signed_in": _("đăng nhập"),
    "failed": _("sai tên hoặc mật khẩu"),
    "locked": _("bị tạm khóa vì sai nhiều lần"),
    "unlocked": _("được mở khóa"),
    "factor_failed": _("sai mã bước hai"),
    "factor_locked": _("chờ vì sai mã bước hai nhiều lần"),
    "link_used": _("đặt mật khẩu bằng liên kết dùng một lần"),
    "link_failed": _("mở liên kết không dùng được"),
    "refused": _("bị từ chối"),
    "signed_out": _("đăng xuất"),
    "ended": _("phiên bị kết thúc"),
}


class SignIn(models.Model):
    """Nhật ký đăng nhập: one try to come in or one leaving, kept for at least twelve months (X-12).

    Not a record of the administration's work, hence no ledger entry a row; rows are only added, and forgotten together
    by `forget_sign_ins`, of which the ledger tells.
    """

    at = models.DateTimeField(_("lúc"))
    user = models.ForeignKey(USER, on_delete=models.SET_NULL, null=True, related_name="sign_ins")
    username = models.CharField(_("tên đã nhập"), max_length=60)
    event = models.CharField(_("việc"), max_length=16)
    method = models.CharField(_("cách"), max_length=20, blank=True, default="")
    address = models.GenericIPAddressField(_("địa chỉ mạng"), null=True)
    agent = models.CharField(_("thiết bị"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("lượt đăng nhập")
        indexes = [
            models.Index(fields=["user", "-at"], name="accounts_signin_user"),
            models.Index(fields=["-at"], name="accounts_signin_at"),
            models.Index(fields=["event", "address", "-at"], name="accounts_signin_address"),
        ]

    def __str__(self) -> str:
        return f"{self.username} {self.event}"


class AccountSession(models.Model):
    """Phiên đăng nhập: where an account is signed in now. Ends with its row in the sessions table."""

    user = models.ForeignKey(USER, on_delete=models.CASCADE, related_name="open_sessions")
    session_key = models.CharField(max_length=40, unique=True)
    created_at = models.DateTimeField(_("từ lúc"))
    seen_at = models.DateTimeField(_("thấy lần cuối"))
    method = models.CharField(_("cách"), max_length=20, blank=True, default="")
    address = models.GenericIPAddressField(_("địa chỉ mạng"), null=True)
    agent = models.CharField(_("thiết bị"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("phiên đăng nhập")
        indexes = [models.Index(fields=["user", "-seen_at"], name="accounts_session_user")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.created_at:%Y-%m-%d}"


class ApiToken(Covered):
    """Khóa truy cập: lets another program read in the name of one account, until a day. Only its hash is kept."""

    ledger_skip: ClassVar[frozenset[str]] = frozenset({"token_hash", "last_used_at"})

    user = models.ForeignKey(USER, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("tên"), max_length=80)
    hint = models.CharField(_("bốn ký tự đầu"), max_length=8)
    token_hash = models.CharField(max_length=64, unique=True)
    scope = models.CharField(_("phạm vi"), max_length=10, default="read")
    created_at = models.DateTimeField(_("tạo lúc"))
    expires_at = models.DateTimeField(_("hết hạn"))
    revoked_at = models.DateTimeField(_("thu hồi lúc"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("dùng lần cuối"), null=True, blank=True)

    class Meta:
        verbose_name = _("khóa truy cập")
        indexes = [models.Index(fields=["user", "-created_at"], name="accounts_token_user")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.name}"

    def is_open(self, now: dt.datetime) -> bool:
        """Whether the token still opens the door."""
        return self.revoked_at is None and now < self.expires_at
