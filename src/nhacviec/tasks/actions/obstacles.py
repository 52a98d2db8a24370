"""Vướng mắc: reported with a proposal, answered by a superior whose own clock runs meanwhile (S-6, T-6, T-15)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from nhacviec.directives.access import above_sql
from nhacviec.orgs.access import Viewer
from nhacviec.orgs.models import Organisation
from nhacviec.web.errors import BadInput, NotAllowed, NotPossible

from ..access import can_answer, can_report_obstacle
from ..models import Obstacle, Task
from ..models.obstacles import answer_choices, cause_choices
from ..queries.people import speakers
from .base import Batch, Item, Wait, add_waits, answer_due, begin, finish, moved, need_text, stop_or_start, write_back

_ASKED = gettext_noop("Vướng mắc chờ trả lời đến %(due)s: %(task)s.")
_ANSWERED = gettext_noop("Vướng mắc đã được trả lời: %(task)s.")
ANSWERS = frozenset(code for code, _label in answer_choices()) - {"referred"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ObstacleReport(Item):
    """What hinders, why, what is proposed, and which organisation above the lead must answer."""

    cause: str
    text: str
    proposal: str
    asked: Organisation


def report_obstacle(
    *, viewer: Viewer, task: Task, cause: str, text: str, proposal: str, asked: Organisation, now: dt.datetime
) -> Obstacle:
    """Report an obstacle; see `report_obstacles`."""
    item = ObstacleReport(task=task, viewer=viewer, cause=cause, text=text, proposal=proposal, asked=asked, now=now)
    return report_obstacles(items=[item])[0]


@transaction.atomic
def report_obstacles(*, items: Sequence[ObstacleReport], quiet: bool = False) -> list[Obstacle]:
    """From now on the clock is the superior's. Raises NotAllowed, NotPossible, BadInput ("cause", "asked", ...).

    The asked organisation is the assigner, or stands above the lead; it must answer within the working days of the
    directive's rule set.
    """
    batch: Batch[ObstacleReport] = begin("report_obstacle", items)
    for item in items:
        if not can_report_obstacle(item.viewer, batch.task(item)):
            raise NotAllowed
    moved(batch)
    _check_asked(batch)
    made = Obstacle.objects.bulk_create([_obstacle(batch, item) for item in items], batch_size=500)
    for obstacle in made:
        batch.records[obstacle.task_id].append(obstacle)
    stop_or_start(batch)
    if not quiet:
        _tell_asked(batch, list(zip(items, made, strict=True)))
    finish(batch, quiet=quiet)
    return made


def _obstacle(batch: Batch[ObstacleReport], item: ObstacleReport) -> Obstacle:
    if item.cause not in dict(cause_choices()):
        raise BadInput("cause", _("Chọn nguyên nhân trong danh sách."))
    return Obstacle(
        task=batch.task(item),
        by_id=item.person_id,
        at=item.now,
        reported_on=item.on,
        cause=item.cause,
        text=need_text("text", item.text, _("Ghi vướng mắc cụ thể.")),
        proposal=need_text("proposal", item.proposal, _("Ghi đề xuất: cấp trên cần quyết gì.")),
        asked=item.asked,
        answer_due=answer_due(batch, item.on, "obstacle_answer_days"),
    )


def _check_asked(batch: Batch[ObstacleReport]) -> None:
    """Only upward: the assigner, or an organisation above the lead on the day (T-6). One query a lead and day."""
    known: dict[tuple[int, dt.date], set[int]] = {}
    for item in batch.items:
        task, key = batch.task(item), (batch.task(item).lead_id, item.on)
        if item.asked.pk == task.assigner_id:
            continue
        if key not in known:
            above = Organisation.objects.filter(pk__in=above_sql([task.lead_id], item.on)).exclude(pk=task.lead_id)
            known[key] = set(above.values_list("pk", flat=True))
        if item.asked.pk not in known[key]:
            raise BadInput("asked", _("Chỉ hỏi nơi giao việc hoặc cấp trên của cơ quan chủ trì."))


def _tell_asked(batch: Batch[ObstacleReport], pairs: Sequence[tuple[Item, Obstacle]]) -> None:
    people = speakers({obstacle.asked_id for _item, obstacle in pairs}, max(item.on for item, _obstacle in pairs))
    for item, obstacle in pairs:
        due = obstacle.answer_due.isoformat()
        batch.tell(item, people.get(obstacle.asked_id, ()), _ASKED, due=due)


@dataclass(frozen=True, slots=True, kw_only=True)
class ObstacleAnswer(Item):
    """What the superior says to an obstacle: an outcome of `answer_choices` and the words."""

    obstacle: Obstacle
    outcome: str
    answer: str


def answer_obstacle(*, viewer: Viewer, obstacle: Obstacle, outcome: str, answer: str, now: dt.datetime) -> Obstacle:
    """Answer an obstacle; see `answer_obstacles`."""
    item = ObstacleAnswer(task=obstacle.task, viewer=viewer, obstacle=obstacle, outcome=outcome, answer=answer, now=now)
    return answer_obstacles(items=[item])[0]


@transaction.atomic
def answer_obstacles(*, items: Sequence[ObstacleAnswer], quiet: bool = False) -> list[Obstacle]:
    """Only who speaks for the asked organisation answers; the working days waited move the deadline (T-15).

    Raises NotAllowed, NotPossible (already answered), BadInput ("outcome", "answer").
    """
    batch: Batch[ObstacleAnswer] = begin("answer_obstacle", items)
    found = Obstacle.objects.select_for_update().in_bulk([item.obstacle.pk for item in items])
    answered = [_answered(batch, item, found.get(item.obstacle.pk)) for item in items]
    moved(batch)
    _write_answers(batch, answered)
    for item, obstacle in zip(items, answered, strict=True):
        batch.tell(item, {obstacle.by_id, batch.task(item).responsible_id}, _ANSWERED)
    finish(batch, quiet=quiet)
    return answered


def _answered(batch: Batch[ObstacleAnswer], item: ObstacleAnswer, obstacle: Obstacle | None) -> Obstacle:
    obstacle = _open(batch, item, obstacle)
    if item.outcome not in ANSWERS:
        raise BadInput("outcome", _("Chọn kết quả trả lời."))
    obstacle.outcome = item.outcome
    obstacle.answer = need_text("answer", item.answer, _("Ghi nội dung trả lời."))
    _sign(obstacle, item)
    return obstacle


def _open(batch: Batch[ObstacleAnswer], item: ObstacleAnswer, obstacle: Obstacle | None) -> Obstacle:
    """The locked obstacle, if the viewer may answer it and nobody has."""
    if obstacle is None or obstacle.task_id != item.task.pk:
        raise NotPossible(_("Vướng mắc này không còn nữa."))
    if not can_answer(item.viewer, batch.task(item), obstacle):
        raise NotAllowed
    if obstacle.answered_on is not None:
        raise NotPossible(_("Vướng mắc này đã được trả lời."))
    return obstacle


def _sign(obstacle: Obstacle, item: Item) -> None:
    obstacle.answered_by_id = item.person_id
    obstacle.answered_at = item.now
    obstacle.answered_on = item.on


def _write_answers(batch: Batch[ObstacleAnswer], obstacles: Sequence[Obstacle]) -> None:
    columns = ["outcome", "answer", "answered_by", "answered_at", "answered_on"]
    write_back(obstacles, columns)
    waits = []
    for obstacle in obstacles:
        task = batch.tasks[obstacle.task_id]
        batch.records[task.pk].append(obstacle)
        if obstacle.answered_on and obstacle.answered_at:
            waits.append(
                Wait(task, obstacle.reported_on, obstacle.answered_on, "obstacle", obstacle.pk, obstacle.answered_at)
            )
    add_waits(batch, waits)
    stop_or_start(batch)


@transaction.atomic
def refer_obstacle_up(
    *, viewer: Viewer, obstacle: Obstacle, to: Organisation, reason: str, now: dt.datetime
) -> Obstacle:
    """Pass an obstacle that is beyond the asked organisation's power to one above it (T-6); returns the new question.

    The waiting goes on without a gap. Raises NotAllowed, NotPossible, BadInput ("asked", "reason").
    """
    words = need_text("reason", reason, _("Ghi vì sao việc này vượt thẩm quyền."))
    item = ObstacleAnswer(task=obstacle.task, viewer=viewer, obstacle=obstacle, outcome="", answer=words, now=now)
    batch: Batch[ObstacleAnswer] = begin("refer_obstacle", [item])
    locked = _open(batch, item, Obstacle.objects.select_for_update().filter(pk=obstacle.pk).first())
    above = Organisation.objects.filter(pk__in=above_sql([locked.asked_id], item.on)).exclude(pk=locked.asked_id)
    if not above.filter(pk=to.pk).exists():
        raise BadInput("asked", _("Chỉ chuyển lên cơ quan cấp trên."))
    moved(batch)
    locked.outcome, locked.answer = "referred", words
    _sign(locked, item)
    passed_on = Obstacle.objects.create(
        task=batch.task(item),
        by_id=locked.by_id,
        at=now,
        reported_on=item.on,
        cause=locked.cause,
        text=locked.text,
        proposal=locked.proposal,
        asked=to,
        answer_due=answer_due(batch, item.on, "obstacle_answer_days"),
    )
    batch.records[locked.task_id].append(passed_on)
    _write_answers(batch, [locked])
    people = speakers([to.pk], item.on)
    batch.tell(item, people.get(to.pk, ()), _ASKED, due=passed_on.answer_due.isoformat())
    finish(batch)
    return passed_on
