"""Accounts of people: opened one by one and in bulk by who keeps the records, who never learns a password."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from django.test import Client

from nhacviec.accounts.actions import Origin
from nhacviec.accounts.models import OneTimeLink, User
from nhacviec.accounts.queries import proposed_names
from nhacviec.ledger.models import Entry
from nhacviec.ledger.queries import verify
from nhacviec.orgs.access import Viewer
from nhacviec.orgs.account_rights import may_keep_account
from nhacviec.orgs.actions import accounts as actions
from nhacviec.orgs.models import Person
from nhacviec.orgs.queries.accounts import people_without_password
from nhacviec.orgs.second_factor import needs_second_factor
from nhacviec.web import clock
from nhacviec.web.errors import BadInput, NotAllowed, NotPossible
from tests.contracts.house import python_files
from tests.factories import City, a_city, appoint, member, organisation, person, viewer

pytestmark = pytest.mark.django_db
OPERATOR = Viewer(on=clock.today(), operator=True, name="Quản trị")
GOOD = "Song Tam Ky 1906"


@pytest.fixture
def city() -> City:
    return a_city()


def signed_in(who: Person) -> Client:
    client = Client()
    assert who.user is not None
    client.force_login(who.user)
    return client


def officials(city: City, count: int) -> list[Person]:
    """People with posts in the ward and no account."""
    names = ("Nguyễn Văn An", "Nguyễn Việt An", "Trần Thị Bích", "Đỗ Ngọc Ánh", "Lê Hữu Đức")
    made = [person(names[number % len(names)]) for number in range(count)]
    for who in made:
        appoint(who, city.ward, "official")
    return made


@pytest.mark.parametrize(
    ("name", "proposed"),
    [
        ("Lê Thị Hoa", "hoalt"),
        ("Đỗ Ngọc Ánh", "anhdn"),
        ("Nguyễn Thị Mỹ Hạnh", "hanhntm"),
        ("Ái", "ai"),
        ("H'Linh Niê", "niehh"),
        ("Nguyễn  Ưng", "ungn"),
        ("李", "nguoidung"),
    ],
)
def test_the_proposed_name_is_the_given_name_and_initials(name: str, proposed: str) -> None:
    assert proposed_names([name])[0].startswith(proposed[:3])
    if "'" not in name:
        assert proposed_names([name]) == [proposed]


def test_proposed_names_never_meet_one_another_or_those_in_use(city: City) -> None:
    for name in ("AnNV", "annv2", "annv3"):
        User.objects.create(username=name, created_at=clock.now())
    names = proposed_names(["Nguyễn Văn An"] * 40 + ["Trần Thị Bích", "Nguyễn Viết An"])
    assert names[0] == "annv4"
    assert names[40] == "bichtt"
    assert len(set(names)) == 42


def test_everybody_of_a_unit_receives_a_link_in_one_go(city: City) -> None:
    made = officials(city, 30)
    client = signed_in(city.organiser)
    page = client.get(f"/to-chuc/{city.ward.pk}/tai-khoan/").content.decode()
    assert page.count('name="people"') == 30
    sheet = client.post(f"/to-chuc/{city.ward.pk}/tai-khoan/", {"people": [p.pk for p in made], "out": "sheet"})
    text = sheet.content.decode()
    links = re.findall(r"http://testserver(/tai-khoan/lien-ket/[\w-]+/)", text)
    assert len(set(links)) == 30
    assert sheet["Cache-Control"] == "no-store"
    assert not any(Person.objects.get(pk=p.pk).user.has_usable_password() for p in made)  # type: ignore[union-attr]
    holder = Client()
    holder.get(links[0])
    assert holder.post("/tai-khoan/lien-ket/", {"password": GOOD, "again": GOOD}).status_code == 302
    left = client.get(f"/to-chuc/{city.ward.pk}/tai-khoan/").content.decode()
    assert left.count('name="people"') == 29
    assert "có liên kết chưa dùng" in left
    assert verify().intact


def test_the_table_holds_no_formula_and_the_same_links_work(city: City) -> None:
    made = [*officials(city, 2), person("=cmd Văn Lợi")]
    appoint(made[2], city.ward, "official")
    client = signed_in(city.clerk)
    answer = client.post(f"/to-chuc/{city.ward.pk}/tai-khoan/", {"people": [p.pk for p in made], "out": "table"})
    assert answer["Content-Type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["Họ và tên", "Tên đăng nhập", "Liên kết", "Hết hạn"]
    assert len(rows) == 4
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert any(row[0].startswith("'=cmd") for row in rows)
    holder = Client()
    holder.get(rows[1][2].removeprefix("http://testserver"))
    assert rows[1][1] in holder.get("/tai-khoan/lien-ket/").content.decode()


def test_links_reach_the_units_below_when_asked(city: City) -> None:
    below = organisation("Tổ một cửa lưu động", "counter", under=city.counter, hierarchy="state")
    deep, old = person("Phan Thị Sen"), person("Hồ Văn Mười")
    appoint(deep, below, "official")
    member(old, city.cell)
    keeper = viewer(city.organiser, on=clock.today())
    assert deep not in people_without_password(keeper, city.ward, below=False)
    assert deep in people_without_password(keeper, city.ward, below=True)
    assert old in people_without_password(keeper, city.ward_party, below=True)
    assert deep in people_without_password(keeper, city.ward_party, below=True)
    assert deep not in people_without_password(keeper, city.other_ward, below=True)


def test_a_lost_link_is_given_again_in_bulk_and_the_old_one_stops(city: City) -> None:
    made = officials(city, 3)
    first = actions.hand_out_links(viewer=OPERATOR, people=made, now=clock.now())
    second = actions.hand_out_links(viewer=OPERATOR, people=made, now=clock.now())
    assert {one.user.pk for one, _who in first} == {one.user.pk for one, _who in second}
    assert OneTimeLink.objects.filter(revoked_at=None).count() == 3
    assert User.objects.count() == 9 + 3
    assert verify().intact


def test_who_set_a_password_is_not_in_a_bulk(city: City) -> None:
    with pytest.raises(BadInput):
        actions.hand_out_links(viewer=OPERATOR, people=[city.official], now=clock.now())
    with pytest.raises(BadInput):
        actions.hand_out_links(viewer=OPERATOR, people=[], now=clock.now())


def test_a_bulk_with_one_person_of_somebody_else_opens_nothing(city: City) -> None:
    ward_keeper = person("Vũ Thị Lành", user="vp.phuong")
    office = organisation("Văn phòng Đảng ủy phường An Sơn", "committee_office", under=city.ward_party)
    appoint(ward_keeper, office, "official")
    by = viewer(ward_keeper, on=clock.today())
    inside = officials(city, 2)
    outside = person("Ngụy Văn Tám")
    appoint(outside, city.other_ward, "official")
    assert actions.hand_out_links(viewer=by, people=inside[:1], now=clock.now())
    before = User.objects.count()
    with pytest.raises(NotAllowed):
        actions.hand_out_links(viewer=by, people=[inside[1], outside], now=clock.now())
    assert User.objects.count() == before
    client = signed_in(ward_keeper)
    assert client.get(f"/to-chuc/{city.other_ward.pk}/tai-khoan/").status_code == 403
    picked = client.post(f"/to-chuc/{city.ward.pk}/tai-khoan/", {"people": [outside.pk]})
    assert picked.status_code == 422


def test_only_who_keeps_the_records_opens_accounts(city: City) -> None:
    [who] = officials(city, 1)
    for other in (city.chairman, city.secretary, city.official, city.inspector, city.leader, city.other_chairman):
        by = viewer(other, on=clock.today())
        with pytest.raises(NotAllowed):
            actions.open_account(viewer=by, person=who, username="x", now=clock.now())
        with pytest.raises(NotAllowed):
            actions.renew_link(viewer=by, person=city.official, now=clock.now())
        with pytest.raises(NotAllowed):
            actions.close_account(viewer=by, person=city.official, reason="x", origin=Origin(), now=clock.now())


def test_nobody_keeps_his_own_account_and_a_clerk_keeps_no_operators(city: City) -> None:
    clerk = viewer(city.clerk, on=clock.today())
    assert not may_keep_account(clerk, city.clerk)
    assert may_keep_account(clerk, city.official)
    User.objects.filter(pk=city.official.user_id).update(is_operator=True)
    official = Person.objects.get(pk=city.official.pk)
    assert not may_keep_account(clerk, official)
    assert may_keep_account(OPERATOR, official)
    with pytest.raises(NotAllowed):
        actions.renew_link(viewer=clerk, person=official, now=clock.now())
    client = signed_in(city.clerk)
    assert client.get(f"/to-chuc/nguoi/{city.clerk.pk}/tai-khoan/").status_code == 403
    assert client.post(f"/to-chuc/nguoi/{official.pk}/tai-khoan/lien-ket/").status_code == 403


def test_an_account_is_opened_once_under_a_free_name(city: City) -> None:
    [who] = officials(city, 1)
    for name in ("chu.tich", "CHU.TICH", "", "có khoảng trắng"):
        with pytest.raises(BadInput) as caught:
            actions.open_account(viewer=OPERATOR, person=who, username=name, now=clock.now())
        assert caught.value.field == "username"
    with pytest.raises(BadInput) as caught:
        actions.open_account(viewer=OPERATOR, person=who, username="an", email="không phải", now=clock.now())
    assert caught.value.field == "email"
    issued = actions.open_account(viewer=OPERATOR, person=who, username="an", now=clock.now())
    assert Person.objects.get(user=issued.user) == who
    with pytest.raises(NotPossible):
        actions.open_account(viewer=OPERATOR, person=Person.objects.get(pk=who.pk), username="an2", now=clock.now())
    assert verify().intact


def test_a_keeper_closes_and_opens_again_with_a_reason(city: City) -> None:
    client = signed_in(city.organiser)
    theirs = signed_in(city.official)
    url = f"/to-chuc/nguoi/{city.official.pk}/tai-khoan/"
    assert client.get(url).status_code == 200
    assert client.post(f"{url}ngung/", {"reason": ""}).status_code == 422
    assert client.post(f"{url}ngung/", {"reason": "nghỉ hưu"}).status_code == 302
    assert theirs.get("/to-chuc/").status_code == 302
    assert "nghỉ hưu" in client.get(url).content.decode()
    assert client.post(f"{url}lien-ket/").status_code == 409
    assert client.post(f"{url}mo-lai/", {"reason": "ký hợp đồng"}).status_code == 302
    sheet = client.post(f"{url}lien-ket/")
    assert "/tai-khoan/lien-ket/" in sheet.content.decode()
    assert client.post(f"{url}lien-ket/thu-hoi/").status_code == 302
    verbs = set(Entry.objects.values_list("verb", flat=True))
    assert {"deactivate_user", "reactivate_user", "issue_link", "revoke_link"} <= verbs
    assert verify().intact


def test_a_bulk_of_five_hundred_asks_as_few_questions_as_one_of_ten(
    city: City, django_assert_max_num_queries: Any
) -> None:
    for size in (10, 500):
        made = officials(city, size)
        with django_assert_max_num_queries(60):
            actions.hand_out_links(viewer=OPERATOR, people=made, now=clock.now())


def test_all_of_a_large_unit_receive_their_links_as_one_table(city: City) -> None:
    officials(city, 230)
    client = signed_in(city.organiser)
    url = f"/to-chuc/{city.ward.pk}/tai-khoan/"
    page = client.get(url).content.decode()
    assert page.count('name="people"') == 200
    assert "Cấp cho tất cả" in page
    assert client.post(url, {"out": "table"}).status_code == 422
    answer = client.post(url, {"out": "all"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 231
    assert len({row[1] for row in rows}) == 231
    assert verify().intact


def test_who_must_have_a_second_factor(city: City) -> None:
    today = clock.today()
    obliged = [city.leader, city.clerk, city.organiser]
    free = [city.chairman, city.official, city.other_chairman]
    assert all(needs_second_factor(viewer(who, on=today)) for who in obliged)
    assert not any(needs_second_factor(viewer(who, on=today)) for who in free)
    assert needs_second_factor(OPERATOR)


def test_only_the_sample_makes_accounts_with_a_password_of_its_own() -> None:
    named = "open_sample_account"
    users = {path.parent.name for path in python_files("src/nhacviec") if named in path.read_text(encoding="utf-8")}
    assert users == {"actions", "sample"}
    with pytest.raises(NotAllowed):
        actions.open_sample_account(
            viewer=Viewer(on=clock.today()), person=person("Ai"), username="ai", password="1", now=clock.now()
        )
