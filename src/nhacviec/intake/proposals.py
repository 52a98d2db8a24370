"""Rows of an annex → proposed tasks, each with what was understood, how surely, and what a person must decide."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from nhacviec.orgs.models import Organisation, Person
from nhacviec.orgs.queries import heads
from nhacviec.rules.deadlines import Understood, understand
from nhacviec.rules.reasons import gettext_noop

from .matching import Directory, Match, as_json
from .reading import Reading, Row

# Kinds of deadline text → kinds of a task's deadline; the rest has no date that the program could know.
DATED = {
    "date": "date",
    "month": "month",
    "quarter": "quarter",
    "half_year": "half_year",
    "year": "year",
    "multi_year": "multi_year",
}
DOUBTS = {
    "title": gettext_noop("Dòng không có tên nhiệm vụ."),
    "lead_missing": gettext_noop("Chưa có cơ quan chủ trì."),
    "lead_unknown": gettext_noop("Không tìm thấy cơ quan “%(text)s” trong cây tổ chức."),
    "lead_likely": gettext_noop("Cơ quan “%(text)s” chưa chắc chắn: chọn đúng cơ quan."),
    "lead_several": gettext_noop("Ô chủ trì ghi %(count)s cơ quan. Một việc chỉ có một chủ trì."),
    "lead_vacant": gettext_noop("%(name)s chưa có người đứng đầu: chọn người chịu trách nhiệm."),
    "product": gettext_noop("Chưa có sản phẩm cụ thể."),
    "deadline_missing": gettext_noop("Chưa có thời hạn."),
    "deadline_unsure": gettext_noop("Không suy ra được ngày từ “%(text)s”."),
}


def propose(reading: Reading, *, written_on: dt.date, on: dt.date) -> list[dict[str, Any]]:
    """The rows as an import batch keeps them. `written_on` is the day of the directive, `on` the day whose tree is used."""
    directory = Directory(on)
    rows = [_proposal(row, directory, written_on) for row in reading.rows]
    _with_heads(rows, on)
    return rows


def _proposal(row: Row, directory: Directory, written_on: dt.date) -> dict[str, Any]:
    kept: dict[str, Any] = {
        "line": row.line,
        "kind": row.kind,
        "number": row.number,
        "group": row.group[:500],
        "title": " ".join(row.title.split())[:1000],
        "product": " ".join(row.product.split())[:500],
        "written": {"lead": row.lead, "cooperation": row.cooperation, "deadline": row.deadline, "product": row.product},
        "notes": row.notes,
        "doubts": [],
        "include": row.kind == "task",
    }
    if row.kind != "task":
        return kept
    leads = directory.match_all(row.lead)
    others = [m for m in leads[1:] if m.certainty == "exact"] + directory.match_all(row.cooperation)
    kept["lead"] = leads[0].organisation if len(leads) == 1 else None
    kept["leads"] = [as_json(m) for m in leads]
    kept["cooperation"] = list(dict.fromkeys(m.organisation for m in others if m.organisation))
    kept["cooperation_unmatched"] = [m.text for m in others if not m.organisation]
    kept.update(deadline_of(understand(row.deadline, written_on=written_on), row.deadline))
    kept["doubts"] = doubts(kept, leads)
    return kept


def deadline_of(found: Understood, text: str) -> dict[str, Any]:
    """The task fields of an understood deadline; an unsure text never gets a date."""
    if found.kind == "continuous" and found.certainty == "certain":
        return {
            "deadline_kind": "continuous",
            "deadline": None,
            "deadline_text": text[:300],
            "deadline_note": found.note,
        }
    kind = DATED.get(found.kind)
    if kind and found.certainty == "certain" and found.last_day:
        return {
            "deadline_kind": kind,
            "deadline": found.last_day.isoformat(),
            "deadline_text": text[:300],
            "deadline_note": found.note,
        }
    return {"deadline_kind": "", "deadline": None, "deadline_text": text[:300], "deadline_note": found.note}


def doubts(row: Mapping[str, Any], leads: Iterable[Match] = ()) -> list[dict[str, Any]]:
    """What a person must decide before the row can become a task, field by field."""
    found: list[dict[str, Any]] = []

    def doubt(field: str, code: str, **params: Any) -> None:
        found.append({"field": field, "code": code, "message": DOUBTS[code], "params": params})

    if not row["title"]:
        doubt("title", "title")
    if not row.get("lead"):
        _doubt_lead(list(leads), doubt)
    if not row["product"]:
        doubt("product", "product")
    if not row["deadline_kind"]:
        code = "deadline_unsure" if row["deadline_text"].strip() else "deadline_missing"
        doubt("deadline", code, text=row["deadline_text"])
    return found


def _doubt_lead(leads: list[Match], doubt: Any) -> None:
    if not leads:
        doubt("lead", "lead_missing")
    elif len(leads) > 1:
        doubt("lead", "lead_several", count=len(leads))
    else:
        doubt("lead", f"lead_{leads[0].certainty}", text=leads[0].text)


def _with_heads(rows: list[dict[str, Any]], on: dt.date) -> None:
    """The head of each lead becomes the responsible person; a vacant post is a doubt of its own."""
    wanted = {row["lead"] for row in rows if row.get("lead")}
    known: Mapping[int, Person] = heads(sorted(wanted), on)
    names = dict(Organisation.objects.filter(pk__in=wanted).values_list("pk", "name"))
    for row in rows:
        lead = row.get("lead")
        if not lead:
            continue
        person = known.get(lead)
        row["responsible"] = person.pk if person else None
        if person is None and not any(d["code"] == "lead_vacant" for d in row["doubts"]):
            row["doubts"].append(
                {
                    "field": "responsible",
                    "code": "lead_vacant",
                    "message": DOUBTS["lead_vacant"],
                    "params": {"name": names[lead]},
                }
            )


def refresh(row: dict[str, Any], on: dt.date) -> dict[str, Any]:
    """The row with doubts and responsible person worked out again after a person changed it."""
    kept = {**row, "doubts": doubts(row, [_match(m) for m in row.get("leads", [])])}
    _with_heads([kept], on)
    return kept


def _match(kept: Mapping[str, Any]) -> Match:
    candidates = tuple((int(pk), str(name)) for pk, name in kept["candidates"])
    return Match(kept["text"], kept["certainty"], kept["organisation"], candidates)
