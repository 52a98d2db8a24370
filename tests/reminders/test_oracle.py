"""The set-based sweep says for every task what `rules.ladder` says of its timeline: generated cases, both engines."""

import datetime as dt
import itertools
from dataclasses import dataclass

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from nhacviec.documents.models import IssuedDocument, Register
from nhacviec.orgs.queries import calendar
from nhacviec.reminders.actions import sweep
from nhacviec.reminders.models import Consequence, Notice, ReminderClock
from nhacviec.reminders.queries import directive_rules
from nhacviec.rules.ladder import NoticeFact, Step, Timeline, next_step
from nhacviec.tasks.models import Extension, Obstacle, Submission, Task
from tests.factories import MONDAY, City, a_city, at

_codes = itertools.count(1)


@dataclass(frozen=True)
class Sent:
    """A signed notice: days before MONDAY of service (None: not served) and days from service to the cure date."""

    served_ago: int | None
    span: int
    cured: bool = False


@dataclass(frozen=True)
class Spec:
    """One generated task; numbers are days before MONDAY (negative: after)."""

    deadline_ago: int | None
    state: str
    submitted_ago: int | None
    obstacle: bool
    extension: bool
    sent: tuple[Sent, ...]


def ago(days: int | None) -> dt.date | None:
    return None if days is None else MONDAY - dt.timedelta(days=days)


SENT = st.builds(Sent, st.one_of(st.none(), st.integers(0, 60)), st.integers(5, 30), st.booleans())


@st.composite
def specs(draw: st.DrawFn) -> Spec:
    state = draw(st.sampled_from(["assigned", "running", "running", "running", "submitted", "done", "suspended"]))
    handed_in = state in ("submitted", "done")
    sent = list(draw(st.one_of(st.lists(SENT, max_size=2), st.just((Sent(60, 9), Sent(40, 9))))))
    # A second notice comes only after an uncured first.
    if len(sent) == 2:
        sent[0] = Sent(sent[0].served_ago if sent[0].served_ago is not None else 60, sent[0].span)
    return Spec(
        deadline_ago=draw(st.one_of(st.none(), st.integers(-20, 90))),
        state=state,
        submitted_ago=draw(st.integers(0, 60)) if handed_in else None,
        obstacle=draw(st.booleans()) and state not in ("done",),
        extension=draw(st.booleans()) and state not in ("done",),
        sent=tuple(sent),
    )


def expected(spec: Spec) -> Step:
    """What the law says, from the generated case alone."""
    pending = [name for name, waits in (("obstacle", spec.obstacle), ("extension", spec.extension)) if waits]
    if spec.state == "submitted":
        pending.append("acceptance")
    notices = []
    for level, one in enumerate(spec.sent, 1):
        served_on = ago(one.served_ago)
        cure = (served_on or MONDAY) + dt.timedelta(days=one.span)
        notices.append(NoticeFact(level, served_on, cure, cured=one.cured))
    timeline = Timeline(
        deadline=ago(spec.deadline_ago),
        submitted_on=ago(spec.submitted_ago),
        accepted=spec.state == "done",
        suspended=spec.state == "suspended",
        pending=tuple(pending),
        notices=tuple(notices),
    )
    return next_step(timeline, directive_rules(MONDAY), calendar(), on=MONDAY)


