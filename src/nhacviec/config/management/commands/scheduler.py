"""`nhacviec scheduler`: fires the due times of config/schedule.py, each once, on however many machines it runs."""

import logging
import signal
import threading
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhacviec.config.actions import fire_due
from nhacviec.config.installation import require_ready
from nhacviec.config.schedule import SCHEDULE
from nhacviec.web.clock import now

logger = logging.getLogger(__name__)
LOOK_EVERY = 15.0  # seconds; due times are whole minutes


class Command(BaseCommand):
    """Fire due jobs until told to stop, or once with --once. After a stop, what was missed is fired, oldest first."""

    help = str(gettext_lazy("Đưa các việc định kỳ đến giờ vào hàng đợi."))

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Once, or until told to stop."""
        parser.add_argument("--once", action="store_true", help=_("xem một lần rồi dừng"))

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        """Look at the schedule every few seconds."""
        require_ready()
        ended = threading.Event()

        def end(signum: int, frame: FrameType | None) -> None:
            ended.set()

        signal.signal(signal.SIGTERM, end)
        signal.signal(signal.SIGINT, end)
        while True:
            try:
                for run in fire_due(schedule=SCHEDULE, now=now()):
                    self.stdout.write(f"{run.name} {run.due_at.isoformat()}")
            except DatabaseError as reason:
                logger.warning("nothing fired: %s", reason)
                if once:
                    raise
            close_old_connections()
            if once or ended.wait(LOOK_EVERY):
                return
