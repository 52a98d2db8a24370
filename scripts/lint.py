"""What `make lint` runs: every check, two at a time, all of them even when the first one fails."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent

# The longest first, so that the others run beside it.
CHECKS = {
    "types (mypy)": ["mypy"],
    "style (ruff format)": ["ruff", "format", "--check", "."],
    "rules of the code (ruff check)": ["ruff", "check", "."],
    "layers (import-linter)": ["lint-imports", "--no-cache"],
    "dependencies (deptry)": ["deptry", "src"],
    "migrations are complete": ["python", "-m", "django", "makemigrations", "--check", "--dry-run", "--verbosity", "1"],
    "generated pages are current": ["python", "scripts/build_docs.py", "--check"],
    "translations are complete": ["python", "scripts/translations.py", "check"],
}


def run(check: tuple[str, list[str]]) -> tuple[str, int, str, float]:
    """Run one check; return its name, exit code, output and seconds."""
    name, command = check
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="nhacviec-lint-") as data:
        environment = {
            **{key: text for key, text in os.environ.items() if key != "DATABASE_URL"},
            "DJANGO_SETTINGS_MODULE": "nhacviec.config.settings",
            "NHACVIEC_DATA": data,
        }
        done = subprocess.run(
            [str(BIN / command[0]), *command[1:]], cwd=ROOT, env=environment, capture_output=True, text=True
        )
    return name, done.returncode, done.stdout + done.stderr, time.monotonic() - start


def main() -> int:
    """Print one line a check and the output of those that failed."""
    failed = []
    with ThreadPoolExecutor(2) as pool:
        for name, code, output, seconds in pool.map(run, CHECKS.items()):
            print(f"{'ok  ' if code == 0 else 'FAIL'} {name} ({seconds:.1f} s)", flush=True)
            if code:
                print(output.rstrip(), "\n", flush=True)
                failed.append(name)
    if failed:
        print(f"lint: {len(failed)} of {len(CHECKS)} checks failed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
