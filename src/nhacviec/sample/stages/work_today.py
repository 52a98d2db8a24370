"""The current year around today: live tasks of the four wards in every state that a screen can show."""

from collections.abc import Iterator
from dataclasses import replace

from nhacviec.directives.actions import register_directive
from nhacviec.orgs.queries import calendar
from nhacviec.reminders.actions import sweep
from nhacviec.rules.calendar import Calendar

from .. import plan
from ..build import Build, moment
from ..course import Course, Player
from ..works import DOUBTS, Frame, Giver, finish, ordinary, shifted
from .notices import Reminded, play_notices

CITY = Giver("TUDN", "clerk", "leader", "KH15", ("I", "II", "III"))
STATE = Giver("UBNDDN", "clerk_state", "head:UBNDDN", "KH27", ("I", "II", "III"))
CLAUSES = (("I", "Cải cách thủ tục hành chính"), ("II", "An sinh xã hội, môi trường"), ("III", "Hạ tầng, đất đai"))
ORDINARY = 132
# What stands open, by working days from today: (name, assigned, deadline); the name says what has happened so far.
OPEN = (
    ("plain", -40, -16),
    ("unanswered", -45, -22),
    ("handed_in", -30, -6),
    ("extension", -20, 3),
    ("soon", -15, 2),
    ("soon", -12, 5),
    ("later", -10, 14),
    ("reported", -18, 9),
    ("new", -1, 20),
    ("new", -1, 35),
    ("answered", -30, 6),
    ("returned", -25, 4),
)


def work_today(build: Build) -> None:
    """Register this year's plans, play the ordinary tasks and the open ones, sweep once for today."""
    days = calendar()
    _register(build, days)
    reminded = list(_reminded(build, days))
    courses = [*(r.course for r in reminded), *_ordinary(build, days), *_open(build, days)]
    Player(build, courses).play(between=lambda day: play_notices(build, reminded, day), until=build.today)
    play_notices(build, reminded, build.today)
    last = days.previous_working(build.today)
    sweep(on=last, now=moment(last, 6, 30))


def _register(build: Build, days: Calendar) -> None:
    for code, giver, number, symbol, subject in (
        ("KH15", CITY, "15", "KH/TU", "Kế hoạch thực hiện các nhiệm vụ trọng tâm trong năm của các phường"),
        ("KH27", STATE, "27", "KH-UBND", "Kế hoạch công tác năm của Ủy ban nhân dân các phường"),
    ):
        day = shifted(days, build.today, -200)
        made = register_directive(
            viewer=build.viewer(giver.clerk, day),
            issuer=build.organisations[giver.organisation],
            kind="KH",
            number=number,
            symbol=symbol,
            issued_on=day,
            subject=subject,
            clauses=CLAUSES,
            now=moment(day, 14),
        )
        build.directives[code] = made
        for found in made.clauses.all():
            build.clauses[(found.directive_id, found.label)] = found


def ward_codes() -> list[str]:
    """The codes of the four wards of today."""
    return sorted({w.successor_code for w in plan.wards()})


def _leads(code: str) -> tuple[tuple[str, str, str], ...]:
    """The units of a ward that lead tasks: organisation, doer, kind of work."""
    return (
        (f"UBM{code}", f"chairman:{code}", "ward"),
        (f"KTM{code}", f"economy:{code}", "department"),
        (f"VHM{code}", f"culture:{code}", "department"),
    )


def _giver(code: str, lead: str, n: int) -> Giver:
    """The city gives work to a ward, the ward's chairman to its departments."""
    if lead.startswith("UBM"):
        return CITY if n % 2 else STATE
    chairman = f"chairman:{code}"
    return Giver(f"UBM{code}", chairman, chairman, "KH27", ("I", "II", "III"))


