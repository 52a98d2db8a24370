"""`nhacviec init`: prepare the data folder and the database, and make the first administrator. Safe to run again."""

import getpass
import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhacviec.accounts.actions import create_user
from nhacviec.accounts.models import User
from nhacviec.config.installation import make_data_dir, make_secret_key
from nhacviec.ledger.actions import SYSTEM
from nhacviec.web.clock import now
from nhacviec.web.errors import BadInput

PASSWORD_VARIABLE = "NHACVIEC_ADMIN_PASSWORD"  # noqa: S105 - the name of a variable


class Command(BaseCommand):
    """Prepare an installation; what exists already is kept."""

    help = str(gettext_lazy("Chuẩn bị thư mục dữ liệu, cơ sở dữ liệu và tài khoản quản trị đầu tiên."))
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The administrator's name; the password comes from the environment or is asked for, never from an option."""
        parser.add_argument("--admin", metavar="NAME", help=_("tên đăng nhập của người quản trị đầu tiên"))
        parser.add_argument("--no-input", action="store_true", help=_("không hỏi gì"))

    def handle(self, *args: Any, admin: str | None, no_input: bool, verbosity: int, **options: Any) -> None:
        """Folder, key, tables, calendar, administrator, in this order."""
        make_data_dir(settings.DATA_DIR)
        if make_secret_key(settings.DATA_DIR):
            self.stdout.write(_("Đã tạo khóa bí mật trong %(folder)s") % {"folder": settings.DATA_DIR})
        call_command("migrate", interactive=False, verbosity=min(verbosity - 1, 1), skip_checks=True)
        if "seed_calendar" in get_commands():
            call_command("seed_calendar", verbosity=verbosity)
        self._administrator(admin, no_input)
        self.stdout.write(_("Sẵn sàng. Chạy tiếp: nhacviec serve, nhacviec worker, nhacviec scheduler"))

    def _administrator(self, name: str | None, no_input: bool) -> None:
        may_ask = not no_input and sys.stdin.isatty()
        if name is None and (User.objects.filter(is_operator=True).exists() or not may_ask):
            return
        name = name or input(_("Tên đăng nhập của người quản trị: "))
        given = os.environ.get(PASSWORD_VARIABLE, "")
        password = given or (getpass.getpass(_("Mật khẩu: ")) if may_ask else "")
        if not password:
            raise CommandError(
                _("Đặt mật khẩu trong biến môi trường %(name)s hoặc chạy lệnh ở cửa sổ dòng lệnh để nhập.")
                % {"name": PASSWORD_VARIABLE}
            )
        try:
            # A password out of the environment stands in scripts and logs: it opens the door once.
            create_user(
                actor=SYSTEM, username=name, password=password, now=now(), is_operator=True, must_change=bool(given)
            )
        except BadInput as error:
            raise CommandError(str(error)) from error
        self.stdout.write(_("Đã tạo tài khoản quản trị %(name)s") % {"name": name})
