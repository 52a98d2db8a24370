"""Kinds of work of the sample, and the course of an ordinary task."""

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from nhacviec.rules.calendar import Calendar
from nhacviec.tasks.actions import TaskDraft

from .build import Build
from .course import Course

DOUBTS = {
    "land": (
        "Một số hộ chưa thống nhất đơn giá bồi thường.",
        "Đề nghị áp giá theo quyết định điều chỉnh và thẩm định lại.",
    ),
    "money": ("Kinh phí được giao chưa đủ để ký hợp đồng.", "Đề nghị bố trí bổ sung từ nguồn dự phòng."),
    "procedure": ("Hồ sơ đang chờ ý kiến của cơ quan cấp trên.", "Đề nghị có văn bản đôn đốc để sớm có ý kiến."),
    "coordination": ("Cơ quan phối hợp chưa cử người tham gia.", "Đề nghị chỉ đạo cơ quan phối hợp cử người."),
    "staff": ("Vị trí phụ trách đang trống.", "Đề nghị biệt phái một công chức trong hai tháng."),
    "law": ("Quy định áp dụng cho trường hợp này chưa rõ.", "Đề nghị hướng dẫn áp dụng thống nhất."),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of work: `unit` is "ward" or "department", `cause` what tends to hinder it."""

    title: str
    product: str
    unit: str
    cause: str = ""


@cache
def kinds(unit: str) -> tuple[Kind, ...]:
    """The kinds of work of wards or of departments."""
    text = resources.files(__package__).joinpath("data", "works.toml").read_text(encoding="utf-8")
    return tuple(Kind(**found) for found in tomllib.loads(text)["work"] if found["unit"] == unit)


@dataclass(frozen=True, slots=True)
class Giver:
    """Who gives work: organisation, clerk, decider and the directive that is cited (keys of the build)."""

    organisation: str
    clerk: str
    decider: str
    directive: str
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """Where an ordinary course stands: lead, doer, giver, running number, day assigned and working days allowed."""

    lead: str
    doer: str
    giver: Giver
    number: int
    assigned: dt.date
    allowed: int


def ordinary(build: Build, calendar: Calendar, frame: Frame, unit: str) -> Course:
    """A task with its draft and the first steps; whether and when it is handed in is for the caller to say."""
    found = kinds(unit)
    kind = found[frame.number % len(found)]
    deadline = calendar.add_working_days(frame.assigned, frame.allowed)
    directive = build.directives[frame.giver.directive]
    label = frame.giver.clauses[frame.number % len(frame.giver.clauses)]
    clause = build.clauses[(directive.pk, label)]
    draft = TaskDraft(
        title=kind.title.format(n=1 + frame.number // len(found)),
        product=kind.product,
        assigner=build.organisations[frame.giver.organisation],
        lead=build.organisations[frame.lead],
        responsible=build.people[frame.doer],
        deadline_kind="date",
        deadline=deadline,
        deadline_text=f"Trước hết ngày {deadline:%d/%m/%Y}",
        directive=directive,
        clause=clause,
        group=clause.text,
    )
    course = Course(
        draft=draft,
        clerk=build.people[frame.giver.clerk],
        doer=build.people[frame.doer],
        decider=build.people[frame.giver.decider],
        assigned=frame.assigned,
        received=calendar.add_working_days(frame.assigned, 1 + frame.number % 2),
        product=f"{kind.product}.",
    )
    _middle(build, calendar, course, frame, kind)
    return course


def _middle(build: Build, calendar: Calendar, course: Course, frame: Frame, kind: Kind) -> None:
    half = calendar.add_working_days(frame.assigned, max(3, frame.allowed // 2))
    if frame.number % 2 == 0:
        course.reported, course.percent = half, 40 + frame.number % 5 * 10
        course.report = f"Đã thực hiện khoảng {course.percent} % khối lượng, tiếp tục theo kế hoạch."
    if kind.cause and frame.number % 9 == 4:
        text, proposal = DOUBTS[kind.cause]
        asked = course.draft.assigner
        course.obstacle = (half, kind.cause, text, proposal, asked)
        course.answered = (
            calendar.add_working_days(half, 3 + frame.number % 5),
            "Đồng ý với đề xuất, giao cơ quan liên quan thực hiện.",
        )
    elif frame.number % 31 == 7 and course.draft.deadline:
        day = calendar.add_working_days(half, 2)
        later = calendar.add_working_days(course.draft.deadline, 8)
        course.asked = (day, later, "Mưa kéo dài, phải lùi thời gian thi công.")
        course.decided = (calendar.add_working_days(day, 2), True, "Đồng ý vì lý do khách quan.")


def finish(calendar: Calendar, course: Course, shift: int, *, returned: bool = False) -> None:
    """Hand in `shift` working days after (or before) the deadline in force, then have it accepted."""
    deadline = in_force(calendar, course)
    course.submitted = shifted(calendar, deadline, shift)
    floor = max(day for kind, day in course.days().items() if day and kind not in {"submit", "accept"})
    course.submitted = max(course.submitted, calendar.next_working(floor + dt.timedelta(days=1)))
    last = course.submitted
    if returned:
        back = calendar.add_working_days(last, 1)
        course.returned = (back, "Thiếu chữ ký của đơn vị phối hợp, bổ sung rồi nộp lại.")
        course.resubmitted = last = _next_week(calendar, back)
    course.accepted = calendar.add_working_days(last, 1 + (course.assigned.day + last.day) % 3)


def _next_week(calendar: Calendar, day: dt.date) -> dt.date:
    return calendar.next_working(day + dt.timedelta(days=7 - day.weekday()))


def in_force(calendar: Calendar, course: Course) -> dt.date:
    """The deadline in force once obstacle and extension of the plan are decided."""
    deadline = course.draft.deadline
    if deadline is None:
        raise ValueError("an ordinary course has a deadline")
    if course.decided and course.asked and course.decided[1]:
        return course.asked[1]
    if course.obstacle and course.answered:
        return calendar.add_working_days(
            deadline, calendar.working_days_between(course.obstacle[0], course.answered[0])
        )
    return deadline


def shifted(calendar: Calendar, day: dt.date, working_days: int) -> dt.date:
    """`day` moved by working days, backwards when negative."""
    if working_days >= 0:
        return calendar.add_working_days(day, working_days)
    found = day
    for _step in range(-working_days):
        found = calendar.previous_working(found - dt.timedelta(days=1))
    return found
