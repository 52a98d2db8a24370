"""Rights and subtrees on a generated nation, against hand-written SQL: `python benchmarks/nation/run.py --size nation`.

PostgreSQL in a private server; a city or a province also on SQLite with `--sqlite`. With `--data FOLDER` the database
is made there once, kept and used again; without, it is removed at the end. A nation takes about 9 GB.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

from private_postgres import NoPostgres, end_on_sigterm, private_postgres  # noqa: E402

ROOM = {"city": 1, "province": 3, "nation": 15}  # gigabytes that must be free
SERVER = {"shared_buffers": "3GB", "max_wal_size": "8GB", "work_mem": "16MB"}


def measure(database: str, size: str, wanted: list[str]) -> int:
    """Make the rows if they are not there, then measure, in a process that knows this one database."""
    environment = {
        **os.environ,
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "nhacviec.config.settings",
        "NHACVIEC_TODAY": "2026-03-02",
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.call(
        [sys.executable, "-m", "benchmarks.nation.measure", size, *wanted], cwd=ROOT, env=environment
    )


def main() -> int:
    """See above."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--size", choices=sorted(ROOM), default="nation")
    asked.add_argument("--data", type=Path, help="folder in which the database is kept and found again")
    asked.add_argument("--sqlite", action="store_true", help="SQLite instead of PostgreSQL")
    asked.add_argument("cases", nargs="*", help="words: only cases whose name holds one of them")
    given = asked.parse_args()
    end_on_sigterm()
    with tempfile.TemporaryDirectory(prefix="nhacviec-nation-") as scratch:
        folder = (given.data or Path(scratch)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(folder).free / 1e9
        if free < ROOM[given.size]:
            print(f"only {free:.0f} GB free in {folder}; a {given.size} wants {ROOM[given.size]}", file=sys.stderr)
            return 2
        os.environ["NHACVIEC_DATA"] = scratch
        if given.sqlite:
            return measure(f"sqlite:///{folder / given.size}.sqlite3", given.size, given.cases)
        if not given.data:
            os.chmod(scratch, 0o755)  # the server runs as another user
        try:
            with private_postgres(folder / f"postgres-{given.size}", SERVER) as url:
                return measure(url, given.size, given.cases)
        except NoPostgres as reason:
            print(reason, file=sys.stderr)
            return 3


if __name__ == "__main__":
    sys.exit(main())
