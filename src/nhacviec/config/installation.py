"""The data folder of an installation: the secret key in it, and whether the database is ready to serve."""

import os
import secrets
from pathlib import Path

from django.core.management.base import CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

KEY_FILE = "secret_key"


def make_data_dir(folder: Path) -> None:
    """Make the data folder, readable by its owner alone; raises CommandError when that is not possible."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as reason:
        raise CommandError(
            _("Không tạo được thư mục dữ liệu %(folder)s: %(reason)s") % {"folder": folder, "reason": reason}
        ) from reason


def make_secret_key(folder: Path) -> bool:
    """Write a fresh secret key with mode 600 unless there is one; say whether one was written."""
    try:
        handle = os.open(folder / KEY_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    except OSError as reason:
        raise CommandError(
            _("Không ghi được khóa bí mật vào %(folder)s: %(reason)s") % {"folder": folder, "reason": reason}
        ) from reason
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(50) + "\n")
    return True


def missing_migrations() -> list[str]:
    """The migrations that the database has not had yet; raises DatabaseError when it cannot be reached."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def require_ready() -> None:
    """Stop with a message that says what to do when the database is not reachable or not up to date."""
    file = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite" and not file.startswith("file:") and not Path(file).exists():
        missing = True  # opening it would leave an empty file behind
    else:
        try:
            missing = bool(missing_migrations())
        except DatabaseError as reason:
            raise CommandError(_("Không kết nối được cơ sở dữ liệu: %(reason)s") % {"reason": reason}) from reason
    if missing:
        raise CommandError(_("Cơ sở dữ liệu chưa được chuẩn bị hoặc chưa cập nhật. Chạy trước: nhacviec init"))
