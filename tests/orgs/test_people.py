"""People, posts, appointments, memberships, accounts."""

from __future__ import annotations

import datetime as dt

import pytest

from nhacviec.ledger.models import ChainHead, Entry
from nhacviec.ledger.queries import verify
from nhacviec.orgs.access import Viewer
from nhacviec.orgs.actions import (
    AppointmentDraft,
    MembershipDraft,
    PersonDraft,
    PostDraft,
    add_memberships,
    appoint,
    create_people,
    create_posts,
    end_appointment,
    end_membership,
)
from nhacviec.orgs.models import Appointment, Membership, Person
from nhacviec.orgs.queries import body_roll, heads, members, posts_of, responsible_person, search_people, vacant_units
from nhacviec.web.errors import BadInput, NotAllowed, NotPossible
from tests import factories
from tests.factories import LONG_AGO, MONDAY, City, a_city, at, viewer

pytestmark = pytest.mark.django_db
NOW = at(MONDAY)
OPERATOR = Viewer(on=MONDAY, name="Nhắc Việc", operator=True)
DAY = dt.timedelta(days=1)


@pytest.fixture
def city() -> City:
    return a_city()


def test_a_city_of_members_is_entered_in_few_statements(city: City, django_assert_max_num_queries: object) -> None:
    drafts = [PersonDraft(f"Trần Thị Hoa {n % 7}", f"M{n}", city.cell) for n in range(2500)]
    with django_assert_max_num_queries(60):  # type: ignore[operator]
        people = create_people(viewer=OPERATOR, drafts=drafts, now=NOW)
    admitted = dt.date(2010, 2, 3)
    with django_assert_max_num_queries(60):  # type: ignore[operator]
        rows = [MembershipDraft(one, city.cell, admitted, admitted) for one in people]
        add_memberships(viewer=OPERATOR, drafts=rows, now=NOW)
    assert members(city.cell, MONDAY).count() == 2503
    assert verify().intact


def test_a_person_is_told_in_the_chain_of_the_first_unit(city: City) -> None:
    before = ChainHead.objects.filter(chain=city.ward.pk).values_list("seq", flat=True).first() or 0
    create_people(viewer=OPERATOR, drafts=[PersonDraft("Đặng Thị Hòa", "P-1", city.ward)], now=NOW)
    assert ChainHead.objects.get(chain=city.ward.pk).seq == before + 1
    assert Entry.objects.filter(chain=city.ward.pk, verb="enter_person").exists()


def test_the_order_is_by_given_name_and_the_search_without_marks(city: City) -> None:
    names = ["Lê Văn Hoà", "Lê Thị Hoa", "Lê Văn Hóa"]
    people = create_people(
        viewer=OPERATOR, drafts=[PersonDraft(n, f"S{i}", city.ward) for i, n in enumerate(names)], now=NOW
    )
    cell = [MembershipDraft(p, city.cell, LONG_AGO) for p in people]
    add_memberships(viewer=OPERATOR, drafts=cell, now=NOW)
    secretary = viewer(city.secretary)
    assert [p.full_name for p in search_people(secretary, "hoa")][:3] == ["Lê Thị Hoa", "Lê Văn Hoà", "Lê Văn Hóa"]
    assert next(p.full_name for p in search_people(secretary, "Hóa")) == "Lê Văn Hóa"


def test_members_without_a_post_are_not_found_from_outside(city: City) -> None:
    [person] = create_people(viewer=OPERATOR, drafts=[PersonDraft("Lê Thị Kín", "S1", city.cell)], now=NOW)
    add_memberships(viewer=OPERATOR, drafts=[MembershipDraft(person, city.cell, LONG_AGO)], now=NOW)
    assert not search_people(viewer(city.other_chairman), "kin").exists()
    assert search_people(viewer(city.secretary), "kin").exists()
    assert search_people(viewer(city.other_chairman), "thinh").exists()


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (PersonDraft("", "x"), "full_name"),
        (PersonDraft("...", "x"), "full_name"),
        (PersonDraft("Lê " * 60, "x"), "full_name"),
        (PersonDraft("Lê Thị Hoa", ""), "code"),
        (PersonDraft("Lê Thị Hoa", "x", None, dt.date(1800, 1, 1)), "born_on"),
    ],
)
def test_a_wrong_person_is_refused(draft: PersonDraft, field: str) -> None:
    with pytest.raises(BadInput) as caught:
        create_people(viewer=OPERATOR, drafts=[draft], now=NOW)
    assert caught.value.field == field
    assert not Person.objects.exists()


def test_a_head_post_has_one_holder_at_a_time(city: City) -> None:
    held = Appointment.objects.get(person=city.chairman)
    new = AppointmentDraft(city.official, held.post, MONDAY)
    with pytest.raises(NotPossible):
        appoint(viewer=OPERATOR, drafts=[new], now=NOW)
    end_appointment(viewer=OPERATOR, appointment=held, on=MONDAY, now=NOW)
    appoint(viewer=OPERATOR, drafts=[new], now=NOW)
    assert responsible_person(city.ward, MONDAY) == city.official
    assert responsible_person(city.ward, MONDAY - DAY) == city.chairman
    assert verify().intact


