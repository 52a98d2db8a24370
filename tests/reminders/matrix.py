"""Which page of notices answers whom how."""

import datetime as dt

from nhacviec.reminders.actions import include_candidate, serve_notice, sign_notice, sweep
from nhacviec.reminders.models import Consequence, Notice
from nhacviec.tasks.models import Task
from tests.contracts.matrix import OTHER_SECRET, Row
from tests.factories import MONDAY, City, at, viewer
from tests.reminders.conftest import a_task, an_obstacle

_ISSUER = "leader clerk"
_READERS = "leader clerk inspector organiser chairman secretary"
_DRAFT = {200: _ISSUER, 404: "*"}
_ISSUED = {200: _READERS, 404: "*"}


def _only(who: str, status: int = 200) -> dict[int, str]:
    """`who` gets `status`, the other readers 403, all others 404."""
    rest = " ".join(role for role in _READERS.split() if role not in who.split())
    return {status: who, 403: rest, 404: "*"}


ROWS = [
    Row("reminders:workbench"),
    Row("reminders:workbench", query="?lan=2&chon=1"),
    Row("reminders:list"),
    Row("reminders:list", query="?nam=2021&lan=1&tt=served"),
    Row("reminders:present", get=405, post={403: "official operator", 302: "*"}),
    Row("reminders:notice", args={"pk": "draft"}, get=_DRAFT),
    Row("reminders:notice", args={"pk": "aside"}, get=_DRAFT),
    Row("reminders:notice", args={"pk": "served"}, get=_ISSUED),
    Row("reminders:notice", args={"pk": "breached"}, get=_ISSUED),
    Row(
        "reminders:notice",
        args={"pk": "other"},
        get={200: "leader clerk inspector organiser other_chairman", 404: "*"},
    ),
    Row("reminders:printed", args={"pk": "draft"}, get=_DRAFT),
    Row("reminders:printed", args={"pk": "served"}, get=_ISSUED),
    Row("reminders:include", args={"pk": "aside"}, get=_DRAFT, post={422: _ISSUER, 404: "*"}),
    Row("reminders:include", args={"pk": "draft"}, get={409: _ISSUER, 404: "*"}, post={409: _ISSUER, 404: "*"}),
    Row("reminders:set_aside", args={"pk": "draft"}, get=_DRAFT, post={422: _ISSUER, 404: "*"}),
    Row("reminders:discard", args={"pk": "draft"}, get=_DRAFT, post={422: _ISSUER, 404: "*"}),
    Row("reminders:edit", args={"pk": "draft"}, get=_DRAFT, post={422: _ISSUER, 404: "*"}),
    Row(
        "reminders:sign",
        args={"pk": "draft"},
        get={200: "leader", 403: "clerk", 404: "*"},
        post={302: "leader", 403: "clerk", 404: "*"},
    ),
    Row(
        "reminders:sign",
        args={"pk": "included"},
        get={200: "leader", 403: "clerk", 404: "*"},
        post={422: "leader", 403: "clerk", 404: "*"},
    ),
    Row("reminders:serve", args={"pk": "signed"}, get=_only(_ISSUER), post=_only(_ISSUER, 422)),
    Row("reminders:acknowledge", args={"pk": "served"}, get=_only("chairman"), post=_only("chairman", 302)),
    Row("reminders:reply", args={"pk": "served"}, get=_only("chairman"), post=_only("chairman", 422)),
    Row("reminders:withdraw", args={"pk": "served"}, get=_only("leader"), post=_only("leader", 422)),
    Row("reminders:propose_case", args={"pk": "breached"}, get=_only("leader"), post=_only("leader", 422)),
    Row("reminders:propose_case", args={"pk": "served"}, get=_only("leader", 409), post=_only("leader", 409)),
    Row("reminders:consequences"),
    Row("reminders:consequence", args={"pk": "consequence"}, get=_ISSUED),
    Row("reminders:decide", args={"pk": "consequence"}, get=_only("leader"), post=_only("leader", 422)),
]


def _of(task: Task, level: int = 1) -> Notice:
    return Notice.objects.get(task=task, level=level)


def _sign(city: City, notice: Notice, on: dt.date) -> Notice:
    return sign_notice(viewer=viewer(city.leader, on), notice=notice, pending_seen=True, now=at(on, 8))


def _serve(city: City, notice: Notice, on: dt.date) -> Notice:
    return serve_notice(viewer=viewer(city.clerk, on), notice=_sign(city, notice, on), now=at(on, 8, 30))


def build(city: City) -> dict[str, object]:
    """A notice in each state, and one of the other ward."""
    september, october = dt.date(2021, 9, 6), dt.date(2021, 9, 28)
    early = a_task(city, deadline=dt.date(2021, 8, 27), clock=september, title="Bàn giao mặt bằng đường vành đai")
    sweep(on=september, now=at(september, 6))
    _serve(city, _of(early), september)
    sweep(on=october, now=at(october, 6))
    _serve(city, _of(early, 2), october)
    sweep(on=dt.date(2021, 10, 26), now=at(dt.date(2021, 10, 26), 6))
    other = a_task(
        city, lead=city.other_ward, responsible=city.other_chairman, title=OTHER_SECRET, product=OTHER_SECRET
    )
    tasks = {name: a_task(city) for name in ("draft", "aside", "included", "signed", "served")}
    for name in ("aside", "included"):
        an_obstacle(tasks[name], city.administration)
    sweep(on=MONDAY, now=at(MONDAY, 6))
    include_candidate(viewer=viewer(city.clerk), notice=_of(tasks["included"]), reason="Báo muộn", now=at(MONDAY, 7))
    return {
        "draft": _of(tasks["draft"]),
        "aside": _of(tasks["aside"]),
        "included": _of(tasks["included"]),
        "breached": _of(early, 2),
        "consequence": Consequence.objects.filter(kind="ceiling_person").latest("pk"),
        "other": _serve(city, _of(other), MONDAY),
        "signed": _sign(city, _of(tasks["signed"]), MONDAY),
        "served": _serve(city, _of(tasks["served"]), MONDAY),
    }


def build_many(city: City, objects: dict[str, object]) -> None:
    """Dozens of drafts, of what is left aside, and of issued notices."""
    tasks = [a_task(city) for _n in range(40)]
    for task in tasks[:15]:
        an_obstacle(task, city.administration)
    sweep(on=MONDAY, now=at(MONDAY, 6, 45))
    for task in tasks[30:]:
        _serve(city, _of(task), MONDAY)
