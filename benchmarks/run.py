"""What `make bench` runs: every case on SQLite, then on a private PostgreSQL. Words choose cases: `run.py ledger`.

Ratios count, not times: both ways run by turns on the same machine in the same minute.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

from private_postgres import NoPostgres, end_on_sigterm, private_postgres  # noqa: E402


def measure(database: str, data: str, wanted: list[str]) -> int:
    """Run the cases in a process of their own, which knows one database."""
    inherited = {name: text for name, text in os.environ.items() if name != "DATABASE_URL"}
    environment = {
        **inherited,
        "DJANGO_SETTINGS_MODULE": "nhacviec.config.settings",
        "NHACVIEC_DATA": data,
        "NHACVIEC_TODAY": "2021-11-08",
        "NHACVIEC_SECOND_FACTOR": "0",
        "PYTHONPATH": str(ROOT),
        **({"DATABASE_URL": database} if database else {}),
    }
    return subprocess.call([sys.executable, "-m", "benchmarks.measure", *wanted], cwd=ROOT, env=environment)


def main() -> int:
    """Both engines; without PostgreSQL, SQLite alone."""
    end_on_sigterm()
    wanted = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="nhacviec-bench-") as data:
        code = measure("", data, wanted)
        try:
            with private_postgres() as url:
                code = measure(url, data, wanted) or code
        except NoPostgres as reason:
            print(f"\nPostgreSQL is left out: {reason}")
    return code


if __name__ == "__main__":
    sys.exit(main())
