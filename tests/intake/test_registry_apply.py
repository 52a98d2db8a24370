"""What a workbook says is written by the actions of organisations and people, and a second time changes nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from nhacviec.intake.models import RegistryImport
from nhacviec.intake.registry import actions
from nhacviec.ledger.queries import verify
from nhacviec.orgs.access import Viewer
from nhacviec.orgs.models import Appointment, Membership, Organisation, OrganisationName, ParentLink, Person, Post
from nhacviec.web.errors import NotPossible
from tests.factories import MONDAY, City, at, viewer

from .registry_files import OPERATOR, checked, faults, registry, upload

D = dt.date
NEW_CELL = {"code": "CB-MOI", "name": "Chi bộ khối phố Mới", "kind": "chi bộ", "founded_on": D(2020, 1, 1)}


def brought_in(viewer: Viewer, content: bytes, *, skip: bool = False) -> RegistryImport:
    """Start, check, confirm, write."""
    now = at(MONDAY)
    batch = actions.start_registry_import(viewer=viewer, upload=upload(content), now=now)
    batch = actions.run_check(viewer=viewer, batch=batch, now=now)
    assert batch.state == "checked", batch.message
    assert not batch.summary["totals"]["refused"] or skip, batch.problems
    batch = actions.confirm_registry_import(
        viewer=viewer, batch=batch, skip_refused=skip, fingerprint=batch.fingerprint, now=now
    )
    batch = actions.write_registry(viewer=viewer, batch=batch, now=now)
    assert batch.state == "done", batch.message
    assert verify().intact
    # The tree has grown, and with it what the viewer keeps.
    again = checked(replace(viewer), content)
    assert (again.size, again.steps) == (0, [])
    assert len(again.bad) == batch.summary["totals"]["refused"]
    return batch


def a_new_cell(city: City) -> dict[str, Any]:
    """A cell of the ward with a secretary and a member who is new."""
    return {
        "organisations": [NEW_CELL],
        "links": [
            {"unit": "CB-MOI", "parent": city.ward_party.code, "hierarchy": "hệ thống đảng", "since": D(2020, 1, 1)}
        ],
        "people": [
            {"code": "N1", "name": "Đặng Thị Ánh", "born_on": D(1985, 2, 3)},
            {"code": "N2", "name": "Lý Văn Ước", "born_on": "4/5/1990"},
        ],
        "posts": [
            {"unit": "CB-MOI", "kind": "Bí thư", "title": "Bí thư Chi bộ", "person": "N1", "since": D(2020, 2, 1)},
            {"unit": "CB-MOI", "kind": "Phó Bí thư"},
        ],
        "memberships": [
            {
                "person": "N1",
                "unit": "CB-MOI",
                "admitted_on": D(2010, 5, 1),
                "official_on": D(2011, 5, 1),
                "since": D(2020, 1, 1),
            },
            {"person": "N2", "unit": "CB-MOI", "admitted_on": D(2021, 5, 1)},
        ],
    }


@pytest.mark.parametrize("who", ["operator", "clerk"])
def test_a_new_cell_with_its_people(city: City, who: str) -> None:
    found = OPERATOR if who == "operator" else viewer(getattr(city, who))
    batch = brought_in(found, registry(**a_new_cell(city)))
    cell = Organisation.objects.get(code="CB-MOI")
    assert ParentLink.objects.get(child=cell).parent == city.ward_party
    assert OrganisationName.objects.get(organisation=cell).valid_from == D(2020, 1, 1)
    secretary = Appointment.objects.get(post__organisation=cell)
    assert (secretary.person.full_name, secretary.post.title) == ("Đặng Thị Ánh", "Bí thư Chi bộ")
    assert Post.objects.filter(organisation=cell, kind="deputy_secretary", title="Phó Bí thư").count() == 1
    assert Person.objects.get(code="N2").born_on == D(1990, 5, 4)
    assert Membership.objects.get(person__code="N2").valid_from == D(2021, 5, 1)
    assert batch.written == 9


def test_changes_are_dated(city: City) -> None:
    brought_in(viewer(city.clerk), registry(**a_new_cell(city)))
    keeper = viewer(city.clerk)
    moved = a_new_cell(city)
    moved["organisations"] = [
        {
            **NEW_CELL,
            "name": "Chi bộ khối phố Đổi Mới",
            "name_since": D(2021, 6, 1),
            "place": "An Sơn",
            "document": "9-QĐ/TU ngày 1/6/2021",
        }
    ]
    moved["links"].append(
        {
            "unit": "CB-MOI",
            "parent": city.other_party.code,
            "hierarchy": "hệ thống đảng",
            "since": D(2021, 7, 1),
            "document": "5-QĐ/TU ngày 20/06/2021",
        }
    )
    moved["people"][1]["name"] = "Lý Văn Ước Nguyện"
    moved["posts"][0]["until"] = D(2021, 8, 1)
    moved["posts"].append(
        {"unit": "CB-MOI", "kind": "Bí thư", "title": "Bí thư Chi bộ", "person": "N2", "since": D(2021, 8, 1)}
    )
    moved["memberships"][1]["official_on"] = D(2021, 10, 1)
    moved["memberships"].append(
        {
            "person": "N1",
            "unit": city.cell.code,
            "admitted_on": D(2010, 5, 1),
            "official_on": D(2011, 5, 1),
            "since": D(2021, 9, 1),
            "document": "GT 7",
        }
    )
    plan = checked(keeper, registry(**moved))
    assert faults(plan) == []
    rename = next(step for step in plan.steps if step.sheet == "organisations")
    assert ("Tên", "Chi bộ khối phố Mới", "Chi bộ khối phố Đổi Mới") in rename.changes
    brought_in(keeper, registry(**moved))
    cell = Organisation.objects.get(code="CB-MOI")
    assert (cell.name, cell.place) == ("Chi bộ khối phố Đổi Mới", "An Sơn")
    names = list(
        OrganisationName.objects.filter(organisation=cell).order_by("valid_from").values_list("name", "valid_until")
    )
    assert names == [("Chi bộ khối phố Mới", D(2021, 6, 1)), ("Chi bộ khối phố Đổi Mới", None)]
    links = list(ParentLink.objects.filter(child=cell).order_by("valid_from").values_list("parent", "valid_until"))
    assert links == [(city.ward_party.pk, D(2021, 7, 1)), (city.other_party.pk, None)]
    heads = list(
        Appointment.objects.filter(post__kind="secretary", post__organisation=cell)
        .order_by("valid_from")
        .values_list("person__code", "valid_until", "post")
    )
    assert [(code, until) for code, until, _post in heads] == [("N1", D(2021, 8, 1)), ("N2", None)]
    assert heads[0][2] == heads[1][2]
    was, now = Membership.objects.filter(person__code="N1").order_by("valid_from")
    assert (was.valid_until, was.end_reason, was.document, now.cell_id) == (
        D(2021, 9, 1),
        "transfer",
        "GT 7",
        city.cell.pk,
    )
    was, now = Membership.objects.filter(person__code="N2").order_by("valid_from")
    assert (was.valid_until, was.end_reason, now.official_on) == (D(2021, 10, 1), "official", D(2021, 10, 1))
    assert Person.objects.get(code="N2").full_name == "Lý Văn Ước Nguyện"


def test_an_organisation_ends_when_nothing_is_left_in_it(city: City) -> None:
    brought_in(OPERATOR, registry(**a_new_cell(city)))
    ended = a_new_cell(city)
    ended["organisations"] = [{**NEW_CELL, "ended_on": D(2021, 10, 1), "document": "7-QĐ/TU ngày 20/9/2021"}]
    plan = checked(OPERATOR, registry(**ended))
    assert [fault[:3] for fault in faults(plan)] == [("organisations", 2, "ended_on")]
    assert "đảng viên" in faults(plan)[0][3]
    for row in ended["memberships"]:
        row |= {"until": D(2021, 10, 1), "end": "xin ra khỏi Đảng, xóa tên"}
    brought_in(OPERATOR, registry(**ended))
    cell = Organisation.objects.get(code="CB-MOI")
    assert cell.ended_on == D(2021, 10, 1)
    assert ParentLink.objects.get(child=cell).valid_until == D(2021, 10, 1)
    assert Membership.objects.get(person__code="N2").end_reason == "left"


def test_refused_rows_stop_the_import_unless_left_out(city: City) -> None:
    rows = a_new_cell(city)
    rows["people"][1]["born_on"] = "31/02/1990"
    keeper, now = viewer(city.clerk), at(MONDAY)
    batch = actions.start_registry_import(viewer=keeper, upload=upload(registry(**rows)), now=now)
    batch = actions.run_check(viewer=keeper, batch=batch, now=now)
    # The person's own row, and the membership that needs it.
    assert [(row["sheet"], row["row"]) for row in batch.problems] == [("people", 3), ("memberships", 3)]
    with pytest.raises(NotPossible, match="2 dòng bị từ chối"):
        actions.confirm_registry_import(
            viewer=keeper, batch=batch, skip_refused=False, fingerprint=batch.fingerprint, now=now
        )
    assert not Person.objects.filter(code="N1").exists()
    actions.confirm_registry_import(
        viewer=keeper, batch=batch, skip_refused=True, fingerprint=batch.fingerprint, now=now
    )
    assert actions.write_registry(viewer=keeper, batch=batch, now=now).state == "done"
    assert Person.objects.filter(code="N1").exists()
    assert not Person.objects.filter(code="N2").exists()


def test_what_changed_meanwhile_is_shown_before_it_is_written(city: City) -> None:
    keeper, now = viewer(city.clerk), at(MONDAY)
    batch = actions.start_registry_import(viewer=keeper, upload=upload(registry(**a_new_cell(city))), now=now)
    batch = actions.run_check(viewer=keeper, batch=batch, now=now)
    actions.confirm_registry_import(
        viewer=keeper, batch=batch, skip_refused=False, fingerprint=batch.fingerprint, now=now
    )
    brought_in(OPERATOR, registry(people=[{"code": "N1", "name": "Người Khác"}]))
    again = actions.write_registry(viewer=keeper, batch=batch, now=now)
    assert (again.state, "đã đổi" in again.message) == ("checked", True)
    assert again.fingerprint != batch.fingerprint
    assert not Organisation.objects.filter(code="CB-MOI").exists()


def test_a_writing_that_is_stopped_leaves_nothing(city: City) -> None:
    keeper, now = viewer(city.clerk), at(MONDAY)
    batch = actions.start_registry_import(viewer=keeper, upload=upload(registry(**a_new_cell(city))), now=now)
    batch = actions.run_check(viewer=keeper, batch=batch, now=now)
    actions.confirm_registry_import(
        viewer=keeper, batch=batch, skip_refused=False, fingerprint=batch.fingerprint, now=now
    )

    def stop_late(what: str, done: int, total: int) -> None:
        if "sinh hoạt" in what:
            raise actions.Stopped

    stopped = actions.write_registry(viewer=keeper, batch=batch, now=now, progress=stop_late)
    assert (stopped.state, "Đã dừng" in stopped.message) == ("checked", True)
    assert not Person.objects.filter(code="N1").exists()
    assert verify().intact