def _ordinary(build: Build, days: Calendar) -> Iterator[Course]:
    """Finished work of the year, and some that runs."""
    codes = ward_codes()
    for n in range(round(ORDINARY * build.scale)):
        code = codes[n % 4]
        lead, doer, unit = _leads(code)[n // 4 % 3]
        assigned = shifted(days, build.today, -195 + n * 11 % 150)
        frame = Frame(lead, doer, _giver(code, lead, n // 4), n // 4, assigned, 12 + n * 5 % 20)
        course = ordinary(build, days, frame, unit)
        finish(days, course, 1 + n % 3 if n % 13 == 5 else -(n % 6), returned=n % 17 == 3)
        yield _until_today(build, days, course)


def _until_today(build: Build, days: Calendar, course: Course) -> Course:
    """Steps that would lie in the future have not happened; what was not handed in by now runs with a later deadline."""
    if course.accepted and course.accepted > build.today:
        course.accepted = course.returned = course.resubmitted = None
        course.submitted = None
        later = days.add_working_days(build.today, 5 + course.assigned.day % 15)
        course.draft = replace(course.draft, deadline=later, deadline_text=f"Trước hết ngày {later:%d/%m/%Y}")
        if course.asked:
            course.asked = course.decided = None
    return course


def _open(build: Build, days: Calendar) -> Iterator[Course]:
    for w, code in enumerate(ward_codes()):
        for n, (state, start, end) in enumerate(OPEN):
            if w % 2 and state in {"plain", "returned"} and n % 2:
                continue
            lead, doer, unit = _leads(code)[0 if n < 6 else n % 3]
            if state in {"soon", "later"} and code == "20335":
                doer = f"builder:{code}"
            yield _course(
                build, days, code, (lead, doer, unit), state, start - w, end - w if end < 0 else end + w, n + w
            )


def _course(
    build: Build, days: Calendar, code: str, who: tuple[str, str, str], state: str, start: int, end: int, n: int
) -> Course:
    lead, doer, unit = who
    assigned = shifted(days, build.today, start)
    frame = Frame(lead, doer, _giver(code, lead, n), 40 + n, assigned, 20)
    course = ordinary(build, days, frame, unit)
    course.obstacle = course.answered = course.asked = course.decided = None
    course.reported = None
    deadline = shifted(days, build.today, end)
    course.draft = replace(course.draft, deadline=deadline, deadline_text=f"Trước hết ngày {deadline:%d/%m/%Y}")
    _happened(build, days, course, state)
    return course


def _happened(build: Build, days: Calendar, course: Course, state: str) -> None:
    today = build.today
    asked = course.draft.assigner
    if state == "new":
        course.received = None
    if state in {"reported", "plain", "answered"}:
        course.reported, course.percent = shifted(days, today, -8), 60
        course.report = "Đã thực hiện khoảng 60 % khối lượng, còn vướng thời tiết."
    if state == "unanswered":
        text, proposal = DOUBTS["land"]
        course.obstacle = (shifted(days, today, -9), "land", text, proposal, asked)
    if state == "answered":
        text, proposal = DOUBTS["money"]
        course.obstacle = (shifted(days, today, -20), "money", text, proposal, asked)
        course.answered = (shifted(days, today, -13), "Đồng ý bổ sung kinh phí từ nguồn dự phòng.")
    if state in {"handed_in", "returned"}:
        course.submitted = shifted(days, today, -2 if state == "handed_in" else -9)
    if state == "returned":
        course.returned = (shifted(days, today, -7), "Thiếu biên bản có chữ ký của đơn vị phối hợp.")
    if state == "extension" and course.draft.deadline:
        later = days.add_working_days(course.draft.deadline, 10)
        course.asked = (shifted(days, today, -1), later, "Chờ kết quả thẩm định, dự kiến chậm 10 ngày.")


def _reminded(build: Build, days: Calendar) -> Iterator[Reminded]:
    """A first notice being cured, one that was not cured, a second one running, and one that was breached."""
    codes = ward_codes()
    for n, (code, deadline, signed) in enumerate(
        ((codes[0], -24, (-1,)), (codes[1], -40, (-30,)), (codes[2], -60, (-50, -8)), (codes[3], -95, (-85, -55)))
    ):
        frame = Frame(f"UBM{code}", f"chairman:{code}", CITY, 60 + n * 2, shifted(days, build.today, deadline - 30), 20)
        course = ordinary(build, days, frame, "ward")
        course.obstacle = course.answered = course.asked = course.decided = course.reported = None
        day = shifted(days, build.today, deadline)
        course.draft = replace(course.draft, deadline=day, deadline_text=f"Trước hết ngày {day:%d/%m/%Y}")
        yield Reminded(course, tuple(shifted(days, build.today, s) for s in signed), acknowledged=n != 0)
