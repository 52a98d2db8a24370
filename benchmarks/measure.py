"""Measures every case on the database of DATABASE_URL, which must be empty. Started by run.py."""

from __future__ import annotations

import importlib
import sys
import time
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connection

HERE = Path(__file__).resolve().parent


def main() -> int:
    """Load the city, run the cases of every bench_*.py, print one line each."""
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    dataset = importlib.import_module("benchmarks.dataset")
    timing = importlib.import_module("benchmarks.timing")
    start = time.perf_counter()
    city = dataset.load()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(
        f"\n{connection.vendor}: {dataset.ORGANISATIONS} organisations, {dataset.PEOPLE:,} people,"
        f" {dataset.TASKS:,} tasks, loaded in {time.perf_counter() - start:.1f} s"
    )
    print(f"{'':<44} {'ours':>10} {'SQL':>10} {'ratio':>7} {'queries':>8}")
    wanted = sys.argv[1:]
    for path in sorted(HERE.glob("bench_*.py")):
        if wanted and not any(word in path.stem for word in wanted):
            continue
        for case in importlib.import_module(f"benchmarks.{path.stem}").cases(city):
            result = timing.measure(case)
            print(
                f"{result.name:<44} {result.ours * 1000:>7.2f} ms {result.by_hand * 1000:>7.2f} ms"
                f" {result.ratio:>7.1f} {result.queries:>8}",
                flush=True,
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
