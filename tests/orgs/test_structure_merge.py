"""Organisations are merged by one action: what they have passes to the successor, what they did stays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from nhacviec.ledger.models import Entry
from nhacviec.ledger.queries import verify
from nhacviec.orgs.access import Viewer
from nhacviec.orgs.actions import (
    FoundingDocument,
    HeadDraft,
    Merger,
    NewOrganisation,
    OrganisationDraft,
    create_organisations,
    merge_organisations,
    order_merge,
)
from nhacviec.orgs.models import Appointment, Membership, Organisation, OrganisationName, ParentLink, Succession
from nhacviec.orgs.queries import heads
from nhacviec.orgs.queries.structure import naming_on, plan_change, successor_of
from nhacviec.web.errors import BadInput, NotAllowed, NotPossible
from tests.factories import LONG_AGO, MONDAY, City, a_city, at, member, organisation, person, viewer

NOW = at(MONDAY)
OPERATOR = Viewer(on=MONDAY, name="Nhắc Việc", operator=True)
DOCUMENT = FoundingDocument("1659/NQ-UBTVQH15", dt.date(2021, 10, 1))
BEFORE = MONDAY - dt.timedelta(1)


@pytest.fixture
def city(db: None) -> Iterator[City]:
    yield a_city()
    result = verify()
    assert result.intact, [str(fault) for fault in result.faults]


def merge(city: City, by: Viewer = OPERATOR, **more: object) -> list[Organisation]:
    """The two wards, party and state, into one of each, founded with its head."""
    given: dict[str, object] = {
        "mergers": [
            Merger([city.ward_party, city.other_party], new_party(city)),
            Merger([city.ward, city.other_ward], new_ward(city)),
        ],
        "on": MONDAY,
        "document": DOCUMENT,
        "now": NOW,
    }
    return merge_organisations(viewer=by, **{**given, **more})  # type: ignore[arg-type]


def new_party(city: City) -> NewOrganisation:
    draft = OrganisationDraft(
        "Đảng bộ phường Hương Trà", "DBM", "ward_committee", MONDAY, parents=[(city.committee, "party", MONDAY)]
    )
    return NewOrganisation(draft)


def new_ward(city: City) -> NewOrganisation:
    parents = [(city.administration, "state", MONDAY), ("DBM", "party", MONDAY)]
    draft = OrganisationDraft("UBND phường Hương Trà", "UBM", "ward_administration", MONDAY, parents=parents)
    return NewOrganisation(draft, HeadDraft(city.chairman, "chairman"))


def test_many_pass_into_many_in_one_step(city: City) -> None:
    party, ward = merge(city)
    assert [(one.founded_on, one.ended_on) for one in (party, ward)] == [(MONDAY, None)] * 2
    for old in (city.ward_party, city.other_party, city.ward, city.other_ward):
        old.refresh_from_db()
        assert old.ended_on == MONDAY
        assert not ParentLink.objects.filter(child=old, valid_until=None).exists()
    pairs = set(Succession.objects.values_list("source_id", "target_id", "document"))
    text = "1659/NQ-UBTVQH15 ngày 1/10/2021"
    assert pairs == {
        (city.ward_party.pk, party.pk, text),
        (city.other_party.pk, party.pk, text),
        (city.ward.pk, ward.pk, text),
        (city.other_ward.pk, ward.pk, text),
    }


def test_what_stands_below_passes_under_the_successor_from_that_day(city: City) -> None:
    party, ward = merge(city)
    assert _parent(city.cell, "party", BEFORE) == city.ward_party
    assert _parent(city.cell, "party", MONDAY) == party
    assert _parent(city.counter, "state", MONDAY) == ward
    # The ward ended together with its party committee: it is not moved, its link ends.
    assert _parent(city.ward, "party", BEFORE) == city.ward_party
    assert _parent(city.ward, "party", MONDAY) is None
    assert _parent(ward, "party", MONDAY) == party


def _parent(child: Organisation, hierarchy: str, day: dt.date) -> Organisation | None:
    link = ParentLink.objects.on(day).filter(child=child, hierarchy=hierarchy).first()
    return link.parent if link else None


def test_posts_end_and_the_new_head_is_appointed_on_the_same_day(city: City) -> None:
    party, ward = merge(city)
    assert heads([city.ward.pk], BEFORE) == {city.ward.pk: city.chairman}
    assert heads([city.ward.pk, ward.pk, party.pk], MONDAY) == {ward.pk: city.chairman}
    assert not Appointment.objects.filter(person=city.other_chairman, valid_until=None).exists()


def test_a_new_organisation_bears_its_name_from_its_first_day_and_the_old_one_until_its_last(city: City) -> None:
    _party, ward = merge(city)
    assert OrganisationName.objects.get(organisation=ward).valid_from == MONDAY
    assert naming_on(ward, MONDAY).name == "UBND phường Hương Trà"
    assert naming_on(city.ward, BEFORE).name == "UBND phường An Sơn"
    assert successor_of([city.ward.pk], MONDAY) == {city.ward.pk: [ward]}
    assert successor_of([city.ward.pk], BEFORE) == {}


def test_members_of_a_cell_pass_to_the_cell_that_follows(city: City) -> None:
    cell = organisation("Chi bộ khối phố An Hà", "cell", under=city.ward_party)
    guest = person("Đinh Văn Quý")
    row = member(guest, cell)
    merge_organisations(
        viewer=viewer(city.organiser), mergers=[Merger([cell], city.cell)], on=MONDAY, document=DOCUMENT, now=NOW
    )
    row.refresh_from_db()
    assert (row.valid_until, row.end_reason) == (MONDAY, "reorganised")
    new = Membership.objects.get(person=guest, valid_until=None)
    assert (new.cell_id, new.admitted_on, new.official_on) == (city.cell.pk, row.admitted_on, row.official_on)
    assert Membership.objects.on(BEFORE).filter(cell=cell).count() == 1
    assert Membership.objects.on(MONDAY).filter(cell=city.cell).count() == 4


def test_members_do_not_pass_to_a_committee(city: City) -> None:
    with pytest.raises(NotPossible, match="chi bộ"):
        merge(city, mergers=[Merger([city.cell], city.other_party)])


def test_an_official_code_is_used_again_on_the_very_day(city: City) -> None:
    city.ward.official_code = "20350"
    draft = OrganisationDraft(
        "UBND phường Hương Trà",
        "UBM",
        "ward_administration",
        MONDAY,
        parents=[(city.administration, "state", MONDAY)],
        official_code="20350",
    )
    Organisation.objects.filter(pk=city.ward.pk).update(official_code="20350")
    with pytest.raises(BadInput):
        create_organisations(viewer=OPERATOR, drafts=[draft], now=NOW)
    Organisation.objects.filter(pk=city.ward.pk).update(official_code="")
    city.ward.official_code = ""
    old = OrganisationDraft(
        "UBND phường Cũ",
        "CU",
        "ward_administration",
        LONG_AGO,
        official_code="20350",
        parents=draft.parents and [(city.administration, "state", LONG_AGO)],
    )
    [source] = create_organisations(viewer=OPERATOR, drafts=[old], now=NOW)
    [made] = merge(city, mergers=[Merger([source], NewOrganisation(draft))])
    assert made.official_code == "20350"
    assert naming_on(source, BEFORE).official_code == naming_on(made, MONDAY).official_code == "20350"


def test_the_plan_shows_what_is_done(city: City) -> None:
    order = order_merge(
        mergers=[Merger([city.ward_party], city.other_party), Merger([city.ward], city.other_ward)],
        on=MONDAY,
        document=DOCUMENT.text,
    )
    plan = plan_change(viewer=viewer(city.organiser), change=order.change)
    assert not plan.problems
    shown = {(row.kind, row.label, row.target) for row in plan.rows if row.kind.startswith("orgs.")}
    assert shown == {
        ("orgs.child", "Chi bộ khối phố An Hòa", str(city.other_party.pk)),
        ("orgs.child", "Bộ phận một cửa phường An Sơn", str(city.other_ward.pk)),
        ("orgs.parent", "Thành ủy Tam Kỳ", ""),
        ("orgs.parent", "Đảng bộ phường An Sơn", ""),
        ("orgs.parent", "UBND thành phố Tam Kỳ", ""),
        ("orgs.appointment", "Phạm Ngọc Ẩn", ""),
        ("orgs.appointment", "Lê Quang Thịnh", ""),
    }
    assert {one.head for one in order.change.successors.values()} == {"", "Bùi Văn Đạt"}


def test_a_plan_that_was_seen_is_carried_out_as_it_stood_or_not_at_all(city: City) -> None:
    mergers = [Merger([city.ward], city.other_ward)]
    order = order_merge(mergers=mergers, on=MONDAY, document=DOCUMENT.text)
    seen = plan_change(viewer=OPERATOR, change=order.change).fingerprint
    organisation("Tổ công tác", "counter", under=city.ward, hierarchy="state")
    with pytest.raises(NotPossible, match="Xem lại"):
        merge(city, mergers=mergers, fingerprint=seen)
    now = plan_change(viewer=OPERATOR, change=order.change).fingerprint
    merge(city, mergers=mergers, fingerprint=now)
    city.ward.refresh_from_db()
    assert city.ward.ended_on == MONDAY


@pytest.mark.parametrize(
    ("on", "wrong"),
    [(MONDAY + dt.timedelta(1), BadInput), (LONG_AGO, NotPossible), (dt.date(1800, 1, 1), BadInput)],
)
def test_neither_before_its_day_nor_before_the_organisations_themselves(
    city: City, on: dt.date, wrong: type[Exception]
) -> None:
    with pytest.raises(wrong):
        merge(city, mergers=[Merger([city.ward], city.other_ward)], on=on)


def test_late_recording_reaches_back_a_year_for_an_office(city: City) -> None:
    long_ago = MONDAY - dt.timedelta(400)
    mergers = [Merger([city.counter], city.other_ward)]
    with pytest.raises(BadInput):
        merge(city, viewer(city.organiser), mergers=mergers, on=long_ago)
    merge(city, viewer(city.organiser), mergers=mergers, on=MONDAY - dt.timedelta(300))
    city.counter.refresh_from_db()
    assert city.counter.ended_on == MONDAY - dt.timedelta(300)


def test_only_who_keeps_a_body_above_changes_an_organisation(city: City) -> None:
    for who in (city.chairman, city.secretary, city.official, city.inspector, city.leader, city.other_chairman):
        with pytest.raises(NotAllowed):
            merge(city, viewer(who))
    # Its own office does not end the committee that it serves.
    with pytest.raises(NotAllowed):
        merge(city, viewer(city.clerk), mergers=[Merger([city.committee], city.ward_party)])
    merge(city, viewer(city.clerk))


def test_it_is_told_in_the_chains_of_all(city: City) -> None:
    party, ward = merge(city)
    for unit in (city.ward, city.other_ward, city.ward_party, city.other_party, party, ward):
        assert Entry.objects.filter(chain=unit.pk, verb="merge_organisations").exists(), unit


def test_what_begins_later_in_an_ending_organisation_stands_in_the_way(city: City) -> None:
    late = person("Hà Văn Muộn")
    Membership.objects.bulk_create([])
    row = member(late, city.cell, admitted_on=MONDAY + dt.timedelta(3))
    assert row.pk
    other = organisation("Chi bộ khác", "cell", under=city.ward_party)
    with pytest.raises(NotPossible, match="bắt đầu từ ngày này"):
        merge(city, mergers=[Merger([city.cell], other)])


def test_a_successor_does_not_stand_below_what_ends_nor_end_itself(city: City) -> None:
    with pytest.raises(NotPossible):
        merge(city, mergers=[Merger([city.ward_party], city.cell)])
    with pytest.raises(NotPossible):
        merge(city, mergers=[Merger([city.ward, city.other_ward], city.other_ward)])
