"""A year of work in the small city, done through the real actions: every report state, obstacles, extensions, notices."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from nhacviec.documents.models import IssuedDocument, Register
from nhacviec.orgs.access import Viewer
from nhacviec.orgs.models import Appointment, Organisation, Person
from nhacviec.reminders.models import Notice
from nhacviec.tasks.actions import (
    ExtensionRequest,
    ObstacleReport,
    Product,
    Receipt,
    TaskDraft,
    Verdict,
    accept_submissions,
    assign_tasks,
    receive_tasks,
    report_obstacles,
    request_extensions,
    submit_products,
    suspend_task,
    withdraw_task,
)
from nhacviec.tasks.models import Task
from tests.factories import MONDAY, City, appoint, at, person, put, viewer

ASSIGNED = dt.date(2021, 9, 6)
# What becomes of a task: name → deadline. Today is Monday 08/11/2021.
COURSES: dict[str, dt.date | None] = {
    "done": dt.date(2021, 10, 15),
    "done_late": dt.date(2021, 10, 4),
    "running": dt.date(2021, 12, 15),
    "soon": dt.date(2021, 11, 11),
    "overdue": dt.date(2021, 10, 22),
    "long_overdue": dt.date(2021, 9, 17),
    "in_examination": dt.date(2021, 10, 29),
    "late_in_examination": dt.date(2021, 10, 12),
    "obstacle": dt.date(2021, 11, 2),
    "extension": dt.date(2021, 11, 10),
    "suspended": dt.date(2021, 10, 20),
    "dateless": None,
    "dateless_done": None,
    "withdrawn": dt.date(2021, 10, 20),
}

HANDED_IN = {
    "done": dt.date(2021, 10, 14),
    "done_late": dt.date(2021, 10, 11),
    "in_examination": dt.date(2021, 10, 28),
    "late_in_examination": dt.date(2021, 10, 20),
    "dateless_done": dt.date(2021, 10, 1),
}


@dataclass
class Year:
    """Tasks by what became of them, and who did them."""

    city: City
    tasks: dict[str, list[Task]] = field(default_factory=dict)

    @property
    def leads(self) -> list[Organisation]:
        """Who leads them."""
        return [self.city.ward, self.city.other_ward, self.city.department]


def a_year(city: City, *, times: int = 1, courses: Sequence[str] = tuple(COURSES), secret: str = "") -> Year:
    """`times` tasks of each course for each of the two wards and the department; `secret` stands in those of the other
    ward."""
    held = Appointment.objects.filter(post__organisation=city.department).select_related("person").first()
    head = held.person if held else person("Mai Thị Thu Thủy", user="quan.ly.do.thi")
    if held is None:
        appoint(head, city.department, "head", "Trưởng phòng Quản lý đô thị")
    year = Year(city)
    doers = {city.ward.pk: city.chairman, city.other_ward.pk: city.other_chairman, city.department.pk: head}
    drafts, plan = [], []
    for lead in year.leads:
        for name in courses:
            for number in range(times):
                drafts.append(_draft(city, lead, name, number, secret if lead == city.other_ward else ""))
                plan.append((name, doers[lead.pk]))
    leader = viewer(city.leader, ASSIGNED)
    tasks = assign_tasks(viewer=leader, drafts=drafts, on=ASSIGNED, now=at(ASSIGNED), quiet=True)
    _run(city, [(task, name, doer) for task, (name, doer) in zip(tasks, plan, strict=True)])
    fresh = Task.objects.in_bulk([task.pk for task in tasks])
    for task, (name, _doer) in zip(tasks, plan, strict=True):
        year.tasks.setdefault(name, []).append(fresh[task.pk])
    return year


def _draft(city: City, lead: Organisation, name: str, number: int, secret: str) -> TaskDraft:
    deadline = COURSES[name]
    return TaskDraft(
        title=f"Việc {name} số {number} của {lead.name} {secret}",
        product="Báo cáo kết quả có số liệu",
        assigner=city.committee,
        lead=lead,
        deadline_kind="date" if deadline else "continuous",
        deadline=deadline,
    )


class _Cast:
    """Who acts, as the viewer of a day, each looked up once."""

    def __init__(self) -> None:
        self.known: dict[tuple[int, dt.date], Viewer] = {}

    def __call__(self, who: Person, day: dt.date) -> Viewer:
        key = (who.pk, day)
        if key not in self.known:
            self.known[key] = viewer(who, day)
        return self.known[key]


Plan = list[tuple[Task, str, Person]]


def _run(city: City, plan: Plan) -> None:
    cast = _Cast()
    day = dt.date(2021, 9, 8)
    receive_tasks(items=[Receipt(task=t, viewer=cast(who, day), now=at(day)) for t, _name, who in plan], quiet=True)
    for name, day in HANDED_IN.items():
        _hand_in(cast, city, [row for row in plan if row[1] == name], day, accepted="done" in name)
    day = dt.date(2021, 10, 25)
    hindered = [
        ObstacleReport(
            task=task,
            viewer=cast(who, day),
            now=at(day),
            cause="land",
            asked=city.committee,
            text="41 hộ chưa nhận tiền",
            proposal="Cho chi trả tại nhà",
        )
        for task, name, who in plan
        if name == "obstacle"
    ]
    if hindered:
        report_obstacles(items=hindered, quiet=True)
    day, wanted = dt.date(2021, 11, 4), dt.date(2021, 11, 24)
    asked = [
        ExtensionRequest(task=task, viewer=cast(who, day), reason="Chờ số liệu", proposed=wanted, now=at(day))
        for task, name, who in plan
        if name == "extension"
    ]
    if asked:
        request_extensions(items=asked, quiet=True)
    day = dt.date(2021, 10, 18)
    for task, name, _who in plan:
        if name in ("suspended", "withdrawn"):
            act = suspend_task if name == "suspended" else withdraw_task
            act(viewer=cast(city.leader, day), task=task, reason="Chờ chủ trương mới", now=at(day))


def _hand_in(cast: _Cast, city: City, plan: Plan, day: dt.date, *, accepted: bool) -> None:
    if not plan:
        return
    items = [Product(task=t, viewer=cast(who, day), text="Báo cáo kèm số liệu", now=at(day)) for t, _name, who in plan]
    made = submit_products(items=items, quiet=True)
    if accepted:
        later = day + dt.timedelta(days=4)
        leader = cast(city.leader, later)
        accept_submissions(
            items=[Verdict(task=m.task, viewer=leader, submission=m, now=at(later)) for m in made], quiet=True
        )


def a_notice(city: City, task: Task, *, level: int = 1, state: str = "served", issued_on: dt.date = MONDAY) -> Notice:
    """A numbered notice of the committee about a task, or a draft (`state` "draft")."""
    document = None
    if state not in ("draft", "set_aside", "discarded"):
        document = put(_document(city, issued_on), city.committee.pk)
    signed = {"signed_by": city.leader, "signed_at": at(issued_on)} if document else {}
    return put(
        Notice(
            task=task,
            level=level,
            issuer=city.committee,
            addressee=task.lead,
            person=task.responsible,
            state=state,
            drafted_on=issued_on,
            due_on=task.deadline,
            days_late=11,
            cure_date=issued_on + dt.timedelta(days=21),
            rule_set="directive-06-tam-ky",
            document=document,
            **signed,
        ),
        city.committee.pk,
    )


def _document(city: City, issued_on: dt.date) -> IssuedDocument:
    register = Register.objects.filter(issuer=city.committee).first() or put(
        Register(issuer=city.committee, family="party", kind="TB", series="2020-2025", symbol="TB/TU")
    )
    register.last += 1
    put(register)
    return IssuedDocument(register=register, number=register.last, issued_on=issued_on, signer=city.leader)
