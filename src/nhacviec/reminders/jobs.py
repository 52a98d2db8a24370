"""Background work of the room."""

import datetime as dt

from django_tasks import task

from nhacviec.web import clock

from .actions import sweep


@task()
def sweep_day(on: str) -> dict[str, int]:
    """Sweep one day ("2021-11-08"): what the schedule runs each morning; running it again changes nothing.

    A day missed while no worker ran is queued afterwards by the scheduler, oldest first.
    """
    result = sweep(on=dt.date.fromisoformat(on), now=clock.now())
    return {"looked": result.looked, "acted": result.acted, "cured": result.cured}
