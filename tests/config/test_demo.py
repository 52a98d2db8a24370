"""`nhacviec demo` touches no data but its own, and says what is in its way before it builds anything."""

import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentTypeError
from pathlib import Path

import pytest
from django.core.management.base import CommandError

from nhacviec.config.management.commands.demo import BUILDING, DATABASE, MARK, Command, choose_port, is_free
from nhacviec.config.management.commands.serve import port_number
from tests.config.test_init import run


def test_a_folder_with_another_installation_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / DATABASE).write_bytes(b"somebody's data")
    done = run(tmp_path, "demo", "--no-serve")
    assert done.returncode == 1
    assert str(tmp_path) in done.stderr
    assert "Traceback" not in done.stderr
    assert (tmp_path / DATABASE).read_bytes() == b"somebody's data"
    assert [path.name for path in tmp_path.iterdir()] == [DATABASE]


def test_a_built_sample_is_used_again_and_brought_up_to_date(tmp_path: Path) -> None:
    (tmp_path / MARK).write_text("1\n")
    done = run(tmp_path, "demo", "--no-serve")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / DATABASE).stat().st_size > 0
    assert run(tmp_path, "migrate", "--check").returncode == 0


def test_a_database_of_the_machine_is_never_used_for_the_sample(tmp_path: Path) -> None:
    (tmp_path / MARK).write_text("1\n")
    done = run(tmp_path, "demo", "--no-serve", DATABASE_URL="postgres://nobody:x@127.0.0.1:1/none")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / DATABASE).exists()


def test_the_port_is_looked_at_before_anything_is_built(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = run(tmp_path / "data", "demo", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 1
    assert "--port" in done.stderr
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "１２３", ""])
def test_an_impossible_port_is_refused(port: str) -> None:
    with pytest.raises(ArgumentTypeError):
        port_number(port)


def test_without_a_wish_the_next_free_port_is_taken() -> None:
    first = choose_port(None)
    with socket.create_server(("127.0.0.1", first)):
        assert not is_free(first)
        assert choose_port(None) != first
        with pytest.raises(CommandError):
            choose_port(first)


def test_what_is_moved_in_replaces_the_old_sample_and_the_mark_comes_last(tmp_path: Path) -> None:
    folder, building = tmp_path, tmp_path / BUILDING
    (folder / "files").mkdir()
    (folder / "files" / "old").touch()
    (folder / DATABASE).write_text("old")
    (folder / f"{DATABASE}-wal").write_text("old")
    (building / "files").mkdir(parents=True)
    (building / "files" / "new").touch()
    (building / DATABASE).write_text("new")
    (building / MARK).write_text("1\n")
    Command()._move_in(building, folder)
    assert (folder / DATABASE).read_text() == "new"
    assert [path.name for path in (folder / "files").iterdir()] == ["new"]
    assert not (folder / f"{DATABASE}-wal").exists()
    assert (folder / MARK).exists()


def test_a_build_that_is_stopped_leaves_nothing_half_done(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "nhacviec.config.cli", "--data", str(tmp_path), "demo", "--no-serve"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        until = time.monotonic() + 60
        while not (tmp_path / BUILDING / DATABASE).exists() and time.monotonic() < until:
            time.sleep(0.1)
        process.terminate()
        assert process.wait(30) == 128 + signal.SIGTERM
    assert list(tmp_path.iterdir()) == []
