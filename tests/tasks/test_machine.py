"""Random verbs by random people: what happens is always in the table, and the figures follow the rules."""

import datetime as dt
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from nhacviec.ledger.queries import verify
from nhacviec.rules.lateness import ReportState
from nhacviec.rules.transitions import find
from nhacviec.tasks import actions
from nhacviec.tasks.actions import TaskDraft
from nhacviec.tasks.models import Extension, Obstacle, Submission, Task
from nhacviec.tasks.queries import four_states, state_of
from nhacviec.tasks.workflow import TRANSITIONS
from nhacviec.web.errors import DomainError
from tests.factories import MONDAY, a_city, at, viewer

VERBS = sorted({row.verb for row in TRANSITIONS} - {"contribute"})
PEOPLE = ["chairman", "leader", "city_chairman", "official", "other_chairman"]
STEPS = st.lists(
    st.tuples(st.sampled_from(VERBS), st.sampled_from(PEOPLE[:2] * 4 + PEOPLE), st.integers(0, 5)),
    min_size=3,
    max_size=16,
)


def act(city: Any, verb: str, who: Any, task: Task, now: dt.datetime) -> None:
    """Do one verb with ordinary words. Raises what the action raises."""
    obstacle = Obstacle.objects.filter(task=task).last()
    extension = Extension.objects.filter(task=task).last()
    submission = Submission.objects.filter(task=task).last()
    base: dict[str, Any] = {"viewer": who, "now": now}
    later = (task.deadline or MONDAY) + dt.timedelta(days=9)
    calls: dict[str, Any] = {
        "receive": lambda: actions.receive_task(task=task, **base),
        "report": lambda: actions.report_progress(task=task, text="Đã làm", **base),
        "report_obstacle": lambda: actions.report_obstacle(
            task=task, cause="land", text="Vướng", proposal="Quyết", asked=city.committee, **base
        ),
        "answer_obstacle": lambda: (
            obstacle and actions.answer_obstacle(obstacle=obstacle, outcome="agreed", answer="Được", **base)
        ),
        "refer_obstacle": lambda: (
            obstacle and actions.refer_obstacle_up(obstacle=obstacle, to=city.committee, reason="Vượt quyền", **base)
        ),
        "request_extension": lambda: actions.request_extension(task=task, reason="Mưa", proposed=later, **base),
        "decide_extension": lambda: extension and actions.decide_extension(extension=extension, granted=later, **base),
        "submit": lambda: actions.submit_product(task=task, text="Xong", **base),
        "accept": lambda: submission and actions.accept_submission(submission=submission, **base),
        "return": lambda: submission and actions.return_submission(submission=submission, reason="Thiếu", **base),
        "suspend": lambda: actions.suspend_task(task=task, reason="Chờ", **base),
        "resume": lambda: actions.resume_task(task=task, reason="Xong chờ", **base),
        "withdraw": lambda: actions.withdraw_task(task=task, reason="Trùng", **base),
        "instruct": lambda: actions.instruct(task=task, text="Làm nhanh", **base),
    }
    calls[verb]()


class TheTable(TestCase):
    """The state machine over the real actions and the real database."""

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(steps=STEPS)
    def test_states_follow_the_table_and_deadlines_never_move_back(self, steps: list[tuple[str, str, int]]) -> None:
        city = a_city()
        draft = TaskDraft(
            title="Việc",
            product="Sản phẩm",
            assigner=city.committee,
            lead=city.ward,
            deadline_kind="date",
            deadline=dt.date(2021, 11, 12),
        )
        task = actions.assign_task(viewer=viewer(city.leader), draft=draft, on=MONDAY, now=at(MONDAY))
        day = MONDAY
        for verb, name, days in steps:
            day += dt.timedelta(days=days)
            before = Task.objects.get(pk=task.pk)
            try:
                act(city, verb, viewer(getattr(city, name), day), before, at(day))
            except DomainError:
                assert Task.objects.get(pk=task.pk).version == before.version
                continue
            self.check(before, Task.objects.get(pk=task.pk), verb, day, city)
        assert verify().intact

    def check(self, before: Task, after: Task, verb: str, day: dt.date, city: Any) -> None:
        if after.version != before.version:
            row = find(TRANSITIONS, verb, before.state)
            assert row is not None
            targets = {r.target for r in TRANSITIONS if r.verb == verb and before.state in r.sources}
            assert after.state in targets
        assert after.original_deadline == dt.date(2021, 11, 12)
        assert after.deadline is not None
        assert before.deadline is not None
        assert after.deadline >= before.deadline >= after.original_deadline
        self.figures_agree_with_the_rules(after, day, city)

    def figures_agree_with_the_rules(self, task: Task, day: dt.date, city: Any) -> None:
        for on in (day, day + dt.timedelta(days=1), dt.date(2022, 6, 1)):
            counts = four_states(viewer(city.leader, on), on).get(None)
            assert counts is not None
            if task.state == "withdrawn":
                assert counts.total == 0
                continue
            found = {
                ReportState.DONE_ON_TIME: counts.done,
                ReportState.DONE_LATE: counts.done_late,
                ReportState.RUNNING_IN_TIME: counts.running,
                ReportState.RUNNING_OVERDUE: counts.overdue,
            }
            assert found == {state: int(state == state_of(task, on)) for state in found}
