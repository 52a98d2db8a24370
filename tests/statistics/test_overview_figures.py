"""The figures of the first screen equal what one finds by looking at every visible task, one by one, with the rules."""

import datetime as dt
from collections import Counter

import pytest

from nhacviec.orgs.access import Viewer
from nhacviec.orgs.queries import calendar
from nhacviec.rules.lateness import ReportState, days_late, judged_on, report_state
from nhacviec.statistics.queries.late import course_start, monday_before, watched
from nhacviec.statistics.queries.overview import added, chosen_rows, overview, present_tasks
from nhacviec.statistics.queries.past import counts_by_lead, existing_on, of_year
from nhacviec.tasks.models import Obstacle, Task
from nhacviec.tasks.queries import Filters, count, filtered, four_states
from nhacviec.web import clock
from tests.factories import MONDAY, City, viewer
from tests.statistics.work import Year, a_notice

pytestmark = pytest.mark.django_db

ROLES = ("leader", "clerk", "inspector", "organiser", "chairman", "secretary", "official", "other_chairman")
NAMES = {
    ReportState.DONE_ON_TIME: "done",
    ReportState.DONE_LATE: "done_late",
    ReportState.RUNNING_IN_TIME: "running",
    ReportState.RUNNING_OVERDUE: "overdue",
    ReportState.NO_DEADLINE_RUNNING: "dateless",
    ReportState.NO_DEADLINE_DONE: "dateless_done",
}


def seen(who: Viewer) -> list[Task]:
    """What the viewer may read, task by task."""
    return [t for t in Task.objects.visible_to(who).order_by("pk") if t.state != "withdrawn"]


def state_on(task: Task, day: dt.date) -> str:
    """The report state at the end of a day, by the rules."""
    accepted = task.accepted_at is not None and clock.local(task.accepted_at).date() <= day
    stop = task.done_on if task.state == "done" else task.stopped_on
    handed_in = stop if accepted or (stop is not None and stop <= day) else None
    return NAMES[report_state(accepted=accepted, submitted_on=handed_in, deadline=task.deadline, on=day)]


def late_on(task: Task, day: dt.date) -> int:
    stop = task.done_on if task.state == "done" else task.stopped_on
    return days_late(deadline=task.deadline, until=judged_on(stop, day), calendar=calendar())


@pytest.mark.parametrize("role", ROLES)
def test_every_figure_equals_counting_the_visible_tasks_by_the_rules(year: Year, role: str) -> None:
    who = viewer(getattr(year.city, role))
    found = overview(who, MONDAY, 2021)
    states = {task.pk: state_on(task, MONDAY) for task in seen(who)}
    counted = Counter(states.values())
    for name in NAMES.values():
        assert getattr(found.total, name) == counted[name], name
    assert found.total.longest == max((late_on(t, MONDAY) for t in seen(who) if states[t.pk] == "overdue"), default=0)
    before = {t.pk: state_on(t, monday_before(MONDAY)) for t in seen(who)}
    assert found.change == counted["overdue"] - Counter(before.values())["overdue"]
    assert found.new == sum(states[pk] == "overdue" != before[pk] for pk in states)
    assert found.gone == sum(before[pk] == "overdue" != states[pk] for pk in states)


@pytest.mark.parametrize("role", ROLES)
def test_table_totals_lists_and_figures_agree(year: Year, role: str) -> None:
    who = viewer(getattr(year.city, role))
    found = overview(who, MONDAY, 2021)
    assert found.total == added(row.counts for row in found.rows)
    assert found.change == sum(row.change or 0 for row in found.rows)
    assert found.total == four_states(who, MONDAY)[None]
    for state in ("overdue", "running", "done", "done_late"):
        in_list = filtered(who, MONDAY, Filters(state=state)).count()
        assert getattr(found.total, state) == in_list == sum(getattr(row.counts, state) for row in found.rows)
    assert found.soon == filtered(who, MONDAY, Filters(state="soon")).count()
    assert found.waiting == filtered(who, MONDAY, Filters(state="overdue", waiting=True)).count()
    assert found.course[-1].total == found.total.overdue
    assert found.open_obstacles == sum(
        Obstacle.objects.filter(task=task, answered_on=None).count() for task in seen(who) if task.is_open
    )


def test_the_course_of_eleven_mondays_is_what_the_rules_say_of_each(year: Year) -> None:
    who = viewer(year.city.leader)
    found = overview(who, MONDAY, 2021).course
    assert [point.day for point in found][-3:] == [dt.date(2021, 10, 25), dt.date(2021, 11, 1), MONDAY]
    assert len(found) == 12
    for point in found:
        existing = [t for t in seen(who) if t.assigned_on <= point.day]
        ages = [late_on(t, point.day) for t in existing if state_on(t, point.day) == "overdue"]
        assert point.total == len(ages), point.day
        assert point.young == sum(age <= 10 for age in ages)
        assert point.old == sum(age > 30 for age in ages)


