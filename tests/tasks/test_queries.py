"""Lists, figures, duties: one definition, the viewer's rights, a bounded number of queries."""

import datetime as dt

import pytest

from nhacviec.orgs.queries import calendar
from nhacviec.tasks import actions
from nhacviec.tasks.models import Task
from nhacviec.tasks.queries import (
    Counts,
    Filters,
    clocks,
    course,
    deadline_explained,
    detail,
    duties,
    four_states,
    listing,
    waiting_for_others,
)
from tests.factories import MONDAY, at

from .conftest import DEADLINE, Work, queries

LATER = dt.date(2021, 11, 26)


@pytest.fixture
def four(work: Work) -> Work:
    """One task in each of the four states on 26/11/2021, one dateless, one withdrawn, one of the other ward."""
    leader, chairman = work.viewer(work.city.leader), work.viewer(work.city.chairman)
    for title, day in (("Đúng hạn", MONDAY), ("Xong quá hạn", dt.date(2021, 11, 23))):
        task = work.received(title=title)
        submission = actions.submit_product(viewer=chairman, task=task, text="Xong", now=at(day))
        actions.accept_submission(viewer=leader, submission=submission, now=at(day, 11))
    work.received(title="Trong hạn", deadline=dt.date(2021, 12, 31))
    work.received(title="Quá hạn")
    work.received(title="Thường xuyên", deadline_kind="continuous", deadline=None)
    gone = work.received(title="Đã thu hồi")
    actions.withdraw_task(viewer=leader, task=gone, reason="Trùng", now=at(MONDAY))
    work.assigned(title="Việc của phường khác", lead=work.city.other_ward)
    return work


def test_the_four_states_and_what_has_no_date(four: Work) -> None:
    counts = four_states(four.viewer(four.city.chairman, LATER), LATER)[None]
    assert counts == Counts(done=1, done_late=1, running=1, overdue=1, dateless=1, longest=5)
    assert counts.dated == 4
    by_lead = four_states(four.viewer(four.city.leader, LATER), LATER, by="lead")
    assert by_lead[four.city.ward.pk] == counts
    assert by_lead[four.city.other_ward.pk] == Counts(overdue=1, longest=5)


def test_figures_come_from_one_statement(four: Work) -> None:
    leader = four.viewer(four.city.leader, LATER)
    calendar()
    with queries() as asked:
        four_states(leader, LATER, by="lead")
    assert len(asked) <= 2  # the counts, and whether the calendar changed


@pytest.mark.parametrize("state", ["open", "overdue", "running", "done", "done_late", "dateless", "soon", ""])
def test_every_figure_is_the_length_of_its_list(four: Work, state: str) -> None:
    viewer = four.viewer(four.city.leader, LATER)
    counts = four_states(viewer, LATER)[None]
    expected = {
        "open": counts.running + counts.overdue + counts.dateless,
        "overdue": counts.overdue,
        "running": counts.running,
        "done": counts.done,
        "done_late": counts.done_late,
        "dateless": counts.dateless,
        "soon": 0,
        "": counts.total,
    }
    assert len(listing(viewer, Filters(state=state), on=LATER)) == expected[state]


def test_overdue_stands_first_and_pages_do_not_overlap(four: Work) -> None:
    viewer = four.viewer(four.city.leader, LATER)
    whole = [row.task.title for row in listing(viewer, Filters(), on=LATER)]
    assert set(whole[:2]) == {"Quá hạn", "Việc của phường khác"}
    found, after = [], None
    for _page in range(10):
        page = listing(viewer, Filters(), on=LATER, after=after, size=2)
        found += [row.task.title for row in page]
        after = page.next_token
        if not after:
            break
    assert found == whole


def test_search_ignores_marks_and_finds_product_organisation_and_code(four: Work) -> None:
    viewer = four.viewer(four.city.leader, LATER)

    def titles(q: str) -> set[str]:
        return {row.task.title for row in listing(viewer, Filters(q=q), on=LATER)}

    assert titles("thuong xuyen") == {"Thường xuyên"}
    assert titles("hoa thuan") == {"Việc của phường khác"}
    assert len(titles("bien ban 41 ho")) == 6
    assert titles("nv-2021-0001") == {"Đúng hạn"}
    assert titles("%") == set()


