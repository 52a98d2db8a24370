"""Told before decided; the competent body decides, with grounds where it differs; a sealed year stays as it is."""

import datetime as dt

import pytest

from nhacviec.ledger.queries import history, verify
from nhacviec.notifications.models import Message
from nhacviec.reminders.models import Consequence, Notice
from nhacviec.reviews.actions import (
    Ballot,
    SelfGrade,
    Verdict,
    close_campaign,
    decide,
    propose,
    record_ballots,
    reopen_subject,
    reply,
    set_self_grades,
)
from nhacviec.reviews.models import Campaign, Subject
from nhacviec.web.errors import BadInput, NotAllowed, NotPossible
from tests.factories import City, a_city, at, viewer

from . import factories as make

pytestmark = pytest.mark.django_db
DAY = make.YEAR_END
LATER = DAY + dt.timedelta(days=14)


class Case:
    """The small city's ward at the point where the official is proposed below his self-grade."""

    def __init__(self) -> None:
        self.city = a_city()
        self.place = make.town(self.city, [])
        self.campaign = make.campaign_of(self.place)
        rows = self.campaign.subjects.filter(kind="member")
        # Marks that allow "completed" and no more, against a self-grade of "good".
        items = [SelfGrade(s.pk, 2, make.marks("member", 3)) for s in rows]
        set_self_grades(viewer=self.place.organiser, campaign=self.campaign, items=items, now=at(DAY, 8))
        propose(viewer=self.place.organiser, campaign=self.campaign, kind="member", now=at(DAY))
        self.subject = self.campaign.subjects.get(person=self.city.official)

    def vote(self, on: dt.date, grade: int = 3, **more: int) -> None:
        numbers = {"roll": 9, "present": 9, "issued": 9, "returned": 9, "valid": 9} | more
        ballot = Ballot(self.subject.pk, on, votes={str(grade): numbers["valid"]}, **numbers)
        record_ballots(viewer=self.place.organiser, campaign=self.campaign, items=[ballot], now=at(on, 14))

    def decide(self, grade: int, grounds: str = "", on: dt.date = LATER, number: str = "41-QĐ/ĐU") -> Subject:
        items = [Verdict(self.subject.pk, grade, grounds)]
        return decide(
            viewer=self.place.organiser,
            campaign=self.campaign,
            items=items,
            number=number,
            decided_on=on,
            now=at(on, 16),
        )[0]


@pytest.fixture
def case() -> Case:
    return Case()


def test_a_proposal_below_the_self_grade_is_told_with_five_working_days_to_reply(case: Case) -> None:
    assert (case.subject.proposed, case.subject.reply_by) == (3, dt.date(2021, 12, 27))
    message = Message.objects.get(person_id=case.city.official.pk)
    assert message.params["until"] == "2021-12-27"


def test_no_ballot_before_the_time_to_reply_has_ended(case: Case) -> None:
    with pytest.raises(NotPossible, match="27/12/2021"):
        case.vote(dt.date(2021, 12, 27))
    case.vote(dt.date(2021, 12, 28))
    case.subject.refresh_from_db()
    assert case.subject.state == "voted"


def test_a_reply_ends_the_waiting_and_only_the_subject_replies(case: Case) -> None:
    with pytest.raises(NotAllowed):
        reply(viewer=viewer(case.city.chairman, DAY), subject=case.subject, text="Đồng ý.", now=at(DAY, 10))
    reply(viewer=viewer(case.city.official, DAY), subject=case.subject, text=" Đồng ý. ", now=at(DAY, 10))
    case.vote(DAY)
    case.subject.refresh_from_db()
    assert (case.subject.reply, case.subject.state) == ("Đồng ý.", "voted")
    assert verify().intact


def test_nobody_replies_after_the_last_day(case: Case) -> None:
    with pytest.raises(NotPossible, match="hết hạn"):
        reply(viewer=viewer(case.city.official, LATER), subject=case.subject, text="Muộn.", now=at(LATER))


