"""The pages of organisations and people speak of the day in the address, and keep it while one clicks around."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re

import pytest
from django.test import Client

from nhacviec.orgs.actions import (
    AppointmentDraft,
    appoint,
    change_membership,
    end_appointment,
    start_temporary_activity,
    transfer_membership,
)
from nhacviec.orgs.models import Appointment, Membership, OrganisationName, Person, Post, ReadingLog
from tests.factories import LONG_AGO, MONDAY, City, a_city, at, organisation, put, viewer

pytestmark = pytest.mark.django_db
BEFORE, NOW = MONDAY - dt.timedelta(days=1), at(MONDAY)


@pytest.fixture(autouse=True)
def on_monday(settings: object) -> None:
    settings.NHACVIEC_TODAY = "2021-11-08T09:00"  # type: ignore[attr-defined]


@pytest.fixture
def city() -> City:
    return a_city()


def get(who: Person, url: str) -> str:
    client = Client()
    user = Person.objects.get(pk=who.pk).user
    assert user is not None
    client.force_login(user)
    answer = client.get(url)
    assert answer.status_code == 200, answer.status_code
    text = answer.content.decode()
    return text[text.index("<main") : text.index("</main>")] if "<main" in text else text


def ward_changes_hands(city: City) -> None:
    """The chairman's post passes on Monday to an acting holder."""
    held = Appointment.objects.get(person=city.chairman)
    organiser = viewer(city.organiser)
    end_appointment(viewer=organiser, appointment=held, on=MONDAY, now=NOW)
    appoint(viewer=organiser, drafts=[AppointmentDraft(city.official, held.post, MONDAY, acting=True)], now=NOW)


def test_an_organisation_shows_the_head_and_the_name_of_the_day(city: City) -> None:
    ward_changes_hands(city)
    put(OrganisationName(organisation=city.ward, name="UBND xã An Sơn", valid_from=LONG_AGO, valid_until=MONDAY))
    put(OrganisationName(organisation=city.ward, name=city.ward.name, valid_from=MONDAY))
    before = get(city.leader, f"/to-chuc/{city.ward.pk}/?ngay={BEFORE}")
    assert "UBND xã An Sơn</h1>" in before
    assert "Lê Quang Thịnh" in before
    now = get(city.leader, f"/to-chuc/{city.ward.pk}/")
    assert "UBND phường An Sơn</h1>" in now
    assert "Ngô Thị Hân" in now
    assert "quyền, giao phụ trách" in now


def test_links_keep_the_day(city: City) -> None:
    kept = f"?ngay={BEFORE}"
    for url in ("/to-chuc/", f"/to-chuc/{city.ward.pk}/", f"/to-chuc/nguoi/{city.chairman.pk}/", "/to-chuc/nguoi/"):
        text = get(city.leader, url + kept)
        links = re.findall(r'href="(/to-chuc/(?:nguoi/)?\d+/)(\?[^"]*)?"', text)
        assert links, url
        assert {query for _address, query in links} == {kept}, url
    assert "?ngay=" not in re.sub(r"<form.*?</form>", "", get(city.leader, f"/to-chuc/{city.ward.pk}/"), flags=re.S)


def test_a_person_shows_the_posts_and_the_cell_of_the_day(city: City) -> None:
    ward_changes_hands(city)
    other = organisation("Chi bộ khối phố Hòa Thuận Tây", "cell", under=city.other_party)
    row = Membership.objects.get(person=city.chairman)
    transfer_membership(
        viewer=viewer(city.organiser), membership=row, cell=other, on=MONDAY, document="12-GT/TU", now=NOW
    )
    path = f"/to-chuc/nguoi/{city.chairman.pk}/"
    before, now = get(city.organiser, f"{path}?ngay={BEFORE}"), get(city.organiser, path)
    subtitle = re.compile(r"Chủ tịch UBND phường An Sơn")
    assert len(subtitle.findall(before)) > len(subtitle.findall(now))
    assert "chuyển sinh hoạt (12-GT/TU)" in now
    assert other.name in now
    assert "Không giữ chức vụ nào" not in now
    future = get(city.organiser, f"/to-chuc/nguoi/{city.official.pk}/?ngay={BEFORE}")
    assert "chưa đến ngày" in future


