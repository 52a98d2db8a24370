"""An open review goes on under the successor; the grade of an organisation that ended stays its own."""

from __future__ import annotations

import datetime as dt

import pytest

from nhacviec.ledger.queries import verify
from nhacviec.reviews.actions import open_campaign
from nhacviec.reviews.models import Campaign, Subject
from nhacviec.web.errors import NotPossible
from tests.factories import a_city, at, organisation, put
from tests.reviews.factories import YEAR_END, Town, town
from tests.structure_steps import merged

MERGED = YEAR_END + dt.timedelta(days=1)


@pytest.fixture
def made(db: None) -> Town:
    return town(a_city(), [3, 2], kind="grassroots_committee")


def _campaign(made: Town) -> Campaign:
    city = made.city
    return open_campaign(
        viewer=made.organiser,
        year=2021,
        committee=city.committee,
        decider=city.standing,
        structure_on=YEAR_END,
        opened_on=YEAR_END,
        now=at(YEAR_END),
    )


def test_members_and_cells_belong_to_the_successor_and_the_organisation_keeps_its_own_grade(made: Town) -> None:
    _campaign(made)
    old, new = made.grassroots
    merged([old], new, MERGED)
    own = Subject.objects.get(kind="organisation", organisation=old)
    assert own.grassroots == old
    people = Subject.objects.filter(kind="member", person__in=made.members[old.pk])
    assert {one.grassroots for one in people} == {new}
    cell = Subject.objects.get(kind="cell", organisation__code="C0")
    assert cell.grassroots == new
    assert verify().intact


def test_a_settled_subject_stays(made: Town) -> None:
    _campaign(made)
    old, new = made.grassroots
    subject = Subject.objects.filter(kind="member", person__in=made.members[old.pk]).first()
    assert subject
    subject.state = "excluded"
    put(subject)
    merged([old], new, MERGED)
    subject.refresh_from_db()
    assert subject.grassroots == old


def test_the_committee_that_runs_it_passes_it_on(made: Town) -> None:
    campaign = _campaign(made)
    new = organisation("Thành ủy Đà Nẵng", "city_committee")
    merged([made.city.committee], new, MERGED)
    campaign.refresh_from_db()
    assert (campaign.committee, campaign.decider) == (new, made.city.standing)


def test_two_open_reviews_of_a_year_are_not_made_one(made: Town) -> None:
    campaign = _campaign(made)
    new = organisation("Thành ủy Đà Nẵng", "city_committee")
    put(Campaign(**{**_values(campaign), "committee": new}))
    with pytest.raises(NotPossible, match="đợt xếp loại"):
        merged([made.city.committee], new, MERGED)
    campaign.refresh_from_db()
    assert campaign.committee == made.city.committee


def _values(campaign: Campaign) -> dict[str, object]:
    left = {"id", "committee"}
    return {f.name: getattr(campaign, f.name) for f in Campaign._meta.concrete_fields if f.name not in left}
