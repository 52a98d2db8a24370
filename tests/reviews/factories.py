"""A city under review: many grassroots organisations with members, made in few statements, and the way through a year."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from nhacviec.documents.models import IssuedDocument, Register
from nhacviec.ledger.actions import SYSTEM, Draft, append_many
from nhacviec.ledger.models import Covered
from nhacviec.orgs.access import Viewer
from nhacviec.orgs.actions.reach import renew_reach
from nhacviec.orgs.models import Membership, Organisation, ParentLink, Person
from nhacviec.reminders.models import Consequence, Notice
from nhacviec.reviews.actions import (
    Ballot,
    SelfGrade,
    Verdict,
    decide,
    open_campaign,
    propose,
    record_ballots,
    set_self_grades,
)
from nhacviec.reviews.models import Campaign, Subject
from nhacviec.rules import rulesets
from nhacviec.rules.text import fold, sort_key
from nhacviec.tasks.models import Task
from tests.factories import LONG_AGO, City, at, moved_by, put, viewer

YEAR_END = dt.date(2021, 12, 20)
R2018 = rulesets.get("R2018")
ADMITTED = dt.date(2010, 2, 3)


@dataclass
class Town:
    """A city with its campaign's makings: grassroots organisations by name order, members by the organisation's id."""

    city: City
    grassroots: list[Organisation] = field(default_factory=list)
    members: dict[int, list[Person]] = field(default_factory=dict)

    @property
    def organiser(self) -> Viewer:
        """Who runs the campaign."""
        return viewer(self.city.organiser, YEAR_END)


def keep(records: Sequence[Covered]) -> None:
    """Create covered records with one ledger entry for all."""
    if not records:
        return
    with transaction.atomic():
        type(records[0])._default_manager.bulk_create(records)
        append_many(actor=SYSTEM, drafts=[Draft(0, "test", records)], now=at(LONG_AGO))
        renew_reach(pk for record in records for pk in moved_by(record))


def town(city: City, sizes: Sequence[int], *, kind: str = "grassroots_cell") -> Town:
    """`city` with one more grassroots organisation for each size, its members in it (for a committee: in one cell)."""
    made = Town(city)
    units = [_unit(f"Chi bộ cơ sở số {number:03d}", f"G{number}", kind) for number in range(len(sizes))]
    keep(units)
    keep([_link(unit, city.committee) for unit in units])
    homes = units
    if kind != "grassroots_cell":
        homes = [_unit(f"Chi bộ trực thuộc số {number:03d}", f"C{number}", "cell") for number in range(len(sizes))]
        keep(homes)
        keep([_link(home, unit) for home, unit in zip(homes, units, strict=True)])
    people = [[_person(f"Đảng viên {a}-{b}") for b in range(size)] for a, size in enumerate(sizes)]
    keep([one for group in people for one in group])
    keep(
        [
            Membership(person=one, cell=home, admitted_on=ADMITTED, official_on=ADMITTED, valid_from=ADMITTED)
            for home, group in zip(homes, people, strict=True)
            for one in group
        ]
    )
    made.grassroots = units
    made.members = {unit.pk: group for unit, group in zip(units, people, strict=True)}
    return made


def _unit(name: str, code: str, kind: str) -> Organisation:
    return Organisation(name=name, code=code, kind=kind, founded_on=LONG_AGO, folded=fold(name), sector="agency")


def _link(child: Organisation, parent: Organisation) -> ParentLink:
    return ParentLink(child=child, parent=parent, hierarchy="party", valid_from=LONG_AGO)


def _person(name: str) -> Person:
    return Person(code=name, full_name=name, folded=fold(name), sort_key=sort_key(name))


def campaign_of(place: Town, **more: object) -> Campaign:
    """The campaign of 2021, opened by the organisation commission on 15 November."""
    return open_campaign(
        viewer=place.organiser,
        year=2021,
        committee=place.city.committee,
        decider=place.city.standing,
        structure_on=dt.date(2021, 11, 15),
        opened_on=dt.date(2021, 11, 15),
        now=at(dt.date(2021, 11, 15)),
        **more,  # type: ignore[arg-type]
    )


def marks(kind: str, level: int = 1) -> dict[str, int]:
    """Every criterion of a kind at one level."""
    return dict.fromkeys(R2018.value("member.criteria" if kind == "member" else "organisation.criteria"), level)


def marks_for(kind: str, grade: int) -> dict[str, int]:
    """Marks that allow a grade and no better one."""
    return marks(kind, min(grade, 4))


Chooser = Callable[[Subject], int]


def good(_subject: Subject) -> int:
    """Everybody "good"."""
    return 2


def self_grade_all(place: Town, campaign: Campaign, kind: str, choose: Chooser = good) -> None:
    """Self-grades from paper for all of a kind."""
    rows = campaign.subjects.filter(kind=kind, state="pending").order_by("id")
    items = [SelfGrade(s.pk, choose(s), marks_for(kind, choose(s)), "Bản tự kiểm điểm.") for s in rows]
    set_self_grades(viewer=place.organiser, campaign=campaign, items=items, now=at(YEAR_END, 8))


def propose_all(place: Town, campaign: Campaign, kind: str, day: dt.date = YEAR_END) -> None:
    """Proposals for all of a kind."""
    propose(viewer=place.organiser, campaign=campaign, kind=kind, now=at(day))


def vote_all(place: Town, campaign: Campaign, kind: str, day: dt.date) -> None:
    """Unanimous ballots for what is proposed."""
    rows = campaign.subjects.filter(kind=kind, state="proposed").order_by("id")
    items = [Ballot(s.pk, day, 13, 13, 13, 13, 13, {str(s.proposed): 13}) for s in rows]
    record_ballots(viewer=place.organiser, campaign=campaign, items=items, now=at(day, 14))


def decide_all(place: Town, campaign: Campaign, kind: str, day: dt.date) -> None:
    """Decisions as proposed."""
    rows = campaign.subjects.filter(kind=kind, state="voted").order_by("id")
    items = [Verdict(s.pk, s.proposed or 0) for s in rows]
    decide(viewer=place.organiser, campaign=campaign, items=items, number="41-QĐ/TU", decided_on=day, now=at(day, 16))


def grade_all(place: Town, campaign: Campaign, kind: str, choose: Chooser = good, *, day: dt.date = YEAR_END) -> None:
    """Self-grade, proposal, ballot after the time to reply, decision."""
    later = day + dt.timedelta(days=14)
    self_grade_all(place, campaign, kind, choose)
    propose_all(place, campaign, kind, day)
    vote_all(place, campaign, kind, later)
    decide_all(place, campaign, kind, later)


def breached_notice(city: City, *, person: Person | None = None) -> Consequence:
    """A second notice to the ward's administration that was not acted on, with the ceiling it proposes for 2021."""
    day = dt.date(2021, 10, 4)
    task = put(
        Task(
            code="NV-CHAM",
            assigner=city.committee,
            lead=city.ward,
            responsible=city.chairman,
            title="Bàn giao mặt bằng",
            product="Biên bản bàn giao",
            deadline_kind="date",
            original_deadline=day,
            deadline=day,
            assigned_on=dt.date(2021, 3, 1),
            folded="ban giao mat bang",
        )
    )
    register = put(
        Register(issuer=city.committee, family="party", kind="TB", series="2020-2025", symbol="TB/TU", last=9)
    )
    document = put(IssuedDocument(register=register, number=9, issued_on=day, signer=city.leader))
    notice = put(
        Notice(
            task=task,
            level=2,
            issuer=city.committee,
            addressee=city.ward,
            person=person or city.chairman,
            state="breached",
            drafted_on=day,
            due_on=day,
            days_late=20,
            cure_date=dt.date(2021, 10, 29),
            rule_set="directive-06-tam-ky/1",
            document=document,
            signed_by=city.leader,
            closed_on=dt.date(2021, 11, 1),
        )
    )
    return put(
        Consequence(
            notice=notice,
            kind="ceiling_organisation" if person is None else "ceiling_person",
            year=2021,
            organisation=city.ward,
            person=person,
            decider=city.standing,
            proposed_on=dt.date(2021, 11, 1),
        )
    )
