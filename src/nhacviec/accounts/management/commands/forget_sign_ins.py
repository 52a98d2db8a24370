"""`nhacviec forget_sign_ins`: forget the history of sign-in that is older than the policy keeps."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext_lazy, ngettext

from nhacviec.accounts import actions
from nhacviec.accounts.jobs import keep_since
from nhacviec.web import clock


class Command(BaseCommand):
    """The same as the monthly job, by hand."""

    help = str(gettext_lazy("Xóa lịch sử đăng nhập cũ hơn thời hạn lưu."))

    def handle(self, *args: Any, **options: Any) -> None:
        """Forget, and say how much."""
        now = clock.now()
        count = actions.forget_sign_ins(before=keep_since(now.date()), now=now)
        self.stdout.write(ngettext("Đã xóa %(n)d dòng.", "Đã xóa %(n)d dòng.", count) % {"n": count})
