"""`nhacviec check`: Django's checks, then ours of the installation."""

from typing import Any

from django.core.checks import CheckMessage
from django.core.management.base import SystemCheckError
from django.core.management.commands.check import Command as DjangoCheck
from django.utils.translation import gettext as _

from nhacviec.config.checks import check_installation
from nhacviec.web.clock import today


class Command(DjangoCheck):
    """Exit 0 when all is well; warnings are shown, errors end with status 1."""

    def handle(self, *app_labels: Any, **options: Any) -> None:
        """Run both; only ours need the database, so only here and not before every command."""
        super().handle(*app_labels, **options)
        if app_labels or options.get("tags") or options.get("list_tags"):
            return
        messages = check_installation(on=today())
        for message in messages:
            self.stdout.write(self._line(message))
        errors = sum(message.is_serious() for message in messages)
        if errors:
            raise SystemCheckError(_("Chưa sẵn sàng: %(count)d lỗi.") % {"count": errors})

    def _line(self, message: CheckMessage) -> str:
        style = self.style.ERROR if message.is_serious() else self.style.WARNING
        return style(f"{message.id}: {message.msg}") + (f"\n    {message.hint}" if message.hint else "")
