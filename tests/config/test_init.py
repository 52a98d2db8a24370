"""`nhacviec init` prepares a new installation and may be run again; `nhacviec check` says whether it is fit to serve."""

import os
import sqlite3
import stat
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from nhacviec.config.checks import check_installation
from nhacviec.config.installation import KEY_FILE, make_secret_key

PASSWORD = "mot-mat-khau-du-dai-1"


def run(data: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    clean = {name: text for name, text in os.environ.items() if not name.startswith(("NHACVIEC_", "DJANGO_"))}
    clean.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "nhacviec.config.cli", "--data", str(data), *arguments]
    return subprocess.run(
        command, env={**clean, **variables}, capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL
    )


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation made by the command, with an administrator."""
    data = tmp_path_factory.mktemp("installation") / "data"
    done = run(data, "init", "--admin", "quan.tri", NHACVIEC_ADMIN_PASSWORD=PASSWORD)
    assert done.returncode == 0, done.stderr
    return data


def users(data: Path) -> list[tuple[Any, ...]]:
    database = sqlite3.connect(data / "nhacviec.sqlite3")
    try:
        return database.execute("SELECT username, is_operator FROM accounts_user").fetchall()
    finally:
        database.close()


def test_the_first_administrator_is_made(installation: Path) -> None:
    assert users(installation) == [("quan.tri", 1)]


def test_the_key_and_the_folder_are_for_their_owner_alone(installation: Path) -> None:
    assert stat.S_IMODE((installation / KEY_FILE).stat().st_mode) == 0o600
    assert stat.S_IMODE(installation.stat().st_mode) == 0o700
    assert len((installation / KEY_FILE).read_text().strip()) >= 50


def test_a_second_run_keeps_key_and_accounts(installation: Path) -> None:
    key = (installation / KEY_FILE).read_text()
    done = run(installation, "init", "--no-input")
    assert done.returncode == 0, done.stderr
    assert (installation / KEY_FILE).read_text() == key
    assert users(installation) == [("quan.tri", 1)]


def test_a_fresh_installation_passes_the_check(installation: Path) -> None:
    done = run(installation, "check")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("password", ["12345", ""], ids=["a weak password", "no password"])
def test_a_bad_password_is_refused_in_words(installation: Path, password: str) -> None:
    done = run(installation, "init", "--no-input", "--admin", "nguoi.khac", NHACVIEC_ADMIN_PASSWORD=password)
    assert done.returncode == 1
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr
    assert users(installation) == [("quan.tri", 1)]


def test_a_name_in_use_is_refused_in_words(installation: Path) -> None:
    done = run(installation, "init", "--no-input", "--admin", "quan.tri", NHACVIEC_ADMIN_PASSWORD=PASSWORD)
    assert done.returncode == 1
    assert "quan.tri" in done.stderr or "Tên đăng nhập" in done.stderr


@pytest.mark.django_db
def test_the_check_names_a_missing_key_and_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "none"
    found = {message.id for message in check_installation(on=date(2021, 11, 8))}
    assert {"nhacviec.E001", "nhacviec.E003"} <= found


@pytest.mark.django_db
def test_the_check_warns_of_a_key_that_others_can_read(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    make_secret_key(tmp_path)
    (tmp_path / KEY_FILE).chmod(0o644)
    messages = {message.id: message for message in check_installation(on=date(2021, 11, 8))}
    assert "nhacviec.W001" in messages
    assert not any(message.is_serious() for message in messages.values())


@pytest.mark.django_db
def test_the_check_warns_of_a_year_without_a_calendar(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    make_secret_key(tmp_path)
    warned = [str(message.msg) for message in check_installation(on=date(2090, 1, 4)) if message.id == "nhacviec.W002"]
    assert [year for year in (2090, 2091) if any(str(year) in text for text in warned)] == [2090, 2091]
