"""The twenty-three disciplinary cases of 2021: 21 reprimands and 2 warnings, by cells, committees and the standing committee (S-9)."""

import datetime as dt
from dataclasses import dataclass

from nhacviec.discipline.actions import announce_decision, decide_case, open_case, record_ballot, record_hearing
from nhacviec.discipline.queries.rolls import known_roll, signers
from nhacviec.orgs.models import Membership, Organisation, Person
from nhacviec.orgs.queries import calendar
from nhacviec.rules.ballots import BallotCount

from ..build import Build, moment

# What was done, and for whom of the wards the standing committee decided: two warnings, two reprimands.
ACTS = (
    "Thiếu trách nhiệm trong quản lý đất công, để xảy ra lấn chiếm kéo dài.",
    "Vi phạm quy định về kê khai tài sản, thu nhập.",
    "Vi phạm chính sách dân số.",
    "Chậm trễ nhiều lần trong giải quyết hồ sơ của công dân.",
    "Vi phạm quy định về nồng độ cồn khi điều khiển phương tiện.",
    "Không chấp hành quy chế làm việc của cơ quan.",
)


@dataclass(frozen=True, slots=True)
class Planned:
    """A case to play: member, form and the day it is opened; `level` says which body decides."""

    person: Person
    form: str
    level: str
    opened: dt.date
    act: str


def hold_cases(build: Build) -> None:
    """Open, hear, vote, decide and announce each case."""
    for done, planned in enumerate(_planned(build), 1):
        _play(build, planned)
        build.progress("kỷ luật", done * 100 // 23)


def _planned(build: Build) -> list[Planned]:
    people = [p for group in build.members.values() for p in group if build.courses.get(p.pk) == "disciplined"]
    wards = [p for p in people if _unit(p).kind == "cell" and _unit(p).code.startswith("DB")]
    others = [p for p in people if p not in wards]
    levels = ["standing"] * 4 + ["committee"] * 7 + ["cell"] * (len(wards) - 11)
    rows = [*zip(wards, levels, strict=True), *((p, "cell") for p in others)]
    return [
        Planned(
            person=person,
            form="warning" if n < 2 else "reprimand",
            level=level,
            opened=calendar().next_working(dt.date(2021, 3 + n % 8, 3 + n % 20)),
            act=ACTS[n % len(ACTS)],
        )
        for n, (person, level) in enumerate(rows)
    ]


def _unit(person: Person) -> Organisation:
    return Membership.objects.select_related("cell").get(person=person).cell


def _play(build: Build, planned: Planned) -> None:
    day = planned.opened
    viewer = build.viewer("inspector_2021", day)
    committee = build.organisations["TU"]
    case = open_case(
        viewer=viewer,
        person=planned.person,
        violation=planned.act,
        act_ended_on=day - dt.timedelta(days=60),
        proposed_form=planned.form,
        superior_task=False,
        committee=committee,
        body=_body(build, planned),
        now=moment(day, 9),
        on=day,
    )
    heard, voted = _after(day, 7), _after(day, 14)
    record_hearing(
        viewer=viewer,
        case=case,
        held_on=heard,
        attended=True,
        statement="Nhận khuyết điểm, hứa khắc phục và không tái phạm.",
        self_proposed_form=planned.form,
        now=moment(heard, 10),
    )
    _vote(build, planned, case, voted)


def _vote(build: Build, planned: Planned, case: object, voted: dt.date) -> None:
    viewer = build.viewer("inspector_2021", voted)
    body = case.body  # type: ignore[attr-defined]
    roll = known_roll(body, voted) or 7
    against = 1 if roll > 4 else 0
    count = BallotCount(roll, roll, roll, roll, roll, {planned.form: roll - against, "none": against})
    record_ballot(viewer=viewer, case=case, held_on=voted, count=count, now=moment(voted, 15))  # type: ignore[arg-type]
    number = f"{case.pk:02d}-QĐ/{_symbol(body)}"  # type: ignore[attr-defined]
    decide_case(
        viewer=viewer,
        case=case,  # type: ignore[arg-type]
        form=planned.form,
        number=number,
        decided_on=voted,
        signed_by=signers(body, voted)[0].person,
        now=moment(voted, 16),
    )
    announced = _after(voted, 3)
    announce_decision(viewer=viewer, case=case, announced_on=announced, now=moment(announced, 9))  # type: ignore[arg-type]


def _body(build: Build, planned: Planned) -> Organisation:
    cell = _unit(planned.person)
    if planned.level == "standing":
        return build.organisations["BTV"]
    if planned.level == "committee":
        return build.organisations[cell.code.split(".")[0]]
    return cell


def _symbol(body: Organisation) -> str:
    return {"standing_committee": "TU", "cell": "CB", "grassroots_cell": "CB"}.get(body.kind, "ĐU")


def _after(day: dt.date, days: int) -> dt.date:
    return calendar().add_working_days(day, days)
