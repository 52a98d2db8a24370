"""The pages of the reviews: the step on the page, the words of the explanation, the numbers of the list."""

import datetime as dt
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from python_calamine import CalamineWorkbook

from nhacviec.accounts.models import User
from nhacviec.orgs.models import Person
from nhacviec.reviews.models import Campaign, Subject
from nhacviec.web.formats import NO_BREAK
from tests.factories import City, a_city

from . import factories as make

pytestmark = pytest.mark.django_db
LATER = make.YEAR_END + dt.timedelta(days=14)


@pytest.fixture
def city() -> City:
    return a_city()


@pytest.fixture(autouse=True)
def _today() -> object:
    with override_settings(NHACVIEC_TODAY="2022-01-03T09:00"):
        yield


def client_of(who: Person) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=who.user_id))
    return client


def grown(city: City) -> tuple[make.Town, Campaign]:
    """Two committees of five members; in the first a cell whose members are only "completed"."""
    place = make.town(city, [5, 5], kind="grassroots_committee")
    campaign = make.campaign_of(place)
    poor = place.grassroots[0].pk
    make.grade_all(place, campaign, "member", lambda s: 3 if s.grassroots_id == poor else 2)
    make.self_grade_all(place, campaign, "cell", lambda s: 2)
    make.propose_all(place, campaign, "cell", LATER)
    return place, campaign


def test_the_explanation_names_the_missing_amount(city: City) -> None:
    place, campaign = grown(city)
    cell = campaign.subjects.get(kind="cell", grassroots=place.grassroots[0])
    text = client_of(city.organiser).get(f"/xep-loai/doi-tuong/{cell.pk}/vi-sao/").content.decode()
    assert "0/5 = 0 %, cần 70 %" in text.replace(NO_BREAK, " ")
    assert "Còn thiếu 4 đảng viên: nếu có 4 đảng viên thì đạt." in text
    assert "Đảng viên 0-0" in text  # who pulls the share down is named, with a link to his own explanation


def test_the_list_shows_the_cap_and_its_filters_count_it(city: City) -> None:
    _place, campaign = grown(city)
    client = client_of(city.organiser)
    page = client.get(f"/xep-loai/{campaign.pk}/?doi-tuong=cell").content.decode()
    assert "Cao nhất: Hoàn thành." in page
    only = client.get(f"/xep-loai/{campaign.pk}/?doi-tuong=cell&loc=tran").content.decode()
    assert "Chi bộ trực thuộc số 000" in only
    assert "Chi bộ trực thuộc số 001" not in only


def test_pages_take_the_same_queries_for_few_and_many(city: City) -> None:
    place = make.town(city, [60, 60], kind="grassroots_committee")
    campaign = make.campaign_of(place)
    make.grade_all(place, campaign, "member", lambda s: 1 + s.pk % 3)
    client = client_of(city.organiser)
    subject = campaign.subjects.filter(kind="member").latest("id")
    paths = [
        f"/xep-loai/{campaign.pk}/?doi-tuong=member",
        f"/xep-loai/{campaign.pk}/?doi-tuong=cell",
        f"/xep-loai/{campaign.pk}/?doi-tuong=member&co-so={place.grassroots[0].pk}&muc=1-2&khoi=agency&q=dang",
        f"/xep-loai/doi-tuong/{subject.pk}/",
        f"/xep-loai/doi-tuong/{subject.pk}/vi-sao/",
    ]
    for path in paths:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        assert len(queries) <= 12, path


def test_a_member_writes_his_self_review_on_a_page(city: City) -> None:
    campaign = make.campaign_of(make.town(city, []))
    subject = campaign.subjects.get(person=city.official)
    client, path = client_of(city.official), f"/xep-loai/doi-tuong/{subject.pk}/tu-kiem-diem/"
    wrong = client.post(path, {"review": "Đã làm xong.", "grade": "2"})
    assert wrong.status_code == 422
    assert "Đã làm xong." in wrong.content.decode()
    answers = {f"m{n}": "2" for n in range(6)} | {"review": "Đã làm xong.", "grade": "2"}
    assert client.post(path, answers).status_code == 302
    subject.refresh_from_db()
    assert (subject.self_grade, subject.marks["5"], subject.self_review) == (2, 2, "Đã làm xong.")


