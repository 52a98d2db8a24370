"""What `make test` runs after the checks: pytest on SQLite, pytest on PostgreSQL, the journeys in a real browser.

A part whose program is missing is skipped and named on the last line; with CI=true it is a failure.
Arguments are handed to pytest: `python scripts/run_tests.py tests/tasks -q`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field
from pathlib import Path

from private_postgres import NoPostgres, end_on_sigterm, private_postgres

ROOT = Path(__file__).resolve().parent.parent
NO_TEST_COLLECTED = 5


@dataclass
class Total:
    """Counts over all parts, and what was left out for want of a program."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    left_out: list[str] = field(default_factory=list)

    def add(self, report: Path) -> None:
        """Add the counts of one pytest run from its JUnit report."""
        for suite in ElementTree.parse(report).getroot().iter("testsuite"):
            tests, failures, errors, skipped = (
                int(suite.get(name, "0")) for name in ("tests", "failures", "errors", "skipped")
            )
            self.failed += failures + errors
            self.skipped += skipped
            self.passed += tests - failures - errors - skipped


def run_pytest(name: str, arguments: list[str], environment: dict[str, str], total: Total) -> None:
    """Run pytest once; a run that could not even start counts as one failure."""
    print(f"\n=== {name}", flush=True)
    with tempfile.TemporaryDirectory(prefix="nhacviec-report-") as folder:
        report = Path(folder) / "junit.xml"
        command = [sys.executable, "-m", "pytest", f"--junitxml={report}", "--durations=5", *arguments]
        inherited = {name: text for name, text in os.environ.items() if name != "DATABASE_URL"}
        code = subprocess.call(command, cwd=ROOT, env={**inherited, **environment})
        failed_before = total.failed
        if report.exists():
            total.add(report)
        if code not in (0, NO_TEST_COLLECTED) and total.failed == failed_before:
            total.failed += 1


def main() -> int:
    """Run every part; exit 0 when nothing failed and, in CI, nothing was left out."""
    end_on_sigterm()
    in_ci = os.environ.get("CI", "").lower() in ("1", "true")
    chosen = sys.argv[1:]
    workers = ["-n", os.environ.get("NHACVIEC_TEST_WORKERS", str(min(os.cpu_count() or 1, 4))), "--dist", "loadgroup"]
    total = Total()

    run_pytest("SQLite", [*workers, "-m", "not browser", *chosen], {}, total)
    try:
        with private_postgres() as url:
            run_pytest("PostgreSQL", [*workers, "-m", "not browser", *chosen], {"DATABASE_URL": url}, total)
    except NoPostgres as reason:
        total.left_out.append(f"PostgreSQL ({reason})")
    if shutil.which("chromium") or shutil.which("chromium-browser"):
        run_pytest("Browser", ["-m", "browser", *chosen], {}, total)
    else:
        total.left_out.append("the browser journeys (no chromium found; on Debian: apt install chromium)")

    print()
    if in_ci:
        total.failed += len(total.left_out)
        for what in total.left_out:
            print(f"Missing, a failure in CI: {what}")
    skipped = f", {total.skipped} skipped" if total.skipped else ""
    print(f"{total.passed} passed, {total.failed} failed{skipped}")
    if total.left_out and not in_ci:
        print("Skipped here: " + "; ".join(total.left_out))
    return 1 if total.failed or not total.passed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
