"""A city of full size by bulk inserts: 93 grassroots organisations, 6,462 people, 50,000 tasks. The same on every run."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from django.db import transaction

from nhacviec.accounts.models import User
from nhacviec.directives.models import Clause, Directive
from nhacviec.orgs.actions.reach import rebuild_reach
from nhacviec.orgs.models import Appointment, Membership, Organisation, ParentLink, Person, Post
from nhacviec.reminders.models import ReminderClock
from nhacviec.rules.text import fold, sort_key
from nhacviec.tasks.models import Task
from nhacviec.web.clock import ZONE

ORGANISATIONS, PEOPLE, TASKS = 93, 6_462, 50_000
TODAY = dt.date(2021, 11, 8)
LONG_AGO = dt.date(2010, 1, 1)
BATCH = 2_000

FAMILY = ["Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương"]
MIDDLE = ["Văn", "Thị", "Hữu", "Thanh", "Ngọc", "Minh", "Quang", "Thùy", "Đức", "Kim"]
GIVEN = ["An", "Bình", "Châu", "Dũng", "Đạt", "Giang", "Hà", "Hân", "Khánh", "Lâm", "Mai", "Nghĩa", "Phúc", "Thịnh"]
VERB = ["Rà soát", "Báo cáo", "Giải quyết", "Tổ chức", "Kiểm tra", "Hoàn thành", "Xây dựng", "Đôn đốc"]
THING = [
    *("hồ sơ đất đai", "giải ngân vốn đầu tư công", "thủ tục hành chính một cửa", "kế hoạch phòng, chống dịch"),
    *("chỉnh trang đô thị", "thu ngân sách", "đường giao thông nông thôn", "công tác kết nạp đảng viên"),
]
PLACE = ["phường An Mỹ", "phường An Sơn", "phường Hòa Hương", "xã Tam Thanh", "xã Tam Phú", "khối phố số 3"]


@dataclass(frozen=True)
class City:
    """What the benchmarks ask for."""

    leader: User
    committee: Organisation
    one: Organisation  # an organisation with its share of overdue tasks


def _organisations() -> tuple[Organisation, Organisation, list[Organisation]]:
    def make(code: str, name: str, kind: str, sector: str = "") -> Organisation:
        return Organisation(
            code=code, name=name, kind=kind, sector=sector, founded_on=LONG_AGO, folded=fold(name), place="Tam Kỳ"
        )

    kinds = [("ward_committee", "ward"), ("grassroots_committee", "agency"), ("grassroots_cell", "company")]
    made = [
        make("committee", "Thành ủy Tam Kỳ", "city_committee"),
        make("standing", "Ban Thường vụ Thành ủy Tam Kỳ", "standing_committee"),
    ]
    made += [make(f"o{n}", f"Đảng bộ cơ sở số {n}", *kinds[n % len(kinds)]) for n in range(ORGANISATIONS)]
    committee, standing, *units = Organisation.objects.bulk_create(made)
    ParentLink.objects.bulk_create(
        ParentLink(child=child, parent=committee, hierarchy="party", valid_from=LONG_AGO)
        for child in [standing, *units]
    )
    rebuild_reach()
    return committee, standing, units


def _people(units: list[Organisation], chance: random.Random) -> list[Person]:
    people = []
    for number in range(PEOPLE):
        name = f"{chance.choice(FAMILY)} {chance.choice(MIDDLE)} {chance.choice(GIVEN)}"
        people.append(Person(code=f"p{number}", full_name=name, folded=fold(name), sort_key=sort_key(name)))
    Person.objects.bulk_create(people, batch_size=BATCH)
    Membership.objects.bulk_create(
        (
            Membership(
                person=person,
                cell=units[number % len(units)],
                admitted_on=LONG_AGO,
                official_on=LONG_AGO,
                valid_from=LONG_AGO,
            )
            for number, person in enumerate(people)
        ),
        batch_size=BATCH,
    )
    posts = Post.objects.bulk_create(
        Post(organisation=unit, kind="secretary", title=f"Bí thư {unit.name}") for unit in units
    )
    Appointment.objects.bulk_create(
        Appointment(person=people[number], post=post, valid_from=LONG_AGO) for number, post in enumerate(posts)
    )
    return people


def _leader(standing: Organisation) -> User:
    user = User(username="leader", created_at=dt.datetime(2021, 1, 1, tzinfo=ZONE))
    user.set_unusable_password()
    user.save()
    name = "Đỗ Khánh Lâm"
    person = Person.objects.create(code="leader", full_name=name, folded=fold(name), sort_key=sort_key(name), user=user)
    post = Post.objects.create(organisation=standing, kind="standing_deputy", title="Phó Bí thư Thường trực Thành ủy")
    Appointment.objects.create(person=person, post=post, valid_from=LONG_AGO)
    return user


def _task(
    number: int, committee: Organisation, lead: Organisation, person: Person, clause: Clause, chance: random.Random
) -> Task:
    """Eight in ten done, one in twenty overdue, a few without a date, the rest running."""
    luck = chance.random()
    assigned = TODAY - dt.timedelta(days=chance.randrange(5, 700))
    deadline: dt.date | None = assigned + dt.timedelta(days=chance.randrange(10, 120))
    state, done_on = "running", None
    if luck < 0.80:
        state, done_on = "done", min(deadline + dt.timedelta(days=chance.randrange(-30, 10)), TODAY)
    elif luck < 0.85:
        deadline = TODAY - dt.timedelta(days=chance.randrange(1, 60))
    elif luck < 0.87:
        deadline = None
    else:
        deadline = TODAY + dt.timedelta(days=chance.randrange(0, 200))
    title = f"{chance.choice(VERB)} {chance.choice(THING)} {chance.choice(PLACE)}, đợt {number}"
    return Task(
        code=f"T{number}",
        directive_id=clause.directive_id,
        clause=clause,
        assigner=committee,
        lead=lead,
        responsible=person,
        title=title,
        product="Báo cáo kết quả",
        deadline_kind="date" if deadline else "continuous",
        original_deadline=deadline,
        deadline=deadline,
        state=state,
        assigned_on=assigned,
        done_on=done_on,
        accepted_at=dt.datetime(done_on.year, done_on.month, done_on.day, 16, tzinfo=ZONE) if done_on else None,
        folded=fold(title),
    )


@transaction.atomic
def load() -> City:
    """Fill an empty database."""
    chance = random.Random(20211108)
    committee, standing, units = _organisations()
    people = _people(units, chance)
    leader = _leader(standing)
    directive = Directive.objects.create(
        issuer=committee,
        kind="CT",
        number="06",
        symbol="CT/TU",
        issued_on=dt.date(2021, 3, 1),
        subject="Tăng cường kỷ luật, kỷ cương",
        folded=fold("Tăng cường kỷ luật, kỷ cương"),
    )
    clauses = Clause.objects.bulk_create(Clause(directive=directive, label=f"Mục {n}", order=n) for n in range(1, 21))
    tasks = []
    for number in range(TASKS):
        place = number % len(units)
        tasks.append(_task(number, committee, units[place], people[place], clauses[number % 20], chance))
    Task.objects.bulk_create(tasks, batch_size=BATCH)
    ReminderClock.objects.bulk_create(
        (
            ReminderClock(task=task, next_check=task.deadline + dt.timedelta(days=1))
            for task in tasks
            if task.deadline and task.state == "running"
        ),
        batch_size=BATCH,
    )
    return City(leader=leader, committee=committee, one=units[7])
