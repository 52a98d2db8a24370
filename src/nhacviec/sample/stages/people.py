"""People of the city: members of cells first, then those among them who hold posts."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from nhacviec.orgs.actions import (
    AppointmentDraft,
    MembershipDraft,
    PersonDraft,
    PostDraft,
    add_memberships,
    appoint,
    create_people,
    create_posts,
)
from nhacviec.orgs.models import Organisation, Person

from .. import plan
from ..build import Build, moment
from ..plan import CITY_END, LONG_AGO, Sector, Unit
from .structure import ENTERED_ON

# Posts beside the heads of units: (unit, kind, title, key of the person in `Build.people`).
CITY_POSTS = (
    ("BTV", "standing_deputy", "Phó Bí thư Thường trực Thành ủy", "leader_2021"),
    ("BTV", "deputy_secretary", "Phó Bí thư Thành ủy", "deputy_2021"),
    *(("BTV", "standing_member", "Ủy viên Ban Thường vụ Thành ủy", f"standing_{n}") for n in range(1, 11)),
    ("BTV", "secretary", "Bí thư Thành ủy, chủ trì Ban Thường vụ", "secretary_2021"),
    ("VPTU", "official", "Chuyên viên Văn phòng Thành ủy", "clerk_2021"),
    ("UBKT", "official", "Ủy viên Ủy ban Kiểm tra Thành ủy", "inspector_2021"),
    ("BTC", "official", "Chuyên viên Ban Tổ chức Thành ủy", "organiser_2021"),
    ("UBNDTP", "vice_chairman", "Phó Chủ tịch UBND thành phố Tam Kỳ", "vice_2021"),
    ("VPUB", "official", "Chuyên viên Văn phòng HĐND và UBND", "clerk_state_2021"),
)
COUNTER_POSTS = (
    "Công chức tư pháp - hộ tịch",
    "Công chức lao động - thương binh và xã hội",
    "Công chức quản lý đô thị",
    "Công chức địa chính",
)


def enter_people(build: Build) -> None:
    """Members of every cell, then heads and officials with their posts."""
    _enter_members(build)
    _appoint_heads(build)
    _appoint_city(build)
    _appoint_counters(build)


@dataclass(frozen=True, slots=True)
class _Member:
    """A member to be entered: the cell, the course of the year ("" = not graded), a running number inside the unit."""

    cell: Organisation
    course: str
    number: int
    sector: str


def _enter_members(build: Build) -> None:
    planned = [member for item in plan.grassroots() for member in _members_of(build, item)]
    viewer, now = build.founder(ENTERED_ON), moment(ENTERED_ON)
    drafts = [PersonDraft(build.names.draw(), f"DV{n:05d}", m.cell) for n, m in enumerate(planned, 1)]
    people = create_people(viewer=viewer, drafts=drafts, now=now)
    pairs = list(zip(people, planned, strict=True))
    add_memberships(viewer=viewer, drafts=[_membership(build, p, m) for p, m in pairs], now=now)
    for person, member in pairs:
        build.members.setdefault(member.cell.code, []).append(person)
        if member.course:
            build.courses[person.pk] = member.course


def _members_of(build: Build, item: plan.Grassroots) -> list[_Member]:
    cells = item.cells or (item.unit,)
    graded, excluded = _share(item)
    courses = _courses(item.sector, item, graded)
    build.rng.shuffle(courses)
    return [
        _Member(build.organisations[cells[n % len(cells)].code], course, n, item.sector.code)
        for n, course in enumerate([*courses, *[""] * excluded])
    ]


def _share(item: plan.Grassroots) -> tuple[int, int]:
    """How many graded and how many excluded members an organisation has: the sector's total, shared unevenly."""
    peers = [g for g in plan.grassroots() if g.sector.code == item.sector.code]
    index = [g.unit.code for g in peers].index(item.unit.code)
    weights = [(1 + (n * 7) % 5) + 4 * len(g.cells) for n, g in enumerate(peers)]
    return _part(item.sector.members, weights, index), _part(item.sector.excluded, weights, index)


def _part(total: int, weights: Sequence[int], index: int) -> int:
    whole, before = max(sum(weights), 1), sum(weights[:index])
    return total * (before + weights[index]) // whole - total * before // whole


