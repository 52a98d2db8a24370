"""Builds the sample city, stage by stage, through the actions of all rooms."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection, transaction

from nhacviec.accounts.actions import create_user
from nhacviec.orgs.actions import seed_calendar
from nhacviec.orgs.actions.accounts import open_sample_account

from .accounts import ACCOUNTS, OPERATOR, PASSWORD
from .build import Build, Progress, moment
from .stages import (
    cases_today,
    directives,
    discipline2021,
    inspection2021,
    people,
    reorganisation,
    review2021,
    structure,
    work2021,
    work_today,
)
from .stages.structure import ENTERED_ON


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the build: its name as the bar shows it, its share of the time, what it does."""

    name: str
    weight: int
    run: Callable[[Build], object]


STAGES = (
    Stage("lịch làm việc", 1, lambda build: _calendar(build)),
    Stage("tổ chức", 2, structure.found_organisations),
    Stage("đảng viên, chức vụ", 10, people.enter_people),
    Stage("văn bản chỉ đạo", 1, directives.register),
    Stage("nhiệm vụ năm 2021", 40, work2021.work),
    Stage("kiểm tra", 2, inspection2021.inspect),
    Stage("kỷ luật", 3, discipline2021.hold_cases),
    Stage("xếp loại năm 2021", 30, review2021.review),
    Stage("sắp xếp năm 2025", 10, reorganisation.reorganise),
    Stage("năm nay", 8, work_today.work_today),
    Stage("vụ việc đang giải quyết", 1, cases_today.run_cases),
    Stage("tài khoản mẫu", 2, lambda build: _accounts(build)),
)


def build_city(
    *, today: dt.date, progress: Progress | None = None, scale: float = 1.0, until: str = "", build: Build | None = None
) -> Build:
    """Build everything around `today` in one transaction: an interrupted build leaves nothing.

    `progress` is called with the stage's name and its share done. `until` stops before the stage of that name; given
    the `build` that came of it, a later call goes on from there: a test changes one fact in between and sees the
    figures move.
    """
    names = [stage.name for stage in STAGES]
    found = build or Build(today=today, scale=scale, progress=progress or (lambda _what, _done: None))
    last = names.index(until) if until else len(names)
    with transaction.atomic():
        for stage in STAGES[found.stages_done : last]:
            found.progress(stage.name, 0)
            stage.run(found)
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")  # the planner knows nothing of rows that are not committed yet
            found.progress(stage.name, 100)
            found.stages_done += 1
    return found


def _calendar(build: Build) -> None:
    years = sorted({2020, 2021, 2022, *range(2025, build.today.year + 2)})
    seed_calendar(viewer=build.founder(ENTERED_ON), years=years, now=moment(ENTERED_ON, 7))


def _accounts(build: Build) -> None:
    viewer, now = build.founder(build.today), moment(build.today, 7)
    for account in ACCOUNTS:
        open_sample_account(
            viewer=viewer,
            person=build.people[account.person],
            username=account.username,
            password=PASSWORD,
            now=now,
        )
    create_user(actor=viewer.actor, username=OPERATOR, password=PASSWORD, now=now, is_operator=True, check=False)
