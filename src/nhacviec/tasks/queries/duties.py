"""What a person must do about tasks, and what he or she only waits for (guide, 02)."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from nhacviec.orgs.access import Viewer
from nhacviec.orgs.queries import calendar
from nhacviec.rules.calendar import Calendar
from nhacviec.rules.lateness import ReportState

from ..access import does_what, done_by
from ..models import Extension, Task
from ..models.task import CLOSED_STATES, of_open_readable
from ..workflow import WITH_DOER
from .asks import Ask, asks
from .filters import SOON_DAYS
from .states import days_left, state_of

MOST = 200
# Kind of question → the page on which it is answered.
_ANSWERS = {"obstacle": "tasks:answer_obstacle", "extension": "tasks:decide_extension", "acceptance": "tasks:accept"}
_ORDER = {"overdue": 0, "receive": 1, "due": 2, "accept": 3, "decide_extension": 3, "answer_obstacle": 3}
_DUTY_OF = {"obstacle": "answer_obstacle", "extension": "decide_extension", "acceptance": "accept"}
_TASK_COLUMNS = ("lead", "assigner", "directive", "responsible")


@dataclass(frozen=True, slots=True)
class Duty:
    """Something to do, or to wait for. `kind`: "overdue", "receive", "due" for the doer; "accept", "decide_extension",
    "answer_obstacle" for who must answer; the same three for who waits.

    `due` is the day until which it must be done, `days` the working days left (negative: over), `who` the other side
    (assigner, who asked, or who must answer). `next_url` is the name of the page with the next step, `target` its id.
    """

    kind: str
    task_id: int
    code: str
    title: str
    product: str
    due: dt.date | None
    days: int | None
    who: str
    next_url: str
    target: int
    at: dt.date
    state: str = ""
    source: str = ""
    text: str = ""
    responsible: str = ""
    verbs: tuple[str, ...] = ()


def duties(viewer: Viewer, on: dt.date, *, most: int = MOST) -> list[Duty]:
    """What the viewer must do: overdue first, then to receive, due within seven days, then what others wait for.

    Two queries and the calendar's. At most `most` of each sort.
    """
    return sorted([*to_do(viewer, on, most=most), *_of_superior(viewer, on, most)], key=_rank)


def waiting_for_others(viewer: Viewer, on: dt.date, *, most: int = MOST) -> list[Duty]:
    """What the viewer's tasks wait for: the clock is the other's. One query and the calendar's."""
    here = done_by(viewer, "task__") & _open_task()
    found = asks(here, here, here, open_only=True, limit=most)
    days = calendar()
    return [_of_asked(ask, on, days) for ask in found]


def _of_asked(ask: Ask, on: dt.date, days: Calendar) -> Duty:
    left = days.working_days_between(on, ask.due) if ask.due else None
    return _duty_of_ask(ask, on, left, ask.asked_name)


def _open_task() -> Q:
    return ~Q(task__state__in=CLOSED_STATES)


def to_do(viewer: Viewer, on: dt.date, *, within: int = SOON_DAYS, most: int = MOST) -> list[Duty]:
    """The doer's part of `duties`, with what falls due within so many days. One query and the calendar's."""
    if viewer.person_id is None:
        return []
    mine = done_by(viewer)
    due = Q(deadline__lte=on + dt.timedelta(days=within)) | Q(state="assigned")
    found = (
        Task.objects.filter(mine, due, state__in=WITH_DOER, stopped_on__isnull=True)
        .select_related(*_TASK_COLUMNS)
        .order_by("deadline", "pk")[:most]
    )
    days = calendar()
    return sorted((_duty_of_task(task, on, days_left(task, on, days)) for task in found), key=_rank)


def _duty_of_task(task: Task, on: dt.date, left: int | None) -> Duty:
    state = state_of(task, on)
    late = state == ReportState.RUNNING_OVERDUE
    kind = "overdue" if late else "receive" if task.state == "assigned" else "due"
    receive = task.state == "assigned"
    return Duty(
        kind=kind,
        task_id=task.pk,
        code=task.code,
        title=task.title,
        product=task.product,
        due=task.deadline,
        days=left,
        who=task.assigner.label,
        next_url="tasks:receive" if receive else "tasks:submit",
        target=task.pk,
        at=task.assigned_on,
        state=task.state,
        source=task.directive.full_number if task.directive else "",
        responsible=task.responsible.full_name,
        verbs=("receive", "report_obstacle") if receive else ("submit", "report", "report_obstacle"),
    )