def test_another_grade_than_proposed_needs_grounds(case: Case) -> None:
    case.vote(LATER)
    for grade in (2, 4):
        with pytest.raises(BadInput) as error:
            case.decide(grade)
        assert error.value.field == "grounds"
    done = case.decide(2, "Có thành tích đột xuất được khen thưởng.")
    assert (done.grade, done.departure) == (2, "Có thành tích đột xuất được khen thưởng.")
    assert done.decided_by_id == case.city.ward_party.pk


def test_a_decision_against_the_ballot_needs_grounds(case: Case) -> None:
    case.vote(LATER, grade=4)
    with pytest.raises(BadInput, match="phiếu"):
        case.decide(3)


@pytest.mark.parametrize(
    ("field", "numbers", "votes"),
    [
        ("present", (9, 10, 9, 9, 9), {"3": 9}),
        ("valid", (9, 9, 9, 8, 9), {"3": 9}),
        ("votes", (9, 9, 9, 9, 8), {"3": 9}),
        ("votes", (9, 9, 9, 9, 9), {"5": 9}),
    ],
)
def test_a_ballot_that_cannot_be_right_is_refused_at_its_field(
    case: Case, field: str, numbers: tuple[int, ...], votes: dict[str, int]
) -> None:
    ballot = Ballot(case.subject.pk, LATER, *numbers, votes)
    with pytest.raises(BadInput) as error:
        record_ballots(viewer=case.place.organiser, campaign=case.campaign, items=[ballot], now=at(LATER))
    assert error.value.field == field


def test_the_ward_decides_its_members_and_not_the_city_leader_nor_the_member(case: Case) -> None:
    case.vote(LATER)
    items = [Verdict(case.subject.pk, 3)]
    for who in (case.city.leader, case.city.official, case.city.chairman, case.city.inspector):
        with pytest.raises(NotAllowed):
            decide(
                viewer=viewer(who, LATER),
                campaign=case.campaign,
                items=items,
                number="1",
                decided_on=LATER,
                now=at(LATER, 16),
            )
    secretary = viewer(case.city.secretary, LATER)
    done = decide(
        viewer=secretary, campaign=case.campaign, items=items, number="1", decided_on=LATER, now=at(LATER, 16)
    )
    assert done[0].grade == 3
    told = Message.objects.filter(person_id=case.city.official.pk).order_by("-id")
    assert told[0].params["grade"] == "Hoàn thành nhiệm vụ"


def test_nobody_is_decided_twice_and_a_decision_has_a_number_and_a_possible_day(case: Case) -> None:
    case.vote(LATER)
    for field, more in (("number", {"number": " "}), ("decided_on", {"on": DAY - dt.timedelta(days=1)})):
        with pytest.raises((BadInput, NotPossible)):
            case.decide(3, **more)  # type: ignore[arg-type]
        assert field
    case.decide(3)
    with pytest.raises(NotPossible):
        case.decide(3)


def test_a_cancelled_grade_is_graded_again(case: Case) -> None:
    case.vote(LATER)
    case.decide(3)
    with pytest.raises(NotAllowed):
        reopen_subject(viewer=viewer(case.city.leader, LATER), subject=case.subject, reason="Sót.", now=at(LATER, 17))
    done = reopen_subject(viewer=case.place.organiser, subject=case.subject, reason="Sót dữ kiện.", now=at(LATER, 17))
    assert (done.state, done.grade, hasattr(Subject.objects.get(pk=done.pk), "ballot")) == ("self_graded", None, False)
    assert [e.verb for e in history(done)][-1] == "reopen_grade"
    assert verify().intact


def test_a_sealed_campaign_is_never_changed_nor_computed_again() -> None:
    city = a_city()
    place = make.town(city, [2])
    campaign = sealed(place)
    before = {s.pk: (s.grade, s.proposed, s.ceiling, s.state) for s in campaign.subjects.all()}
    subject = campaign.subjects.filter(kind="member").first()
    assert subject is not None
    refusals = [
        lambda: make.propose_all(place, campaign, "member", dt.date(2022, 3, 1)),
        lambda: set_self_grades(viewer=place.organiser, campaign=campaign, items=[], now=at(LATER)),
        lambda: record_ballots(viewer=place.organiser, campaign=campaign, items=[], now=at(LATER)),
        lambda: decide(
            viewer=place.organiser, campaign=campaign, items=[], number="1", decided_on=LATER, now=at(LATER)
        ),
        lambda: reply(viewer=place.organiser, subject=subject, text="Muộn.", now=at(LATER)),
        lambda: reopen_subject(viewer=place.organiser, subject=subject, reason="Sót.", now=at(LATER)),
        lambda: close_campaign(viewer=place.organiser, campaign=campaign, closed_on=LATER, now=at(dt.date(2022, 4, 1))),
    ]
    for refused in refusals:
        with pytest.raises(NotPossible, match="chốt"):
            refused()
    assert before == {s.pk: (s.grade, s.proposed, s.ceiling, s.state) for s in campaign.subjects.all()}