def test_the_states_of_a_past_day_are_those_of_the_rules_and_today_those_of_the_tasks(year: Year) -> None:
    who = viewer(year.city.leader)
    for back in range(70):
        day = MONDAY - dt.timedelta(days=back)
        found = added(counts_by_lead(existing_on(Task.objects.visible_to(who), day), day).values())
        expected = Counter(state_on(t, day) for t in seen(who) if t.assigned_on <= day)
        assert {name: getattr(found, name) for name in NAMES.values()} == {n: expected[n] for n in NAMES.values()}
    today = added(counts_by_lead(existing_on(Task.objects.visible_to(who), MONDAY), MONDAY).values())
    present = count(Task.objects.visible_to(who).counted(), MONDAY)[None]
    assert all(getattr(today, name) == getattr(present, name) for name in NAMES.values())


def test_a_past_year_stands_as_at_its_end(year: Year) -> None:
    who = viewer(year.city.leader, dt.date(2022, 6, 1))
    found = overview(who, dt.date(2022, 6, 1), 2021)
    end = dt.date(2021, 12, 31)
    expected = Counter(state_on(t, end) for t in seen(who))
    assert {name: getattr(found.total, name) for name in NAMES.values()} == {n: expected[n] for n in NAMES.values()}
    assert found.total.longest == max(late_on(t, end) for t in seen(who) if state_on(t, end) == "overdue")
    assert found.compared is None
    assert of_year(Task.objects.all(), 2020).count() == 0


def test_the_current_year_keeps_what_is_still_open_from_before(year: Year) -> None:
    later = dt.date(2022, 1, 10)
    who = viewer(year.city.leader, later)
    open_tasks = [t for t in seen(who) if t.is_open]
    assert present_tasks(Task.objects.visible_to(who), 2022).count() == len(open_tasks)
    found = overview(who, later, 2022)
    assert found.total.done == found.total.done_late == 0
    assert found.total.overdue == sum(state_on(t, later) == "overdue" for t in open_tasks)


def test_late_tasks_know_the_days_between_which_they_were_late(year: Year) -> None:
    who = viewer(year.city.leader)
    late = {one.task_id: one for one in watched(Task.objects.all(), MONDAY, since=course_start(MONDAY))}
    for task in seen(who):
        for back in range(60):
            day = MONDAY - dt.timedelta(days=back)
            expected = task.assigned_on <= day and state_on(task, day) == "overdue"
            assert (task.pk in late and late[task.pk].overdue_on(day)) == expected


def test_rows_are_sorted_and_filtered_by_what_the_page_asks_for(year: Year) -> None:
    rows = overview(viewer(year.city.leader), MONDAY, 2021).rows
    assert [row.unit.pk for row in chosen_rows(rows, "departments")] == [year.city.department.pk]
    wards = {year.city.ward.pk, year.city.other_ward.pk}
    assert {row.unit.pk for row in chosen_rows(rows, "wards")} == wards
    names = [row.unit.label for row in chosen_rows(rows, "", "-name")]
    assert names == sorted(names, reverse=True)
    assert chosen_rows(rows, "", "không có") == rows
    assert all(row.counts.overdue for row in chosen_rows(rows, "late"))


def test_notices_stand_at_their_unit_and_drafts_only_before_the_office(year: Year) -> None:
    tasks = {t.lead_id: t for t in year.tasks["long_overdue"]}
    notice = a_notice(year.city, tasks[year.city.ward.pk])
    a_notice(year.city, tasks[year.city.other_ward.pk], state="draft")
    found = overview(viewer(year.city.leader), MONDAY, 2021)
    at_ward = next(row for row in found.rows if row.unit == year.city.ward)
    assert at_ward.notice == notice
    assert (found.first_notices, found.second_notices, found.ready) == (1, 0, 1)
    other = overview(viewer(year.city.other_chairman), MONDAY, 2021)
    assert (other.first_notices, other.ready) == (0, 0)


def test_nobody_without_a_post_sees_anything(year: Year) -> None:
    assert overview(Viewer(on=MONDAY), MONDAY, 2021).total.total == 0


def test_the_city_of_a_test_is_seen_whole_by_its_leader(year: Year) -> None:
    city: City = year.city
    assert {row.unit.pk for row in overview(viewer(city.leader), MONDAY, 2021).rows} == {u.pk for u in year.leads}
