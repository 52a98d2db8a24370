"""Work that lay open when the structure changed in 2025, so that it can be seen to pass to the successors."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from nhacviec.directives.actions import register_directive
from nhacviec.orgs.models import Person
from nhacviec.orgs.queries import calendar
from nhacviec.reminders.actions import serve_notice, sign_notice, sweep
from nhacviec.reminders.models import Notice
from nhacviec.tasks.actions import Product, Verdict, accept_submissions, submit_products
from nhacviec.tasks.models import Task
from nhacviec.tasks.models.task import IS_OPEN, TaskQuerySet

from .. import plan
from ..build import Build, moment
from ..course import Course, Player
from ..works import Frame, Giver, finish, ordinary

PLAN_DAY = dt.date(2024, 10, 14)
CLAUSES = (("I", "Cải cách thủ tục hành chính"), ("II", "An sinh xã hội, môi trường"), ("III", "Hạ tầng, đất đai"))
CITY = Giver("TU", "clerk_2021", "leader_2021", "KH81", ("I", "II", "III"))
# Assigned on, working days allowed; each ward is given one of each. The first is done before anything changes.
FIRST = ((dt.date(2024, 10, 21), 30), (dt.date(2024, 11, 11), 75), (dt.date(2024, 12, 2), 80))
SECOND = ((dt.date(2025, 3, 10), 110), (dt.date(2025, 4, 14), 100))
# One ward is late with a task of March when it ends: reminded before, cured by its successor (O-11).
LATE = ("20359", dt.date(2025, 3, 17), dt.date(2025, 5, 30), dt.date(2025, 6, 16))
DONE, AFTER = dt.date(2025, 7, 9), (dt.date(2025, 8, 12), dt.date(2025, 8, 15))


def assign_before_the_first(build: Build) -> None:
    """Thirteen wards are given three tasks each; one of three is finished before the year ends."""
    _register(build)
    days = calendar()
    courses = []
    for n, ward in enumerate(plan.wards()):
        for m, (assigned, allowed) in enumerate(FIRST):
            course = _course(build, ward.code, f"head:UB{ward.code}", n + 13 * m, assigned, allowed)
            if m == 0:
                finish(days, course, -2)
            courses.append(course)
    Player(build, courses, "sắp xếp năm 2025").play(until=plan.FIRST_MERGER - dt.timedelta(1))


def assign_before_the_second(build: Build) -> None:
    """What was open is finished in spring; twelve wards are given two more tasks, and one of them is reminded."""
    finish_open(build, dt.date(2025, 3, 4), dt.date(2025, 3, 6), "leader_2021")
    courses = [
        _course(build, ward.code, f"head:UB{ward.code}", n + 13 * m, assigned, allowed)
        for n, ward in enumerate(w for w in plan.wards() if not w.merged_early)
        for m, (assigned, allowed) in enumerate(SECOND)
    ]
    code, assigned, deadline, signed = LATE
    late = _course(build, code, f"head:UB{code}", 5, assigned, 40)
    courses.append(_until(late, deadline))
    Player(build, courses, "sắp xếp năm 2025").play(until=plan.CITY_END - dt.timedelta(1))
    sweep(on=signed, now=moment(signed, 6, 30))
    notice = Notice.objects.standing().get(task=late.task)
    leader, clerk = build.viewer("leader_2021", signed), build.viewer("clerk_2021", signed)
    sign_notice(viewer=leader, notice=notice, pending_seen=True, now=moment(signed, 16, 30))
    notice.refresh_from_db()
    serve_notice(viewer=clerk, notice=notice, now=moment(signed, 16, 48))


def finish_after(build: Build) -> None:
    """The new wards finish what came to them: the late task first, the rest in August."""
    late = _open(build).filter(deadline=LATE[2])
    _finish(build, late, DONE, DONE, "leader")
    finish_open(build, *AFTER, "leader")


def finish_open(build: Build, submitted: dt.date, accepted: dt.date, decider: str) -> None:
    """Whoever is responsible now hands in every open task of the plan, and the assigner accepts it."""
    _finish(build, _open(build), submitted, accepted, decider)


def _open(build: Build) -> TaskQuerySet:
    return Task.objects.filter(IS_OPEN, directive=build.directives["KH81"])


def _finish(build: Build, tasks: Iterable[Task], submitted: dt.date, accepted: dt.date, decider: str) -> None:
    found = list(tasks)
    people = {p.pk: p for p in Person.objects.filter(pk__in={task.responsible_id for task in found})}
    items = [
        Product(
            task=task,
            viewer=build.viewer(people[task.responsible_id], submitted),
            now=moment(submitted, 16),
            text=f"{task.product}.",
        )
        for task in found
    ]
    made = submit_products(items=items, quiet=True)
    judge, now = build.viewer(decider, accepted), moment(accepted, 17)
    accept_submissions(
        items=[Verdict(task=one.task, viewer=judge, now=now, submission=one) for one in made], quiet=True
    )


def _course(build: Build, ward: str, doer: str, number: int, assigned: dt.date, allowed: int) -> Course:
    course = ordinary(build, calendar(), Frame(f"UB{ward}", doer, CITY, number, assigned, allowed), "ward")
    course.obstacle = course.answered = course.asked = course.decided = None
    return course


def _until(course: Course, deadline: dt.date) -> Course:
    course.draft = replace(course.draft, deadline=deadline, deadline_text=f"Trước hết ngày {deadline:%d/%m/%Y}")
    return course


def _register(build: Build) -> None:
    made = register_directive(
        viewer=build.viewer("clerk_2021", PLAN_DAY),
        issuer=build.organisations["TU"],
        kind="KH",
        number="81",
        symbol="KH/TU",
        issued_on=PLAN_DAY,
        subject="Kế hoạch các nhiệm vụ phải xong trước và sau khi sắp xếp đơn vị hành chính",
        clauses=CLAUSES,
        now=moment(PLAN_DAY, 14),
    )
    build.directives["KH81"] = made
    for found in made.clauses.all():
        build.clauses[(found.directive_id, found.label)] = found
