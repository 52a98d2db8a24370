"""Open tasks pass to the successor with its head as the person responsible; closed ones stay; any day is still right."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from nhacviec.orgs.actions import AppointmentDraft, PostDraft, appoint, create_posts, order_end
from nhacviec.orgs.models import Handover, Organisation
from nhacviec.orgs.queries.structure import held_on, plan_change
from nhacviec.statistics.queries.past import counts_by_lead, existing_on
from nhacviec.tasks.actions import accept_submission, report_obstacle, submit_product
from nhacviec.tasks.models import Contribution, Obstacle, Task
from nhacviec.web.errors import BadInput
from tests.factories import MONDAY, at, organisation, person, put, viewer
from tests.reviews.factories import keep
from tests.structure_steps import merged, operator, split
from tests.tasks.conftest import Work

MERGED = dt.date(2021, 11, 15)
BEFORE = MERGED - dt.timedelta(days=1)


def _open(day: dt.date) -> dict[int, int]:
    """Lead → tasks open at the end of the day."""
    counts = counts_by_lead(existing_on(Task.objects.all(), day), day)
    return {lead: n for lead, one in counts.items() if (n := one.running + one.overdue + one.dateless)}


def _done(work: Work) -> Task:
    task = work.received(title="Xong trước ngày sáp nhập")
    submit_product(viewer=work.viewer(work.city.chairman), task=task, text="đã xong", now=at(MONDAY, 11))
    submission = Task.objects.get(pk=task.pk).submissions.get()
    accept_submission(viewer=work.viewer(work.city.leader), submission=submission, now=at(MONDAY, 15))
    return task


def test_the_figures_of_the_day_before_and_of_the_day(work: Work) -> None:
    done = _done(work)
    tasks = [work.received(title=f"Việc {n}") for n in range(3)]
    other = work.assigned(lead=work.city.other_ward)
    merged([work.city.ward], work.city.other_ward, MERGED)
    old, new = work.city.ward.pk, work.city.other_ward.pk
    assert _open(BEFORE) == {old: 3, new: 1}
    assert _open(MERGED) == {new: 4}
    assert _open(MONDAY) == {old: 3, new: 1}
    assert sum(_open(BEFORE).values()) == sum(_open(MERGED).values())
    done.refresh_from_db()
    assert (done.lead_id, done.responsible_id) == (old, work.city.chairman.pk)
    for task in tasks:
        task.refresh_from_db()
        assert (task.lead_id, task.responsible) == (new, work.city.other_chairman)
        assert (task.deadline, task.state, task.assigned_on) == (other.deadline, "received", MONDAY)
        assert "hoa thuan" in task.folded
    handed = Handover.objects.filter(record="tasks.task", field="lead")
    assert handed.count() == 3
    first = handed[0]
    assert (first.person_before, first.person_after) == (work.city.chairman, work.city.other_chairman)


def test_it_is_held_by_each_in_turn_across_two_changes(work: Work) -> None:
    task = work.assigned()
    merged([work.city.ward], work.city.other_ward, MERGED)
    later = dt.date(2021, 12, 1)
    merged([work.city.other_ward], work.city.administration, later)

    def lead(day: dt.date) -> int:
        return Task.objects.filter(pk=task.pk).values_list(held_on("tasks.task", "lead", day), flat=True).get()

    days = (BEFORE, MERGED, later - dt.timedelta(1), later)
    assert [lead(day) for day in days] == [
        work.city.ward.pk,
        work.city.other_ward.pk,
        work.city.other_ward.pk,
        work.city.administration.pk,
    ]


def test_a_vacant_successor_leaves_the_person_named_until_somebody_is_appointed(work: Work) -> None:
    task = work.assigned()
    merged([work.city.ward], work.city.department, MERGED)
    task.refresh_from_db()
    assert (task.lead, task.responsible) == (work.city.department, work.city.chairman)


def test_the_head_who_is_appointed_later_takes_over_what_came_while_the_post_was_vacant(work: Work) -> None:
    passed = work.assigned()
    kept = work.assigned(lead=work.city.department, responsible=work.city.city_chairman)
    merged([work.city.ward], work.city.department, MERGED)
    head = person("Đoàn Thị Minh")
    [post] = create_posts(
        viewer=operator(MERGED), drafts=[PostDraft(work.city.department, "head", "Trưởng phòng")], now=at(MERGED)
    )
    day = MERGED + dt.timedelta(days=2)
    appoint(viewer=operator(day), drafts=[AppointmentDraft(head, post, day)], now=at(day))
    passed.refresh_from_db()
    kept.refresh_from_db()
    assert (passed.responsible, kept.responsible) == (head, work.city.city_chairman)
    assert "doan thi minh" in passed.folded
    row = Handover.objects.get(field="responsible")
    assert (row.person_before, row.person_after, row.on_date) == (work.city.chairman, head, day)
    # He stays in the unit: the next head does not take from him what he was given.
    assert _open(day) == {work.city.department.pk: 2}


def test_nothing_is_assigned_to_one_that_has_just_ended(work: Work) -> None:
    merged([work.city.ward], work.city.other_ward, MERGED)
    assert work.city.ward.ended_on is None  # as somebody still holds it who read it before
    with pytest.raises(BadInput, match="kết thúc"):
        work.assigned(MERGED, responsible=work.city.chairman)
    assert Task.objects.count() == 0


def test_what_the_organisation_assigned_and_was_asked_passes_too(work: Work) -> None:
    city = work.city
    given = put(
        Task(
            code="UB-1",
            assigner=city.administration,
            lead=city.department,
            responsible=city.city_chairman,
            title="Rà soát quy hoạch",
            product="Báo cáo",
            deadline_kind="none",
            assigned_on=MONDAY,
            folded="",
        )
    )
    task = work.received()
    report_obstacle(
        viewer=work.viewer(city.chairman),
        task=task,
        cause="land",
        text="Chưa có đất",
        proposal="Bố trí đất",
        asked=city.committee,
        now=at(MONDAY, 16),
    )
    put(Contribution(task=task, organisation=city.department, part="Đo đạc", due_on=MERGED))
    put(Contribution(task=task, organisation=city.administration, part="Cấp kinh phí"))
    merged([city.department], city.administration, MERGED)
    [part] = Contribution.objects.filter(task=task)
    assert (part.organisation, part.part, part.due_on) == (city.administration, "Cấp kinh phí; Đo đạc", MERGED)
    given.refresh_from_db()
    assert given.lead == city.administration
    new = organisation("Thành ủy Đà Nẵng", "city_committee")
    merged([city.committee], new, dt.date(2021, 11, 20))
    assert Obstacle.objects.get(task=task).asked == new
    task.refresh_from_db()
    assert task.assigner == new


def test_a_split_passes_each_task_where_it_was_said(work: Work) -> None:
    city = work.city
    here, there = work.assigned(title="Việc ở lại"), work.assigned(title="Việc chuyển đi")
    chosen = {f"tasks.lead:{there.pk}": str(city.other_ward.pk)}
    split(city.ward, [city.other_ward], MERGED, chosen, keep=True)
    assert Task.objects.get(pk=here.pk).lead == city.ward
    assert Task.objects.get(pk=there.pk).lead == city.other_ward
    assert Organisation.objects.get(pk=city.ward.pk).ended_on is None


def test_a_change_recorded_late_takes_along_what_was_finished_since(work: Work) -> None:
    """Closed after the day but before it was recorded: on no day from it on is it led by one that is no more."""
    task = work.received()
    late = dt.date(2021, 11, 17)
    submit_product(viewer=work.viewer(work.city.chairman, late), task=task, text="đã xong", now=at(late, 11))
    submission = Task.objects.get(pk=task.pk).submissions.get()
    accept_submission(viewer=work.viewer(work.city.leader, late), submission=submission, now=at(late, 15))
    by = operator(dt.date(2021, 11, 22))
    merged([work.city.ward], work.city.other_ward, MERGED, by=by)
    task.refresh_from_db()
    # What was done stays whose it was; the organisation that answers for it is the successor.
    assert (task.lead, task.responsible) == (work.city.other_ward, work.city.chairman)
    assert _open(BEFORE) == {work.city.ward.pk: 1}
    assert _open(MERGED) == {work.city.other_ward.pk: 1}
    assert _open(late) == {}


def test_a_thousand_tasks_pass_in_a_bounded_number_of_statements(
    work: Work, django_assert_max_num_queries: Any
) -> None:
    tasks = [
        Task(
            code=f"NGHIN-{n}",
            assigner=work.city.committee,
            lead=work.city.ward,
            responsible=work.city.chairman,
            title=f"Việc {n}",
            product="Báo cáo",
            deadline_kind="date",
            original_deadline=MERGED,
            deadline=MERGED,
            assigned_on=MONDAY,
            folded="",
        )
        for n in range(1000)
    ]
    keep(tasks)
    with django_assert_max_num_queries(100):
        merged([work.city.ward], work.city.other_ward, MERGED)
    assert Task.objects.filter(lead=work.city.other_ward).count() == 1000
    assert _open(BEFORE) == {work.city.ward.pk: 1000}
    assert _open(MERGED) == {work.city.other_ward.pk: 1000}


def test_the_successor_reads_what_it_was_given(work: Work) -> None:
    task = work.assigned()
    reader = work.city.other_chairman
    assert not Task.objects.visible_to(viewer(reader)).filter(pk=task.pk).exists()
    merged([work.city.ward], work.city.other_ward, MERGED)
    assert Task.objects.visible_to(viewer(reader, MERGED)).filter(pk=task.pk).exists()


@pytest.mark.parametrize("reader", ["clerk", "organiser", "other_chairman"])
def test_a_preview_names_only_what_its_reader_may_read(work: Work, reader: str) -> None:
    work.assigned(title="Việc chỉ phường biết")
    who = viewer(getattr(work.city, reader), MERGED)
    order = order_end(organisation=work.city.ward, on=MERGED, document="01/NQ", into=work.city.other_ward)
    [row] = plan_change(viewer=who, change=order.change).of("tasks.lead")
    assert row.target == str(work.city.other_ward.pk)
    assert row.hidden == (reader == "other_chairman")
    assert ("Việc chỉ phường biết" in row.label) == (not row.hidden)
