"""Which page of tasks answers whom how. The task: the committee gives it to the first ward's administration."""

import datetime as dt
from typing import Any

from nhacviec.tasks import actions
from nhacviec.tasks.models import Task
from tests.contracts.matrix import OTHER_SECRET, Row
from tests.factories import MONDAY, City, at, viewer

DEADLINE = dt.date(2021, 11, 19)
# Who reads the ward's task: those of the committee, the ward's party committee above it, and its own head.
_READ = "leader clerk inspector organiser chairman secretary"
_DOER = {200: "chairman", 403: "leader clerk inspector organiser secretary", 404: "*"}
_DOER_409 = {409: "chairman", 403: "leader clerk inspector organiser secretary", 404: "*"}
_LEADER = {200: "leader", 403: "clerk inspector organiser chairman secretary", 404: "*"}
_LEADER_409 = {409: "leader", 403: "clerk inspector organiser chairman secretary", 404: "*"}


def _post(get: dict[int, str], status: int = 422) -> dict[int, str]:
    """An empty post: the same people, with the answer of an incomplete form."""
    return {status if code == 200 else code: roles for code, roles in get.items()}


def _verb(name: str, task: str, get: dict[int, str], status: int = 422) -> Row:
    return Row(f"tasks:{name}", args={"pk": task}, get=get, post=_post(get, status))


ROWS = [
    Row("tasks:list"),
    Row("tasks:list", query="?state=overdue&q=ban+giao&sort=-deadline"),
    Row("tasks:list", query="?lead=999999999999999999&year=0&state=x&waiting=1&mine=1"),
    Row("tasks:export_csv"),
    Row("tasks:export_xlsx"),
    Row(
        "tasks:new",
        get={200: "leader clerk inspector organiser chairman secretary other_chairman", 403: "*"},
        post={422: "leader clerk inspector organiser chairman secretary other_chairman", 403: "*"},
    ),
    Row("tasks:detail", args={"pk": "task"}, get={200: _READ, 404: "*"}),
    Row("tasks:detail", args={"pk": "submitted_task"}, get={200: _READ, 404: "*"}),
    Row("tasks:detail", args={"pk": "stuck_task"}, get={200: _READ, 404: "*"}),
    Row(
        "tasks:detail",
        args={"pk": "other_task"},
        get={200: "leader clerk inspector organiser other_chairman", 404: "*"},
    ),
    Row("tasks:file", args={"pk": "task", "file": 1}, get=404),
    _verb("receive", "new_task", _DOER, 302),
    _verb("receive", "task", _DOER_409),
    _verb("report", "task", _DOER),
    _verb("report", "new_task", _DOER_409),
    _verb("report_obstacle", "task", _DOER),
    _verb("request_extension", "task", _DOER),
    _verb("submit", "task", _DOER),
    _verb("submit", "submitted_task", _DOER_409),
    _verb("answer_obstacle", "stuck_task", _LEADER),
    _verb("answer_obstacle", "task", _LEADER_409),
    _verb("refer_obstacle", "stuck_task", _LEADER),
    _verb("decide_extension", "stuck_task", _LEADER),
    _verb("decide_extension", "task", _LEADER_409),
    _verb("accept", "submitted_task", _LEADER, 302),
    _verb("accept", "task", _LEADER_409),
    _verb("return", "submitted_task", _LEADER),
    _verb("suspend", "task", _LEADER),
    _verb("resume", "task", _LEADER_409),
    _verb("withdraw", "task", _LEADER),
    _verb("instruct", "task", _LEADER),
    Row(
        "tasks:finish_part",
        args={"pk": "task", "part": "part"},
        get={200: "chairman", 403: "leader clerk inspector organiser secretary", 404: "*"},
        post={422: "chairman", 403: "leader clerk inspector organiser secretary", 404: "*"},
    ),
]


def _draft(city: City, **more: Any) -> actions.TaskDraft:
    given = {
        "title": "Bàn giao mặt bằng đường vành đai phía Bắc",
        "product": "Biên bản bàn giao có chữ ký của 41 hộ",
        "assigner": city.committee,
        "lead": city.ward,
        "deadline_kind": "date",
        "deadline": DEADLINE,
        "contributions": [(city.department, "trích đo 41 thửa", dt.date(2021, 11, 12))],
        **more,
    }
    return actions.TaskDraft(**given)


def _received(city: City, **more: Any) -> Task:
    day = dt.date(2021, 11, 1)
    task = actions.assign_task(viewer=viewer(city.leader, day), draft=_draft(city, **more), on=day, now=at(day))
    return actions.receive_task(viewer=viewer(city.chairman, day), task=task, now=at(day, 10))


def build(city: City) -> dict[str, object]:
    """Tasks in several states, and one of the other ward that the first must never meet."""
    day = dt.date(2021, 11, 3)
    doer = viewer(city.chairman, day)
    new = actions.assign_task(viewer=viewer(city.leader), draft=_draft(city), on=MONDAY, now=at(MONDAY, 8))
    task, submitted, stuck = _received(city), _received(city), _received(city)
    actions.submit_product(viewer=doer, task=submitted, text="Biên bản 41/41 hộ", now=at(day))
    actions.report_obstacle(
        viewer=doer, task=stuck, cause="land", text="14 hộ", proposal="Áp giá", asked=city.committee, now=at(day)
    )
    actions.request_extension(viewer=doer, task=stuck, reason="Mưa lũ", proposed=dt.date(2021, 11, 30), now=at(day, 11))
    other = actions.assign_task(
        viewer=viewer(city.leader),
        draft=_draft(city, lead=city.other_ward, title=f"Việc của phường khác: {OTHER_SECRET}", contributions=()),
        on=MONDAY,
        now=at(MONDAY, 8),
    )
    return {
        "new_task": new,
        "task": task,
        "submitted_task": submitted,
        "stuck_task": stuck,
        "other_task": other,
        "part": task.contributions.get(),
    }


def build_many(city: City, objects: dict[str, object]) -> None:
    """A long list, and a task with a long course."""
    day = dt.date(2021, 11, 1)
    drafts = [_draft(city, title=f"Việc số {number}") for number in range(120)]
    leader = viewer(city.leader, day)
    actions.assign_tasks(viewer=leader, drafts=drafts, on=day, now=at(day), quiet=True)
    task = objects["task"]
    assert isinstance(task, Task)
    for hour in range(8, 17):
        actions.report_progress(
            viewer=viewer(city.chairman),
            task=task,
            text=f"Báo cáo {hour}",
            percent=hour,
            now=at(dt.date(2021, 11, 5), hour),
        )