def test_keepers_find_the_steps_of_a_membership_on_the_page_others_do_not(city: City) -> None:
    path = f"/to-chuc/nguoi/{city.official.pk}/"
    text = get(city.organiser, path)
    for word in ("mien-sinh-hoat", "dinh-chi", "chuyen-sinh-hoat", "sinh-hoat-tam-thoi", "ra-khoi-dang", "tu-tran"):
        assert word in text, word
    assert "dang-vien/chinh-thuc" not in text
    for who in (city.secretary, city.inspector, city.official, city.other_chairman):
        assert "Ghi vào hồ sơ" not in get(who, path)
    row = Membership.objects.get(person=city.official)
    other = organisation("Chi bộ khối phố Hòa Thuận Tây", "cell", under=city.other_party)
    start_temporary_activity(
        viewer=viewer(city.organiser), membership=row, cell=other, since=BEFORE, document="3-GT", now=NOW
    )
    assert "Kết thúc sinh hoạt tạm thời" in get(city.organiser, path)
    assert "Ghi đảng viên vào chi bộ" in get(city.organiser, f"/to-chuc/nguoi/{city.city_chairman.pk}/")


def test_the_members_of_a_cell_on_a_day_are_listed_for_those_above_and_the_reading_noted(city: City) -> None:
    other = organisation("Chi bộ khối phố Hòa Thuận Tây", "cell", under=city.other_party)
    organiser = viewer(city.organiser)
    row = Membership.objects.get(person=city.official)
    transfer_membership(viewer=organiser, membership=row, cell=other, on=MONDAY, document="12-GT", now=NOW)
    second = Membership.objects.get(person=city.chairman)
    second = change_membership(viewer=organiser, membership=second, step="exempt", on=MONDAY, now=NOW)
    start_temporary_activity(viewer=organiser, membership=second, cell=other, since=MONDAY, document="3-GT", now=NOW)
    path = f"/to-chuc/{city.cell.pk}/?muc=dang-vien"
    before, now = get(city.secretary, f"{path}&ngay={BEFORE}"), get(city.secretary, path)
    assert "Ngô Thị Hân" in before
    assert "Ngô Thị Hân" not in now
    assert "miễn công tác và sinh hoạt" not in before
    assert "miễn công tác và sinh hoạt; sinh hoạt tạm thời tại Chi bộ khối phố Hòa Thuận Tây" in now
    assert ReadingLog.objects.filter(subject="members", person_id=city.chairman.pk).count() == 1
    host = get(city.organiser, f"/to-chuc/{other.pk}/?muc=dang-vien")
    assert "Đảng viên nơi khác sinh hoạt tạm thời tại đây" in host
    outside = get(city.other_chairman, path)
    assert "Ngô Thị Hân" not in outside
    assert "muc=dang-vien" not in outside


def test_the_tree_of_a_day_is_a_table_of_its_own(city: City) -> None:
    ward_changes_hands(city)
    put(Post(organisation=city.department, kind="head", title="=Trưởng phòng"))
    formula = organisation("=Phòng Y tế", "department", under=city.administration, hierarchy="state")
    text = get(city.official, f"/to-chuc/so-do.csv?he=state&ngay={BEFORE}")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    by_name = {row[1]: row for row in rows}
    assert by_name["UBND phường An Sơn"][5:8] == [city.administration.name, city.administration.code, "Lê Quang Thịnh"]
    assert by_name["UBND phường An Sơn"][0] == "2"
    assert by_name["Phòng Quản lý đô thị"][10] == "khuyết người đứng đầu"
    assert f"'{formula.name}" in by_name
    now = get(city.official, "/to-chuc/so-do.csv?he=state")
    assert "Ngô Thị Hân" in now
    assert "quyền, giao phụ trách" in now


def test_the_list_of_people_shows_the_posts_of_the_day(city: City) -> None:
    ward_changes_hands(city)
    assert "Chủ tịch UBND phường An Sơn" in get(city.official, f"/to-chuc/nguoi/?q=thinh&ngay={BEFORE}")
    assert "Chủ tịch UBND phường An Sơn" not in get(city.official, "/to-chuc/nguoi/?q=thinh")
    assert "không phải là ngày" in get(city.official, "/to-chuc/nguoi/?ngay=31/02/2021")
