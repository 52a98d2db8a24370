"""Proposals: the worse of self-grade and ceiling, from facts; lower before higher; nothing computed twice."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nhacviec.discipline.models import Case, Decision
from nhacviec.ledger.models import Entry
from nhacviec.ledger.queries import verify
from nhacviec.orgs.models import Membership, Person
from nhacviec.reviews.actions import SelfGrade, propose, record_facts, set_self_grades
from nhacviec.reviews.models import Campaign, Explanation, Subject
from nhacviec.reviews.queries import result_counts
from nhacviec.reviews.queries.facts import member_facts
from nhacviec.rules.grading import ceiling_member
from nhacviec.web.errors import BadInput, NotAllowed, NotPossible
from tests.factories import City, a_city, at, put, viewer

from . import factories as make

pytestmark = pytest.mark.django_db
LATER = make.YEAR_END + dt.timedelta(days=14)


def discipline(city: City, who: Person, form: str = "reprimand", day: dt.date = dt.date(2021, 9, 1)) -> Case:
    """A decided case of the year."""
    cell = Membership.objects.get(person=who).cell
    case = put(
        Case(
            code=f"KL-{who.pk}",
            person=who,
            cell=cell,
            committee=city.committee,
            body=city.standing,
            act_ended_on=day,
            violation="Vi phạm quy định.",
            proposed_form=form,
            rule_set="discipline-2021",
            opened_on=day,
            state="decided",
        )
    )
    put(Decision(case=case, number=f"{who.pk}-QĐ/TU", form=form, decided_on=day, signed_by=city.leader))
    return case


def test_a_member_disciplined_in_the_year_is_not_completed_and_the_figures_move() -> None:
    city = a_city()
    place = make.town(city, [5, 5])
    unit = place.grassroots[0]
    discipline(city, place.members[unit.pk][0])
    campaign = make.campaign_of(place)
    make.grade_all(place, campaign, "member")
    counts = result_counts(campaign, "member")
    assert (counts.good_or_better, counts.not_completed) == (11, 1)  # ten, and two of the small city's ward
    subject = campaign.subjects.get(person=place.members[unit.pk][0])
    assert (subject.self_grade, subject.ceiling, subject.grade) == (2, 4, 4)
    assert subject.facts["found"]["forms"] == ["reprimand"]


def test_one_member_at_the_lowest_grade_caps_the_organisation_at_completed() -> None:
    city = a_city()
    place = make.town(city, [5, 5])
    unit, other = place.grassroots
    discipline(city, place.members[unit.pk][0])
    campaign = make.campaign_of(place)
    make.grade_all(place, campaign, "member")
    make.grade_all(place, campaign, "cell", day=LATER)
    make.self_grade_all(place, campaign, "organisation")
    make.propose_all(place, campaign, "organisation", LATER + dt.timedelta(days=14))
    assert campaign.subjects.get(organisation=unit).proposed == 3
    assert campaign.subjects.get(organisation=other).proposed == 2


def test_an_organisation_waits_for_its_members_and_cells() -> None:
    place = make.town(a_city(), [3], kind="grassroots_committee")
    campaign = make.campaign_of(place)
    make.self_grade_all(place, campaign, "organisation")
    make.self_grade_all(place, campaign, "cell")
    with pytest.raises(NotPossible, match="đảng viên"):
        make.propose_all(place, campaign, "cell")
    make.grade_all(place, campaign, "member")
    unit = place.grassroots[0]
    done = propose(viewer=place.organiser, campaign=campaign, kind="organisation", now=at(LATER))
    assert done.waiting == {"cells": 2}  # this one and the ward; Hòa Thuận has nobody below it
    assert campaign.subjects.get(organisation=unit).state == "self_graded"


def test_the_head_is_proposed_after_the_unit_and_never_above_it() -> None:
    city = a_city()
    place = make.town(city, [])
    campaign = make.campaign_of(place)
    make.self_grade_all(place, campaign, "member", lambda s: 1 if s.person_id == city.secretary.pk else 2)
    done = propose(viewer=place.organiser, campaign=campaign, kind="member", now=at(make.YEAR_END))
    assert done.waiting == {"unit": 1}
    make.vote_all(place, campaign, "member", LATER)
    make.decide_all(place, campaign, "member", LATER)
    make.grade_all(place, campaign, "cell", day=LATER)
    end = LATER + dt.timedelta(days=14)
    make.grade_all(place, campaign, "organisation", day=end)
    make.propose_all(place, campaign, "member", end + dt.timedelta(days=14))
    head = campaign.subjects.get(person=city.secretary)
    assert (head.self_grade, head.ceiling, head.proposed) == (1, 2, 2)


def test_a_second_run_writes_nothing() -> None:
    place = make.town(a_city(), [4, 4])
    campaign = make.campaign_of(place)
    make.self_grade_all(place, campaign, "member", lambda s: 1)
    make.propose_all(place, campaign, "member")
    before = (Entry.objects.count(), Explanation.objects.count())
    done = propose(viewer=place.organiser, campaign=campaign, kind="member", now=at(make.YEAR_END, 15))
    assert (done.changed, Explanation.objects.count()) == (0, before[1])
    assert Entry.objects.count() == before[0] + 1  # the run itself
    assert verify().intact


def test_those_with_the_same_facts_share_one_explanation() -> None:
    place = make.town(a_city(), [30])
    campaign = make.campaign_of(place)
    make.self_grade_all(place, campaign, "member")
    make.propose_all(place, campaign, "member")
    assert campaign.explanations.count() == 1


def test_a_thousand_members_take_few_statements() -> None:
    place = make.town(a_city(), [250] * 4)
    campaign = make.campaign_of(place)
    make.self_grade_all(place, campaign, "member", lambda s: 1 + s.pk % 3)
    with CaptureQueriesContext(connection) as queries:
        make.propose_all(place, campaign, "member")
    assert len(queries) < 60
    assert campaign.subjects.filter(kind="member", state="proposed").count() == 1002


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    levels=st.lists(st.integers(1, 4), min_size=6, max_size=6),
    self_grade=st.integers(1, 4),
    sick=st.integers(0, 366),
    civil=st.sampled_from([None, 1, 2, 3, 4]),
)
def test_the_database_says_what_the_rules_say(
    ready: tuple[make.Town, Campaign], levels: list[int], self_grade: int, sick: int, civil: int | None
) -> None:
    place, campaign = ready
    subject = campaign.subjects.filter(kind="member", grassroots=place.grassroots[0]).first()
    assert subject is not None
    Subject.objects.filter(pk=subject.pk).update(state="pending")
    marks = dict(zip(make.R2018.value("member.criteria"), levels, strict=True))
    item = SelfGrade(subject.pk, self_grade, marks)
    set_self_grades(viewer=place.organiser, campaign=campaign, items=[item], now=at(make.YEAR_END))
    given_facts = {"sick_days": sick, "civil_service_grade": civil}
    record_facts(viewer=place.organiser, campaign=campaign, facts={subject.pk: given_facts}, now=at(make.YEAR_END))
    make.propose_all(place, campaign, "member")
    subject.refresh_from_db()
    expected = ceiling_member(member_facts(marks, subject.facts), make.R2018, year=2021)
    assert subject.explanation is not None
    assert (subject.ceiling, subject.explanation.trace) == (int(expected.grade), expected.trace.to_json())
    assert max(subject.ceiling or 0, self_grade) in (subject.proposed, 1)  # only the quota lowers further
    assert subject.proposed is not None
    assert subject.proposed >= self_grade


@pytest.fixture
def ready(db: None) -> tuple[make.Town, Campaign]:
    """A campaign of one organisation of a single member."""
    place = make.town(a_city(), [1])
    return place, make.campaign_of(place)


def test_every_criterion_must_be_marked() -> None:
    place = make.town(a_city(), [1])
    campaign = make.campaign_of(place)
    subject = campaign.subjects.filter(kind="member").first()
    assert subject is not None
    for marks in ({}, {"1": 1}, {**make.marks("member"), "99": 1}, {**make.marks("member"), "1": 9}):
        with pytest.raises(BadInput) as error:
            set_self_grades(
                viewer=place.organiser,
                campaign=campaign,
                items=[SelfGrade(subject.pk, 1, marks)],
                now=at(make.YEAR_END),
            )
        assert error.value.field == "marks"


def test_a_member_grades_only_himself() -> None:
    city = a_city()
    campaign = make.campaign_of(make.town(city, []))
    own, other = campaign.subjects.get(person=city.official), campaign.subjects.get(person=city.chairman)
    me = viewer(city.official, make.YEAR_END)
    item = SelfGrade(own.pk, 2, make.marks("member", 2), "Trong năm đã hoàn thành nhiệm vụ.")
    set_self_grades(viewer=me, campaign=campaign, items=[item], now=at(make.YEAR_END))
    with pytest.raises(NotAllowed):
        set_self_grades(
            viewer=me, campaign=campaign, items=[SelfGrade(other.pk, 2, make.marks("member", 2))], now=at(make.YEAR_END)
        )
    own.refresh_from_db()
    assert (own.state, own.self_grade) == ("self_graded", 2)
