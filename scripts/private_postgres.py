"""A PostgreSQL server of one's own, for tests and benchmarks.

Started from the installed binaries in a temporary folder as a user who is not root, on a free loopback port with a
random password, without fsync; stopped and removed at the end, also after a failure or Ctrl-C.

    python scripts/private_postgres.py -- pytest -q      runs the command with DATABASE_URL set
"""

from __future__ import annotations

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import FrameType

DATABASE = "nhacviec"
SUPERUSER = "nhacviec"
START_SECONDS = 60

# A test cluster may lose everything at a power cut; it may not be slow.
SERVER_OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


class NoPostgres(Exception):
    """PostgreSQL's server binaries are not installed, or did not start; the text says which."""


def find_binaries() -> Path:
    """The newest folder that holds both `initdb` and `postgres`: Debian's, else the one in PATH."""

    def version(folder: Path) -> float:
        try:
            return float(folder.parent.name)
        except ValueError:
            return 0.0

    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=version, reverse=True)
    in_path = shutil.which("initdb")
    if in_path:
        folders.append(Path(in_path).resolve().parent)
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise NoPostgres("no PostgreSQL server binaries (initdb, postgres) found; on Debian: apt install postgresql")


def _unprivileged_user() -> pwd.struct_passwd | None:
    """Whom to become before starting PostgreSQL, which refuses root; None when we are not root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise NoPostgres("running as root and neither the user postgres nor nobody exists")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _identity(user: pwd.struct_passwd | None) -> dict[str, object]:
    return {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _initdb(binaries: Path, home: Path, password: str, user: pwd.struct_passwd | None) -> None:
    password_file = home / "password"
    password_file.write_text(password)
    if user is not None:
        os.chown(home, user.pw_uid, user.pw_gid)
        os.chown(password_file, user.pw_uid, user.pw_gid)
    command = [
        *(str(binaries / "initdb"), "--pgdata", str(home / "data"), "--username", SUPERUSER),
        *("--auth", "scram-sha-256", "--pwfile", str(password_file), "--encoding", "UTF8", "--locale", "C.UTF-8"),
        "--no-sync",
    ]
    done = subprocess.run(command, cwd=home, capture_output=True, text=True, **_identity(user))
    if done.returncode:
        raise NoPostgres(f"initdb failed: {done.stderr.strip()[-500:]}")


def _start(
    binaries: Path, home: Path, port: int, user: pwd.struct_passwd | None, more: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    options = [part for name, value in {**SERVER_OPTIONS, **more}.items() for part in ("-c", f"{name}={value}")]
    with (home / "server.log").open("wb") as log:
        return subprocess.Popen(
            [str(binaries / "postgres"), "-D", str(home / "data"), "-p", str(port), *options],
            cwd=home,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C reaches the tests first; we stop the server after them
            **_identity(user),
        )


def _wait_until_ready(server: subprocess.Popen[bytes], binaries: Path, home: Path, port: int) -> None:
    until = time.monotonic() + START_SECONDS
    question = [str(binaries / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
    while time.monotonic() < until:
        if server.poll() is not None:
            break
        if subprocess.run(question, capture_output=True).returncode == 0:
            return
        time.sleep(0.05)
    raise NoPostgres(f"PostgreSQL did not start: {(home / 'server.log').read_text(errors='replace')[-500:]}")


@contextlib.contextmanager
def private_postgres(kept: Path | None = None, options: Mapping[str, str] | None = None) -> Iterator[str]:
    """Yield the DATABASE_URL of a fresh server with one empty database; raises NoPostgres.

    `kept` is a folder that stays afterwards and is used again; `options` are further settings of the server.
    """
    binaries, user = find_binaries(), _unprivileged_user()
    home = Path(tempfile.mkdtemp(prefix="nhacviec-postgres-")) if kept is None else kept
    home.mkdir(parents=True, exist_ok=True)
    fresh = not (home / "password").exists()
    password = secrets.token_hex(16) if fresh else (home / "password").read_text()
    server = None
    try:
        if fresh:
            _initdb(binaries, home, password, user)
        port = _free_port()
        server = _start(binaries, home, port, user, options or {})
        _wait_until_ready(server, binaries, home, port)
        if fresh:
            subprocess.run(
                [str(binaries / "createdb"), "-h", "127.0.0.1", "-p", str(port), "-U", SUPERUSER, DATABASE],
                check=True,
                env={**os.environ, "PGPASSWORD": password},
            )
        yield f"postgres://{SUPERUSER}:{password}@127.0.0.1:{port}/{DATABASE}"
    finally:
        if server is not None and server.poll() is None:
            server.send_signal(signal.SIGINT)  # fast shutdown: sessions are ended, files are closed
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
        if kept is None:
            shutil.rmtree(home, ignore_errors=True)


def end_on_sigterm() -> None:
    """Turn SIGTERM into an ordinary exit, so that `finally` stops the server."""

    def leave(signum: int, frame: FrameType | None) -> None:
        sys.exit(128 + signum)

    signal.signal(signal.SIGTERM, leave)


def main() -> int:
    """Run the command after `--` with DATABASE_URL naming a private server."""
    command = sys.argv[2:] if sys.argv[1:2] == ["--"] else sys.argv[1:]
    if not command:
        print(__doc__, file=sys.stderr)
        return 2
    end_on_sigterm()
    try:
        with private_postgres() as url:
            return subprocess.call(command, env={**os.environ, "DATABASE_URL": url})
    except NoPostgres as reason:
        print(reason, file=sys.stderr)
        return 3
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
