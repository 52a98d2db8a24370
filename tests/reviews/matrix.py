"""Who gets which page of the reviews: a member his own, a secretary his organisation's, the committee's staff all."""

import datetime as dt

from nhacviec.reviews.actions import Ballot, SelfGrade, open_campaign, propose, record_ballots, set_self_grades
from nhacviec.reviews.models import Campaign
from tests.contracts.matrix import OTHER_SECRET, Row
from tests.factories import City, at, member, organisation, person, viewer

from . import factories as make

STAFF = "leader inspector organiser"
OWN = f"{STAFF} secretary"  # the secretary speaks for the grassroots organisation and reads all in it
ROWS = [
    Row("reviews:list", get={200: "*"}),
    Row("reviews:open", get={200: "organiser", 403: "*"}, post={422: "organiser", 403: "*"}),
    Row("reviews:campaign", args={"pk": "campaign"}, get={200: f"{STAFF} chairman secretary official", 404: "*"}),
    *(
        Row(
            "reviews:campaign",
            args={"pk": "campaign"},
            get={200: f"{STAFF} chairman secretary official", 404: "*"},
            query=f"?doi-tuong={kind}",
        )
        for kind in ("cell", "member")
    ),
    Row("reviews:export", args={"pk": "campaign"}, get={200: f"{STAFF} chairman secretary official", 404: "*"}),
    Row("reviews:mine", args={"pk": "campaign"}, get={302: f"{STAFF} chairman secretary official", 404: "*"}),
    Row(
        "reviews:propose",
        args={"pk": "campaign"},
        get={200: "organiser", 403: "leader inspector chairman secretary official", 404: "*"},
        post={409: "organiser", 403: "leader inspector chairman secretary official", 404: "*"},
    ),
    Row(
        "reviews:decide_many",
        args={"pk": "campaign"},
        get={200: "organiser leader secretary", 403: "inspector chairman official", 404: "*"},
        post={422: "organiser leader secretary", 403: "inspector chairman official", 404: "*"},
    ),
    Row(
        "reviews:close",
        args={"pk": "campaign"},
        get={200: "organiser", 403: "leader inspector chairman secretary official", 404: "*"},
        post={422: "organiser", 403: "leader inspector chairman secretary official", 404: "*"},
    ),
    # The official's own grade.
    Row("reviews:subject", args={"pk": "subject"}, get={200: f"{OWN} official", 404: "*"}),
    Row("reviews:why", args={"pk": "subject"}, get={200: f"{OWN} official", 404: "*"}),
    Row(
        "reviews:self_review",
        args={"pk": "subject"},
        get={200: "organiser secretary official", 403: "leader inspector", 404: "*"},
        post={422: "organiser secretary official", 403: "leader inspector", 404: "*"},
    ),
    Row(
        "reviews:reply",
        args={"pk": "subject"},
        get={200: "official", 403: OWN, 404: "*"},
        post={422: "official", 403: OWN, 404: "*"},
    ),
    Row(
        "reviews:facts",
        args={"pk": "subject"},
        get={200: "organiser secretary", 403: "leader inspector official", 404: "*"},
        post={302: "organiser secretary", 403: "leader inspector official", 404: "*"},
    ),
    Row(
        "reviews:ballot",
        args={"pk": "subject"},
        get={200: "organiser secretary", 403: "leader inspector official", 404: "*"},
        post={422: "organiser secretary", 403: "leader inspector official", 404: "*"},
    ),
    Row(
        "reviews:decide",
        args={"pk": "subject"},
        get={200: "organiser secretary", 403: "leader inspector official", 404: "*"},
        post={422: "organiser secretary", 403: "leader inspector official", 404: "*"},
    ),
    Row(
        "reviews:reopen",
        args={"pk": "subject"},
        get={200: "organiser", 403: "leader inspector secretary official", 404: "*"},
        post={422: "organiser", 403: "leader inspector secretary official", 404: "*"},
    ),
    # The ward's organisation: its secretary is the subject, the city decides.
    Row("reviews:subject", args={"pk": "unit"}, get={200: f"{STAFF} secretary", 404: "*"}),
    Row(
        "reviews:decide",
        args={"pk": "unit"},
        get={200: "organiser leader", 403: "inspector secretary", 404: "*"},
        post={422: "organiser leader", 403: "inspector secretary", 404: "*"},
    ),
    # Another ward's member.
    Row("reviews:subject", args={"pk": "foreign"}, get={200: STAFF, 404: "*"}),
    Row("reviews:why", args={"pk": "foreign"}, get={200: STAFF, 404: "*"}),
]
OPENED, VOTED = dt.date(2021, 10, 1), dt.date(2021, 10, 18)


def build(city: City) -> dict[str, object]:
    """A campaign of 2021 in which the members are graded by themselves, proposed and voted; one in the other ward too."""
    cell = organisation("Chi bộ khối phố Trà Cai", "cell", under=city.other_party)
    stranger = member(person(OTHER_SECRET), cell).person
    organiser = viewer(city.organiser)
    campaign = open_campaign(
        viewer=organiser,
        year=2021,
        committee=city.committee,
        decider=city.standing,
        structure_on=OPENED,
        opened_on=OPENED,
        now=at(OPENED),
    )
    _proceed(city, campaign)
    subjects = campaign.subjects
    return {
        "campaign": campaign,
        "subject": subjects.get(person=city.official),
        "unit": subjects.get(organisation=city.ward_party),
        "foreign": subjects.get(person=stranger),
    }


def _proceed(city: City, campaign: Campaign) -> None:
    """Self-grades, proposals and ballots of the members at hand, except of the head of the ward's organisation."""
    organiser = viewer(city.organiser)
    rows = list(campaign.subjects.filter(kind="member", state="pending").order_by("id"))
    items = [SelfGrade(s.pk, 2, make.marks("member", 2), f"Bản tự kiểm điểm. {_secret(s, city)}") for s in rows]
    set_self_grades(viewer=organiser, campaign=campaign, items=items, now=at(OPENED, 10))
    propose(viewer=organiser, campaign=campaign, kind="member", now=at(OPENED, 11))
    voted = campaign.subjects.filter(kind="member", state="proposed").order_by("id")
    ballots = [Ballot(s.pk, VOTED, 9, 9, 9, 9, 9, {str(s.proposed): 9}) for s in voted]
    record_ballots(viewer=organiser, campaign=campaign, items=ballots, now=at(VOTED))


def _secret(subject: object, city: City) -> str:
    return OTHER_SECRET if getattr(subject, "grassroots_id", None) == city.other_party.pk else ""