def test_the_organisation_commission_opens_a_campaign_on_a_page(city: City) -> None:
    answers = {
        "committee": city.committee.pk,
        "decider": city.standing.pk,
        "year": "2021",
        "structure_on": "15/11/2021",
        "opened_on": "15/11/2021",
        "base": "all",
    }
    client = client_of(city.organiser)
    assert client.post("/xep-loai/mo-dot/", {**answers, "year": "1999"}).status_code == 422
    assert client.post("/xep-loai/mo-dot/", answers).status_code == 302
    assert client.post("/xep-loai/mo-dot/", answers).status_code == 409
    campaign = Campaign.objects.get()
    assert (campaign.quota_base, campaign.member_quota_base) == ("all", "good_or_better")
    assert campaign.subjects.filter(kind="member").count() == 3


def test_a_decision_is_recorded_for_those_chosen(city: City) -> None:
    place = make.town(city, [3])
    campaign = make.campaign_of(place)
    make.self_grade_all(place, campaign, "member")
    make.propose_all(place, campaign, "member")
    make.vote_all(place, campaign, "member", LATER)
    chosen = list(campaign.subjects.filter(grassroots=place.grassroots[0], kind="member").values_list("pk", flat=True))
    client, path = client_of(city.organiser), f"/xep-loai/{campaign.pk}/quyet-dinh/?doi-tuong=member"
    empty = client.post(path, {"decided_on": "03/01/2022"})
    assert empty.status_code == 422
    answers = {"subjects": chosen[:2], "number": "7-QĐ/ĐU", "decided_on": "03/01/2022"}
    assert client.post(path, answers).status_code == 302
    decided = Subject.objects.filter(state="decided")
    assert sorted(decided.values_list("pk", flat=True)) == sorted(chosen[:2])


def test_the_spreadsheet_holds_every_row_as_text(city: City) -> None:
    place = make.town(city, [70])
    trap = place.members[place.grassroots[0].pk][0]
    Person.objects.filter(pk=trap.pk).update(full_name='=HYPERLINK("http://x")')
    campaign = make.campaign_of(place)
    content = client_of(city.organiser).get(f"/xep-loai/{campaign.pk}/excel/?doi-tuong=member").content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    names = [row[1] for row in rows[3:]]
    assert len(names) == 73
    assert '=HYPERLINK("http://x")' in names  # a formula would read as its result


def test_a_member_sees_only_his_own_row_and_no_figures_of_others(city: City) -> None:
    place = make.town(city, [3])
    campaign = make.campaign_of(place)
    page = client_of(city.official).get(f"/xep-loai/{campaign.pk}/").content.decode()
    assert city.official.full_name in page
    assert city.chairman.full_name not in page
    assert "Số lượng xuất sắc" not in page


def test_the_page_of_a_person_shows_the_grade_with_its_why(city: City) -> None:
    place = make.town(city, [])
    campaign = make.campaign_of(place)
    make.grade_all(place, campaign, "member")
    subject = campaign.subjects.get(person=city.official)
    page = client_of(city.official).get(f"/to-chuc/nguoi/{city.official.pk}/").content.decode()
    assert f"/xep-loai/doi-tuong/{subject.pk}/vi-sao/" in page


@pytest.mark.parametrize(
    "query",
    ["?after=x", "?co-so=99999999999999999999", "?q=%00", "?muc=9&khoi=x&sort=-x&loc=y&doi-tuong=z", "?chi-bo=-1"],
)
def test_an_odd_address_never_breaks_the_list(city: City, query: str) -> None:
    campaign = make.campaign_of(make.town(city, []))
    assert client_of(city.organiser).get(f"/xep-loai/{campaign.pk}/{query}").status_code in (200, 400)
