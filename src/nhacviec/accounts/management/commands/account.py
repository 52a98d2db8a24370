"""`nhacviec account NAME`: help for an account when nobody can sign in to help, for instance the only operator."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhacviec.accounts import actions
from nhacviec.accounts.actions import Origin
from nhacviec.accounts.models import User
from nhacviec.ledger.actions import SYSTEM
from nhacviec.web import clock
from nhacviec.web.errors import DomainError


class Command(BaseCommand):
    """Each change stands in the ledger, in the name of the program."""

    help = str(gettext_lazy("Cấp liên kết đặt mật khẩu, mở khóa, gỡ xác thực bước hai của một tài khoản."))

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The account, and what to do with it."""
        parser.add_argument("name", help=_("tên đăng nhập"))
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--link", action="store_true", help=_("cấp liên kết đặt mật khẩu, in ra một lần"))
        what.add_argument("--unlock", action="store_true", help=_("mở khóa sau khi nhập sai nhiều lần"))
        what.add_argument("--reset-second-factor", metavar=_("LÝ DO"), help=_("gỡ xác thực bước hai"))
        what.add_argument("--require-change", action="store_true", help=_("phải đổi mật khẩu ở lần đăng nhập tới"))

    def handle(self, *args: Any, name: str, **options: Any) -> None:
        """Do it and say so."""
        user = User.objects.filter(username__iexact=name).first()
        if user is None:
            raise CommandError(_("Không có tài khoản %(name)s.") % {"name": name})
        try:
            self._do(user, options)
        except DomainError as error:
            raise CommandError(str(error)) from error

    def _do(self, user: User, options: dict[str, Any]) -> None:
        now = clock.now()
        if options["link"]:
            issued = actions.issue_links(actor=SYSTEM, users=[user], now=now)[0]
            self.stdout.write(reverse("accounts:open_link", args=[issued.token]))
        elif options["unlock"]:
            actions.unlock(actor=SYSTEM, user=user, origin=Origin(), now=now)
            self.stdout.write(_("Đã mở khóa."))
        elif options["require_change"]:
            actions.require_change(actor=SYSTEM, user=user, now=now)
            self.stdout.write(_("Đã đặt."))
        else:
            actions.reset_factors(actor=SYSTEM, user=user, reason=options["reset_second_factor"], now=now)
            self.stdout.write(_("Đã gỡ xác thực bước hai."))
