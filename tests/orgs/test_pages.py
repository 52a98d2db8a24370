"""What the pages of organisations and people show, and to whom."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from nhacviec.ledger.queries import verify
from nhacviec.orgs.models import Appointment, CalendarDay, Organisation, Person, Post, ReadingLog, Succession
from nhacviec.orgs.queries import responsible_person
from tests.factories import MONDAY, City, a_city, appoint, organisation, person, put

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_monday(settings: object) -> None:
    settings.NHACVIEC_TODAY = "2021-11-08T09:00"  # type: ignore[attr-defined]


@pytest.fixture
def city() -> City:
    return a_city()


def signed_in(who: Person) -> Client:
    client = Client()
    user = Person.objects.get(pk=who.pk).user
    assert user is not None
    client.force_login(user)
    return client


def page(who: Person, url: str) -> str:
    answer = signed_in(who).get(url)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_the_tree_shows_heads_and_vacant_heads(city: City) -> None:
    put(Post(organisation=city.department, kind="head", title="Trưởng phòng"))
    text = page(city.official, "/to-chuc/?he=state")
    assert "Lê Quang Thịnh" in text
    assert "khuyết người đứng đầu" in text
    assert "1 nơi khuyết" in text


def test_a_hierarchy_shows_its_own_units_only(city: City) -> None:
    assert "Phòng Quản lý đô thị" in page(city.official, "/to-chuc/?he=state")
    assert "Phòng Quản lý đô thị" not in page(city.official, "/to-chuc/?he=party")
    assert "Chi bộ khối phố An Hòa" in page(city.official, "/to-chuc/?he=party")


def test_an_ended_organisation_is_absent_after_its_end_and_its_successor_named(city: City) -> None:
    old = organisation("Trung tâm văn hóa cũ", "public_unit", under=city.administration, hierarchy="state")
    old.ended_on = MONDAY
    put(old)
    put(Succession(source=old, target=city.department, on_date=MONDAY, document="01/QĐ-UBND"))
    tree, _, followers = page(city.official, "/to-chuc/?he=state").partition("Kế thừa trong một năm")
    assert old.name not in tree
    assert old.name in followers
    assert "01/QĐ-UBND" in followers
    assert old.name in page(city.official, "/to-chuc/?he=state&ngay=07/11/2021").partition("Kế thừa trong")[0]
    own = page(city.official, f"/to-chuc/{old.pk}/")
    assert "kết thúc từ ngày 08/11/2021" in own
    assert "Phòng Quản lý đô thị" in own


def test_a_day_that_is_none_is_answered_beside_the_field(city: City) -> None:
    text = page(city.official, "/to-chuc/?ngay=31%2F02%2F2021")
    assert "“31/02/2021” không phải là ngày" in text
    assert 'value="31/02/2021"' in text


def test_the_number_of_members_and_the_ledger_are_shown_within_reach_only(city: City) -> None:
    assert "Sổ lưu vết" in page(city.secretary, f"/to-chuc/{city.cell.pk}/")
    assert "Đảng viên" in page(city.secretary, f"/to-chuc/{city.cell.pk}/")
    outside = page(city.other_chairman, f"/to-chuc/{city.cell.pk}/?muc=so")
    assert "Sổ lưu vết" not in outside
    assert "Đảng viên" not in outside


def test_the_ledger_of_a_unit_tells_what_was_done(city: City) -> None:
    signed_in(city.organiser).post(
        f"/to-chuc/{city.ward.pk}/nguoi-moi/",
        {"full_name": "Lê Thị Hoa", "code": "M1", "kind": "official", "title": "Công chức", "since": "08/11/2021"},
    )
    text = page(city.chairman, f"/to-chuc/{city.ward.pk}/?muc=so")
    assert "Bổ nhiệm, phân công" in text
    assert "Võ Thị Thùy Giang" in text


def test_membership_is_read_by_those_above_and_each_reading_is_told_to_the_person(city: City) -> None:
    url = f"/to-chuc/nguoi/{city.official.pk}/"
    assert "Chi bộ khối phố An Hòa" not in page(city.other_chairman, url)
    assert not ReadingLog.objects.exists()
    assert "Chi bộ khối phố An Hòa" in page(city.chairman, url)
    assert "Chi bộ khối phố An Hòa" in page(city.inspector, url)
    assert list(ReadingLog.objects.order_by("id").values_list("reader_name", "ground")) == [
        ("Lê Quang Thịnh", "head"),
        ("Trần Hữu Nghĩa", "staff"),
    ]
    own = page(city.official, f"{url}luot-xem/")
    assert "Lê Quang Thịnh" in own
    assert "Trần Hữu Nghĩa" in own
    assert ReadingLog.objects.count() == 2


def test_a_former_head_reads_nothing_of_a_person_who_left_his_unit(city: City) -> None:
    held = Appointment.objects.get(person=city.official)
    held.valid_until = dt.date(2021, 6, 1)
    put(held)
    appoint(city.official, city.other_ward, "official", "Công chức", since=dt.date(2021, 6, 1))
    url = f"/to-chuc/nguoi/{city.official.pk}/"
    assert "Sinh hoạt đảng</h2>" not in page(city.chairman, url)
    assert "Sinh hoạt đảng</h2>" in page(city.other_chairman, url)


def test_people_are_found_without_marks_the_exact_ones_first(city: City) -> None:
    for name in ("Lê Văn Hóa", "Lê Thị Hoa"):
        appoint(person(name), city.ward, "official", "Công chức")
    text = page(city.official, "/to-chuc/nguoi/?q=hoa")
    assert text.index("Lê Thị Hoa") < text.index("Lê Văn Hóa")
    assert "UBND phường Hòa Thuận" in text


def test_an_organiser_founds_a_unit_below_another(city: City) -> None:
    client = signed_in(city.organiser)
    url = f"/to-chuc/moi/?cha={city.ward_party.pk}"
    data = {
        "name": "Chi bộ khối phố Hương Sơn",
        "code": "CB-9",
        "kind": "cell",
        "hierarchy": "party",
        "founded_on": "01/11/2021",
    }
    assert client.post(url, {**data, "founded_on": "31/02/2021"}).status_code == 422
    assert client.post(url, {**data, "code": city.ward.code}).status_code == 422
    assert client.post(url, data).status_code == 302
    made = Organisation.objects.get(code="CB-9")
    assert made.parent_links.get().parent == city.ward_party
    assert "Chi bộ khối phố Hương Sơn" in page(city.secretary, "/to-chuc/")
    assert verify().intact


def test_an_organiser_changes_the_head_of_a_ward_in_two_steps(city: City) -> None:
    client = signed_in(city.organiser)
    held = Appointment.objects.get(person=city.chairman)
    appointing = {"post": held.post_id, "code": city.official.code, "since": "08/11/2021"}
    taken = client.post(f"/to-chuc/{city.ward.pk}/bo-nhiem/", appointing)
    assert taken.status_code == 409
    assert "đã có người giữ" in taken.content.decode()
    ended = client.post(f"/to-chuc/bo-nhiem/{held.pk}/ket-thuc/", {"on": "08/11/2021", "document": "12-QĐ/TU"})
    assert ended.status_code == 302
    assert client.post(f"/to-chuc/{city.ward.pk}/bo-nhiem/", {**appointing, "code": "nobody"}).status_code == 422
    assert client.post(f"/to-chuc/{city.ward.pk}/bo-nhiem/", appointing).status_code == 302
    assert responsible_person(city.ward, MONDAY) == city.official
    assert verify().intact


def test_an_organiser_enters_an_official_and_opens_an_account(city: City) -> None:
    client = signed_in(city.organiser)
    data = {"full_name": "Lê Thị Hoa", "code": "M1", "kind": "official", "title": "Công chức", "since": "08/11/2021"}
    assert client.post(f"/to-chuc/{city.ward.pk}/nguoi-moi/", data).status_code == 302
    made = Person.objects.get(code="M1")
    url = f"/to-chuc/nguoi/{made.pk}/tai-khoan/"
    assert 'value="hoalt"' in client.get(url).content.decode()
    assert client.post(url, {"username": ""}).status_code == 422
    sheet = client.post(url, {"username": "hoalt"})
    assert sheet.status_code == 200
    assert "/tai-khoan/lien-ket/" in sheet.content.decode()
    assert Person.objects.get(code="M1").user is not None
    assert verify().intact


def test_the_office_edits_the_calendar_and_everybody_reads_it(city: City) -> None:
    client = signed_in(city.clerk)
    data = {"day": "09/11/2021", "kind": "off", "name": "Nghỉ phòng chống bão", "source": "Công điện 10"}
    assert client.post("/to-chuc/lich/2021/", data).status_code == 302
    text = page(city.official, "/to-chuc/lich/2021/")
    assert "Nghỉ phòng chống bão" in text
    assert "thứ Ba, 09/11/2021" in text
    assert signed_in(city.official).post("/to-chuc/lich/2021/", data).status_code == 403
    row = CalendarDay.objects.get()
    assert client.post(f"/to-chuc/lich/ngay/{row.pk}/bo/").status_code == 302
    assert not CalendarDay.objects.exists()
    assert verify().intact