def build(city: City, spec: Spec, register: Register) -> Task:
    deadline = ago(spec.deadline_ago)
    done = spec.state == "done"
    task = Task.objects.create(
        code=f"O{next(_codes)}",
        assigner=city.committee,
        lead=city.ward,
        responsible=city.chairman,
        title="việc",
        product="sản phẩm",
        deadline_kind="date" if deadline else "none",
        original_deadline=deadline,
        deadline=deadline,
        state=spec.state,
        assigned_on=dt.date(2021, 1, 4),
        done_on=ago(spec.submitted_ago) if done else None,
        accepted_at=at(MONDAY) if done else None,
        folded="",
    )
    ReminderClock.objects.create(task=task, next_check=MONDAY)
    by, now = city.chairman, at(MONDAY)
    if spec.state == "submitted":
        day = ago(spec.submitted_ago)
        Submission.objects.create(task=task, version=1, by=by, at=now, submitted_on=day, text="x")
    if spec.obstacle:
        Obstacle.objects.create(
            task=task, by=by, at=now, reported_on=MONDAY, cause="land", text="x", proposal="x", asked=city.committee,
            answer_due=MONDAY,
        )  # fmt: skip
    if spec.extension:
        Extension.objects.create(
            task=task, by=by, at=now, reason="x", old_deadline=MONDAY, proposed=MONDAY + dt.timedelta(days=9),
            answer_due=MONDAY,
        )  # fmt: skip
    for level, one in enumerate(spec.sent, 1):
        register.last += 1
        register.save()
        document = IssuedDocument.objects.create(register=register, number=register.last, issued_on=MONDAY)
        served_on = ago(one.served_ago)
        state = "cured" if one.cured else "served" if served_on else "signed"
        Notice.objects.create(
            task=task, level=level, issuer=city.committee, addressee=city.ward, person=city.chairman, state=state,
            drafted_on=MONDAY, due_on=deadline or MONDAY, days_late=1, rule_set="x", document=document,
            signed_by=city.leader, signed_at=now, served_on=served_on,
            cure_date=(served_on or MONDAY) + dt.timedelta(days=one.span),
        )  # fmt: skip
    return task


def outcome(task: Task, spec: Spec) -> tuple[str, int]:
    """What the sweep did with the task, in the words of the ladder."""
    made = Notice.objects.filter(task=task).order_by("-level")
    if Consequence.objects.filter(notice__task=task).count() == 2:
        return "breach", made[0].level
    draft = made.filter(state__in=("draft", "set_aside")).first()
    if draft is not None:
        words = {1: "draft_first", 2: "draft_second"}
        return ("leave_aside" if draft.state == "set_aside" else words[draft.level]), draft.level
    newly = [n.level for n in made if n.state == "cured" and not spec.sent[n.level - 1].cured]
    return ("cured", newly[0]) if newly else ("rest", 0)


OLD = (Sent(60, 9), Sent(40, 9))
EVERY_STEP = [
    Spec(-5, "running", None, False, False, ()),  # none
    Spec(1, "running", None, False, False, ()),  # wait
    Spec(30, "running", None, False, False, ()),  # draft_first
    Spec(90, "running", None, False, False, OLD[:1]),  # draft_second
    Spec(90, "running", None, False, False, OLD),  # breach
    Spec(90, "done", 55, False, False, OLD[:1]),  # cured
    Spec(30, "running", None, True, False, ()),  # leave_aside
    Spec(90, "running", None, True, False, OLD),  # the consequence waits too
]


@pytest.mark.django_db
def test_the_sweep_does_for_each_task_what_the_ladder_says() -> None:
    city = a_city()
    register = Register.objects.create(
        issuer=city.committee, family="party", kind="TB", series="2020-2025", symbol="TB/TU"
    )
    seen: set[str] = set()

    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(st.lists(specs(), min_size=6, max_size=14))
    @example(EVERY_STEP)
    def check(found: list[Spec]) -> None:
        with transaction.atomic():
            register.refresh_from_db()
            tasks = [build(city, spec, register) for spec in found]
            sweep(on=MONDAY, now=at(MONDAY, 6, 30))
            for task, spec in zip(tasks, found, strict=True):
                step = expected(spec)
                seen.add(step.kind)
                if step.kind in ("none", "wait"):
                    assert outcome(task, spec) == ("rest", 0), (spec, step)
                    assert ReminderClock.objects.get(task=task).next_check == step.next_check, (spec, step)
                elif step.kind == "leave_aside" and step.level > 2:
                    # A second notice whose cure date passed while a superior is to answer: nothing is drafted.
                    assert outcome(task, spec) == ("rest", 0), (spec, step)
                else:
                    assert outcome(task, spec) == (step.kind, step.level), (spec, step)
            transaction.set_rollback(True)

    check()
    assert seen == {"none", "wait", "draft_first", "draft_second", "breach", "cured", "leave_aside"}
