"""The life of a party membership: steps, transfer, temporary activity, leaving, death; each in the ledger."""

from __future__ import annotations

import datetime as dt

import pytest

from nhacviec.ledger.models import Entry
from nhacviec.ledger.queries import content, verify
from nhacviec.orgs.access import Viewer
from nhacviec.orgs.actions import (
    change_membership,
    end_temporary_activity,
    leave_party,
    record_death,
    start_temporary_activity,
    transfer_membership,
)
from nhacviec.orgs.models import Appointment, Membership, Organisation, Substitution
from nhacviec.orgs.queries import ledger_excerpt, members, responsible_person, vacant_units
from nhacviec.orgs.queries.ledger import VERBS
from nhacviec.orgs.workflow import STEPS
from nhacviec.web.errors import BadInput, NotAllowed, NotPossible
from tests.factories import LONG_AGO, MONDAY, City, a_city, at, member, organisation, person, put, viewer

pytestmark = pytest.mark.django_db
NOW = at(MONDAY)
DAY = dt.timedelta(days=1)
JUNE, SEPTEMBER = dt.date(2021, 6, 1), dt.date(2021, 9, 1)


@pytest.fixture
def city() -> City:
    return a_city()


@pytest.fixture
def organiser(city: City) -> Viewer:
    return viewer(city.organiser)


@pytest.fixture
def other_cell(city: City) -> Organisation:
    return organisation("Chi bộ khối phố Hòa Thuận Tây", "cell", under=city.other_party)


def row_of(city: City, *, official: bool = True) -> Membership:
    admitted = dt.date(2020, 3, 2)
    who = person("Huỳnh Thị Lựu")
    return put(
        Membership(
            person=who,
            cell=city.cell,
            admitted_on=admitted,
            official_on=dt.date(2021, 3, 2) if official else None,
            valid_from=admitted,
        ),
        city.cell.pk,
    )


def on(row: Membership, day: dt.date) -> Membership:
    return Membership.objects.on(day).get(person_id=row.person_id)


def test_a_probationary_member_becomes_full_from_a_day(city: City, organiser: Viewer) -> None:
    row = row_of(city, official=False)
    change_membership(viewer=organiser, membership=row, step="make_official", on=JUNE, document="05-QĐ/ĐU", now=NOW)
    assert on(row, JUNE - DAY).official_on is None
    assert on(row, JUNE - DAY).end_reason == "official"
    assert on(row, JUNE).official_on == JUNE
    assert on(row, JUNE).admitted_on == row.admitted_on
    assert verify().intact


@pytest.mark.parametrize(
    ("step", "back", "state"), [("exempt", "lift_exemption", "exempt"), ("suspend", "resume", "suspended")]
)
def test_a_state_is_dated_and_can_be_lifted(city: City, organiser: Viewer, step: str, back: str, state: str) -> None:
    row = row_of(city)
    then = change_membership(viewer=organiser, membership=row, step=step, on=JUNE, now=NOW)
    change_membership(viewer=organiser, membership=then, step=back, on=SEPTEMBER, now=NOW)
    days = (JUNE - DAY, JUNE, SEPTEMBER - DAY, SEPTEMBER)
    assert [getattr(on(row, day), state) for day in days] == [False, True, True, False]
    assert members(city.cell, JUNE).filter(person=row.person).exists()
    assert Entry.objects.filter(chain=city.cell.pk, verb=f"membership_{step}").count() == 1
    assert verify().intact


@pytest.mark.parametrize("step", ["lift_exemption", "resume", "make_official"])
def test_a_step_that_the_state_does_not_allow_is_refused(city: City, organiser: Viewer, step: str) -> None:
    with pytest.raises(NotPossible):
        change_membership(viewer=organiser, membership=row_of(city), step=step, on=JUNE, now=NOW)


def test_a_step_on_or_before_the_first_day_of_the_row_is_refused(city: City, organiser: Viewer) -> None:
    row = row_of(city)
    with pytest.raises(BadInput, match="02/03/2020"):
        change_membership(viewer=organiser, membership=row, step="exempt", on=row.valid_from, now=NOW)
    assert Membership.objects.filter(person=row.person).count() == 1


def test_only_keepers_change_a_membership_and_never_their_own(city: City, organiser: Viewer) -> None:
    row = row_of(city)
    for who in (city.secretary, city.chairman, city.leader, city.inspector):
        with pytest.raises(NotAllowed):
            change_membership(viewer=viewer(who), membership=row, step="exempt", on=JUNE, now=NOW)
    own = member(city.organiser, city.cell)
    with pytest.raises(NotAllowed):
        change_membership(viewer=organiser, membership=own, step="exempt", on=JUNE, now=NOW)


def test_a_transfer_is_told_in_both_cells(city: City, organiser: Viewer, other_cell: Organisation) -> None:
    row = row_of(city)
    transfer_membership(viewer=organiser, membership=row, cell=other_cell, on=JUNE, document="12-GT/TU", now=NOW)
    assert on(row, JUNE - DAY).cell == city.cell
    assert on(row, JUNE).cell == other_cell
    assert on(row, JUNE - DAY).end_reason == "transfer"
    for chain in (city.cell.pk, other_cell.pk):
        told = content(Entry.objects.get(chain=chain, verb="transfer_membership"))
        assert told["facts"] == {"document": "12-GT/TU", "from": city.cell.pk, "to": other_cell.pk}
    assert verify().intact


