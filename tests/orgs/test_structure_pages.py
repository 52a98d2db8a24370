"""A change of structure on its pages: form, preview, confirmation; nothing is done before, and only what was seen."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from nhacviec.ledger.queries import verify
from nhacviec.orgs.models import Organisation, ParentLink, Person
from tests.contracts.matrix import TODAY
from tests.factories import City, a_city, member, organisation, person

pytestmark = pytest.mark.django_db
WHEN = {"on": "08/11/2021", "document": "1659/NQ-UBTVQH15", "signed_on": "01/10/2021"}


@pytest.fixture
def city(db: None) -> Any:
    with override_settings(NHACVIEC_TODAY=TODAY):
        yield a_city()


def _client(who: Person) -> Client:
    client = Client()
    user = Person.objects.select_related("user").get(pk=who.pk).user
    assert user is not None
    client.force_login(user)
    return client


def _fingerprint(page: str) -> str:
    found = re.search(r'name="dau" value="([0-9a-f]+)"', page)
    assert found
    return found[1]


def _seen(client: Client, path: str, data: dict[str, Any]) -> tuple[str, str]:
    """(page, fingerprint) of the preview."""
    answer = client.post(path, data)
    assert answer.status_code == 200, answer.content.decode()[:3000]
    page = answer.content.decode()
    return page, _fingerprint(page)


def test_merge_into_a_new_organisation_with_its_head(city: City) -> None:
    client, path = _client(city.organiser), reverse("orgs:merge", args=[city.ward.pk])
    assert client.get(path).status_code == 200
    data = {
        **WHEN,
        "others": [str(city.other_ward.pk)],
        "name": "UBND phường Hương Trà",
        "code": "UBM",
        "official_code": "20350",
        "head": city.chairman.code,
        "head_title": "Chủ tịch UBND phường Hương Trà",
    }
    page, seen = _seen(client, path, data)
    for text in (
        "Bộ phận một cửa phường An Sơn",
        "thành lập mới, nhận",
        "Lê Quang Thịnh",
        "số lần nhắc việc giữ nguyên",
    ):
        assert text in page
    assert Organisation.objects.filter(code="UBM").count() == 0
    answer = client.post(path, {**data, "buoc": "xac-nhan", "dau": seen})
    new = Organisation.objects.get(code="UBM")
    assert answer.status_code == 302
    assert answer["Location"] == reverse("orgs:organisation", args=[new.pk])
    assert ParentLink.objects.get(child=city.counter, valid_until=None).parent == new
    assert verify().intact
    old = client.get(reverse("orgs:organisation", args=[city.ward.pk])).content.decode()
    assert reverse("orgs:organisation", args=[new.pk]) in old


def test_nothing_is_done_without_a_preview_or_after_a_stale_one(city: City) -> None:
    client, path = _client(city.organiser), reverse("orgs:merge", args=[city.ward.pk])
    data = {**WHEN, "target": str(city.other_ward.pk), "buoc": "xac-nhan"}
    assert client.post(path, data).status_code == 409
    _page, seen = _seen(client, path, {**data, "buoc": "xem"})
    organisation("Tổ công tác mới", "counter", under=city.ward, hierarchy="state")
    answer = client.post(path, {**data, "dau": seen})
    assert answer.status_code == 409
    assert "Tổ công tác mới" in answer.content.decode()
    city.ward.refresh_from_db()
    assert city.ward.ended_on is None
    answer = client.post(path, {**data, "dau": _fingerprint(answer.content.decode())})
    assert answer.status_code == 302


def test_a_split_asks_where_each_thing_goes(city: City) -> None:
    one, two = person("Đinh Văn Quý"), person("Đinh Văn Tám")
    first = organisation("Chi bộ khối phố An Hà", "cell", under=city.ward_party)
    rows = [member(who, first) for who in (one, two)]
    client, path = _client(city.organiser), reverse("orgs:split", args=[first.pk])
    data = {**WHEN, "into": [str(city.cell.pk)], "name_1": "Chi bộ khối phố An Đông", "code_1": "AD"}
    page, seen = _seen(client, path, data)
    assert f'name="chon:orgs.member:{rows[0].pk}"' in page
    choices = {f"chon:orgs.member:{rows[1].pk}": "new:AD"}
    assert client.post(path, {**data, **choices, "buoc": "xac-nhan", "dau": seen}).status_code == 409
    _page, seen = _seen(client, path, {**data, **choices})
    assert client.post(path, {**data, **choices, "buoc": "xac-nhan", "dau": seen}).status_code == 302
    assert one.memberships.get(valid_until=None).cell == city.cell
    assert two.memberships.get(valid_until=None).cell.code == "AD"
    assert verify().intact


def test_a_whole_group_may_be_sent_elsewhere_at_once(city: City) -> None:
    client, path = _client(city.organiser), reverse("orgs:split", args=[city.cell.pk])
    data = {**WHEN, "name_1": "Chi bộ 1", "code_1": "C1", "name_2": "Chi bộ 2", "code_2": "C2"}
    data["chon:orgs.member"] = "new:C2"
    _page, seen = _seen(client, path, data)
    assert client.post(path, {**data, "buoc": "xac-nhan", "dau": seen}).status_code == 302
    assert Organisation.objects.get(code="C2").memberships.count() == 3
    assert Organisation.objects.get(code="C1").memberships.count() == 0


def test_the_end_needs_a_successor_while_anything_is_left(city: City) -> None:
    client, path = _client(city.organiser), reverse("orgs:end", args=[city.ward.pk])
    page = client.post(path, WHEN).content.decode()
    assert "Còn tổ chức trực thuộc" in page
    assert "xac-nhan" not in page
    refused = client.post(path, {**WHEN, "buoc": "xac-nhan", "dau": _fingerprint(page)})
    assert refused.status_code == 409
    data = {**WHEN, "target_code": city.other_ward.code}
    _page, seen = _seen(client, path, data)
    assert client.post(path, {**data, "buoc": "xac-nhan", "dau": seen}).status_code == 302


def test_a_day_to_come_can_be_looked_at_but_not_confirmed(city: City) -> None:
    client, path = _client(city.organiser), reverse("orgs:merge", args=[city.ward.pk])
    data = {**WHEN, "on": "01/12/2021", "target": str(city.other_ward.pk)}
    page, seen = _seen(client, path, data)
    assert "xác nhận từ ngày 01/12/2021" in page
    answer = client.post(path, {**data, "buoc": "xac-nhan", "dau": seen})
    assert answer.status_code == 422
    city.ward.refresh_from_db()
    assert city.ward.ended_on is None


def test_renaming_shows_both_names_and_keeps_the_old_one_findable(city: City) -> None:
    client, path = _client(city.organiser), reverse("orgs:rename", args=[city.ward.pk])
    data = {**WHEN, "name": "UBND phường Hương Trà", "short_name": "Phường Hương Trà"}
    page, seen = _seen(client, path, data)
    assert "UBND phường An Sơn" in page
    assert client.post(path, {**data, "buoc": "xac-nhan", "dau": "khác"}).status_code == 409
    assert client.post(path, {**data, "buoc": "xac-nhan", "dau": seen}).status_code == 302
    unit = client.get(reverse("orgs:organisation", args=[city.ward.pk]) + "?muc=quan-he").content.decode()
    assert "UBND phường Hương Trà" in unit
    assert "UBND phường An Sơn" in unit


def test_moving_says_who_reads_it_no_longer_and_who_from_now_on(city: City) -> None:
    client, path = _client(city.organiser), reverse("orgs:move", args=[city.cell.pk])
    data = {**WHEN, "parent": str(city.other_party.pk), "hierarchy": "party"}
    page, seen = _seen(client, path, data)
    assert "Không còn đọc hồ sơ nội bộ từ ngày ấy: Đảng bộ phường An Sơn." in page
    assert "Được đọc hồ sơ nội bộ từ ngày ấy: Đảng bộ phường Hòa Thuận." in page
    assert "3 đảng viên" in page
    assert client.post(path, {**data, "buoc": "xac-nhan", "dau": seen}).status_code == 302
    assert ParentLink.objects.get(child=city.cell, valid_until=None).parent == city.other_party


def test_many_pass_into_fewer_on_one_page(city: City) -> None:
    third = organisation("UBND xã Tam Ngọc", "ward_administration", under=city.administration, hierarchy="state")
    client, path = _client(city.organiser), reverse("orgs:many", args=[city.administration.pk])
    assert client.get(path).status_code == 200
    data = {
        **WHEN,
        f"to_{city.ward.pk}": "new:1",
        f"to_{city.other_ward.pk}": "new:1",
        f"to_{third.pk}": "new:2",
        "name_1": "UBND phường Hương Trà",
        "code_1": "UBM1",
        "official_1": "20350",
        "name_2": "UBND phường Quảng Phú",
        "code_2": "UBM2",
    }
    page, seen = _seen(client, path, data)
    assert "UBND phường Quảng Phú" in page
    assert client.post(path, {**data, "buoc": "xac-nhan", "dau": seen}).status_code == 302
    living = Organisation.objects.filter(kind="ward_administration", ended_on=None)
    assert sorted(living.values_list("code", "official_code")) == [("UBM1", "20350"), ("UBM2", "")]
    links = ParentLink.objects.filter(parent=city.administration, valid_until=None, child__in=living)
    assert {link.hierarchy for link in links} == {"state"}
    assert verify().intact
    assert client.post(path, WHEN).status_code == 422
    wrong = client.post(reverse("orgs:many", args=[city.committee.pk]), {**WHEN, f"to_{city.ward_party.pk}": "new:3"})
    assert wrong.status_code == 422
    assert _client(city.chairman).get(path).status_code == 403


def test_a_move_to_where_it_stands_or_below_itself_is_refused_before_it_is_confirmed(city: City) -> None:
    client, path = _client(city.organiser), reverse("orgs:move", args=[city.ward_party.pk])
    data = {**WHEN, "hierarchy": "party", "parent_code": city.committee.code}
    answer = client.post(path, data)
    assert answer.status_code == 422
    assert "đã trực thuộc" in answer.content.decode()
    page, _seen_now = _seen(client, path, {**data, "parent_code": city.cell.code})
    assert "đang đứng dưới" in page
    assert "xac-nhan" not in page


@pytest.mark.parametrize(
    ("name", "data", "field"),
    [
        ("merge", {}, "target"),
        ("merge", {"target_code": "KHÔNG CÓ"}, "target_code"),
        ("merge", {"name": "Mới"}, "code"),
        ("merge", {"name": "Mới", "code": "M", "head": "X"}, "head"),
        ("split", {}, "into"),
        ("split", {"code_1": "A"}, "name_1"),
        ("end", {"target_code": "A B"}, "target_code"),
        ("rename", {"name": "UBND phường An Sơn"}, "name"),
        ("move", {"hierarchy": "party"}, "parent"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(city: City, name: str, data: dict[str, str], field: str) -> None:
    client = _client(city.organiser)
    answer = client.post(reverse(f"orgs:{name}", args=[city.ward.pk]), {**WHEN, **data})
    assert answer.status_code == 422
    assert answer.context["form"].errors.get(field), answer.context["form"].errors


def test_the_office_of_a_committee_does_not_restructure_it(city: City) -> None:
    for name in ("change_menu", "merge", "split", "rename", "move", "end"):
        assert _client(city.clerk).get(reverse(f"orgs:{name}", args=[city.committee.pk])).status_code == 403
        assert _client(city.chairman).get(reverse(f"orgs:{name}", args=[city.ward.pk])).status_code == 403
