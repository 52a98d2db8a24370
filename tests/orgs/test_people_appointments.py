"""Appointments after they were entered: acting heads, another end, corrections, taken back."""

from __future__ import annotations

import datetime as dt

import pytest

from nhacviec.ledger.models import Entry
from nhacviec.ledger.queries import content, verify
from nhacviec.orgs.access import Viewer
from nhacviec.orgs.actions import (
    AppointmentDraft,
    appoint,
    correct_appointment,
    end_appointment,
    extend_appointment,
    remove_appointment,
)
from nhacviec.orgs.models import Appointment, Post, Substitution
from nhacviec.orgs.queries import posts_of, responsible_person, vacant_units
from nhacviec.web.errors import BadInput, NotAllowed, NotPossible
from tests.factories import MONDAY, City, a_city, at, person, put, viewer

pytestmark = pytest.mark.django_db
NOW = at(MONDAY)
DAY = dt.timedelta(days=1)
YEAR = dt.date(2021, 1, 1)


@pytest.fixture
def city() -> City:
    return a_city()


@pytest.fixture
def organiser(city: City) -> Viewer:
    return viewer(city.organiser)


def of(who: object) -> Appointment:
    return Appointment.objects.select_related("post").get(person=who)


def test_an_acting_head_answers_while_the_post_is_otherwise_vacant(city: City, organiser: Viewer) -> None:
    held = of(city.chairman)
    end_appointment(viewer=organiser, appointment=held, on=MONDAY, now=NOW)
    assert vacant_units([city.ward.pk], MONDAY) == {city.ward.pk}
    deputy = person("Cao Thị Sương")
    acting = AppointmentDraft(deputy, held.post, MONDAY, acting=True)
    appoint(viewer=organiser, drafts=[acting], now=NOW)
    assert vacant_units([city.ward.pk], MONDAY) == set()
    assert responsible_person(city.ward, MONDAY) == deputy
    assert viewer(deputy).speaks_for == {city.ward.pk}
    [line] = posts_of(city.ward, MONDAY)
    assert [(one.person_id, one.acting) for one in line.holders] == [(deputy.pk, True)]
    appoint(viewer=organiser, drafts=[AppointmentDraft(city.official, held.post, MONDAY + DAY)], now=NOW)
    assert responsible_person(city.ward, MONDAY + DAY) == city.official


def test_an_appointment_is_extended_while_it_runs(city: City, organiser: Viewer) -> None:
    row = of(city.chairman)
    extend_appointment(viewer=organiser, appointment=row, until=MONDAY + 30 * DAY, document="8-QĐ", now=NOW)
    assert responsible_person(city.ward, MONDAY + 30 * DAY) is None
    extend_appointment(viewer=organiser, appointment=row, until=None, document="9-QĐ", now=NOW)
    assert responsible_person(city.ward, MONDAY + 30 * DAY) == city.chairman
    told = [content(e)["facts"]["before"]["until"] for e in Entry.objects.filter(verb="extend_appointment")]
    assert told == [None, (MONDAY + 30 * DAY).isoformat()]
    assert verify().intact


def test_an_appointment_that_is_over_is_not_revived(city: City, organiser: Viewer) -> None:
    row = of(city.chairman)
    end_appointment(viewer=organiser, appointment=row, on=MONDAY - DAY, now=NOW)
    with pytest.raises(NotPossible):
        extend_appointment(viewer=organiser, appointment=row, until=None, document="8-QĐ", now=NOW)
    with pytest.raises(NotPossible):
        end_appointment(viewer=organiser, appointment=row, on=MONDAY - 9 * DAY, now=NOW)


def test_an_end_that_lies_ahead_can_be_brought_forward(city: City, organiser: Viewer) -> None:
    row = of(city.chairman)
    extend_appointment(viewer=organiser, appointment=row, until=MONDAY + 30 * DAY, document="8-QĐ", now=NOW)
    end_appointment(viewer=organiser, appointment=row, on=MONDAY + DAY, now=NOW)
    assert responsible_person(city.ward, MONDAY + DAY) is None
    assert verify().intact


def test_a_correction_keeps_what_stood_before_in_the_ledger(city: City, organiser: Viewer) -> None:
    row = of(city.chairman)
    before = row.valid_from
    fixed = {"post": row.post, "since": YEAR, "until": None, "acting": False}
    correct_appointment(viewer=organiser, appointment=row, **fixed, reason="gõ nhầm năm", now=NOW)
    assert responsible_person(city.ward, YEAR - DAY) is None
    assert responsible_person(city.ward, YEAR) == city.chairman
    facts = content(Entry.objects.get(verb="correct_appointment"))["facts"]
    assert facts["reason"] == "gõ nhầm năm"
    assert facts["before"]["since"] == before.isoformat()
    assert verify().intact
    with pytest.raises(BadInput, match="khác"):
        correct_appointment(viewer=organiser, appointment=row, **fixed, reason="lại", now=NOW)


def test_a_correction_cannot_take_a_post_of_another_unit_or_of_another_holder(city: City, organiser: Viewer) -> None:
    row, other = of(city.chairman), of(city.other_chairman)
    with pytest.raises(BadInput):
        correct_appointment(
            viewer=organiser,
            appointment=row,
            post=other.post,
            since=YEAR,
            until=None,
            acting=False,
            reason="nhầm",
            now=NOW,
        )
    end_appointment(viewer=organiser, appointment=row, on=YEAR, now=NOW)
    appoint(viewer=organiser, drafts=[AppointmentDraft(city.official, row.post, YEAR)], now=NOW)
    with pytest.raises(NotPossible):
        correct_appointment(
            viewer=organiser,
            appointment=row,
            post=row.post,
            since=YEAR,
            until=None,
            acting=False,
            reason="nhầm",
            now=NOW,
        )
    assert responsible_person(city.ward, MONDAY) == city.official


def test_an_appointment_entered_by_mistake_is_taken_back_and_stays_in_the_ledger(city: City, organiser: Viewer) -> None:
    post = put(Post(organisation=city.ward, kind="vice_chairman", title="Phó Chủ tịch"))
    [row] = appoint(viewer=organiser, drafts=[AppointmentDraft(city.official, post, YEAR)], now=NOW)
    assert city.ward.pk in viewer(city.official).speaks_for
    remove_appointment(viewer=organiser, appointment=row, reason="nhầm người cùng tên", now=NOW)
    assert city.ward.pk not in viewer(city.official).speaks_for
    told = content(Entry.objects.get(verb="remove_appointment"))
    assert told["facts"]["before"]["person"] == city.official.pk
    assert told["removed"][0]["id"] == row.pk
    assert verify().intact


def test_an_appointment_with_a_substitution_is_not_taken_back(city: City, organiser: Viewer) -> None:
    row = of(city.chairman)
    put(
        Substitution(
            appointment=row, substitute=city.secretary, reason="nghỉ", valid_from=MONDAY, valid_until=MONDAY + DAY
        )
    )
    with pytest.raises(NotPossible):
        remove_appointment(viewer=organiser, appointment=row, reason="nhầm", now=NOW)
    assert Appointment.objects.filter(pk=row.pk).exists()


def test_nobody_corrects_his_own_appointment_and_only_keepers_do(city: City, organiser: Viewer) -> None:
    own = of(city.organiser)
    with pytest.raises(NotAllowed):
        extend_appointment(viewer=organiser, appointment=own, until=None, document="8-QĐ", now=NOW)
    for who in (city.chairman, city.leader, city.secretary, city.inspector):
        with pytest.raises(NotAllowed):
            remove_appointment(viewer=viewer(who), appointment=of(city.official), reason="nhầm", now=NOW)