def test_two_drafts_of_one_call_do_not_share_a_head_post(city: City) -> None:
    [post] = create_posts(viewer=OPERATOR, drafts=[PostDraft(city.department, "head", "Trưởng phòng")], now=NOW)
    wanted = [AppointmentDraft(who, post, MONDAY) for who in (city.official, city.clerk)]
    with pytest.raises(NotPossible):
        appoint(viewer=OPERATOR, drafts=wanted, now=NOW)
    assert vacant_units([city.department.pk, city.ward.pk], MONDAY) == {city.department.pk}


def test_one_who_acts_is_the_head_while_the_post_is_vacant(city: City) -> None:
    held = Appointment.objects.get(person=city.chairman)
    acting = AppointmentDraft(city.official, held.post, MONDAY, acting=True)
    appoint(viewer=OPERATOR, drafts=[acting], now=NOW)
    assert heads([city.ward.pk], MONDAY) == {city.ward.pk: city.chairman}
    end_appointment(viewer=OPERATOR, appointment=held, on=MONDAY, now=NOW)
    assert heads([city.ward.pk], MONDAY) == {city.ward.pk: city.official}


def test_the_head_is_answered_in_one_query(city: City, django_assert_num_queries: object) -> None:
    units = [city.ward.pk, city.ward_party.pk, city.other_ward.pk, city.counter.pk]
    with django_assert_num_queries(1):  # type: ignore[operator]
        found = heads(units, MONDAY)
    assert found == {
        city.ward.pk: city.chairman,
        city.ward_party.pk: city.secretary,
        city.other_ward.pk: city.other_chairman,
    }
    assert responsible_person(city.counter, MONDAY) is None


def test_vacant_posts_of_heads_are_shown_vacant_ones_of_officials_are_not(city: City) -> None:
    create_posts(
        viewer=OPERATOR,
        drafts=[PostDraft(city.counter, "head", "Trưởng bộ phận"), PostDraft(city.counter, "official")],
        now=NOW,
    )
    lines = posts_of(city.counter, MONDAY)
    assert [(line.title, line.vacant) for line in lines] == [
        ("Trưởng bộ phận", True),
        ("Công chức tư pháp - hộ tịch", False),
    ]
    assert body_roll(city.counter, MONDAY) == [city.official]


def test_a_member_is_in_one_cell_at_a_time_and_moves_without_a_gap(city: City) -> None:
    other = factories.organisation("Chi bộ khối phố Hương Sơn", "cell", under=city.ward_party)
    membership = Membership.objects.get(person=city.chairman)
    moved = MembershipDraft(city.chairman, other, membership.admitted_on, since=MONDAY)
    with pytest.raises(NotPossible):
        add_memberships(viewer=OPERATOR, drafts=[moved], now=NOW)
    end_membership(viewer=OPERATOR, membership=membership, on=MONDAY, now=NOW)
    add_memberships(viewer=OPERATOR, drafts=[moved], now=NOW)
    assert [m.person for m in members(other, MONDAY)] == [city.chairman]
    assert city.chairman not in [m.person for m in members(city.cell, MONDAY)]
    assert verify().intact


def test_wrong_memberships_are_refused(city: City) -> None:
    wrong = [
        MembershipDraft(city.clerk, city.ward_party, LONG_AGO),
        MembershipDraft(city.clerk, city.cell, LONG_AGO, official_on=LONG_AGO - DAY),
        MembershipDraft(city.clerk, city.cell, LONG_AGO, since=LONG_AGO - DAY),
        MembershipDraft(city.clerk, city.cell, LONG_AGO, until=LONG_AGO),
    ]
    for draft in wrong:
        with pytest.raises(BadInput):
            add_memberships(viewer=OPERATOR, drafts=[draft], now=NOW)
    assert not Membership.objects.filter(person=city.clerk).exists()


def test_only_keepers_change_people(city: City) -> None:
    held = Appointment.objects.get(person=city.official)
    for who in (city.chairman, city.secretary, city.official, city.inspector, city.leader):
        by = viewer(who)
        with pytest.raises(NotAllowed):
            create_people(viewer=by, drafts=[PersonDraft("Lê Thị Hoa", "S1", city.ward)], now=NOW)
        with pytest.raises(NotAllowed):
            end_appointment(viewer=by, appointment=held, on=MONDAY, now=NOW)
    clerk = viewer(city.clerk)
    assert create_people(viewer=clerk, drafts=[PersonDraft("Lê Thị Hoa", "S1", city.ward)], now=NOW)
    with pytest.raises(NotAllowed):
        create_people(viewer=clerk, drafts=[PersonDraft("Lê Thị Hoa", "S2")], now=NOW)


def test_who_keeps_the_records_does_not_appoint_himself(city: City) -> None:
    [post] = create_posts(viewer=OPERATOR, drafts=[PostDraft(city.standing, "standing_member", "")], now=NOW)
    keeper = viewer(city.organiser)
    with pytest.raises(NotAllowed):
        appoint(viewer=keeper, drafts=[AppointmentDraft(city.organiser, post, MONDAY)], now=NOW)
    assert appoint(viewer=keeper, drafts=[AppointmentDraft(city.clerk, post, MONDAY)], now=NOW)
