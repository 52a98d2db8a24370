"""The calendar table: seeded once, edited by the office, read as the working-day calendar."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.management import call_command

from nhacviec.ledger.queries import verify
from nhacviec.orgs.access import Viewer
from nhacviec.orgs.actions import remove_calendar_day, seed_calendar, set_calendar_day
from nhacviec.orgs.models import CalendarDay
from nhacviec.orgs.queries import calendar, one_calendar_a_request
from nhacviec.web.errors import BadInput, NotAllowed, NotPossible
from tests.factories import MONDAY, a_city, appoint, at, organisation, person, viewer

pytestmark = pytest.mark.django_db
NOW = at(MONDAY)
OPERATOR = Viewer(on=MONDAY, name="Nhắc Việc", operator=True)
NATIONAL_DAY = dt.date(2021, 9, 2)
PLAIN = dt.date(2021, 11, 9)


def test_a_second_seed_adds_nothing_and_keeps_what_the_office_changed() -> None:
    assert seed_calendar(viewer=OPERATOR, years=[2021], now=NOW)
    set_calendar_day(viewer=OPERATOR, day=NATIONAL_DAY, kind="working", name="Đổi", source="TB 1", now=NOW)
    remove_calendar_day(viewer=OPERATOR, day=dt.date(2021, 9, 3), now=NOW)
    assert seed_calendar(viewer=OPERATOR, years=[2021], now=NOW) == []
    assert CalendarDay.objects.get(day=NATIONAL_DAY).name == "Đổi"
    assert not CalendarDay.objects.filter(day=dt.date(2021, 9, 3)).exists()
    assert verify().intact


def test_the_calendar_follows_every_change_of_the_table() -> None:
    seed_calendar(viewer=OPERATOR, years=[2021], now=NOW)
    first = calendar()
    assert (first.is_working(NATIONAL_DAY), first.is_working(PLAIN)) == (False, True)
    set_calendar_day(viewer=OPERATOR, day=PLAIN, kind="off", name="Bão", source="Công điện 1", now=NOW)
    second = calendar()
    assert not second.is_working(PLAIN)
    assert second.version != first.version
    saturday = dt.date(2021, 11, 13)
    set_calendar_day(viewer=OPERATOR, day=saturday, kind="working", name="Làm bù", source="Công điện 1", now=NOW)
    assert calendar().is_working(saturday)
    for day in (PLAIN, saturday):
        remove_calendar_day(viewer=OPERATOR, day=day, now=NOW)
    assert calendar().version == first.version


def test_a_request_looks_at_the_table_once(django_assert_num_queries: object) -> None:
    seed_calendar(viewer=OPERATOR, years=[2021], now=NOW)
    calendar()
    with django_assert_num_queries(1), one_calendar_a_request():  # type: ignore[operator]
        assert calendar() is calendar()


def test_within_a_request_a_change_is_seen_at_once() -> None:
    with one_calendar_a_request():
        assert calendar().is_working(PLAIN)
        set_calendar_day(viewer=OPERATOR, day=PLAIN, kind="off", name="Bão", source="Công điện 1", now=NOW)
        assert not calendar().is_working(PLAIN)


def test_the_calendar_agrees_with_the_days_off_of_the_state() -> None:
    seed_calendar(viewer=OPERATOR, years=range(2020, 2027), now=NOW)
    known = calendar()
    for off in ("2021-02-12", "2021-04-21", "2021-05-03", "2022-01-31", "2023-01-20", "2026-02-16", "2026-02-20"):
        assert not known.is_working(dt.date.fromisoformat(off)), off


def test_the_command_seeds_six_years_back_and_one_ahead(settings: object) -> None:
    settings.NHACVIEC_TODAY = "2021-11-08"  # type: ignore[attr-defined]
    call_command("seed_calendar", verbosity=0)
    years = {day.year for day in CalendarDay.objects.values_list("day", flat=True)}
    assert years == set(range(2015, 2023))


def test_the_office_and_the_organisers_edit_it_nobody_else() -> None:
    city = a_city()
    for who in (city.clerk, city.organiser):
        set_calendar_day(viewer=viewer(who), day=PLAIN, kind="off", name="Bão", source="Công điện 1", now=NOW)
    for who in (city.leader, city.inspector, city.chairman, city.official):
        with pytest.raises(NotAllowed):
            set_calendar_day(viewer=viewer(who), day=PLAIN, kind="off", name="x", source="y", now=NOW)
        with pytest.raises(NotAllowed):
            remove_calendar_day(viewer=viewer(who), day=PLAIN, now=NOW)


def test_wrong_days_are_refused() -> None:
    for wrong in ({"kind": "holiday"}, {"name": ""}, {"source": " "}, {"day": dt.date(1, 1, 1)}):
        given = {"day": PLAIN, "kind": "off", "name": "Bão", "source": "Công điện 1", **wrong}
        with pytest.raises(BadInput) as caught:
            set_calendar_day(viewer=OPERATOR, now=NOW, **given)
        assert caught.value.field == next(iter(wrong))
    with pytest.raises(NotPossible):
        remove_calendar_day(viewer=OPERATOR, day=PLAIN, now=NOW)


def test_the_office_of_a_ward_does_not_edit_the_calendar_of_all() -> None:
    city = a_city()
    office = organisation("Văn phòng Đảng ủy phường An Sơn", "committee_office", under=city.ward_party)
    clerk = person("Đinh Thị Nhung")
    appoint(clerk, office, "official")
    with pytest.raises(NotAllowed):
        set_calendar_day(viewer=viewer(clerk), day=PLAIN, kind="off", name="Bão", source="Công điện 1", now=NOW)
