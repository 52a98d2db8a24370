"""What an organisation has open in tasks: led, assigned, contributed to, asked. All of it passes to a successor."""

import datetime as dt
from collections.abc import Collection

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from nhacviec.orgs.access import Viewer
from nhacviec.orgs.apps import OpenWork
from nhacviec.web import clock
from nhacviec.web.formats import day as written

from ..models import Contribution, Obstacle, Task
from ..models.task import IS_OPEN


def open_work(organisations: Collection[int], viewer: Viewer, on: dt.date) -> list[OpenWork]:
    """Open tasks by role of the organisations. Four queries.

    A change recorded late takes along what was open on its day and has been finished since: on every day from it on,
    nothing is led by an organisation that is no more.
    """
    start = dt.datetime.combine(on, dt.time(), tzinfo=clock.ZONE)
    open_then = IS_OPEN | Q(state="done", accepted_at__gte=start)
    ours = Q(lead__in=organisations) | (Q(assigner__in=organisations) & IS_OPEN)
    tasks = Task.objects.filter(open_then & ours).order_by("deadline", "id")
    readable = set(
        Task.objects.visible_to(viewer).filter(open_then & ours).order_by().values_list("pk", flat=True)
        if viewer.person_id is not None
        else ()
    )
    found: list[OpenWork] = []
    columns = ("pk", "lead_id", "assigner_id", "title", "code", "deadline", "version", "state")
    for pk, lead, assigner, title, code, deadline, version, state in tasks.values_list(*columns):
        words = _words(title if pk in readable else "", code, deadline)
        path, stamp = reverse("tasks:detail", args=[pk]), f"{version} {state}"
        if lead in organisations:
            found.append(OpenWork("tasks.lead", pk, lead, *words, path=path, state=stamp))
        if assigner in organisations and state != "done":
            found.append(OpenWork("tasks.assigner", pk, assigner, *words, path=path, state=stamp))
    return [*found, *_contributions(organisations, viewer), *_obstacles(organisations, viewer)]


def _words(title: str, code: str, deadline: dt.date | None) -> tuple[str, str]:
    """(label, detail); both empty for who may not read the task."""
    if not title:
        return "", ""
    label = f"{code} {title}"[:160]
    return label, _("thời hạn %(day)s") % {"day": written(deadline)} if deadline else _("không thời hạn")


def _contributions(organisations: Collection[int], viewer: Viewer) -> list[OpenWork]:
    rows = Contribution.objects.filter(organisation__in=organisations, done_on=None).exclude(
        task__state__in=("done", "withdrawn")
    )
    return [
        OpenWork("tasks.contribution", row.pk, row.organisation_id, _readable(viewer, row.task, row.part), state="open")
        for row in rows.select_related("task").order_by("id")
    ]


def _obstacles(organisations: Collection[int], viewer: Viewer) -> list[OpenWork]:
    rows = Obstacle.objects.filter(asked__in=organisations, answered_on=None).exclude(
        task__state__in=("done", "withdrawn")
    )
    return [
        OpenWork("tasks.obstacle", row.pk, row.asked_id, _readable(viewer, row.task, row.text), state="open")
        for row in rows.select_related("task").order_by("id")
    ]


def _readable(viewer: Viewer, task: Task, text: str) -> str:
    """What a preview says of a part of a task: only to who may read one of the task's organisations."""
    if not (viewer.may_read(task.lead_id) or viewer.may_read(task.assigner_id)):
        return ""
    return f"{task.code} {text or task.title}"[:160]
