"""The work of 2021: some 1,200 tasks, and the four first notices that were cured (S-3)."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from nhacviec.directives.models import Clause
from nhacviec.orgs.queries import calendar
from nhacviec.rules.calendar import Calendar
from nhacviec.tasks.actions import TaskDraft

from .. import plan
from ..build import Build
from ..course import Course, Player
from ..works import Frame, Giver, finish, ordinary
from .notices import Reminded, play_notices

TASKS = 1204
LATE = 86
CITY = Giver("TU", "clerk_2021", "leader_2021", "KH58", ("I", "II", "III"))
STATE = Giver("UBNDTP", "clerk_state_2021", "head:UBNDTP", "KH12", ("I", "II", "III"))
FIRST, LAST = dt.date(2021, 1, 18), dt.date(2021, 10, 25)
# The four tasks that were reminded of: ward, title, product, clause, assigned, deadline, signed, handed in, accepted.
REMINDED = (
    (
        "20389",
        "Sửa chữa 2 cầu dân sinh trước mùa mưa",
        "Biên bản nghiệm thu hoàn thành 2 cầu",
        "III",
        dt.date(2021, 1, 18),
        dt.date(2021, 4, 9),
        dt.date(2021, 4, 22),
        dt.date(2021, 5, 7),
        dt.date(2021, 5, 10),
    ),
    (
        "20353",
        "Bàn giao mặt bằng đường vành đai phía Bắc, đoạn qua phường Trường Xuân",
        "Biên bản bàn giao mặt bằng có chữ ký của 41 hộ và chủ đầu tư",
        "III",
        dt.date(2021, 6, 14),
        dt.date(2021, 9, 30),
        dt.date(2021, 10, 14),
        dt.date(2021, 11, 3),
        dt.date(2021, 11, 8),
    ),
    (
        "20371",
        "Cắm mốc ranh giới khu công nghiệp Tam Phú",
        "Biên bản cắm mốc",
        "III",
        dt.date(2021, 5, 17),
        dt.date(2021, 10, 5),
        dt.date(2021, 10, 21),
        dt.date(2021, 11, 2),
        dt.date(2021, 11, 4),
    ),
    (
        "20350",
        "Di dời 6 điểm chăn nuôi trong khu dân cư",
        "Biên bản xác nhận di dời của từng hộ",
        "II",
        dt.date(2021, 8, 9),
        dt.date(2021, 9, 10),
        dt.date(2021, 11, 8),
        dt.date(2021, 11, 26),
        dt.date(2021, 11, 29),
    ),
)


def work(build: Build) -> None:
    """Play the year. Late tasks are late by at most the days of grace, except the four that were reminded of."""
    days = calendar()
    reminded = [_reminded(build, item) for item in REMINDED]
    ordinary_courses = list(_ordinary(build, days, round((TASKS - len(reminded)) * build.scale)))
    player = Player(build, [*(r.course for r in reminded), *ordinary_courses], "nhiệm vụ năm 2021")
    player.play(between=lambda day: play_notices(build, reminded, day))


def _reminded(build: Build, item: tuple[str, str, str, str, dt.date, dt.date, dt.date, dt.date, dt.date]) -> Reminded:
    ward, title, product, label, assigned, deadline, signed, submitted, accepted = item
    days = calendar()
    frame = Frame(f"UB{ward}", f"head:UB{ward}", CITY, 1, assigned, 10)
    course = ordinary(build, days, frame, "ward")
    course.obstacle = course.answered = course.asked = course.decided = course.reported = None
    clause = build.clauses[(build.directives["KH58"].pk, label)]
    course.draft = _redrafted(course, title, product, deadline, clause)
    course.product = f"{product}."
    course.submitted, course.accepted = submitted, accepted
    return Reminded(course, (signed,))


def _redrafted(course: Course, title: str, product: str, deadline: dt.date, clause: Clause) -> TaskDraft:
    return replace(
        course.draft,
        title=title,
        product=product,
        deadline=deadline,
        deadline_text=f"Trước hết ngày {deadline:%d/%m/%Y}",
        clause=clause,
        group=clause.text,
    )


def _ordinary(build: Build, days: Calendar, count: int) -> Iterator[Course]:
    wards = [f"UB{w.code}" for w in plan.wards()]
    departments = [*(code for code, _name, _short in plan.DEPARTMENTS), "TTPTQD"]
    leads = [*wards, *departments]
    late = round(count * (LATE - len(REMINDED)) / (TASKS - len(REMINDED)))
    mondays = _mondays(days)
    for n in range(count):
        lead = leads[n % len(leads)]
        number = n // len(leads)
        unit = "ward" if lead.startswith("UB") else "department"
        giver = CITY if unit == "ward" and n % 2 else STATE
        frame = Frame(lead, f"head:{lead}", giver, number, mondays[n * 7 % len(mondays)], 12 + n * 5 % 26)
        course = ordinary(build, days, frame, unit)
        is_late = n * late // count != (n + 1) * late // count
        finish(days, course, 1 + n % 3 if is_late else -(n % 9), returned=not is_late and n % 29 == 3)
        yield course


def _mondays(days: Calendar) -> list[dt.date]:
    found, day = [], FIRST
    while day <= LAST:
        found.append(days.next_working(day))
        day += dt.timedelta(days=7)
    return list(dict.fromkeys(found))
