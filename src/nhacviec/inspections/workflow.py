"""The three phases of an inspection (I-4) and the checklists that it may start from (I-20)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from django.utils.translation import gettext_lazy as _

from nhacviec.rules.transitions import Transition, find
from nhacviec.web.errors import NotPossible

RUNNING = frozenset({"running"})
AFTER_START = frozenset({"running", "concluded"})


def _stay(verb: str, sources: frozenset[str], label: str) -> list[Transition]:
    """A verb that leaves the state as it is."""
    return [Transition(verb, frozenset({state}), state, label) for state in sorted(sources)]


TABLE: tuple[Transition, ...] = (
    Transition("start", frozenset({"prepared"}), "running", "Công bố, bắt đầu"),
    *_stay("assess", RUNNING, "Nhận xét công chức"),
    *_stay("find", RUNNING, "Ghi phát hiện"),
    *_stay("remedy", AFTER_START, "Giao khắc phục"),
    *_stay("answer", AFTER_START, "Nêu ý kiến"),
    Transition("conclude", RUNNING, "concluded", "Kết luận"),
)

REFUSALS = {
    "start": _("Cuộc kiểm tra đã bắt đầu hoặc đã kết luận."),
    "assess": _("Chỉ nhận xét trong khi kiểm tra: sau khi bắt đầu, trước khi kết luận."),
    "find": _("Chỉ ghi phát hiện trong khi kiểm tra: sau khi bắt đầu, trước khi kết luận."),
    "remedy": _("Cuộc kiểm tra chưa bắt đầu."),
    "answer": _("Cuộc kiểm tra chưa bắt đầu."),
    "conclude": _("Chỉ kết luận được cuộc kiểm tra đang tiến hành."),
}


def possible(verb: str, state: str) -> bool:
    """Whether the table allows `verb` in that state."""
    return find(TABLE, verb, state) is not None


def check(verb: str, state: str) -> None:
    """Raise NotPossible, with what comes first, when the table does not allow `verb` in that state."""
    if not possible(verb, state):
        raise NotPossible(REFUSALS[verb])


@dataclass(frozen=True)
class Checklist:
    """Danh mục kiểm tra as data: its points in order, from which source and how sure that is."""

    code: str
    title: str
    rule: str
    source: str
    certainty: str
    items: tuple[str, ...]


@cache
def checklists() -> dict[str, Checklist]:
    """Every checklist of the package by its code, those for a counter first."""
    folder = files("nhacviec.inspections") / "data"
    found = []
    for path in folder.iterdir():
        if path.name.endswith(".toml"):
            raw = tomllib.loads(path.read_text(encoding="utf-8"))
            found.append(Checklist(**{**raw, "items": tuple(raw["items"])}))
    return {one.code: one for one in sorted(found, key=lambda c: c.code, reverse=True)}
