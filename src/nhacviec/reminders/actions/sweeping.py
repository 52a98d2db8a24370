"""The daily sweep: finds what is due, once, however often and on however many machines it runs."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from nhacviec.ledger.actions import SYSTEM
from nhacviec.orgs.queries import calendar
from nhacviec.tasks.models import Task

from ..models import SweepRun
from ..queries.facts import cases
from .settling import Settlement, settle
from .tell import tell_of_sweep

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class SweepResult:
    """What one sweep did. `looked`: tasks whose clock was due; `working`: whether the day was a working day.

    `first`, `second`: drafts; `set_aside`: drafts proposed to be left aside; `breached`: second notices not acted on,
    each with its proposed ceilings; `cured`, `discarded`, `updated`: notices and drafts brought in step.
    """

    on: dt.date
    working: bool = True
    looked: int = 0
    first: int = 0
    second: int = 0
    set_aside: int = 0
    breached: int = 0
    cured: int = 0
    discarded: int = 0
    updated: int = 0

    @property
    def acted(self) -> int:
        """How many new drafts and breaches: 0 when a sweep is run again."""
        return self.first + self.second + self.set_aside + self.breached


def sweep(
    *, on: dt.date, now: dt.datetime, seen: Callable[[int], None] | None = None, at_once: int = AT_ONCE
) -> SweepResult:
    """Look at every task whose reminder clock is due on `on` and take the ladder's next step for it (T-20 … T-28).

    Idempotent; does nothing on a day off; after a stop one sweep finds all that has become due. Works in transactions
    of `at_once` tasks, so that it can be stopped at any moment; tasks are locked, so that two sweeps at the same time
    do each task once. `seen` is called with the number of tasks of every batch, for a progress bar.
    """
    if not calendar().is_working(on):
        return SweepResult(on=on, working=False)
    counts: Counter[str] = Counter()
    while True:
        looked, settlement = _batch(on, now, at_once)
        if settlement is None:
            break
        counts["looked"] += looked
        counts.update(settlement.counts)
        if seen is not None:
            seen(looked)
    _remember(on, now, counts)
    found: dict[str, Any] = dict(counts)
    return SweepResult(on=on, **found)


@transaction.atomic
def _batch(on: dt.date, now: dt.datetime, at_once: int) -> tuple[int, Settlement | None]:
    # Lock first, read facts after: what a change under way has just written is then seen.
    due = list(
        Task.objects.select_for_update(of=("self", "clock"))
        .select_related("clock")
        .filter(clock__next_check__lte=on)
        .only("pk", "clock__next_check")
        .order_by("pk")[:at_once]
    )
    if not due:
        return 0, None
    settlement = settle(cases(due, on), on=on, now=now, actor=SYSTEM, acting=True)
    tell_of_sweep(settlement)
    return len(due), settlement


@transaction.atomic
def _remember(on: dt.date, now: dt.datetime, counts: Counter[str]) -> None:
    """Note that the day was swept; the findings of several runs of a day add up."""
    run, made = SweepRun.objects.select_for_update().get_or_create(
        on=on, defaults={"finished_at": now, "found": dict(counts)}
    )
    if not made:
        run.finished_at = now
        run.found = dict(Counter(run.found) + counts)
        run.save(update_fields=["finished_at", "found"])
