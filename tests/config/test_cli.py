"""The `nhacviec` command takes its data folder anywhere on the line."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from nhacviec.config.cli import default_data_dir, take_data_option


@pytest.mark.parametrize(
    ("typed", "rest", "data"),
    [
        (["demo", "--data", "./x", "--no-serve"], ["demo", "--no-serve"], "./x"),
        (["--data=./x", "check"], ["check"], "./x"),
        (["check", "--data", "a", "--data", "b"], ["check"], "b"),
        (["check"], ["check"], None),
        (["import", "--", "--data", "x"], ["import", "--", "--data", "x"], None),
        ([], [], None),
    ],
)
def test_the_data_folder_may_stand_anywhere(typed: list[str], rest: list[str], data: str | None) -> None:
    assert take_data_option(typed) == (rest, data)


@pytest.mark.parametrize("typed", [["--data"], ["--data="], ["--data", "--no-serve"]])
def test_a_missing_folder_name_is_refused(typed: list[str]) -> None:
    with pytest.raises(ValueError, match="DIR"):
        take_data_option(typed)


def test_var_is_the_folder_where_one_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    assert default_data_dir() == str(tmp_path / "home" / "nhacviec")
    (tmp_path / "var").mkdir()
    assert default_data_dir() == "var"


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """The command as a user's shell runs it, with no variable of ours set."""
    clean = {name: text for name, text in os.environ.items() if not name.startswith(("NHACVIEC_", "DJANGO_"))}
    clean.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "nhacviec.config.cli", *arguments]
    return subprocess.run(command, cwd=cwd, env=clean, capture_output=True, text=True, timeout=120)


def test_a_bad_data_option_ends_with_status_2_and_a_message(tmp_path: Path) -> None:
    done = run("check", "--data", cwd=tmp_path)
    assert done.returncode == 2
    assert "--data DIR" in done.stderr


@pytest.mark.parametrize("command", ["serve", "worker", "scheduler"])
def test_an_unprepared_folder_is_refused_with_the_next_step(command: str, tmp_path: Path) -> None:
    done = run(command, "--data", str(tmp_path / "new"), cwd=tmp_path)
    assert done.returncode == 1
    assert "nhacviec init" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "new").exists()