def sealed(place: make.Town) -> Campaign:
    """A campaign led through to its end, heads last."""
    campaign = make.campaign_of(place)
    make.grade_all(place, campaign, "member")
    make.grade_all(place, campaign, "cell", day=LATER)
    make.grade_all(place, campaign, "organisation", day=LATER + dt.timedelta(days=14))
    end = LATER + dt.timedelta(days=28)
    make.propose_all(place, campaign, "member", end)
    make.vote_all(place, campaign, "member", end)
    make.decide_all(place, campaign, "member", end)
    return close_campaign(viewer=place.organiser, campaign=campaign, closed_on=end, now=at(end, 17))


def test_a_campaign_is_sealed_only_when_everybody_is_decided(case: Case) -> None:
    with pytest.raises(NotPossible, match="Còn"):
        close_campaign(viewer=case.place.organiser, campaign=case.campaign, closed_on=DAY, now=at(DAY))


def breached(city: City) -> Consequence:
    """A second notice to the ward's administration that was not acted on, with its consequence of the year."""
    return make.breached_notice(city)


def test_a_breached_second_notice_takes_an_organisation_to_the_bottom_and_the_quota_to_sixteen() -> None:
    city = a_city()
    place = make.town(city, [2] * 91)
    consequence = breached(city)
    campaign = make.campaign_of(place)
    make.grade_all(place, campaign, "member")
    make.grade_all(place, campaign, "cell", day=LATER)
    order = {unit.pk: number for number, unit in enumerate(place.grassroots)}

    def choose(subject: Subject) -> int:
        number = order.get(subject.organisation_id or 0, 50)
        return 1 if number < 20 else 3 if number >= 81 else 2

    make.self_grade_all(place, campaign, "organisation", choose)
    day = LATER + dt.timedelta(days=14)
    make.propose_all(place, campaign, "organisation", day)
    campaign.refresh_from_db()
    ward = campaign.subjects.get(organisation=city.ward_party)
    assert (ward.self_grade, ward.proposed, ward.facts["found"]["notices"]) == (2, 4, [consequence.pk])
    result = campaign.quota_result["organisation"][""]
    assert (result["size"], result["limit"], result["counts"]) == (82, 16, {"1": 16, "2": 66, "3": 10, "4": 1})


def test_the_deciding_body_follows_or_departs_from_the_consequence_with_the_grade() -> None:
    city = a_city()
    place = make.town(city, [])
    consequence = breached(city)
    campaign = make.campaign_of(place)
    make.grade_all(place, campaign, "member")
    make.grade_all(place, campaign, "cell", day=LATER)
    make.self_grade_all(place, campaign, "organisation")
    day = LATER + dt.timedelta(days=14)
    make.propose_all(place, campaign, "organisation", day)
    end = day + dt.timedelta(days=14)
    make.vote_all(place, campaign, "organisation", end)
    ward = campaign.subjects.get(organisation=city.ward_party)
    leader = viewer(city.leader, end)
    items = [Verdict(ward.pk, 3, "Mặt bằng bàn giao chậm do vướng mắc ở cấp trên.")]
    decide(viewer=leader, campaign=campaign, items=items, number="1042-QĐ/TU", decided_on=end, now=at(end, 16))
    consequence.refresh_from_db()
    assert (consequence.state, consequence.grounds) == ("departed", "Mặt bằng bàn giao chậm do vướng mắc ở cấp trên.")
    assert Notice.objects.get().state == "breached"
    assert verify().intact
