"""`nhacviec worker`: runs queued jobs, gives a beat, and takes over the jobs of workers that died."""

import logging
import os
import signal
import socket
import threading
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections, connection
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks_db.management.commands.db_worker import Worker

from nhacviec.config.actions import BEAT_EVERY, DEAD_AFTER, beat, give_back_abandoned_jobs, sign_off
from nhacviec.config.installation import require_ready

logger = logging.getLogger(__name__)


class Pulse(threading.Thread):
    """Beats for one worker and looks after the jobs of dead ones, in a thread with its own connection."""

    def __init__(self, worker_id: str) -> None:
        super().__init__(name="pulse", daemon=True)
        self.worker_id = worker_id
        self.ended = threading.Event()

    def run(self) -> None:
        """Beat every two seconds until told to end."""
        last = time.monotonic()
        while not self.ended.wait(BEAT_EVERY.total_seconds()):
            try:
                beat(worker_id=self.worker_id, host=socket.gethostname(), process=os.getpid())
                # After a long lock on the database everybody's beat is late, not everybody dead: wait one round.
                if time.monotonic() - last < DEAD_AFTER.total_seconds():
                    give_back_abandoned_jobs()
            except DatabaseError as reason:
                logger.warning("no beat: %s", reason)
            last = time.monotonic()
            close_old_connections()
        connection.close()


class Command(BaseCommand):
    """Run jobs until told to stop, or until none is left with --batch."""

    help = str(gettext_lazy("Chạy các việc nền đang chờ."))

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How to end, and how often to look."""
        parser.add_argument("--batch", action="store_true", help=_("chạy hết việc đang chờ rồi dừng"))
        parser.add_argument("--interval", type=float, default=1.0, help=_("số giây giữa hai lần tìm việc"))

    def handle(self, *args: Any, batch: bool, interval: float, **options: Any) -> None:
        """Beat first, so that no job is claimed by a worker that nobody knows."""
        require_ready()
        worker_id = get_random_string(32)
        beat(worker_id=worker_id, host=socket.gethostname(), process=os.getpid())
        give_back_abandoned_jobs()
        worker = Worker(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=min(max(interval, 0.05), 60.0),
            batch=batch,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=worker_id,
        )
        pulse = Pulse(worker_id)
        pulse.start()
        leave_interrupts = signal.getsignal(signal.SIGINT) is signal.SIG_IGN  # whoever started us ends us by SIGTERM
        worker.configure_signals()
        if leave_interrupts:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            worker.run()
        finally:
            pulse.ended.set()
            pulse.join(timeout=5)
            sign_off(worker_id=worker_id)
