"""Every row that cannot be accepted is named, with the column and what would be accepted; nothing is guessed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from nhacviec.intake.registry.plan import Plan
from nhacviec.orgs.access import Viewer
from nhacviec.orgs.models import Person
from tests.factories import LONG_AGO, MONDAY, City, appoint, member, organisation, person, put, viewer

from .registry_files import OPERATOR, book, checked, faults, registry

D = dt.date


def only(plan: Plan) -> tuple[str, str, tuple[str, ...]]:
    """(column, message, candidates) of the one fault of a plan that does nothing."""
    assert plan.size == 0
    [bad] = plan.bad
    [fault] = bad.faults
    return fault.column, fault.message, fault.candidates


def post(**values: Any) -> bytes:
    """A sheet with one post."""
    return registry(posts=[{"kind": "Phó Bí thư", **values}])


def test_an_organisation_by_its_very_name(city: City) -> None:
    plan = checked(OPERATOR, post(unit_name="đảng bộ phường An Sơn"))
    assert faults(plan) == []
    assert [place.unit.pk for place in plan.places] == [city.ward_party.pk]


def test_a_name_without_marks_is_no_match_but_a_candidate(city: City) -> None:
    column, message, candidates = only(checked(OPERATOR, post(unit_name="Dang bo phuong An Son")))
    assert (column, "đúng tên này" in message) == ("unit_name", True)
    assert candidates == (f"Đảng bộ phường An Sơn ({city.ward_party.code}), Thành ủy Tam Kỳ",)


def test_several_of_one_name_are_told_apart_by_code_and_parent(city: City) -> None:
    twins = [organisation("Chi bộ Trường Mầm non", "cell", under=up) for up in (city.ward_party, city.other_party)]
    column, message, candidates = only(checked(OPERATOR, post(unit_name="Chi bộ Trường Mầm non")))
    assert (column, "Nhiều tổ chức" in message) == ("unit_name", True)
    assert set(candidates) == {
        f"Chi bộ Trường Mầm non ({twins[0].code}), Đảng bộ phường An Sơn",
        f"Chi bộ Trường Mầm non ({twins[1].code}), Đảng bộ phường Hòa Thuận",
    }


def test_of_one_name_the_one_that_existed_that_day(city: City) -> None:
    organisation("Chi bộ Cũ", "cell", under=city.ward_party, ended_on=D(2018, 1, 1))
    alive = organisation("Chi bộ Cũ", "cell", under=city.ward_party)
    rows = [{"unit_name": "Chi bộ Cũ", "kind": "Bí thư", "person": city.official.code, "since": D(2020, 1, 1)}]
    plan = checked(OPERATOR, registry(posts=rows))
    assert faults(plan) == []
    assert plan.appointments[0].place.unit.pk == alive.pk


def test_a_code_and_a_name_that_disagree(city: City) -> None:
    column, message, _candidates = only(checked(OPERATOR, post(unit=city.ward.code, unit_name="Thành ủy Tam Kỳ")))
    assert (column, "UBND phường An Sơn" in message) == ("unit_name", True)
    assert "Không có tổ chức mang mã" in only(checked(OPERATOR, post(unit="KHONG-CO")))[1]


def test_a_person_by_name_and_birthday(city: City) -> None:
    twins = [
        put(Person(code=f"T{n}", full_name="Trần Văn Hai", born_on=D(1980, 1, n), folded="tran van hai", sort_key="x"))
        for n in (1, 2)
    ]
    row = {"unit": city.counter.code, "kind": "Công chức, viên chức", "person_name": "Trần Văn Hai", "since": MONDAY}
    column, message, candidates = only(checked(OPERATOR, registry(posts=[row])))
    assert (column, "ngày sinh" in message) == ("born_on", True)
    assert candidates == ("Trần Văn Hai (T1, 01/01/1980)", "Trần Văn Hai (T2, 02/01/1980)")
    plan = checked(OPERATOR, registry(posts=[{**row, "born_on": D(1980, 1, 2)}]))
    assert [entry.human.code for entry in plan.appointments] == [twins[1].code]
    assert only(checked(OPERATOR, registry(posts=[{**row, "born_on": D(1981, 1, 1)}])))[2] == candidates
    assert (
        only(checked(OPERATOR, registry(posts=[{**row, "person_name": "Tran Van Hai", "born_on": D(1980, 1, 2)}])))[0]
        == "person_name"
    )


def test_rows_outside_are_refused_and_named(city: City) -> None:
    """The office of the ward keeps the ward; the rest of the city is none of its business."""
    office = organisation("Văn phòng Đảng ủy phường An Sơn", "committee_office", under=city.ward_party)
    keeper = person("Ninh Thị Kha", user="vp.an.son")
    appoint(keeper, office, "official")
    own, other = city.cell, organisation("Chi bộ phường bên", "cell", under=city.other_party)
    stranger = person("Bạch Văn Lạ")
    member(stranger, other)
    rows = {
        "organisations": [
            {"code": other.code, "name": "Tên khác", "kind": "chi bộ", "founded_on": LONG_AGO},
            {"code": "MOI", "name": "Chi bộ Mới", "kind": "chi bộ", "founded_on": D(2021, 1, 1)},
            {"code": "GOC", "name": "Chi bộ không cấp trên", "kind": "chi bộ", "founded_on": D(2021, 1, 1)},
        ],
        "links": [
            {"unit": "MOI", "parent": city.other_party.code, "hierarchy": "hệ thống đảng", "since": D(2021, 1, 1)}
        ],
        "people": [{"code": stranger.code, "name": "Bạch Văn Lạ"}, {"code": "KHONG-NOI", "name": "Trần Không Nơi"}],
        "posts": [{"unit": own.code, "kind": "Phó Bí thư"}, {"unit": other.code, "kind": "Phó Bí thư"}],
        "memberships": [{"person": stranger.code, "unit": own.code, "admitted_on": D(2010, 2, 3), "since": MONDAY}],
    }
    plan = checked(viewer(keeper), registry(**rows))
    refused = {(sheet, row): message for sheet, row, _column, message in faults(plan)}
    assert set(refused) == {
        ("organisations", 2),
        ("organisations", 3),
        ("organisations", 4),
        ("links", 2),
        ("people", 2),
        ("people", 3),
        ("posts", 3),
        ("memberships", 2),
    }
    assert "ngoài phạm vi" in refused[("organisations", 2)]
    assert "ngoài phạm vi" in refused[("people", 2)]
    assert "phải có chức vụ" in refused[("people", 3)]
    assert [place.unit.pk for place in plan.places] == [own.pk]
    assert "Bạch" not in " ".join(refused.values())
    assert faults(checked(OPERATOR, registry(organisations=rows["organisations"][1:]))) == []


def test_what_stands_is_not_changed_behind_its_day(city: City) -> None:
    unit, cell, who = city.ward_party, city.cell, city.secretary
    appointment = who.appointments.get()
    for sheet, row, column, text in (
        (
            "organisations",
            {"code": unit.code, "name": "Đảng bộ khác", "kind": "đảng ủy phường, xã", "founded_on": LONG_AGO},
            "name",
            "ngày đổi tên",
        ),
        (
            "organisations",
            {"code": unit.code, "name": unit.name, "kind": unit.kind, "founded_on": D(2014, 1, 1)},
            "founded_on",
            "đã ghi",
        ),
        (
            "organisations",
            {
                "code": unit.code,
                "name": "Đảng bộ khác",
                "name_since": D(2021, 9, 1),
                "kind": unit.kind,
                "founded_on": LONG_AGO,
            },
            "document",
            "số và ngày",
        ),
        (
            "organisations",
            {
                "code": unit.code,
                "name": "Đảng bộ khác",
                "name_since": D(2021, 12, 1),
                "kind": unit.kind,
                "founded_on": LONG_AGO,
                "document": "1-QĐ/TU ngày 1/9/2021",
            },
            "name_since",
            "Chưa đến ngày",
        ),
        (
            "links",
            {"unit": cell.code, "parent": city.other_party.code, "hierarchy": "party", "since": LONG_AGO},
            "parent",
            "dòng mới",
        ),
        (
            "links",
            {"unit": cell.code, "parent": cell.code, "hierarchy": "state", "since": MONDAY},
            "parent",
            "đang đứng dưới",
        ),
        (
            "links",
            {"unit": city.committee.code, "parent": cell.code, "hierarchy": "party", "since": MONDAY},
            "parent",
            "đang đứng dưới",
        ),
        (
            "links",
            {"unit": cell.code, "parent": city.other_party.code, "hierarchy": "party", "since": MONDAY},
            "document",
            "số và ngày",
        ),
        (
            "posts",
            {
                "unit": unit.code,
                "kind": "Bí thư",
                "title": appointment.post.title,
                "person": who.code,
                "since": LONG_AGO,
                "acting": "Có",
            },
            "acting",
            "Đã ghi",
        ),
        (
            "posts",
            {
                "unit": unit.code,
                "kind": "Bí thư",
                "title": appointment.post.title,
                "person": city.official.code,
                "since": MONDAY,
            },
            "person",
            "đang do",
        ),
        ("posts", {"unit": unit.code, "kind": "Bí thư", "since": MONDAY}, "person", "khuyết"),
        ("posts", {"unit": unit.code, "kind": "Bí thư", "person": who.code}, "since", "bổ nhiệm"),
        (
            "posts",
            {"unit": unit.code, "kind": "Bí thư", "person": who.code, "since": D(2014, 1, 1)},
            "since",
            "thành lập ngày",
        ),
        (
            "memberships",
            {"person": who.code, "unit": cell.code, "admitted_on": D(2011, 2, 3), "since": D(2010, 2, 3)},
            "since",
            "trước ngày kết nạp",
        ),
        (
            "memberships",
            {"person": who.code, "unit": unit.code, "admitted_on": D(2010, 2, 3), "since": MONDAY},
            "unit",
            "không phải là chi bộ",
        ),
        (
            "memberships",
            {"person": who.code, "unit": cell.code, "admitted_on": D(2010, 2, 3), "exempt": "x"},
            "exempt",
            "dòng mới",
        ),
        (
            "memberships",
            {
                "person": who.code,
                "unit": cell.code,
                "admitted_on": D(2010, 2, 3),
                "since": D(2016, 1, 1),
                "until": D(2017, 1, 1),
            },
            "since",
            "Trùng thời gian",
        ),
    ):
        plan = checked(OPERATOR, registry(**{sheet: [row]}))
        found = {(name, text in message) for _sheet, _row, name, message in faults(plan)}
        assert (column, True) in found, (row, faults(plan))
        assert plan.size == 0


def test_the_same_row_twice(city: City) -> None:
    rows = [{"code": "A", "name": "Trần A"}] * 2
    assert faults(checked(OPERATOR, registry(people=rows))) == [("people", 3, "code", "Mã này đã có ở dòng 2.")]
    seat = {"unit": city.counter.code, "kind": "official", "person": city.leader.code, "since": MONDAY}
    assert faults(checked(OPERATOR, registry(posts=[seat, seat]))) == [
        ("posts", 3, "person", "Dòng này lặp lại dòng 2.")
    ]


def test_nobody_writes_into_his_own_record(city: City) -> None:
    own: Viewer = viewer(city.clerk)
    row = {"unit": city.standing.code, "kind": "Người đứng đầu", "person": city.clerk.code, "since": MONDAY}
    assert "chính mình" in only(checked(own, registry(posts=[row])))[1]
    admitted = {"person": city.clerk.code, "unit": city.cell.code, "admitted_on": D(2020, 1, 1)}
    assert "chính mình" in only(checked(own, registry(memberships=[admitted])))[1]


def test_circles_among_new_organisations(city: City) -> None:
    units = [{"code": c, "name": f"Chi bộ {c}", "kind": "chi bộ", "founded_on": D(2020, 1, 1)} for c in "AB"]
    links = [{"unit": a, "parent": b, "hierarchy": "party", "since": D(2020, 1, 1)} for a, b in ("AB", "BA")]
    plan = checked(OPERATOR, registry(organisations=units, links=links))
    assert plan.size == 0
    assert {sheet for sheet, *_rest in faults(plan)} == {"organisations", "links"}


def test_an_official_code_is_borne_by_one_living_organisation(city: City) -> None:
    organisation("Đảng bộ phường Có Mã", "ward_committee", under=city.committee, official_code="20332")
    new = {
        "code": "N",
        "name": "Đảng bộ phường Mới",
        "kind": "ward_committee",
        "founded_on": D(2021, 1, 1),
        "official_code": 20332.0,
    }
    assert faults(checked(OPERATOR, registry(organisations=[new])))[0][2] == "official_code"
    assert faults(checked(OPERATOR, registry(organisations=[{**new, "kind": "ward_administration"}]))) == []


@pytest.mark.parametrize("missing", ["Mã", "Họ và tên"])
def test_a_sheet_without_an_obligatory_column(city: City, missing: str) -> None:
    heads = [head for head in ("Mã", "Họ và tên", "Ngày sinh") if head != missing]
    plan = checked(OPERATOR, book({"Con người": [heads, ["x", "01/01/1980"]]}))
    assert [message.partition(".")[0] for *_rest, message in faults(plan)] == ["Không được để trống"]
