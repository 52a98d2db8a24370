"""The tests' own PostgreSQL server is gone afterwards, whatever happened to the tests."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.contracts.house import ROOT

SCRIPT = ROOT / "scripts" / "private_postgres.py"


@pytest.fixture(scope="module", autouse=True)
def _binaries() -> None:
    done = subprocess.run([sys.executable, str(SCRIPT), "--", "true"], capture_output=True, text=True)
    if done.returncode == 3 and not os.environ.get("CI"):
        pytest.skip(done.stderr.strip())
    assert done.returncode == 0, done.stderr


def start(*command: str, temporary: Path) -> subprocess.Popen[str]:
    temporary.chmod(0o755)
    for parent in temporary.parents:
        if parent.owner() == temporary.owner() and parent != Path("/") and "pytest" in parent.name:
            parent.chmod(0o755)
    return subprocess.Popen(
        [sys.executable, str(SCRIPT), "--", *command],
        env={**os.environ, "TMPDIR": str(temporary)},
        stdout=subprocess.PIPE,
        text=True,
    )


def homes(temporary: Path) -> list[str]:
    return [path.name for path in temporary.glob("nhacviec-postgres-*")]


def test_the_command_gets_a_server_and_its_exit_code_is_ours(tmp_path: Path) -> None:
    code = "import os, psycopg, sys; psycopg.connect(os.environ['DATABASE_URL']).execute('SELECT 1'); sys.exit(7)"
    with start(sys.executable, "-c", code, temporary=tmp_path) as process:
        assert process.wait(60) == 7
    assert homes(tmp_path) == []


def test_an_interrupted_run_leaves_no_server_behind(tmp_path: Path) -> None:
    code = "import time; print('running', flush=True); time.sleep(60)"
    with start(sys.executable, "-c", code, temporary=tmp_path) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "running\n"
        (home,) = homes(tmp_path)
        server = int((tmp_path / home / "data" / "postmaster.pid").read_text().splitlines()[0])
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 128 + signal.SIGTERM
    assert homes(tmp_path) == []
    time.sleep(0.1)
    with pytest.raises(ProcessLookupError):
        os.kill(server, 0)
