"""The pages of the statistics answer everybody who is signed in, in few queries, with the figures of the queries."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nhacviec.inspections.models import Inspection, TeamMember
from nhacviec.reminders.models import Consequence, Notice
from nhacviec.reviews.models import Campaign, Subject
from nhacviec.statistics.queries.overview import overview
from tests.factories import MONDAY, City, put, viewer
from tests.statistics import matrix

pytestmark = pytest.mark.django_db
Offices = tuple[City, dict[str, Client]]


def text_of(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return unescape(answer.content.decode())


def test_every_page_answers_every_role_in_at_most_twelve_queries(offices: Offices) -> None:
    city, clients = offices
    matrix.build_many(city, {})
    for role, client in clients.items():
        client.get(reverse("statistics:overview"))
        for row in matrix.ROWS:
            with CaptureQueriesContext(connection) as found:
                answer = client.get(row.url({}) + row.query)
            assert answer.status_code == 200, (role, str(row))
            assert len(found) <= 12, (role, str(row), [query["sql"][:160] for query in found])


def test_the_first_screen_shows_the_figures_and_links_to_lists_of_the_same_length(offices: Offices) -> None:
    client = offices[1]["leader"]
    found = overview(viewer(offices[0].leader), MONDAY, 2021)
    page = text_of(client, "/")
    figures = dict(
        re.findall(r'<a href="(/nhiem-vu/[^"]*)"><span class="k">.*?<span class="v[^"]*">([0-9.]+)</span>', page)
    )
    assert len(figures) == 4
    for url, shown in figures.items():
        listed = text_of(client, url)
        assert listed.count('<tr><th scope="row">') == int(shown), url
    assert sorted(map(int, figures.values())) == sorted(
        [found.total.overdue, found.total.running, found.total.done, found.total.done_late]
    )


def test_every_figure_of_the_yearly_tables_opens_a_list_with_as_many_rows(offices: Offices) -> None:
    client = offices[1]["leader"]
    page = text_of(client, "/thong-ke/?nam=2021")
    cells = re.findall(r'<a class="quiet" href="(/thong-ke/[^"]+)">([0-9.]+)</a>', page)
    assert len(cells) > 25
    for url, shown in cells:
        if "kiem-tra" in url:
            continue
        listed = text_of(client, url)
        rows = listed.count('<th scope="row">')
        assert rows == int(shown), (url, shown, rows)


def test_a_clerk_sees_the_sums_but_not_the_names_behind_them(offices: Offices) -> None:
    page = text_of(offices[1]["clerk"], "/thong-ke/?nam=2021")
    leader = text_of(offices[1]["leader"], "/thong-ke/?nam=2021")
    assert re.findall(r'href="(/thong-ke/xep-loai/[^"]+)">([0-9.]+)<', page) == re.findall(
        r'href="(/thong-ke/xep-loai/[^"]+)">([0-9.]+)<', leader
    )
    listed = text_of(offices[1]["clerk"], "/thong-ke/xep-loai/?nam=2021&doi_tuong=member&cot=graded")
    assert "9 dòng mà đồng chí không được xem chi tiết" in listed
    assert "Đảng viên " not in re.sub(r"<title>.*?</h1>", "", listed, flags=re.DOTALL)


def test_an_official_sees_only_what_is_his_own(offices: Offices) -> None:
    page = text_of(offices[1]["official"], "/thong-ke/?nam=2021")
    assert "chỉ tính những gì đồng chí được xem" in page
    assert 'href="/thong-ke/xep-loai/' not in page


@pytest.mark.parametrize(
    "query",
    ["?nam=abc", "?nam=99999999999999999999", "?nam=-1", "?nam=2999", "?nam=%00", "?nhom=x&sort=;drop", "?cap_uy=x"],
)
def test_odd_queries_are_read_as_nothing_asked(offices: Offices, query: str) -> None:
    client = offices[1]["leader"]
    for row in matrix.ROWS:
        assert client.get(row.url({}) + query).status_code in (200, 400), (str(row), query)


def test_the_projector_shows_organisations_and_no_duties(offices: Offices) -> None:
    page = text_of(offices[1]["leader"], "/?chieu=1")
    assert "Chờ tôi ký" not in page
    assert 'class="chieu"' in page
    assert "Theo đơn vị" in page


def test_my_work_has_the_next_step_of_every_duty(offices: Offices) -> None:
    page = text_of(offices[1]["chairman"], "/viec-cua-toi/")
    for head in ("Quá hạn", "Đến hạn trong 7 ngày", "Đang chờ người khác", "Cần tiếp nhận, phản hồi"):
        assert head in page
    assert re.search(r'href="/nhiem-vu/\d+/nop/"', page)
    assert "Tiếp nhận thông báo" in page
    leader = text_of(offices[1]["leader"], "/viec-cua-toi/")
    for path in ("nghiem-thu", "quyet-dinh-gia-han", "tra-loi"):
        assert re.search(rf'href="/nhiem-vu/\d+/{path}/"', leader), path


def test_my_work_can_be_limited_to_one_group(offices: Offices) -> None:
    page = text_of(offices[1]["chairman"], "/viec-cua-toi/?nhom=qua-han")
    assert "<h2>Quá hạn</h2>" in page
    assert "<h2>Đang chờ người khác</h2>" not in page


def test_the_inspection_commission_is_told_of_cases_to_be_opened(offices: Offices) -> None:
    city, clients = offices
    notice = Notice.objects.filter(addressee=city.ward).first()
    assert notice is not None
    put(
        Consequence(
            notice=notice,
            kind="case",
            year=2021,
            organisation=city.ward,
            person=city.chairman,
            decider=city.committee,
            proposed_on=MONDAY,
            state="taken",
        )
    )
    page = text_of(clients["inspector"], "/viec-cua-toi/")
    assert f'href="/ky-luat/mo/{city.chairman.pk}/' in page
    assert "Mở vụ việc kỷ luật" not in text_of(clients["clerk"], "/viec-cua-toi/")


def test_my_work_tells_of_self_grades_and_inspections(offices: Offices) -> None:
    city, clients = offices
    campaign = Campaign.objects.get(year=2021)
    subject = put(
        Subject(campaign=campaign, kind="member", person=city.official, unit=city.cell, grassroots=city.ward_party)
    )
    inspection = put(
        Inspection(
            code="KT-9",
            kind="duty",
            unit=city.counter,
            decided_by=city.committee,
            decision_number="9",
            decided_on=MONDAY,
            subject="Trực tại một cửa",
            state="running",
        )
    )
    put(TeamMember(inspection=inspection, person=city.official, leads=True))
    page = text_of(clients["official"], "/viec-cua-toi/")
    assert f'href="/xep-loai/doi-tuong/{subject.pk}/tu-kiem-diem/"' in page
    assert f'href="/kiem-tra/{inspection.pk}/"' in page
