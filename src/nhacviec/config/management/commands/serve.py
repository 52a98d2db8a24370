"""`nhacviec serve`: the web server, in this process, with the static files of the installed package."""

from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from granian import Granian
from granian.constants import Interfaces

from nhacviec.config.installation import require_ready

THREADS = 4


def port_number(text: str) -> int:
    """A TCP port, 1 to 65535."""
    if not (text.isascii() and text.isdecimal()) or not 0 < int(text) < 65536:
        raise ArgumentTypeError(_("cổng là một số từ 1 đến 65535"))
    return int(text)


def positive(text: str) -> int:
    """A whole number from 1 to 64."""
    if not (text.isascii() and text.isdecimal()) or not 0 < int(text) <= 64:
        raise ArgumentTypeError(_("cần một số từ 1 đến 64"))
    return int(text)


class Command(BaseCommand):
    """Serve pages on loopback unless told otherwise; put a proxy with HTTPS in front for others."""

    help = str(gettext_lazy("Chạy máy chủ web (mặc định chỉ trên máy này)."))

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen and with how many processes."""
        parser.add_argument("--host", default="127.0.0.1", help=_("địa chỉ lắng nghe (mặc định 127.0.0.1)"))
        parser.add_argument("--port", default=8000, type=port_number, help=_("cổng (mặc định 8000)"))
        parser.add_argument("--workers", default=1, type=positive, help=_("số tiến trình (mặc định 1)"))
        parser.add_argument("--threads", default=THREADS, type=positive, help=_("số luồng mỗi tiến trình"))
        parser.add_argument("--access-log", action="store_true", help=_("ghi lại từng yêu cầu"))

    def handle(
        self, *args: Any, host: str, port: int, workers: int, threads: int, access_log: bool, **options: Any
    ) -> None:
        """Serve until told to stop (SIGINT or SIGTERM)."""
        require_ready()
        Granian(
            target="nhacviec.config.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            websockets=False,
            workers=workers,
            blocking_threads=threads,
            backlog=1024,
            log_access=access_log,
            respawn_failed_workers=True,
            workers_kill_timeout=5,
        ).serve()