def _courses(sector: Sector, item: plan.Grassroots, graded: int) -> list[str]:
    """What the year brings to each member: the sector's totals, shared in proportion to size.

    Failing and disciplined members stand in cells: in a grassroots cell they weigh on the organisation itself
    (G-22), so outside the wards they are members of the organisations whose year was average.
    """
    peers = [g for g in plan.grassroots() if g.sector.code == sector.code]
    index = peers.index(item)
    sizes = [_share(g)[0] for g in peers]
    weak = sizes if sector.code == "ward" else [1 if average_year(g) else 0 for g in peers]
    shares = {
        "excellent": (sector.excellent, sizes),
        "average": (sector.average, [_average_weight(g) for g in peers]),
        "poor": (sector.poor, weak),
        "disciplined": (sector.disciplined, weak),
    }
    courses = [kind for kind, (total, weights) in shares.items() for _n in range(_part(total, weights, index))]
    return (courses + ["good"] * graded)[:graded]


def _average_weight(item: plan.Grassroots) -> int:
    """Members whose work was average: fewer where one or two of them would decide the grade of a small cell."""
    size = _share(item)[0]
    if average_year(item):
        return size * 3
    return size if size >= 12 * max(1, len(item.cells)) else size // 4


def average_year(item: plan.Grassroots) -> bool:
    """Whether the organisation itself only completed its tasks: the last ones of each sector."""
    peers = [g for g in plan.grassroots() if g.sector.code == item.sector.code]
    return peers.index(item) >= len(peers) - item.sector.average_units


def excellent_year(item: plan.Grassroots) -> bool:
    """Whether the organisation is put forward as excellent: the first ones of each sector."""
    peers = [g for g in plan.grassroots() if g.sector.code == item.sector.code]
    return peers.index(item) < item.sector.excellent_units


def _membership(build: Build, person: Person, member: _Member) -> MembershipDraft:
    day, month = build.rng.randint(1, 28), build.rng.randint(1, 12)
    if member.course:
        admitted = dt.date(build.rng.randint(1985, 2019), month, day)
    elif member.number % 5 == 0:
        admitted = dt.date(2021, 9, day)
    else:
        admitted = dt.date(build.rng.randint(1965, 1979), month, day)
    fresh = admitted.year == 2021
    return MembershipDraft(
        person=person,
        cell=member.cell,
        admitted_on=admitted,
        official_on=None if fresh else admitted.replace(year=admitted.year + 1),
        until=CITY_END if member.sector == "agency" else None,
        exempt=not member.course and not fresh,
    )


def _appoint_heads(build: Build) -> None:
    """A sound member of each cell is its secretary, others lead the committees and the administrations."""
    wanted: list[tuple[Unit, Person, dt.date | None]] = []
    for item in plan.grassroots():
        until = CITY_END if item.sector.code in {"ward", "agency"} else None
        for cell in item.cells:
            secretary = _secretary(build, item, cell.code)
            wanted.append((cell, secretary, until if item.sector.code == "agency" else None))
        first = item.cells[0].code if item.cells else item.unit.code
        wanted.append((item.unit, _secretary(build, item, first, of_unit=True), until))
        if item.sector.code == "ward":
            build.people[f"secretary:{item.unit.code}"] = wanted[-1][1]
    for unit in [*plan.top(), *plan.central(), *plan.state_side()]:
        if unit.head[0]:
            wanted.append((unit, _head_of(build, unit), _until(unit)))
    _fill(build, [(u, u.head[0], u.head[1], p, until) for u, p, until in wanted])


def _secretary(build: Build, item: plan.Grassroots, code: str, *, of_unit: bool = False) -> Person:
    """The head of a cell or unit. One whose year was average leads a unit that only completed its tasks: nobody is
    graded above the unit he or she heads (G-28), so the totals of the report hold."""
    weak = average_year(item) if of_unit else _weak_cell(build, code)
    person = _sound(build, code)
    if weak:
        _swap_with_average(build, person, item)
    return person