def _of_superior(viewer: Viewer, on: dt.date, most: int) -> list[Duty]:
    """Obstacles asked of the viewer's bodies, extensions and submissions of tasks they assigned; never one's own."""
    bodies = tuple(viewer.speaks_for)
    if viewer.person_id is None or not bodies:
        return []
    found = asks(*_for_bodies(viewer, bodies), open_only=True, limit=most)
    days = calendar()
    return [_of_asker(ask, on, days) for ask in found]


def _for_bodies(viewer: Viewer, bodies: tuple[int, ...]) -> tuple[Q, Q, Q]:
    """Conditions of the obstacles, extensions and submissions that wait for these bodies; never the viewer's own."""
    own = tuple(viewer.persons)
    others = _open_task() & ~Q(by__in=own) & ~Q(task__responsible__in=own)
    assigned = Q(task__assigner__in=bodies) & others
    return Q(asked__in=bodies) & others, assigned, assigned


def _of_asker(ask: Ask, on: dt.date, days: Calendar) -> Duty:
    left = days.working_days_between(on, ask.due) if ask.due else None
    return _duty_of_ask(ask, on, left, ask.by_name)


def answers_and_obstacles(viewer: Viewer, on: dt.date) -> tuple[list[Duty], list[Ask]]:
    """What the viewer must answer (as in `duties`), and every open obstacle of tasks that he or she may read.

    For the first screen: one query for both, and the calendar's.
    """
    readable = of_open_readable(viewer)
    obstacles, extensions, submissions = _for_bodies(viewer, tuple(viewer.speaks_for))
    found = asks(readable | obstacles, extensions, submissions, open_only=True)
    days = calendar()
    answers = [_of_asker(ask, on, days) for ask in found if _must_answer(viewer, ask)]
    return sorted(answers, key=_rank), [ask for ask in found if ask.kind == "obstacle"]


def answers_and_waits(viewer: Viewer, on: dt.date, *, most: int = MOST) -> tuple[list[Duty], list[Duty]]:
    """What the viewer must answer (as in `duties`), and what his or her tasks wait for (`waiting_for_others`).

    One query for both, and the calendar's.
    """
    if viewer.person_id is None:
        return [], []
    mine = done_by(viewer, "task__") & _open_task()
    found = asks(*(mine | one for one in _for_bodies(viewer, tuple(viewer.speaks_for))), open_only=True, limit=2 * most)
    days = calendar()
    answers = [_of_asker(ask, on, days) for ask in found if _must_answer(viewer, ask)]
    waits = [_of_asked(ask, on, days) for ask in found if _waits(viewer, ask)]
    return sorted(answers, key=_rank)[:most], waits[:most]


def _must_answer(viewer: Viewer, ask: Ask) -> bool:
    """`_for_bodies` for one question that was read with others."""
    others = viewer.persons.isdisjoint((ask.by_id, ask.responsible_id))
    return viewer.person_id is not None and ask.asked_id in viewer.speaks_for and others


def _waits(viewer: Viewer, ask: Ask) -> bool:
    return does_what(viewer, ask.responsible_id, ask.lead_id)


def _duty_of_ask(ask: Ask, on: dt.date, left: int | None, who: str) -> Duty:
    verbs = {"accept": ("accept", "return"), "answer_obstacle": ("answer_obstacle", "refer_obstacle")}
    kind = _DUTY_OF[ask.kind]
    return Duty(
        kind=kind,
        task_id=ask.task_id,
        code=ask.task_code,
        title=ask.task_title,
        product="",
        due=ask.due,
        days=left,
        who=who,
        next_url=_ANSWERS[ask.kind],
        target=ask.task_id,
        at=ask.asked_on,
        text=ask.text,
        verbs=verbs.get(kind, (kind,)),
    )


def _rank(duty: Duty) -> tuple[int, dt.date, int]:
    return (_ORDER[duty.kind], duty.due or dt.date.max, duty.task_id)


def pending_of(task: Task) -> tuple[str, ...]:
    """What waits for a superior: "obstacle", "extension", "acceptance", as `rules.ladder.Timeline.pending`. One query."""
    this = Q(task=task)
    return tuple(dict.fromkeys(ask.kind for ask in asks(this, this, this, open_only=True)))


def has_pending_extension(task: Task) -> bool:
    """Whether an extension waits for its decision."""
    return Extension.objects.filter(task=task, state="pending").exists()
