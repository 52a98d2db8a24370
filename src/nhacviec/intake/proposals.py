"""Rows of an annex → proposed tasks, each with what was understood, how surely, and what a person must decide."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from nhacviec.orgs.models import Appointment, Organisation
from nhacviec.orgs.queries import heads
from nhacviec.rules.deadlines import Understood, understand
from nhacviec.rules.reasons import gettext_noop
from nhacviec.rules.text import fold, nfc

from .matching import Directory, Match, as_json, from_json
from .reading import Reading, Row

Proposal = dict[str, Any]

# Kinds of deadline text that have a date; of the rest only "continuous" is a kind of its own.
DATED = ("date", "month", "quarter", "half_year", "year", "multi_year")
LONGEST = {"title": 1000, "product": 500, "deadline": 300}
_LONGEST_GROUP = 500
DOUBTS = {
    "title": gettext_noop("Dòng không có tên nhiệm vụ."),
    "title_long": gettext_noop("Tên nhiệm vụ dài %(length)s chữ cái, tối đa %(most)s: rút gọn."),
    "lead_missing": gettext_noop("Chưa có cơ quan chủ trì."),
    "lead_unknown": gettext_noop("Không tìm thấy cơ quan “%(text)s” trong cây tổ chức."),
    "lead_likely": gettext_noop("Cơ quan “%(text)s” chưa chắc chắn: chọn đúng cơ quan."),
    "lead_several": gettext_noop("Ô chủ trì ghi %(count)s cơ quan. Một việc chỉ có một chủ trì."),
    "lead_outside": gettext_noop("%(name)s không thuộc quyền của cơ quan giao việc: chọn cơ quan khác."),
    "lead_vacant": gettext_noop("%(name)s chưa có người đứng đầu: chọn người chịu trách nhiệm."),
    "product": gettext_noop("Chưa có sản phẩm cụ thể."),
    "product_long": gettext_noop("Sản phẩm dài %(length)s chữ cái, tối đa %(most)s: rút gọn."),
    "deadline_missing": gettext_noop("Chưa có thời hạn."),
    "deadline_unsure": gettext_noop("Không suy ra được ngày từ “%(text)s”."),
    "deadline_past": gettext_noop("“%(text)s” đã qua vào ngày ban hành."),
}
NOTE_BEFORE = gettext_noop("“trước” được tính đến hết ngày này")
NOTE_WHOLE_CELL = gettext_noop("hạn cuối của khoảng thời gian ghi trong tệp")


@dataclass(frozen=True)
class Ground:
    """Against what rows are understood: the tree on a day, the day of the directive, who may be given work, what exists.

    `allowed`: organisations that may lead. `known`: (folded title, lead) of the directive's tasks → code.
    """

    on: dt.date
    written_on: dt.date
    allowed: Collection[int]
    known: Mapping[tuple[str, int], str] = field(default_factory=dict)

    @cached_property
    def directory(self) -> Directory:
        """The organisations of the day, read once."""
        return Directory(self.on)


def propose(reading: Reading, ground: Ground) -> list[Proposal]:
    """The rows as an import batch keeps them."""
    rows = [_proposal(row, ground) for row in reading.rows]
    refresh(rows, ground)
    for row in rows:
        code = ground.known.get((fold(row.get("title", "")), row.get("lead") or 0))
        if code:
            row["include"], row["exists"] = False, code
    return rows


def _proposal(row: Row, ground: Ground) -> Proposal:
    kept: Proposal = {
        "line": row.line,
        "kind": row.kind,
        "number": row.number,
        "title": nfc(row.title),
        "notes": row.notes,
        "extra": [list(one) for one in row.extra],
        "doubts": [],
        "include": row.kind == "task",
    }
    if row.kind != "task":
        return kept
    leads = ground.directory.match_all(row.lead)
    others = ground.directory.match_all(row.cooperation)
    return kept | {
        "group": _shortened(nfc(row.group), _LONGEST_GROUP),
        "product": nfc(row.product),
        "written": {
            "lead": row.lead,
            "cooperation": row.cooperation,
            "deadline": row.deadline,
            "product": row.product,
        },
        "lead": leads[0].organisation if len(leads) == 1 else None,
        "leads": [as_json(match) for match in leads],
        "cooperation": list(dict.fromkeys(m.organisation for m in others if m.organisation)),
        "cooperation_unmatched": [m.text for m in others if not m.organisation],
        "responsible": None,
        "chosen": None,
        **deadline_of(understand(row.deadline, written_on=ground.written_on), row.deadline),
    }


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def deadline_of(found: Understood, text: str) -> Proposal:
    """The task fields of an understood deadline; an unsure text never gets a date."""
    written = nfc(text)
    kept: Proposal = {"deadline_kind": "", "deadline": None, "deadline_text": written, "deadline_note": found.note}
    if found.certainty != "certain":
        return kept
    if found.kind == "continuous":
        kept["deadline_kind"] = "continuous"
    elif found.kind in DATED and found.last_day:
        note = NOTE_BEFORE if found.boundary == "before" else NOTE_WHOLE_CELL if found.kind == "multi_year" else ""
        kept |= {"deadline_kind": found.kind, "deadline": found.last_day.isoformat(), "deadline_note": note}
    return kept


def refresh(rows: Sequence[Proposal], ground: Ground) -> None:
    """Work out responsible people and doubts of task rows, after reading and after each change. At most three queries."""
    tasks = [row for row in rows if row["kind"] == "task"]
    wanted = {row["lead"] for row in tasks if row["lead"]}
    names = dict(Organisation.objects.filter(pk__in=wanted).values_list("pk", "name"))
    known = heads(sorted(wanted), ground.on) if wanted else {}
    posted = _posted(tasks, ground.on)
    for row in tasks:
        head = known.get(row["lead"])
        chosen = row["chosen"] if (row["lead"], row["chosen"]) in posted else None
        row["responsible"] = chosen or (head.pk if head else None)
        row["doubts"] = doubts(row, names, ground.allowed)


def _posted(tasks: Sequence[Proposal], on: dt.date) -> set[tuple[int, int]]:
    """(organisation, person) of the people chosen by hand who hold a post there."""
    chosen = {row["chosen"] for row in tasks if row["chosen"]}
    if not chosen:
        return set()
    held = Appointment.objects.on(on).filter(person__in=chosen)
    return set(held.values_list("post__organisation_id", "person_id"))


def doubts(row: Mapping[str, Any], names: Mapping[int, str], allowed: Collection[int]) -> list[dict[str, Any]]:
    """What a person must decide before the row can become a task, at most one doubt a field."""
    found: list[dict[str, Any]] = []

    def doubt(place: str, code: str, **params: Any) -> None:
        found.append({"field": place, "code": code, "message": DOUBTS[code], "params": params})

    for name in ("title", "product"):
        text = row[name]
        if not text:
            doubt(name, name)
        elif len(text) > LONGEST[name]:
            doubt(name, f"{name}_long", length=len(text), most=LONGEST[name])
    if not row["lead"]:
        code, params = _lead_doubt([from_json(match) for match in row["leads"]])
        doubt("lead", code, **params)
    elif row["lead"] not in allowed:
        doubt("lead", "lead_outside", name=names.get(row["lead"], ""))
    elif not row["responsible"]:
        doubt("responsible", "lead_vacant", name=names.get(row["lead"], ""))
    if not row["deadline_kind"]:
        code = "deadline_unsure" if row["deadline_text"] else "deadline_missing"
        doubt("deadline", code, text=_shortened(row["deadline_text"], 120))
    elif len(row["deadline_text"]) > LONGEST["deadline"]:
        doubt("deadline", "deadline_unsure", text=_shortened(row["deadline_text"], 120))
    return found


def _lead_doubt(leads: Sequence[Match]) -> tuple[str, dict[str, Any]]:
    if not leads:
        return "lead_missing", {}
    if len(leads) > 1:
        return "lead_several", {"count": len(leads)}
    code = "lead_likely" if leads[0].candidates else "lead_unknown"
    return code, {"text": _shortened(leads[0].text, 120)}