def _weak_cell(build: Build, code: str) -> bool:
    """Whether a cell cannot be good: a member fails, or fewer than seven in ten are good (G-22)."""
    courses = [build.courses[p.pk] for p in build.members[code] if p.pk in build.courses]
    good = sum(course in {"good", "excellent"} for course in courses)
    return "poor" in courses or "disciplined" in courses or good * 10 < len(courses) * 7


def _swap_with_average(build: Build, person: Person, item: plan.Grassroots) -> None:
    peers = sorted((g for g in plan.grassroots() if g.sector.code == item.sector.code), key=lambda g: g is not item)
    codes = [cell.code for g in peers for cell in (g.cells or (g.unit,))]
    everyone = [p for code in codes for p in build.members[code]]
    other = next(p for p in everyone if build.courses.get(p.pk) == "average" and p.pk not in build.posted)
    build.courses[other.pk], build.courses[person.pk] = build.courses[person.pk], "average"


def _until(unit: Unit) -> dt.date | None:
    city = unit.kind in {"department", "ward_administration", "public_unit"}
    return (
        CITY_END
        if city or unit.code in {"TU", "VPTU", "BTC", "UBKT", "BTG", "BDV", "UBNDTP", "VPUB", "TUQN", "UBNDQN"}
        else None
    )


def _head_of(build: Build, unit: Unit) -> Person:
    if unit.kind == "ward_administration":
        person = _sound(build, f"DB{unit.code[2:]}.01")
    elif unit.kind == "department":
        names = list(plan.AGENCIES)
        title = next(n for code, n, _short in plan.DEPARTMENTS if code == unit.code)
        person = _sound(build, f"AG{names.index(title) + 1:02d}" if title in names else "AG07")
    elif unit.kind in {"ministry", "collective", "province_committee"} or unit.code.endswith("DN"):
        person = _outsider(build, unit)
    else:
        person = _sound(build, f"AG{1 + len(build.people) % 6:02d}")
    build.people[f"head:{unit.code}"] = person
    return person


def _outsider(build: Build, unit: Unit) -> Person:
    draft = PersonDraft(build.names.draw(), f"NG-{unit.code}", build.organisations[unit.code])
    return create_people(viewer=build.founder(ENTERED_ON), drafts=[draft], now=moment(ENTERED_ON))[0]


def _sound(build: Build, code: str) -> Person:
    """The next member of a cell without a post whose year is good: those who lead are neither disciplined nor failing."""
    cell = code if code in build.members else f"{code}.01"
    person = next(
        p for p in build.members[cell] if build.courses.get(p.pk) in {"good", "excellent"} and p.pk not in build.posted
    )
    build.posted.add(person.pk)
    return person


def _fill(build: Build, wanted: Sequence[tuple[Unit, str, str, Person, dt.date | None]]) -> None:
    viewer, now = build.founder(ENTERED_ON), moment(ENTERED_ON)
    posts = create_posts(
        viewer=viewer,
        drafts=[PostDraft(build.organisations[u.code], kind, title) for u, kind, title, _p, _until in wanted],
        now=now,
    )
    drafts = [
        AppointmentDraft(person, post, LONG_AGO, until)
        for post, (_u, _kind, _title, person, until) in zip(posts, wanted, strict=True)
    ]
    appoint(viewer=viewer, drafts=drafts, now=now)


def _appoint_city(build: Build) -> None:
    units = {u.code: u for u in plan.top()}
    wanted = []
    for n, (code, kind, title, key) in enumerate(CITY_POSTS):
        person = build.people["head:TU"] if key == "secretary_2021" else _sound(build, f"AG{1 + n % 6:02d}")
        build.people[key] = person
        wanted.append((units[code], kind, title, person, CITY_END))
    _fill(build, wanted)


def _appoint_counters(build: Build) -> None:
    """Four officials at each ward's one-stop counter."""
    wanted = []
    for unit in plan.state_side():
        if unit.kind == "counter":
            for n, title in enumerate(COUNTER_POSTS):
                person = _sound(build, f"DB{unit.code[2:]}.{2 + n:02d}")
                build.people[f"counter:{unit.code}:{n}"] = person
                wanted.append((unit, "official", title, person, CITY_END))
    _fill(build, wanted)
