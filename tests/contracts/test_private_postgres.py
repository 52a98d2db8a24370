"""The tests' own PostgreSQL server is gone afterwards, whatever happened to the tests."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
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


@pytest.fixture
def temporary() -> Iterator[Path]:
    """A folder that the server's own user can reach; pytest's folders are closed to all but us."""
    folder = Path(tempfile.mkdtemp(prefix="nhacviec-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def start(*command: str, temporary: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(SCRIPT), "--", *command],
        env={**os.environ, "TMPDIR": str(temporary)},
        stdout=subprocess.PIPE,
        text=True,
    )


def homes(temporary: Path) -> list[str]:
    return [path.name for path in temporary.glob("nhacviec-postgres-*")]


def test_the_command_gets_a_server_and_its_exit_code_is_ours(temporary: Path) -> None:
    code = "import os, psycopg, sys; psycopg.connect(os.environ['DATABASE_URL']).execute('SELECT 1'); sys.exit(7)"
    with start(sys.executable, "-c", code, temporary=temporary) as process:
        assert process.wait(60) == 7
    assert homes(temporary) == []


def test_an_interrupted_run_leaves_no_server_behind(temporary: Path) -> None:
    code = "import time; print('running', flush=True); time.sleep(60)"
    with start(sys.executable, "-c", code, temporary=temporary) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "running\n"
        (home,) = homes(temporary)
        server = int((temporary / home / "data" / "postmaster.pid").read_text().splitlines()[0])
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 128 + signal.SIGTERM
    assert homes(temporary) == []
    time.sleep(0.1)
    with pytest.raises(ProcessLookupError):
        os.kill(server, 0)