def test_a_head_sees_nothing_of_another_ward(four: Work) -> None:
    mine, other = four.viewer(four.city.chairman), four.viewer(four.city.other_chairman)
    foreign = Task.objects.get(title="Việc của phường khác")
    assert detail(mine, foreign.pk, on=MONDAY) is None
    assert detail(other, foreign.pk, on=MONDAY) is not None
    assert {row.task.title for row in listing(other, Filters(), on=MONDAY)} == {"Việc của phường khác"}
    assert four_states(other, MONDAY)[None].total == 1


def test_filters_by_subtree_of_the_lead(four: Work) -> None:
    viewer = four.viewer(four.city.leader, LATER)
    below = listing(viewer, Filters(lead=four.city.administration.pk), on=LATER)
    assert len(below) == 6
    assert len(listing(viewer, Filters(lead=four.city.other_ward.pk), on=LATER)) == 1
    assert len(listing(viewer, Filters(lead=10**17), on=LATER)) == 0


def test_duties_of_the_doer_and_of_the_one_who_must_answer(work: Work) -> None:
    city = work.city
    chairman, leader = work.viewer(city.chairman, DEADLINE), work.viewer(city.leader, DEADLINE)
    work.assigned(title="Chưa tiếp nhận", deadline=dt.date(2022, 3, 1))
    work.received(title="Đến hạn", deadline=dt.date(2021, 11, 22))
    work.received(title="Quá hạn", deadline=dt.date(2021, 11, 15))
    work.received(title="Còn xa", deadline=dt.date(2022, 3, 1))
    handed_in = work.received(title="Đã nộp")
    actions.submit_product(viewer=chairman, task=handed_in, text="Xong", now=at(MONDAY))
    stuck = work.received(title="Vướng", deadline=dt.date(2021, 12, 1))
    actions.report_obstacle(
        viewer=chairman, task=stuck, cause="land", text="Vướng", proposal="Quyết", asked=city.committee, now=at(MONDAY)
    )
    actions.request_extension(viewer=chairman, task=stuck, reason="Mưa", proposed=dt.date(2021, 12, 9), now=at(MONDAY))
    assert [(d.kind, d.title, d.days) for d in duties(chairman, DEADLINE)] == [
        ("overdue", "Quá hạn", -4),
        ("receive", "Chưa tiếp nhận", 72),
        ("due", "Đến hạn", 1),
    ]
    with queries() as asked:
        found = duties(leader, DEADLINE)
    assert len(asked) <= 5
    assert {(d.kind, d.title, d.days) for d in found} == {
        ("accept", "Đã nộp", -6),
        ("answer_obstacle", "Vướng", -4),
        ("decide_extension", "Vướng", -6),
    }
    waiting = waiting_for_others(chairman, DEADLINE)
    assert {(d.kind, d.who) for d in waiting} == {
        ("accept", "Thành ủy Tam Kỳ"),
        ("answer_obstacle", "Thành ủy Tam Kỳ"),
        ("decide_extension", "Thành ủy Tam Kỳ"),
    }
    assert waiting_for_others(leader, DEADLINE) == []


def test_a_task_tells_its_course_its_clocks_and_its_arithmetic(work: Work) -> None:
    city = work.city
    task = work.received()
    obstacle = actions.report_obstacle(
        viewer=work.viewer(city.chairman),
        task=task,
        cause="land",
        text="14 hộ",
        proposal="Áp giá",
        asked=city.committee,
        now=at(dt.date(2021, 11, 10)),
    )
    actions.answer_obstacle(
        viewer=work.viewer(city.leader), obstacle=obstacle, outcome="agreed", answer="Được", now=at(DEADLINE)
    )
    viewer = work.viewer(city.chairman, LATER)
    with queries() as asked:
        found = detail(viewer, task.pk, on=LATER)
    assert found is not None
    assert len(asked) <= 5
    assert [line.title for line in course(found)] == [
        "Giao việc",
        "Tiếp nhận",
        "Báo vướng mắc: Bồi thường, giải phóng mặt bằng",
        "Thành ủy Tam Kỳ trả lời: Đồng ý đề xuất",
        "Thời hạn",
    ]
    clock = clocks(found, viewer)[0]
    assert (clock.allowed, clock.used, clock.over) == (5, 7, 2)
    sums = deadline_explained(found)
    assert [(s.days, s.day) for s in sums] == [(None, MONDAY), (9, DEADLINE), (7, dt.date(2021, 11, 30))]
