"""Makes the rows of a size unless they are there, and measures. Started by run.py."""

from __future__ import annotations

import importlib
import sys
import time

import django
from django.core.management import call_command
from django.db import OperationalError, connection

MOST_SECONDS = 60


def main() -> int:
    """One line a case: ours, the hand-written SQL, their ratio, the number of queries."""
    size, wanted = sys.argv[1], sys.argv[2:]
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    people = importlib.import_module("nhacviec.orgs.models").Person
    if not people.objects.exists():
        start = time.perf_counter()
        importlib.import_module("benchmarks.nation.load").load(size)
        print(f"made in {time.perf_counter() - start:.0f} s")
    cases = importlib.import_module("benchmarks.nation.cases")
    timing = importlib.import_module("benchmarks.timing")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET statement_timeout = '{MOST_SECONDS}s'")
    print(f"\n{connection.vendor}, {size}: {cases.figures()}")
    print(f"{'':<58} {'ours':>10} {'SQL':>10} {'ratio':>7} {'queries':>8}")
    for case in cases.cases(size):
        if wanted and not any(word in case.name for word in wanted):
            continue
        try:
            result = timing.measure(case)
        except OperationalError:
            print(f"{case.name:<58} more than {MOST_SECONDS} s", flush=True)
            continue
        print(
            f"{result.name:<58} {result.ours * 1000:>7.2f} ms {result.by_hand * 1000:>7.2f} ms"
            f" {result.ratio:>7.1f} {result.queries:>8}",
            flush=True,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
