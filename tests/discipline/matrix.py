"""Who may see and do what with disciplinary cases."""

from __future__ import annotations

import datetime as dt
from typing import Any

from nhacviec.discipline.actions import decide_case, open_case, record_ballot, record_hearing
from nhacviec.discipline.models import Case
from nhacviec.orgs.models import Person
from nhacviec.rules.ballots import BallotCount
from tests.contracts.matrix import OTHER_SECRET, Row
from tests.factories import MONDAY, City, at, member, organisation, person, viewer

STAFF = "leader inspector"
LINE = "leader inspector secretary"  # the ward's party secretary speaks for the committee above the cell
STARTERS = "leader inspector organiser chairman secretary other_chairman"
OPENED = dt.date(2021, 11, 1)


def step(name: str, case: str, right: str, *, get: int = 200, post: int = 422) -> Row:
    """The page of a step: for those with the right; the member concerned reads the case but may not act in it."""
    barred = " ".join(role for role in (*LINE.split(), "official") if role not in right.split())
    return Row(
        f"discipline:{name}",
        args={"pk": case},
        get={get: right, 403: barred, 404: "*"},
        post={post: right, 403: barred, 404: "*"},
    )


ROWS = [
    Row("discipline:list"),
    Row("discipline:list", query="?trang-thai=decided&nam=2021&hinh-thuc=reprimand&cap=cell"),
    Row("discipline:list", query="?trang-thai=x&nam=x&hinh-thuc=x&cap=x&after=x", get=400),
    Row("discipline:choose_person", get={200: STARTERS, 403: "*"}),
    Row("discipline:choose_person", query="?ten=han", get={200: STARTERS, 403: "*"}),
    Row(
        "discipline:open",
        args={"pk": "official"},
        get={200: LINE, 403: "clerk organiser official operator", 404: "*"},
        post={422: LINE, 403: "clerk organiser official operator", 404: "*"},
    ),
    *(
        Row("discipline:case", args={"pk": name}, get={200: f"{LINE} official", 404: "*"})
        for name in ("case_opened", "case_heard", "case_voted", "case_decided")
    ),
    Row("discipline:case", args={"pk": "case_other"}, get={200: STAFF, 404: "*"}),
    step("hearing", "case_opened", LINE),
    step("hearing", "case_decided", LINE, get=409, post=409),
    step("ballot", "case_heard", LINE),
    step("proposal", "case_heard", LINE),
    step("ballot", "case_opened", LINE, get=409, post=409),
    step("decide", "case_voted", STAFF),
    step("announce", "case_decided", STAFF),
    step("close", "case_opened", LINE),
]


def opened(city: City, who: Person, violation: str, form: str = "reprimand") -> Case:
    """A case about a member."""
    return open_case(
        viewer=viewer(city.inspector),
        person=who,
        violation=violation,
        act_ended_on=dt.date(2021, 10, 4),
        proposed_form=form,
        superior_task=False,
        committee=city.committee,
        now=at(OPENED),
        on=OPENED,
    )


def heard(city: City, who: Person, violation: str, form: str = "reprimand") -> Case:
    """One whose member was heard."""
    case = opened(city, who, violation, form)
    record_hearing(
        viewer=viewer(city.inspector),
        case=case,
        held_on=OPENED,
        attended=True,
        statement="Tôi nhận khuyết điểm.",
        now=at(MONDAY),
    )
    return case


def voted(city: City, who: Person, violation: str) -> Case:
    """One whose cell voted for a reprimand."""
    case = heard(city, who, violation)
    record_ballot(
        viewer=viewer(city.inspector),
        case=case,
        held_on=OPENED,
        count=BallotCount(9, 9, 9, 9, 9, {"reprimand": 8, "none": 1}),
        roll_reason="Theo biên bản.",
        now=at(MONDAY),
    )
    return case


def decided(city: City, who: Person, violation: str, number: str) -> Case:
    """One that ended with a reprimand, not yet announced."""
    case = voted(city, who, violation)
    decide_case(
        viewer=viewer(city.inspector),
        case=case,
        form="reprimand",
        number=number,
        decided_on=MONDAY,
        signed_by=city.secretary,
        now=at(MONDAY),
    )
    return case


def build(city: City) -> dict[str, Any]:
    """One case in each state about the official, one about a member of the other ward."""
    other_cell = organisation("Chi bộ khối phố Hòa Thuận Đông", "cell", under=city.other_party)
    stranger = person("Tống Thị Cúc")
    member(stranger, other_cell)
    return {
        "official": city.official,
        "case_opened": opened(city, city.official, "Việc thứ nhất."),
        "case_heard": heard(city, city.official, "Việc thứ hai.", "expulsion"),
        "case_voted": voted(city, city.official, "Việc thứ ba."),
        "case_decided": decided(city, city.official, "Việc thứ tư.", "1-QĐ/CB"),
        "case_other": opened(city, stranger, OTHER_SECRET),
    }


def build_many(city: City, objects: dict[str, Any]) -> None:
    """Sixty more cases."""
    for number in range(60):
        opened(city, city.official, f"Việc khác {number}.")
