"""What the program does by itself, and when. Data only; `nhacviec scheduler` reads it.

A job takes the keyword `on`, the due day as text ("2026-11-24"), and is idempotent: running it twice for one day
changes nothing the second time.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scheduled:
    """A name that never changes, a cron expression in the zone Asia/Ho_Chi_Minh, and the path of the job."""

    name: str
    cron: str
    job: str


SCHEDULE: tuple[Scheduled, ...] = (
    Scheduled("sweep", "30 6 * * *", "nhacviec.reminders.jobs.sweep_day"),
    Scheduled("forget-sign-ins", "15 2 * * *", "nhacviec.accounts.jobs.forget_day"),
)
