"""What accounts do by themselves: forget the history of sign-in when its time is over, clear sessions."""

import datetime as dt

from django_tasks import task

from nhacviec.web import clock

from . import actions, policy

ZONE = clock.ZONE


@task()
def forget_day(on: str) -> int:
    """Forget what is older than the policy keeps (X-12: twelve months). Running it twice changes nothing more."""
    day = dt.date.fromisoformat(on)
    now = clock.now()
    actions.clear_sessions(created_before=now - dt.timedelta(hours=policy.in_force(day).session_hours + 1))
    return actions.forget_sign_ins(before=keep_since(day), now=now)


def keep_since(day: dt.date) -> dt.datetime:
    """The first moment of the history that is kept on a day."""
    months = policy.in_force(day).history_months
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return dt.datetime(year, month + 1, min(day.day, 28), tzinfo=ZONE)