def test_a_transfer_needs_a_cell_that_exists_and_a_document(
    city: City, organiser: Viewer, other_cell: Organisation
) -> None:
    row = row_of(city)
    wrong = [
        (city.ward, JUNE, "1", "cell"),
        (city.cell, JUNE, "1", "cell"),
        (other_cell, LONG_AGO - DAY, "1", "on"),
        (other_cell, JUNE, " ", "document"),
    ]
    for cell, day, document, field in wrong:
        with pytest.raises(BadInput) as error:
            transfer_membership(viewer=organiser, membership=row, cell=cell, on=day, document=document, now=NOW)
        assert error.value.field == field
    assert on(row, MONDAY).cell == city.cell


def test_temporary_activity_leaves_the_member_in_his_own_cell(
    city: City, organiser: Viewer, other_cell: Organisation
) -> None:
    row = row_of(city)
    made = start_temporary_activity(
        viewer=organiser, membership=row, cell=other_cell, since=JUNE, document="3-GT", now=NOW
    )
    assert on(row, MONDAY).cell == city.cell
    assert {e.chain for e in Entry.objects.filter(verb="start_temporary_activity")} == {city.cell.pk, other_cell.pk}
    with pytest.raises(NotPossible):
        start_temporary_activity(
            viewer=organiser, membership=row, cell=other_cell, since=SEPTEMBER, document="4-GT", now=NOW
        )
    end_temporary_activity(viewer=organiser, activity=made, on=SEPTEMBER, now=NOW)
    with pytest.raises(NotPossible):
        end_temporary_activity(viewer=organiser, activity=made, on=SEPTEMBER, now=NOW)
    start_temporary_activity(
        viewer=organiser, membership=row, cell=other_cell, since=SEPTEMBER, document="4-GT", now=NOW
    )
    assert verify().intact


def test_a_transfer_ends_the_temporary_activity(city: City, organiser: Viewer, other_cell: Organisation) -> None:
    row = row_of(city)
    made = start_temporary_activity(
        viewer=organiser, membership=row, cell=other_cell, since=JUNE, document="3-GT", now=NOW
    )
    transfer_membership(viewer=organiser, membership=row, cell=other_cell, on=SEPTEMBER, document="5-GT", now=NOW)
    made.refresh_from_db()
    assert made.valid_until == SEPTEMBER
    assert verify().intact


@pytest.mark.parametrize("reason", ["left", "expelled"])
def test_who_leaves_is_a_member_no_more(city: City, organiser: Viewer, reason: str) -> None:
    row = row_of(city)
    leave_party(viewer=organiser, membership=row, reason=reason, on=JUNE, document="7-QĐ", now=NOW)
    assert on(row, JUNE - DAY).end_reason == reason
    assert not Membership.objects.on(JUNE).filter(person=row.person).exists()
    with pytest.raises(NotPossible):
        leave_party(viewer=organiser, membership=row, reason=reason, on=JUNE, document="7-QĐ", now=NOW)
    assert verify().intact


def test_a_membership_does_not_end_by_a_word_of_another_kind(city: City, organiser: Viewer) -> None:
    for reason in ("", "died", "transfer"):
        with pytest.raises(BadInput):
            leave_party(viewer=organiser, membership=row_of(city), reason=reason, on=JUNE, document="7-QĐ", now=NOW)


def test_death_ends_membership_posts_and_substitutions(city: City, organiser: Viewer) -> None:
    head = Appointment.objects.get(person=city.chairman)
    absence = put(
        Substitution(
            appointment=head, substitute=city.secretary, reason="nghỉ", valid_from=JUNE, valid_until=MONDAY + 9 * DAY
        ),
        city.ward.pk,
    )
    died = MONDAY - DAY
    record_death(viewer=organiser, person=city.chairman, on=died, document="Giấy báo tử 02", now=NOW)
    assert responsible_person(city.ward, died) == city.chairman
    assert responsible_person(city.ward, MONDAY) is None
    assert vacant_units([city.ward.pk], MONDAY) == {city.ward.pk}
    assert not Membership.objects.on(MONDAY).filter(person=city.chairman).exists()
    assert Membership.objects.on(died).get(person=city.chairman).end_reason == "died"
    absence.refresh_from_db()
    assert absence.valid_until == MONDAY
    told = {e.chain for e in Entry.objects.filter(verb="record_death")}
    assert told == {city.ward.pk, city.cell.pk}
    assert verify().intact


def test_a_death_that_has_not_happened_or_before_later_posts_is_refused(city: City, organiser: Viewer) -> None:
    with pytest.raises(BadInput):
        record_death(viewer=organiser, person=city.official, on=MONDAY + DAY, now=NOW)
    with pytest.raises(NotPossible):
        record_death(viewer=organiser, person=city.official, on=LONG_AGO - 9 * DAY, now=NOW)
    with pytest.raises(NotAllowed):
        record_death(viewer=viewer(city.chairman), person=city.official, on=MONDAY, now=NOW)
    assert responsible_person(city.ward, MONDAY) == city.chairman


def test_the_ledger_of_the_cell_tells_each_step_in_words(city: City, organiser: Viewer) -> None:
    row = change_membership(viewer=organiser, membership=row_of(city), step="exempt", on=JUNE, now=NOW)
    leave_party(viewer=organiser, membership=row, reason="left", on=SEPTEMBER, document="7-QĐ", now=NOW)
    assert [line.text for line in ledger_excerpt(city.cell.pk, 2)] == ["Ra khỏi Đảng", "Miễn công tác và sinh hoạt"]
    assert {f"membership_{step}" for step in STEPS} <= set(VERBS)
