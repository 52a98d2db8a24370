"""The plan of a change: the one description that a page shows and an action carries out."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ...access import Viewer
from ...apps import OpenWork, org_extensions
from ...kinds import CELL_KINDS
from ...models import Appointment, Membership, ParentLink, TemporaryActivity
from .changes import STAY, Change, Leaving
from .obstacles import problems_of
from .parts import OWN_KINDS, PartRow, Parts, parts_of


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that an organisation has, and what becomes of it.

    `target` is the key of a successor, STAY, or "" for what ends with the organisation. `choices` are all that somebody
    may choose for it. `hidden`: the viewer may not read it, so it is only counted.
    """

    kind: str
    key: str
    source: int
    target: str
    label: str = ""
    detail: str = ""
    path: str = ""
    state: str = ""
    choices: tuple[str, ...] = ()
    hidden: bool = False
    record: ParentLink | Membership | TemporaryActivity | Appointment | None = None
    work: OpenWork | None = None

    @property
    def free(self) -> bool:
        """Whether somebody may choose where it goes."""
        return bool(self.choices)

    @property
    def passes(self) -> bool:
        """Whether a successor takes it over."""
        return self.target not in ("", STAY)


@dataclass(frozen=True)
class Group:
    """The rows of one kind under their heading."""

    kind: str
    title: str | Promise
    rows: tuple[Row, ...]

    @property
    def shown(self) -> list[Row]:
        """Those that the viewer may read."""
        return [row for row in self.rows if not row.hidden]

    @property
    def hidden(self) -> int:
        """How many the viewer may not read."""
        return sum(row.hidden for row in self.rows)

    @property
    def choices(self) -> tuple[str, ...]:
        """What may be chosen for all rows of it that are free."""
        return tuple(dict.fromkeys(choice for row in self.rows for choice in row.choices))

    @property
    def passing(self) -> int:
        """How many pass to a successor."""
        return sum(row.passes for row in self.rows)


@dataclass(frozen=True)
class Plan:
    """What a change does: every row with what becomes of it, and the problems that keep it from being done."""

    change: Change
    rows: tuple[Row, ...]
    problems: tuple[str | Promise, ...] = ()
    parts: Parts = field(default_factory=Parts)

    @cached_property
    def fingerprint(self) -> str:
        """A digest of everything shown: a plan that was confirmed is carried out as it stood, or not at all."""
        change = self.change
        told = [
            [change.kind, change.on.isoformat(), change.document],
            [[one.organisation.pk, one.ends, one.successors, one.receivers] for one in change.leaving],
            sorted([one.key, one.name, one.kind, one.head] for one in change.successors.values()),
            sorted([row.key, row.source, row.target, row.state] for row in self.rows),
        ]
        return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()[:32]

    @cached_property
    def groups(self) -> list[Group]:
        """The rows by kind, this room's first, then those of the rooms above in their order."""
        titles = {**OWN_KINDS, **{k: t for one in org_extensions for k, t in one.work_kinds.items()}}
        by_kind: dict[str, list[Row]] = {}
        for row in self.rows:
            by_kind.setdefault(row.kind, []).append(row)
        return [Group(kind, title, tuple(by_kind[kind])) for kind, title in titles.items() if kind in by_kind]

    def of(self, kind: str) -> list[Row]:
        """The rows of a kind."""
        return [row for row in self.rows if row.kind == kind]

    def passing(self, kind: str = "") -> int:
        """How many rows, of a kind if one is named, pass to a successor."""
        return sum(row.passes for row in self.rows if not kind or row.kind == kind)


def plan_change(*, viewer: Viewer, change: Change) -> Plan:
    """What `change` would do, as things stand now. A fixed number of queries, however much there is.

    Every row passes to the successor chosen for it, else to the first one of its organisation that can take it.
    """
    parts = parts_of(change)
    leaving = {one.organisation.pk: one for one in change.leaving}
    rows = [_own(change, leaving, part) for part in parts.rows]
    work = [
        item for one in org_extensions for item in one.open_work(organisations=change.ids, viewer=viewer, on=change.on)
    ]
    rows += _of_work(change, leaving, work, rows)
    problems = [
        *problems_of(viewer, change, parts),
        *_nobody_takes(rows),
        *(one.problem for one in work if one.problem),
    ]
    return Plan(change, tuple(rows), tuple(problems), parts)


def _own(change: Change, leaving: Mapping[int, Leaving], part: PartRow) -> Row:
    kind, source, record, label, detail, state, ending = part
    key = f"{kind}:{record.pk}"
    choices = _choices(change, leaving[source], cells=kind in ("orgs.member", "orgs.guest"))
    target = "" if ending else _target(change, key, choices)
    free = tuple(choices) if not ending and len(choices) > 1 else ()
    return Row(kind, key, source, target, label, detail, "", state, free, record=record)


def _choices(change: Change, leaving: Leaving, *, cells: bool = False) -> list[str]:
    """To whom something of an organisation may pass; the first is the default."""
    everybody = (*leaving.successors, *leaving.receivers)
    found = [key for key in everybody if not cells or change.successors[key].kind in CELL_KINDS]
    return found if leaving.ends else [STAY, *found]


def _target(change: Change, key: str, choices: list[str]) -> str:
    """The successor chosen for a row, else for all of its kind, else the first that can take it."""
    wanted = change.chosen.get(key) or change.chosen.get(key.partition(":")[0], "")
    return wanted if wanted in choices else next(iter(choices), "")


def _of_work(change: Change, leaving: Mapping[int, Leaving], work: Iterable[OpenWork], own: Iterable[Row]) -> list[Row]:
    """Rows of what the rooms above have open. What follows another row (a child, a member, a task) goes with it."""
    rows: dict[str, Row] = {}
    lead = {row.key: row for row in own}
    for item in sorted(work, key=lambda one: bool(one.follows)):
        if item.stays and not leaving[item.source].ends:
            continue
        choices = _choices(change, leaving[item.source])
        before = rows.get(item.follows) or lead.get(item.follows)
        follows = before is not None and before.target in (*choices, STAY)
        target = before.target if before is not None and follows else _target(change, item.key, choices)
        rows[item.key] = Row(
            kind=item.kind,
            key=item.key,
            source=item.source,
            target=STAY if item.stays else target,
            label=item.label,
            detail=item.detail,
            path=item.path,
            state=item.state,
            choices=tuple(choices) if not follows and not item.stays and len(choices) > 1 else (),
            hidden=not item.label,
            work=item,
        )
    return list(rows.values())


def _nobody_takes(rows: Iterable[Row]) -> list[str | Promise]:
    """Open work, children and members for which an ending organisation names no successor."""
    left = {row.kind for row in rows if row.target == "" and (row.work is not None or row.kind in _MUST_PASS)}
    found: list[str | Promise] = []
    if "orgs.child" in left:
        found.append(_("Còn tổ chức trực thuộc. Chuyển các tổ chức ấy trước, hoặc chọn tổ chức kế thừa."))
    if left & {"orgs.member", "orgs.guest"}:
        found.append(_("Còn đảng viên sinh hoạt. Chọn chi bộ kế thừa, hoặc chuyển sinh hoạt cho họ trước."))
    if left - set(_MUST_PASS):
        found.append(_("Còn việc đang mở. Chọn tổ chức kế thừa để nhận các việc ấy."))
    return found


_MUST_PASS = ("orgs.child", "orgs.member", "orgs.guest")
