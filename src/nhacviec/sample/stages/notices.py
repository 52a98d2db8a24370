"""Notices of the sample: swept, signed, served and acknowledged by the people whose part it is."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from nhacviec.orgs.queries import calendar
from nhacviec.reminders.actions import acknowledge_notice, serve_notice, sign_notice, sweep
from nhacviec.reminders.models import Notice

from ..build import Build, moment
from ..course import Course


@dataclass(slots=True)
class Reminded:
    """A course with the days on which its first and its second notice were signed; `acknowledged` of the last one."""

    course: Course
    signed: tuple[dt.date, ...]
    acknowledged: bool = True
    done: int = 0


def play_notices(build: Build, reminded: Sequence[Reminded], until: dt.date) -> None:
    """Sign what was to be signed up to `until`: sweep, sign, serve the same day, acknowledge the next."""
    due = [(day, item) for item in reminded for day in item.signed[item.done :] if day <= until]
    for day, item in sorted(due, key=lambda pair: pair[0]):
        item.done += 1
        sweep(on=day, now=moment(day, 6, 30))
        notice = Notice.objects.standing().get(task=item.course.task, level=item.done)
        _issue(build, item, notice, day)
        if item.acknowledged or item.done < len(item.signed):
            next_day = calendar().add_working_days(day, 1)
            doer = build.viewer(item.course.doer, next_day)
            acknowledge_notice(viewer=doer, notice=notice, now=moment(next_day, 8, 5))


def _issue(build: Build, item: Reminded, notice: Notice, day: dt.date) -> None:
    leader, clerk = build.viewer(item.course.decider, day), build.viewer(item.course.clerk, day)
    sign_notice(viewer=leader, notice=notice, pending_seen=True, now=moment(day, 16, 30))
    notice.refresh_from_db()
    serve_notice(viewer=clerk, notice=notice, now=moment(day, 16, 48))
    notice.refresh_from_db()
