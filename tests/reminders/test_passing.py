"""A reorganisation does not start a reminder anew: level, clock and open notices go on under the successor (domain.md 8.2)."""

from __future__ import annotations

import datetime as dt

from nhacviec.ledger.queries import verify
from nhacviec.orgs.queries import calendar
from nhacviec.orgs.queries.structure import held_on
from nhacviec.reminders.actions import acknowledge_notice, sweep
from nhacviec.reminders.models import Consequence, Notice, ReminderClock
from tests.factories import MONDAY, City, at, viewer
from tests.reminders.conftest import a_task, acknowledged, drafted, served
from tests.structure_steps import merged, split

MERGED = MONDAY + dt.timedelta(days=1)


def _ladder_goes_on(city: City, first: Notice) -> dt.date:
    """The day after the cure date, swept: the second notice follows the first."""
    day = calendar().next_working(first.cure_date + dt.timedelta(days=1))
    sweep(on=day, now=at(day, 6, 30))
    return day


def test_the_second_notice_follows_the_first_across_the_change(city: City) -> None:
    task = a_task(city)
    first = acknowledged(city, drafted(task))
    clock = ReminderClock.objects.get(task=task)
    merged([city.ward], city.other_ward, MERGED)
    kept = ReminderClock.objects.get(task=task)
    assert (kept.level, kept.next_check) == (clock.level, clock.next_check)
    first.refresh_from_db()
    # A signed document goes on naming whom it named; the successor answers it.
    assert (first.addressee, first.person, first.level) == (city.other_ward, city.chairman, 1)
    _ladder_goes_on(city, first)
    second = Notice.objects.open_drafts().get(task=task)
    assert (second.level, second.addressee, second.person) == (2, city.other_ward, city.other_chairman)
    assert Notice.objects.filter(task=task).count() == 2
    assert verify().intact


def test_a_draft_names_the_successor_and_its_head(city: City) -> None:
    notice = drafted(a_task(city))
    merged([city.ward], city.other_ward, MERGED)
    notice.refresh_from_db()
    assert (notice.addressee, notice.person, notice.state) == (city.other_ward, city.other_chairman, "draft")
    assert verify().intact


def test_the_head_of_the_successor_acknowledges(city: City) -> None:
    notice = served(city, drafted(a_task(city)))
    merged([city.ward], city.other_ward, MERGED)
    notice.refresh_from_db()
    acknowledge_notice(viewer=viewer(city.other_chairman, MERGED), notice=notice, now=at(MERGED, 9))
    notice.refresh_from_db()
    assert (notice.state, notice.acknowledged_by) == ("acknowledged", city.other_chairman)
    assert verify().intact


def test_whose_notice_it_was_on_a_day_before_is_still_known(city: City) -> None:
    notice = served(city, drafted(a_task(city)))
    merged([city.ward], city.other_ward, MERGED)

    def addressee(day: dt.date) -> int:
        held = held_on("reminders.notice", "addressee", day)
        return Notice.objects.filter(pk=notice.pk).values_list(held, flat=True).get()

    assert (addressee(MONDAY), addressee(MERGED)) == (city.ward.pk, city.other_ward.pk)


def test_a_notice_that_is_closed_stays_with_the_organisation_that_received_it(city: City) -> None:
    task = a_task(city)
    first = acknowledged(city, drafted(task))
    day = _ladder_goes_on(city, first)
    merged([city.ward], city.other_ward, day + dt.timedelta(days=1))
    first.refresh_from_db()
    second = Notice.objects.get(task=task, level=2)
    assert (first.state, first.addressee) == ("breached", city.ward)
    assert second.addressee == city.other_ward
    assert verify().intact


def test_an_undecided_consequence_passes_and_a_decided_one_stays(city: City) -> None:
    task = a_task(city)
    first = acknowledged(city, drafted(task))
    day = _ladder_goes_on(city, first)
    second = served(city, Notice.objects.open_drafts().get(task=task), day)
    _ladder_goes_on(city, second)
    about = Consequence.objects.get(kind="ceiling_organisation")
    person = Consequence.objects.get(kind="ceiling_person")
    Consequence.objects.filter(pk=person.pk).update(state="departed")
    merged([city.ward], city.other_ward, second.cure_date + dt.timedelta(days=10))
    about.refresh_from_db()
    person.refresh_from_db()
    assert about.organisation == city.other_ward
    assert person.organisation == city.ward


def test_in_a_split_a_notice_goes_where_its_task_goes(city: City) -> None:
    stays, goes = drafted(a_task(city)), drafted(a_task(city))
    split(city.ward, [city.other_ward], MERGED, {f"tasks.lead:{goes.task_id}": str(city.other_ward.pk)}, keep=True)
    assert Notice.objects.get(pk=stays.pk).addressee == city.ward
    assert Notice.objects.get(pk=goes.pk).addressee == city.other_ward
