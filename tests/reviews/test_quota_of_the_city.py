"""The published figures of 2021 come out of facts, self-grades and rules: 17 / 66 / 10 / 0 of 93 (domain.md 10)."""

import datetime as dt
from collections import Counter

import pytest

from nhacviec.ledger.queries import verify
from nhacviec.reviews.actions import QuotaSettings, Verdict, close_campaign, decide
from nhacviec.reviews.models import Campaign, Subject
from nhacviec.reviews.queries import result_counts
from nhacviec.web.errors import NotPossible
from tests.factories import a_city, at

from . import factories as make

pytestmark = pytest.mark.django_db
LATER = make.YEAR_END + dt.timedelta(days=14)
WANTING = 25
COMPLETED = 10


@pytest.fixture
def place() -> make.Town:
    """91 organisations of two members beside the two wards of the small city: 93 in all."""
    return make.town(a_city(), [2] * 91)


def by_number(place: make.Town) -> make.Chooser:
    """The first 25 want "excellent", the last ten only "completed", all others "good"."""
    order = {unit.pk: number for number, unit in enumerate(place.grassroots)}

    def choose(subject: Subject) -> int:
        number = order.get(subject.organisation_id or 0, 50)
        return 1 if number < WANTING else 3 if number >= len(order) - COMPLETED else 2

    return choose


def up_to_proposals(place: make.Town, **settings: object) -> Campaign:
    campaign = make.campaign_of(place, **settings)
    make.grade_all(place, campaign, "member")
    make.grade_all(place, campaign, "cell")
    make.self_grade_all(place, campaign, "organisation", by_number(place))
    make.propose_all(place, campaign, "organisation", LATER)
    campaign.refresh_from_db()
    return campaign


def test_seventeen_of_eighty_three_good_or_better_are_excellent(place: make.Town) -> None:
    campaign = up_to_proposals(place)
    result = campaign.quota_result["organisation"][""]
    assert (result["size"], result["exact"], result["limit"], result["candidates"]) == (83, "16.6", 17, WANTING)
    assert result["counts"] == {"1": 17, "2": 66, "3": 10, "4": 0}
    assert result["others"] == {
        "good_only": [66, "13.2", 13, 13, 14],
        "good_or_better": [83, "16.6", 16, 17, 17],
        "all": [93, "18.6", 18, 19, 19],
    }


def test_the_decided_year_counts_as_published_and_is_sealed(place: make.Town) -> None:
    campaign = up_to_proposals(place)
    end = LATER + dt.timedelta(days=14)
    make.vote_all(place, campaign, "organisation", end)
    make.decide_all(place, campaign, "organisation", end)
    make.propose_all(place, campaign, "member", end)
    make.vote_all(place, campaign, "member", end)
    make.decide_all(place, campaign, "member", end)
    close_campaign(viewer=place.organiser, campaign=campaign, closed_on=end, now=at(end, 17))
    counts = result_counts(campaign, "organisation")
    assert (counts.excellent, counts.good, counts.completed, counts.not_completed, counts.graded) == (17, 66, 10, 0, 93)
    assert verify().intact


def test_those_left_out_keep_the_reason_and_may_reply(place: make.Town) -> None:
    campaign = up_to_proposals(place)
    lowered = campaign.subjects.filter(kind="organisation", self_grade=1, proposed=2).order_by("rank")
    assert [s.rank for s in lowered] == list(range(18, 26))
    assert all(s.lowered["params"]["limit"] == 17 and s.ceiling == 1 for s in lowered)
    assert {s.reply_by for s in lowered} == {dt.date(2022, 1, 10)}  # five working days after Monday 3 January


@pytest.mark.parametrize(
    ("base", "rounding", "limit"),
    [("good_or_better", "floor", 16), ("good_only", "floor", 13), ("all", "floor", 18), ("all", "half_up", 19)],
)
def test_base_and_rounding_are_settings_of_the_campaign(place: make.Town, base: str, rounding: str, limit: int) -> None:
    campaign = up_to_proposals(place, settings=QuotaSettings(base=base, rounding=rounding))
    proposals = Counter(campaign.subjects.filter(kind="organisation").values_list("proposed", flat=True))
    assert proposals[1] == limit == campaign.quota_result["organisation"][""]["limit"]
    assert proposals[1] + proposals[2] == 83


def test_no_decision_goes_over_the_quota(place: make.Town) -> None:
    campaign = up_to_proposals(place)
    end = LATER + dt.timedelta(days=14)
    make.vote_all(place, campaign, "organisation", end)
    chosen = campaign.subjects.filter(kind="organisation", self_grade=1).order_by("id")[:18]
    items = [Verdict(s.pk, 1, "Ban Thường vụ xét thấy xứng đáng.") for s in chosen]
    with pytest.raises(NotPossible, match="tối đa 17"):
        decide(viewer=place.organiser, campaign=campaign, items=items, number="1", decided_on=end, now=at(end, 16))
    assert not Subject.objects.filter(kind="organisation", state="decided").exists()


def test_members_are_counted_within_each_grassroots_organisation() -> None:
    place = make.town(a_city(), [10, 12])
    campaign = make.campaign_of(place)
    make.self_grade_all(place, campaign, "member", lambda s: 1)
    make.propose_all(place, campaign, "member")
    campaign.refresh_from_db()
    first, second = place.grassroots
    results = campaign.quota_result["member"]
    assert (results[str(first.pk)]["limit"], results[str(second.pk)]["limit"]) == (2, 2)
    for unit in (first, second):
        proposals = Counter(campaign.subjects.filter(unit=unit).values_list("proposed", flat=True))
        assert proposals[1] == 2
        assert results[str(unit.pk)]["tied"] != []
