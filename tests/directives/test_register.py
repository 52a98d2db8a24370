"""Registering a directive, adding clauses: rights, refusals, pages."""

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from nhacviec.directives.actions import add_clauses, register_directive
from nhacviec.directives.models import Directive
from nhacviec.directives.queries import listing, readable
from nhacviec.web.errors import BadInput, NotAllowed
from tests.factories import MONDAY, City, at, organisation, viewer


def register(city: City, who: Any = None, **more: Any) -> Directive:
    given = {
        "issuer": city.committee,
        "kind": "CT",
        "number": "06",
        "symbol": "CT/TU",
        "issued_on": dt.date(2021, 1, 15),
        "subject": "Siết chặt kỷ luật,  kỷ cương",
        "clauses": [("I", "Yêu cầu"), ("II.4", "Nhắc việc")],
        **more,
    }
    return register_directive(viewer=viewer(who or city.clerk), now=at(MONDAY), **given)


def test_a_directive_has_its_number_and_its_clauses_in_order(city: City) -> None:
    made = register(city)
    assert made.full_number == "06-CT/TU"
    assert made.subject == "Siết chặt kỷ luật, kỷ cương"
    assert [(c.label, c.order) for c in made.clauses.all()] == [("I", 1), ("II.4", 2)]
    added = add_clauses(viewer=viewer(city.clerk), directive=made, clauses=[("III", "Tổ chức")], now=at(MONDAY))
    assert added[0].order == 3


def test_a_clerk_registers_what_came_from_above_and_nobody_for_a_stranger(city: City) -> None:
    province = organisation("Tỉnh ủy", "province_committee")
    with pytest.raises(NotAllowed):
        register(city, issuer=province)
    from tests.factories import below

    below(city.committee, province, "party")
    assert register(city, issuer=province).issuer == province
    for who in (city.official, city.chairman, city.other_chairman):
        with pytest.raises(NotAllowed):
            register(city, who, issuer=city.ward_party if who != city.chairman else city.other_ward)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"secrecy": "mat"}, "secrecy"),
        ({"kind": "XX"}, "kind"),
        ({"number": " "}, "number"),
        ({"symbol": "x" * 41}, "symbol"),
        ({"subject": ""}, "subject"),
        ({"issued_on": dt.date(2021, 11, 9)}, "issued_on"),
        ({"clauses": [("I", ""), ("I", "")]}, "clauses"),
        ({"clauses": [("", "x")]}, "clauses"),
    ],
)
def test_what_is_refused_is_not_saved(city: City, change: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as error:
        register(city, **change)
    assert error.value.field == field
    assert not Directive.objects.exists()


def test_the_same_number_is_registered_once(city: City) -> None:
    register(city)
    with pytest.raises(BadInput) as error:
        register(city)
    assert error.value.field == "number"
    assert Directive.objects.count() == 1


def test_directives_go_downwards_and_not_sideways(city: City) -> None:
    above = register(city)
    mine = register(city, city.chairman, issuer=city.ward, number="1")
    other = register(city, city.other_chairman, issuer=city.other_ward, number="2")
    assert set(readable(viewer(city.chairman))) == {above, mine}
    assert set(readable(viewer(city.official))) == {above, mine}  # the counter stands below the ward
    assert set(readable(viewer(city.leader))) == {above, mine, other}


def test_search_by_number_subject_and_issuer_without_marks(city: City) -> None:
    register(city)
    who = viewer(city.leader)
    assert len(listing(who, q="ky cuong")) == 1
    assert len(listing(who, q="06-ct/tu thanh uy")) == 1
    assert len(listing(who, q="khong co")) == 0


@pytest.fixture
def clerk(city: City, settings: Any) -> Client:
    settings.NHACVIEC_TODAY = "2021-11-08T15:00"
    client = Client()
    client.force_login(city.clerk.user)
    return client


def form(city: City, **change: Any) -> dict[str, Any]:
    return {
        "issuer": city.committee.pk,
        "kind": "KH",
        "number": "58",
        "symbol": "KH/TU",
        "issued_on": "15/06/2021",
        "subject": "Kế hoạch giải phóng mặt bằng",
        "clauses": "I: Mục đích\n\nIII.2: Bàn giao: trước 30/9",
        **change,
    }


def test_the_page_registers_clauses_line_by_line_and_keeps_the_file(city: City, clerk: Client) -> None:
    upload = SimpleUploadedFile("58-KH-TU.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")
    answer = clerk.post(reverse("directives:new"), form(city, upload=upload))
    assert answer.status_code == 302, answer.content.decode()
    made = Directive.objects.get()
    assert [(c.label, c.text) for c in made.clauses.all()] == [("I", "Mục đích"), ("III.2", "Bàn giao: trước 30/9")]
    page = clerk.get(reverse("directives:detail", args=[made.pk])).content.decode()
    assert "III.2" in page
    assert clerk.get(reverse("directives:file", args=[made.pk]))["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"secrecy": "mat"}, "độ mật không được đưa vào"),
        ({"clauses": "I: a\nI: b"}, "Dòng 2: mục I ghi hai lần"),
        ({"clauses": ": không có ký hiệu"}, "Dòng 1: ghi ký hiệu mục"),
        ({"issued_on": "9/11/2021"}, "không được sau hôm nay"),
        ({"issuer": "1e9"}, "Chọn một mục"),
        ({"upload": SimpleUploadedFile("a.pdf", b"MZ")}, "chương trình chạy được"),
    ],
)
def test_the_page_tells_what_is_wrong_beside_the_field(
    city: City, clerk: Client, change: dict[str, Any], message: str
) -> None:
    answer = clerk.post(reverse("directives:new"), form(city, **change))
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert "Kế hoạch giải phóng mặt bằng" in answer.content.decode()
    assert not Directive.objects.exists()
