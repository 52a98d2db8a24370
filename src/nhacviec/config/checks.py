"""What `nhacviec check` looks at beyond Django's own checks: is this installation fit to serve?"""

import os
import stat
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.db import DatabaseError
from django.utils.translation import gettext as _

from nhacviec.accounts import policy
from nhacviec.config.installation import KEY_FILE, missing_migrations
from nhacviec.orgs.models import CalendarDay
from nhacviec.rules import rulesets

CERTAIN_YEARS = 2


def check_installation(*, on: date) -> list[CheckMessage]:
    """Every fault of the installation on this day, errors and warnings; empty when all is well."""
    messages = [message for check in (_data_folder, _secret_key, _rule_sets, _sign_in) for message in check()]
    database = list(_database())
    return [*messages, *database, *([] if database else _calendar(on))]


def _data_folder() -> Iterator[CheckMessage]:
    folder: Path = settings.DATA_DIR
    if not folder.is_dir():
        yield Error(
            _("Chưa có thư mục dữ liệu %(folder)s.") % {"folder": folder},
            hint=_("Chạy nhacviec init."),
            id="nhacviec.E001",
        )
    elif not os.access(folder, os.W_OK | os.X_OK):
        yield Error(_("Không ghi được vào thư mục dữ liệu %(folder)s.") % {"folder": folder}, id="nhacviec.E002")


def _secret_key() -> Iterator[CheckMessage]:
    if os.environ.get("NHACVIEC_SECRET_KEY"):
        return
    key = settings.DATA_DIR / KEY_FILE
    if not key.is_file():
        yield Error(
            _("Chưa có khóa bí mật: phiên đăng nhập mất khi chương trình khởi động lại."),
            hint=_("Chạy nhacviec init."),
            id="nhacviec.E003",
        )
    elif os.name == "posix" and key.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield Warning(
            _("Người khác trên máy đọc được khóa bí mật %(file)s.") % {"file": key},
            hint=f"chmod 600 {key}",
            id="nhacviec.W001",
        )


def _rule_sets() -> Iterator[CheckMessage]:
    try:
        rulesets.all_sets()
    except rulesets.RuleSetError as reason:
        yield Error(_("Bộ quy tắc sai: %(reason)s") % {"reason": reason}, id="nhacviec.E004")


def _sign_in() -> Iterator[CheckMessage]:
    try:
        policy.in_force()
    except (ValueError, LookupError) as reason:
        yield Error(
            _("Số liệu đăng nhập trong NHACVIEC_SECURITY sai: %(reason)s") % {"reason": reason}, id="nhacviec.E007"
        )
    if not settings.NHACVIEC_SECOND_FACTOR:
        yield Warning(
            _("Không ai bị đòi xác thực bước hai: NHACVIEC_SECOND_FACTOR=0."),
            hint=_("Bỏ biến này khi dùng thật."),
            id="nhacviec.W003",
        )


def _database() -> Iterator[CheckMessage]:
    try:
        missing = missing_migrations()
    except DatabaseError as reason:
        yield Error(_("Không kết nối được cơ sở dữ liệu: %(reason)s") % {"reason": reason}, id="nhacviec.E005")
        return
    if missing:
        yield Error(
            _("Cơ sở dữ liệu chưa cập nhật, còn thiếu %(count)d bước.") % {"count": len(missing)},
            hint=_("Chạy nhacviec init."),
            id="nhacviec.E006",
        )


def _calendar(on: date) -> Iterator[CheckMessage]:
    known = {day.year for day in CalendarDay.objects.dates("day", "year")}
    for year in range(on.year, on.year + CERTAIN_YEARS):
        if year not in known:
            yield Warning(
                _("Chưa có lịch ngày nghỉ của năm %(year)d: chỉ thứ Bảy, Chủ nhật được tính là ngày nghỉ.")
                % {"year": year},
                hint=_("Nhập lịch theo thông báo của năm đó."),
                id="nhacviec.W002",
            )
