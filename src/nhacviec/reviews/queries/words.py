"""Kept explanations in words: conditions with what is and what is required, and one sentence with the missing amount."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any

from django.utils.translation import gettext as _

from nhacviec.rules.grades import GRADE_LABELS, Grade
from nhacviec.web.formats import NO_BREAK, say
from nhacviec.web.formats import number as shown
from nhacviec.web.states import GRADES

from ..models import Subject

_BANDS = {"excellent": 1, "good": 2, "completed": 3}
_REACHED = {"completed": 3, "good": 2}


@dataclass(frozen=True)
class ConditionLine:
    """One row of the table of conditions; `band` is the grade it is asked for (0: whatever the grade), `missing` how
    many subordinates are lacking."""

    number: int
    label: str
    band: int
    actual: str
    required: str
    met: bool | None
    caps_to: int | None
    rule: str
    source: str
    certainty: str
    code: str
    missing: int = 0
    needed: int = 0


def condition_lines(subject: Subject) -> list[ConditionLine]:
    """Every condition that was looked at, in the order of the rules."""
    if subject.explanation is None:
        return []
    counts = subordinate_counts(subject)
    reasons = subject.explanation.trace.get("reasons", [])
    return [_line(number, reason, counts) for number, reason in enumerate(reasons, 1)]


def subordinate_counts(subject: Subject) -> dict[int, int]:
    """Grade → number of the subordinates that were counted."""
    found = subject.facts.get("found", {}).get("subordinates", {})
    return {int(grade): number for grade, number in found.items()}


def _line(number: int, reason: Mapping[str, Any], counts: Mapping[int, int]) -> ConditionLine:
    params, code = reason.get("params", {}), str(reason["code"])
    parts = code.split(".")
    actual, required = _value(params.get("actual")), _value(params.get("required"))
    missing = needed = 0
    total = sum(counts.values())
    if parts[0] == "subordinates" and len(parts) > 1 and parts[1] in _REACHED and total:
        reached = sum(n for grade, n in counts.items() if grade <= _REACHED[parts[1]])
        needed = ceil(_share(str(params.get("required"))) * total)
        missing = max(needed - reached, 0)
        actual = f"{shown(reached)}/{shown(total)}{NO_BREAK}={NO_BREAK}{actual}"
    return ConditionLine(
        number=number,
        label=_(str(reason["message"])),
        band=_BANDS.get(parts[-1], 0),
        actual=actual,
        required=required,
        met=reason.get("met"),
        caps_to=params.get("caps_to"),
        rule=str(reason.get("rule", "")),
        source=str(reason.get("source", "")),
        certainty=str(reason.get("certainty", "confirmed")),
        code=code,
        missing=missing,
        needed=needed,
    )


def _share(text: str) -> Fraction:
    """A share as the rules wrote it ("80 %", "66,7 %")."""
    digits = text.replace("%", "").replace(",", ".").strip()
    try:
        return Fraction(digits) / 100
    except ValueError:
        return Fraction(0)


def _value(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, str):
        return _(value).replace(" %", f"{NO_BREAK}%") if value else "–"
    return str(say({"message": "%(v)s", "params": {"v": value}}))


def failing(lines: Sequence[ConditionLine]) -> list[ConditionLine]:
    """Conditions that are not met, the lowest cap first."""
    broken = [line for line in lines if line.met is False]
    return sorted(broken, key=lambda line: (-(line.caps_to or 0), line.number))


def short_grade(grade: int | None) -> str:
    """The short word of a grade."""
    return str(GRADES[grade][1]) if grade in GRADES else ""


def full_grade(grade: int | None) -> str:
    """The official name of a grade."""
    return _(GRADE_LABELS[Grade(grade)]) if grade else ""


def capped_by(subject: Subject) -> str:
    """Why the proposal is below the self-grade, in one short line; "" when it is not."""
    if subject.lowered:
        limits = {"grade": short_grade(subject.proposed), "reason": say(subject.lowered)}
        return _("Cao nhất: %(grade)s. %(reason)s") % limits
    if not subject.ceiling or not subject.self_grade or subject.ceiling <= subject.self_grade:
        return ""
    broken = failing(condition_lines(subject))
    text = _("Cao nhất: %(grade)s.") % {"grade": short_grade(subject.ceiling)}
    return f"{text} {against(broken[0])}" if broken else text


def against(line: ConditionLine) -> str:
    """A condition with what is and what is required: "…: 15/19 = 78,9 %, cần 80 %"."""
    values = {"label": line.label, "actual": line.actual, "required": line.required}
    return _("%(label)s: %(actual)s, cần %(required)s") % values


def sentence(subject: Subject) -> str:
    """The explanation in plain words, with the missing amount (guide 9)."""
    lines = condition_lines(subject)
    broken = failing(lines)
    known = [line for line in lines if line.met is not None]
    parts = []
    if subject.self_grade:
        parts.append(_("Tự xếp loại: %(grade)s.") % {"grade": full_grade(subject.self_grade).lower()})
    if known:
        counts = {"met": shown(len(known) - len(broken)), "all": shown(len(known))}
        parts.append(_("%(met)s trên %(all)s điều kiện đã biết đều đạt.") % counts)
    if broken:
        parts.append(_("Chưa đạt: %(what)s.") % {"what": against(broken[0])})
        parts.append(_missing(subject, broken[0]))
    elif subject.lowered:
        parts.append(say(subject.lowered))
    elif lines:
        parts.append(_("Không có điều kiện nào hạ mức cao nhất."))
    return " ".join(part for part in parts if part)


def _missing(subject: Subject, line: ConditionLine) -> str:
    if not line.missing:
        return ""
    values = {"needed": shown(line.needed), "missing": shown(line.missing)}
    if subject.facts.get("found", {}).get("subordinate_kind") == "cells":
        return _("Còn thiếu %(missing)s chi bộ: nếu có %(needed)s chi bộ thì đạt.") % values
    return _("Còn thiếu %(missing)s đảng viên: nếu có %(needed)s đảng viên thì đạt.") % values
