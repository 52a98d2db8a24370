"""What the background processes write: their beats, abandoned jobs given back, due times fired.

These rows are the machinery's own; no ledger entry tells of them, and no person acts, so there is no viewer.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from croniter import croniter
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from nhacviec.config.models import ScheduledRun, WorkerBeat
from nhacviec.config.schedule import Scheduled

BEAT_EVERY = timedelta(seconds=2)
DEAD_AFTER = timedelta(seconds=6)
FORGET_AFTER = timedelta(days=1)
MOST_ATTEMPTS = 3


def beat(*, worker_id: str, host: str, process: int) -> None:
    """Say that this worker lives. The database's clock is used: machines disagree, and a sample's day stands still."""
    WorkerBeat.objects.update_or_create(
        worker_id=worker_id, defaults={"host": host, "process": process, "beat_at": Now()}
    )


def sign_off(*, worker_id: str) -> None:
    """Forget a worker that ends in order."""
    WorkerBeat.objects.filter(worker_id=worker_id).delete()


def give_back_abandoned_jobs() -> int:
    """Make jobs of dead workers ready again and return how many.

    A job is abandoned when it runs and its last worker has given no beat for DEAD_AFTER. The change is a compare and
    set on status and workers, so that of two reapers one wins. A job that was abandoned MOST_ATTEMPTS times fails:
    it is likely what kills the workers. A worker that was only paused may still finish late; the effect of a job
    stands once all the same, by the unique keys of the rooms.
    """
    alive = set(WorkerBeat.objects.filter(beat_at__gte=Now() - DEAD_AFTER).values_list("worker_id", flat=True))
    running = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING).values_list("id", "worker_ids")
    given_back = 0
    for job_id, worker_ids in list(running):
        if worker_ids and worker_ids[-1] in alive:
            continue
        unchanged = DBTaskResult.objects.filter(id=job_id, status=TaskResultStatus.RUNNING, worker_ids=worker_ids)
        if len(worker_ids) >= MOST_ATTEMPTS:
            unchanged.update(
                status=TaskResultStatus.FAILED,
                finished_at=Now(),
                exception_class_path="nhacviec.config.actions.Abandoned",
                traceback=f"abandoned by {len(worker_ids)} workers: {', '.join(worker_ids)}",
            )
        else:
            given_back += unchanged.update(status=TaskResultStatus.READY, started_at=None)
    WorkerBeat.objects.filter(beat_at__lt=Now() - FORGET_AFTER).delete()
    return given_back


def fire_due(*, schedule: Iterable[Scheduled], now: datetime) -> list[ScheduledRun]:
    """Put every due time since the last firing into the queue, each once, oldest first; return what was fired.

    A name seen for the first time fires nothing: its due times count from `now` on.
    """
    fired: list[ScheduledRun] = []
    for entry in schedule:
        last = ScheduledRun.objects.filter(name=entry.name).order_by("-due_at").values_list("due_at", flat=True).first()
        if last is None:
            ScheduledRun.objects.get_or_create(name=entry.name, due_at=now)
            continue
        times = croniter(entry.cron, last.astimezone(now.tzinfo))
        while (due := times.get_next(datetime)) <= now:
            run = _fire(entry, due, now)
            if run is not None:
                fired.append(run)
    return fired


def _fire(entry: Scheduled, due: datetime, now: datetime) -> ScheduledRun | None:
    """Queue one due time; None when another scheduler was first."""
    try:
        with transaction.atomic():
            run = ScheduledRun.objects.create(name=entry.name, due_at=due, enqueued_at=now)
            import_string(entry.job).enqueue(on=due.date().isoformat())
    except IntegrityError:
        return None
    return run
