"""`nhacviec demo`: builds the sample city once and serves it, with worker and scheduler, until Ctrl-C."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhacviec.config.installation import make_data_dir, make_secret_key
from nhacviec.config.management.commands.serve import port_number
from nhacviec.config.processes import run_together
from nhacviec.sample.accounts import ACCOUNTS, PASSWORD

MARK = "sample-city"
DATABASE = "nhacviec.sqlite3"
BUILDING = "building"
FIRST_PORT = 8000
PORTS_TRIED = 20


def is_free(port: int) -> bool:
    """Whether this machine's loopback port can be listened on."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def choose_port(wanted: int | None) -> int:
    """The wanted port, or the first free one from 8000 on; raises CommandError when it is taken."""
    for port in [wanted] if wanted else range(FIRST_PORT, FIRST_PORT + PORTS_TRIED):
        if is_free(port):
            return port
    raise CommandError(_("Cổng đang được chương trình khác dùng. Chọn cổng khác bằng --port."))


class Command(BaseCommand):
    """Build unless built, then serve. A folder that holds anything else than the sample is refused."""

    help = str(gettext_lazy("Dựng thành phố mẫu và chạy thử toàn bộ chương trình."))
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Build only, build anew, where to listen."""
        parser.add_argument("--no-serve", action="store_true", help=_("chỉ dựng, không chạy máy chủ"))
        parser.add_argument("--fresh", action="store_true", help=_("xóa thành phố mẫu cũ và dựng lại"))
        parser.add_argument("--port", type=port_number, help=_("cổng (mặc định: cổng trống đầu tiên từ 8000)"))

    def handle(self, *args: Any, no_serve: bool, fresh: bool, port: int | None, **options: Any) -> None:
        """The port is looked at first: nobody waits a minute to learn that it is taken."""
        signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
        chosen = None if no_serve else choose_port(port)
        folder: Path = settings.DATA_DIR
        make_data_dir(folder)
        self._build(folder, fresh)
        if chosen is not None:
            sys.exit(self._serve(folder, chosen))

    def _build(self, folder: Path, fresh: bool) -> None:
        """Build in a folder beside and move it in whole, so that an interrupted build leaves nothing half done."""
        built = (folder / MARK).is_file()
        if not built and (folder / DATABASE).exists():
            raise CommandError(
                _("Thư mục %(folder)s có dữ liệu khác. Chọn thư mục khác bằng --data.") % {"folder": folder}
            )
        if built and not fresh:
            self._run(folder, "migrate", "--verbosity", "0", "--no-input")
            self.stdout.write(_("Dùng lại thành phố mẫu trong %(folder)s") % {"folder": folder})
            return
        building = folder / BUILDING
        shutil.rmtree(building, ignore_errors=True)
        make_data_dir(building)
        make_secret_key(building)
        try:
            self._run(building, "migrate", "--verbosity", "0", "--no-input")
            self._run(building, "build_sample")
            (building / MARK).write_text("1\n")
            self._move_in(building, folder)
        finally:
            shutil.rmtree(building, ignore_errors=True)

    def _move_in(self, building: Path, folder: Path) -> None:
        (folder / MARK).unlink(missing_ok=True)
        for old in folder.glob(f"{DATABASE}*"):
            old.unlink()
        # The mark goes last: what was moved in only in part is built again.
        for new in sorted(building.iterdir(), key=lambda path: path.name == MARK):
            target = folder / new.name
            if target.is_dir():
                shutil.rmtree(target)
            new.replace(target)

    def _run(self, folder: Path, *arguments: str) -> None:
        with subprocess.Popen([*COMMAND, *arguments], env=_environment(folder)) as child:
            try:
                code = child.wait()
            except BaseException:
                child.terminate()
                raise
        if code:
            raise CommandError(_("Lệnh %(name)s không xong.") % {"name": arguments[0]}, returncode=code)

    def _serve(self, folder: Path, port: int) -> int:
        commands = {
            "serve": [*COMMAND, "serve", "--port", str(port)],
            "worker": [*COMMAND, "worker", "--verbosity", "0"],
            "scheduler": [*COMMAND, "scheduler"],
        }
        return run_together(
            commands, environment=_environment(folder), port=port, when_ready=lambda: self._welcome(port)
        )

    def _welcome(self, port: int) -> None:
        lines = [
            "",
            f"  Nhắc Việc: http://127.0.0.1:{port}/",
            "",
            _("  Tài khoản mẫu (sample accounts), mật khẩu (password): %(password)s") % {"password": PASSWORD},
            *(f"    {account.username:<14} {account.what}" for account in ACCOUNTS),
            "",
            _("  Bản mẫu không đòi xác thực bước hai (the sample asks for no second factor)."),
            _("  Ctrl-C để dừng (Ctrl-C stops everything)."),
            "",
        ]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()


COMMAND = [sys.executable, "-m", "nhacviec.config.cli"]


def _environment(folder: Path) -> dict[str, str]:
    """The sample is always a file of its own: a database of this machine's own installation stays untouched."""
    inherited = {name: text for name, text in os.environ.items() if name not in ("DATABASE_URL", "NHACVIEC_SECRET_KEY")}
    # The sample's passwords are printed for everybody to see: a second factor would protect nothing.
    return {"NHACVIEC_SECOND_FACTOR": "0", **inherited, "NHACVIEC_DATA": str(folder)}
