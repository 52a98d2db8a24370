"""Times two ways to the same data, turn by turn, so that a busy moment of the machine meets both."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection, reset_queries
from django.test.utils import CaptureQueriesContext

REPETITIONS = 15


@dataclass(frozen=True)
class Case:
    """One hot operation: ours (a page or an action) and the same data with hand-written SQL."""

    name: str
    ours: Callable[[], object]
    by_hand: Callable[[], object]
    before: Callable[[], object] = lambda: None
    repetitions: int = REPETITIONS


@dataclass(frozen=True)
class Result:
    """Medians in seconds, and how many queries ours sent."""

    name: str
    ours: float
    by_hand: float
    queries: int

    @property
    def ratio(self) -> float:
        """How many times the hand-written SQL's time ours takes."""
        return self.ours / self.by_hand


def timed(call: Callable[[], object]) -> float:
    """Seconds of one call, without a pause of the garbage collector in it."""
    gc.collect()
    gc.disable()
    try:
        start = time.perf_counter()
        call()
        return time.perf_counter() - start
    finally:
        gc.enable()


def measure(case: Case) -> Result:
    """Run both ways by turns; the first turn, which also warms up, counts queries and is not timed."""
    case.before()
    with CaptureQueriesContext(connection) as queries:
        case.ours()
    count = len(queries)
    case.before()
    case.by_hand()
    ours: list[float] = []
    by_hand: list[float] = []
    for turn in range(case.repetitions):
        ways = [(case.ours, ours), (case.by_hand, by_hand)]
        for call, times in ways if turn % 2 else reversed(ways):
            case.before()
            times.append(timed(call))
        reset_queries()
    return Result(case.name, statistics.median(ours), statistics.median(by_hand), count)
