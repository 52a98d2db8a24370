"""A city with what a disciplinary case needs."""

import datetime as dt
from dataclasses import dataclass

import pytest

from nhacviec.discipline.actions import (
    announce_decision,
    decide_case,
    open_case,
    record_ballot,
    record_hearing,
)
from nhacviec.discipline.models import Case
from nhacviec.orgs.access import Viewer
from nhacviec.orgs.models import Person
from nhacviec.rules.ballots import BallotCount
from tests.factories import City, a_city, appoint, at, member, person, viewer

ACT = dt.date(2021, 10, 4)
OPENED = dt.date(2021, 11, 1)
HEARD = dt.date(2021, 11, 3)
VOTED = dt.date(2021, 11, 5)
DECIDED = dt.date(2021, 11, 8)


def count(roll: int, **votes: int) -> BallotCount:
    """A ballot at which everybody was present and every paper was valid."""
    cast = sum(votes.values())
    return BallotCount(roll=roll, present=cast, issued=cast, returned=cast, valid=cast, votes=votes)


@dataclass
class File:
    """The people around the cases of a test, and one verb for each step at its usual date."""

    city: City
    inspector: Viewer
    leader: Viewer
    cell_secretary: Person
    plain: Person

    def open(self, who: Person | None = None, **more: object) -> Case:
        """Open a case, about an ordinary member unless said otherwise."""
        values: dict[str, object] = {
            "viewer": self.inspector,
            "person": who or self.plain,
            "violation": "Chậm xử lý hồ sơ của công dân nhiều lần.",
            "act_ended_on": ACT,
            "proposed_form": "reprimand",
            "superior_task": False,
            "committee": self.city.committee,
            "now": at(OPENED),
            "on": OPENED,
        }
        return open_case(**{**values, **more})  # type: ignore[arg-type]

    def hear(self, case: Case, **more: object) -> Case:
        """Hear the member."""
        values: dict[str, object] = {
            "viewer": self.inspector,
            "case": case,
            "held_on": HEARD,
            "attended": True,
            "statement": "Tôi nhận khuyết điểm.",
            "self_proposed_form": "reprimand",
            "now": at(DECIDED),
        }
        record_hearing(**{**values, **more})  # type: ignore[arg-type]
        return Case.objects.get(pk=case.pk)

    def vote(self, case: Case, ballot: BallotCount, **more: object) -> Case:
        """Count the ballot."""
        values: dict[str, object] = {"viewer": self.inspector, "case": case, "held_on": VOTED, "now": at(DECIDED)}
        record_ballot(count=ballot, **{**values, **more})  # type: ignore[arg-type]
        return Case.objects.get(pk=case.pk)

    def decide(self, case: Case, **more: object) -> Case:
        """Decide as the ballot did."""
        values: dict[str, object] = {
            "viewer": self.inspector,
            "case": case,
            "form": "reprimand",
            "number": "12-QĐ/CB",
            "decided_on": DECIDED,
            "signed_by": self.cell_secretary,
            "now": at(DECIDED),
        }
        decide_case(**{**values, **more})  # type: ignore[arg-type]
        return Case.objects.get(pk=case.pk)

    def announce(self, case: Case, **more: object) -> Case:
        """Announce the decision."""
        values: dict[str, object] = {
            "viewer": self.inspector,
            "case": case,
            "announced_on": DECIDED,
            "now": at(DECIDED),
        }
        announce_decision(**{**values, **more})  # type: ignore[arg-type]
        return Case.objects.get(pk=case.pk)

    def decided(self, who: Person | None = None, **more: object) -> Case:
        """A case of the cell of five that ended with a reprimand."""
        case = self.hear(self.open(who))
        return self.decide(self.vote(case, count(5, reprimand=4, none=1)), **more)


@pytest.fixture
def file(db: None) -> File:
    """The small city; its cell has five full members: chairman, secretary, official, the cell's secretary, a plain member."""
    city = a_city()
    cell_secretary, plain = person("Đinh Thị Lụa", user="bi.thu.chi.bo"), person("Cao Văn Bình", user="dang.vien")
    member(cell_secretary, city.cell)
    member(plain, city.cell)
    appoint(cell_secretary, city.cell, "secretary", "Bí thư chi bộ khối phố An Hòa")
    return File(city, viewer(city.inspector), viewer(city.leader), cell_secretary, plain)
