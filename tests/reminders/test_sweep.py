"""The daily sweep: what it drafts, what it leaves aside, and that it does everything once."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nhacviec.ledger.queries import verify
from nhacviec.notifications.models import Message
from nhacviec.orgs.models import CalendarDay
from nhacviec.reminders.actions import sweep
from nhacviec.reminders.models import Consequence, Notice, ReminderClock, SweepRun
from nhacviec.reminders.queries import last_sweep, sweep_is_behind
from nhacviec.tasks.models import DeadlineStep
from tests.factories import MONDAY, City, at, put
from tests.reminders.conftest import LATE, a_submission, a_task, an_extension, an_obstacle, served

SUNDAY = MONDAY - dt.timedelta(days=1)
SECOND_CURE = dt.date(2021, 12, 20)


def run(on: dt.date = MONDAY):
    return sweep(on=on, now=at(on, 6, 30))


def test_an_overdue_task_gets_one_draft_with_fair_days_and_a_cure_date(city: City) -> None:
    task = a_task(city)
    result = run()
    notice = Notice.objects.get()
    assert (result.looked, result.first, result.acted) == (1, 1, 1)
    assert (notice.state, notice.level, notice.task_id) == ("draft", 1, task.pk)
    assert (notice.issuer, notice.addressee, notice.person) == (city.committee, city.ward, city.chairman)
    assert (notice.due_on, notice.days_late) == (LATE, 10)
    assert notice.cure_date == dt.date(2021, 11, 29)  # 15 working days
    assert ReminderClock.objects.get(task=task).next_check is None
    assert verify().intact


def test_running_it_again_changes_nothing(city: City) -> None:
    a_task(city)
    run()
    again = run()
    assert (again.looked, again.acted, Notice.objects.count()) == (0, 0, 1)


def test_nothing_happens_on_a_day_off_and_nothing_is_lost_by_it(city: City) -> None:
    a_task(city, clock=SUNDAY)
    assert run(SUNDAY).working is False
    put(CalendarDay(day=MONDAY, kind="off", name="Nghỉ bù"))
    assert run(MONDAY).working is False
    assert not Notice.objects.exists()
    assert run(MONDAY + dt.timedelta(days=1)).first == 1


def test_before_the_days_of_grace_are_over_the_clock_only_moves_on(city: City) -> None:
    task = a_task(city, deadline=dt.date(2021, 11, 5))
    assert run().acted == 0
    assert ReminderClock.objects.get(task=task).next_check == dt.date(2021, 11, 11)


@pytest.mark.parametrize("kind", ["obstacle", "extension", "acceptance"])
def test_what_waits_for_a_superior_makes_the_draft_one_that_is_left_aside(city: City, kind: str) -> None:
    task = a_task(city)
    if kind == "obstacle":
        an_obstacle(task, city.administration)
    elif kind == "extension":
        an_extension(task)
    else:
        a_submission(task, dt.date(2021, 11, 4))
    assert run().set_aside == 1
    notice = Notice.objects.get()
    assert (notice.state, notice.pending) == ("set_aside", [kind])
    assert verify().intact


def test_a_product_submitted_in_time_and_not_yet_examined_gives_no_draft(city: City) -> None:
    task = a_task(city)
    a_submission(task, LATE)
    assert run().acted == 0
    assert not Notice.objects.exists()


@pytest.mark.parametrize("state", ["suspended", "withdrawn"])
def test_a_task_that_is_suspended_or_withdrawn_gives_no_draft(city: City, state: str) -> None:
    a_task(city, state=state)
    assert (run().acted, Notice.objects.count()) == (0, 0)


def test_a_task_without_a_date_gives_no_draft(city: City) -> None:
    task = a_task(city, deadline=None)
    assert run().acted == 0
    assert ReminderClock.objects.get(task=task).next_check is None


def test_the_notice_is_the_committees_when_a_staff_body_assigned_the_task(city: City) -> None:
    a_task(city, assigner=city.office)
    a_task(city, assigner=city.administration)
    run()
    issuers = list(Notice.objects.order_by("pk").values_list("issuer", flat=True))
    assert issuers == [city.committee.pk, city.administration.pk]


def test_an_uncured_first_notice_is_followed_by_a_second_draft_after_its_cure_date(city: City) -> None:
    task = a_task(city)
    run()
    first = served(city, Notice.objects.get())
    assert first.cure_date == dt.date(2021, 11, 29)
    assert run(dt.date(2021, 11, 29)).acted == 0
    assert run(dt.date(2021, 11, 30)).second == 1
    first.refresh_from_db()
    assert (first.state, first.closed_on) == ("breached", dt.date(2021, 11, 29))
    second = Notice.objects.get(task=task, level=2)
    assert (second.state, second.issuer) == ("draft", city.committee)
    assert verify().intact


def test_time_runs_only_from_service(city: City) -> None:
    from tests.reminders.conftest import signed

    a_task(city)
    run()
    signed(city, Notice.objects.get())
    assert run(dt.date(2022, 2, 14)).acted == 0


def test_the_second_notice_not_acted_on_proposes_two_ceilings_to_the_standing_committee(city: City) -> None:
    task = a_task(city)
    run()
    served(city, Notice.objects.get())
    second_day = dt.date(2021, 11, 30)
    run(second_day)
    second = served(city, Notice.objects.get(level=2), second_day)
    assert second.cure_date == dt.date(2021, 12, 21)
    assert run(dt.date(2021, 12, 21)).acted == 0
    result = run(dt.date(2021, 12, 22))
    assert result.breached == 1
    proposed = list(
        Consequence.objects.order_by("kind").values_list("kind", "year", "organisation", "person", "decider")
    )
    assert proposed == [
        ("ceiling_organisation", 2021, city.ward.pk, None, city.standing.pk),
        ("ceiling_person", 2021, city.ward.pk, city.chairman.pk, city.standing.pk),
    ]
    assert Consequence.objects.first().trace["result"] == "grade:4"
    assert run(dt.date(2021, 12, 23)).acted == 0
    urgent = set(
        Message.objects.filter(urgent=True, path=second.get_absolute_url()).values_list("person_id", flat=True)
    )
    assert {city.chairman.pk, city.leader.pk} <= urgent
    assert ReminderClock.objects.get(task=task).next_check is None
    assert verify().intact


def test_the_year_of_a_breach_is_that_of_the_last_cure_date_even_if_the_sweep_comes_later(city: City) -> None:
    task = a_task(city)
    run()
    served(city, Notice.objects.get())
    run(dt.date(2021, 11, 30))
    second = served(city, Notice.objects.get(level=2), dt.date(2021, 12, 8))
    assert second.cure_date == dt.date(2021, 12, 29)
    run(dt.date(2022, 1, 17))
    assert set(Consequence.objects.filter(notice__task=task).values_list("year", flat=True)) == {2021}


def test_after_a_stop_of_weeks_one_sweep_finds_everything_once(city: City) -> None:
    for day in (1, 2, 3, 4, 5):
        a_task(city, deadline=dt.date(2021, 10, day), clock=dt.date(2021, 10, 20))
    result = run(dt.date(2021, 12, 1))
    assert (result.first, Notice.objects.count()) == (5, 5)


def test_the_office_is_told_how_many_drafts_came_in(city: City) -> None:
    a_task(city)
    a_task(city)
    run()
    told = Message.objects.get(person_id=city.clerk.pk)
    assert told.params == {"count": 2}


def test_the_day_is_remembered_for_the_watchdog(city: City) -> None:
    assert sweep_is_behind(MONDAY)
    a_task(city)
    run()
    run()
    assert SweepRun.objects.get().found == {"looked": 1, "first": 1}
    assert last_sweep().on == MONDAY
    assert not sweep_is_behind(MONDAY + dt.timedelta(days=1))
    assert sweep_is_behind(MONDAY + dt.timedelta(days=2))


def test_the_number_of_statements_does_not_grow_with_the_number_of_tasks(city: City) -> None:
    def statements(tasks: int) -> int:
        for _i in range(tasks):
            a_task(city)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert run().first == tasks
        return len(seen)

    few = statements(3)
    assert statements(60) <= few + 2


def test_days_on_which_a_superior_examined_do_not_bring_the_second_notice_nearer(city: City) -> None:
    """T-12: the product was with the acceptor for five working days before it was returned."""
    task = a_task(city)
    run()
    notice = served(city, Notice.objects.get())
    spent = {"from_on": notice.cure_date - dt.timedelta(days=7), "to_on": notice.cure_date}
    put(
        DeadlineStep(task=task, kind="wait", days=5, result=LATE, reason="acceptance", at=at(notice.cure_date), **spent)
    )
    day_after = notice.cure_date + dt.timedelta(days=1)
    run(day_after)
    assert not Notice.objects.filter(level=2).exists()
    assert ReminderClock.objects.get(task=task).next_check == dt.date(2021, 12, 7)
    run(dt.date(2021, 12, 7))
    assert Notice.objects.get(level=2).state == "draft"
    assert verify().intact
