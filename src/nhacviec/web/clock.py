"""The one place that reads the clock. Used by views, jobs and commands only; the rest takes ``now`` or ``on``."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """The present moment, aware, in Asia/Ho_Chi_Minh.

    The setting ``NHACVIEC_TODAY`` replaces it for tests and demonstrations: a date ("2021-11-08") keeps the
    running time of day, a moment ("2021-11-08T07:00") stands still. A malformed setting raises ``ValueError``.
    """
    real = datetime.now(ZONE)
    chosen = getattr(settings, "NHACVIEC_TODAY", None)
    if not chosen:
        return real
    if isinstance(chosen, str):
        chosen = datetime.fromisoformat(chosen) if len(chosen) > 10 else date.fromisoformat(chosen)
    if isinstance(chosen, datetime):
        return chosen.astimezone(ZONE) if chosen.tzinfo else chosen.replace(tzinfo=ZONE)
    return datetime.combine(chosen, real.timetz())


def today() -> date:
    """The present day in Asia/Ho_Chi_Minh."""
    return now().date()


def local(moment: datetime) -> datetime:
    """A moment in the zone of the house; a naive one is taken to be in it already."""
    return moment.astimezone(ZONE) if moment.tzinfo else moment.replace(tzinfo=ZONE)
