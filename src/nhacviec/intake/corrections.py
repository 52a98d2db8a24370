"""What a person typed beside a row of an annex → the row with it, or a message beside the field."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from nhacviec.rules.deadlines import understand
from nhacviec.rules.text import fold, nfc
from nhacviec.web.params import safe_date, safe_int

from .matching import from_json
from .proposals import LONGEST, Ground, Proposal, deadline_of

FIELDS = ("title", "lead", "pick", "cooperation", "product", "deadline", "responsible")
"""Names of the fields of a row; "pick" is a choice among candidates, overruled by a typed "lead"."""

WITHOUT_DATE = "-"
# Typed in a field and read back by rules.deadlines: the same in every language.
CONTINUOUS = "Thường xuyên"
_DAY_AND_MONTH = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})")
_WITHOUT_YEAR = re.compile(r"(?:quy (?:i|ii|iii|iv|[1-4])|thang \d{1,2})")
_EARLIEST, _LATEST = dt.date(1990, 1, 1), dt.date(2100, 12, 31)

Errors = dict[str, str]


def corrected(row: Proposal, change: Mapping[str, str], ground: Ground) -> tuple[Proposal, Errors]:
    """The row with the understood parts of `change` taken over, and messages by field for the rest.

    `change` holds "include" ("1" or "") and any of FIELDS; what is missing or empty stays as it was, except title and
    product, which are texts and may be emptied.
    """
    fixed = dict(row)
    errors: Errors = {}
    if "include" in change:
        fixed["include"] = change["include"] == "1"
    for name in ("title", "product"):
        _text(fixed, name, change, errors)
    _lead(fixed, change, ground, errors)
    _cooperation(fixed, change, ground, errors)
    _deadline(fixed, change, ground, errors)
    _responsible(fixed, change, errors)
    return fixed, errors


def _text(fixed: Proposal, name: str, change: Mapping[str, str], errors: Errors) -> None:
    if name not in change:
        return
    text = nfc(change[name])
    if text != fixed[name] and len(text) > LONGEST[name]:
        errors[name] = _("Tối đa %(most)s chữ cái, đang có %(length)s.") % {"most": LONGEST[name], "length": len(text)}
    else:
        fixed[name] = text


def _lead(fixed: Proposal, change: Mapping[str, str], ground: Ground, errors: Errors) -> None:
    """One organisation leads; what else the cell names co-operates, found in the tree or not."""
    typed = nfc(change.get("lead", ""))
    if not (typed or change.get("pick")):
        return
    if typed == nfc(ground.directory.names.get(fixed["lead"] or 0, "")):
        typed = ""  # the name that the field showed; a candidate may have been picked beside it
    found = ground.directory.match(typed).organisation if typed else safe_int(change.get("pick", ""))
    if typed and found is None:
        errors["lead"] = _("Không tìm thấy cơ quan này. Gõ tên đầy đủ hoặc chọn trong danh sách.")
        return
    if found is None or found == fixed["lead"]:
        return
    if found not in ground.directory.names:
        errors["lead"] = _("Chọn một cơ quan trong danh sách.")
        return
    fixed["lead"], fixed["chosen"] = found, None
    matches = [from_json(kept) for kept in fixed["leads"]]
    meant = [match for match in matches if found in (match.organisation, *(pk for pk, _name in match.candidates))]
    rest = [match for match in matches if len(matches) > 1 and match not in meant[:1]]
    others = [match.organisation for match in rest if match.organisation] + fixed["cooperation"]
    fixed["cooperation"] = [pk for pk in dict.fromkeys(others) if pk != found]
    unmatched = [match.text for match in rest if not match.organisation] + fixed["cooperation_unmatched"]
    fixed["cooperation_unmatched"] = list(dict.fromkeys(unmatched))


def _cooperation(fixed: Proposal, change: Mapping[str, str], ground: Ground, errors: Errors) -> None:
    """Names one below the other; what the tree does not know stays as text."""
    if (
        "cooperation" not in change
        or change["cooperation"].split() == cooperation_text(fixed, ground.directory.names).split()
    ):
        return
    matches = ground.directory.match_all(change["cooperation"])
    if sum(len(match.text) for match in matches) > 4000 or len(matches) > 100:
        errors["cooperation"] = _("Quá nhiều cơ quan phối hợp. Rút gọn danh sách.")
        return
    fixed["cooperation"] = list(dict.fromkeys(m.organisation for m in matches if m.organisation))
    fixed["cooperation_unmatched"] = [nfc(m.text) for m in matches if not m.organisation]


def cooperation_text(row: Mapping[str, Any], names: Mapping[int, str]) -> str:
    """The co-operating bodies as the field of a row shows them, one a line; `names` by organisation id."""
    return "\n".join([*(names[pk] for pk in row["cooperation"] if pk in names), *row["cooperation_unmatched"]])


def _deadline(fixed: Proposal, change: Mapping[str, str], ground: Ground, errors: Errors) -> None:
    typed = nfc(change.get("deadline", ""))
    if not typed or typed == deadline_typed(fixed):
        return
    if typed == WITHOUT_DATE:
        understood: Proposal = {"deadline_kind": "none", "deadline": None, "deadline_note": ""}
    else:
        understood = _understood(typed, ground)
        if not understood["deadline_kind"]:
            errors["deadline"] = str(understood["deadline_note"])
            return
    kept = fixed["deadline_text"]
    fixed.update(
        understood, deadline_text=kept if 0 < len(kept) <= LONGEST["deadline"] else typed[: LONGEST["deadline"]]
    )


def deadline_typed(row: Mapping[str, Any]) -> str:
    """The deadline as the field of a row shows it."""
    if row["deadline"]:
        return f"{dt.date.fromisoformat(row['deadline']):%d/%m/%Y}"
    return {"none": WITHOUT_DATE, "continuous": CONTINUOUS}.get(row["deadline_kind"], "")


def _understood(typed: str, ground: Ground) -> Proposal:
    """A day, or words that rules.deadlines understands; without a year the first one that is not past is meant."""
    day = safe_date(typed) or _next_day(typed, ground.written_on)
    if day is not None:
        if not max(ground.written_on, _EARLIEST) <= day <= _LATEST:
            note = _("Thời hạn phải từ ngày ban hành %(first)s đến năm 2100.") % {
                "first": f"{ground.written_on:%d/%m/%Y}"
            }
            return {"deadline_kind": "", "deadline_note": note}
        return {"deadline_kind": "date", "deadline": day.isoformat(), "deadline_note": ""}
    texts = [typed]
    if _WITHOUT_YEAR.fullmatch(fold(typed)):
        texts = [f"{typed} năm {year}" for year in (ground.written_on.year, ground.written_on.year + 1)]
    for text in texts:
        found = deadline_of(understand(text, written_on=ground.written_on), text)
        if found["deadline_kind"]:
            return found
    note = _("Không hiểu “%(text)s”. Ghi ngày/tháng/năm, quý hoặc tháng, hoặc dấu - nếu không thời hạn.")
    return {"deadline_kind": "", "deadline_note": note % {"text": typed[:60]}}


def _next_day(typed: str, since: dt.date) -> dt.date | None:
    match = _DAY_AND_MONTH.fullmatch(typed)
    if match is None:
        return None
    for year in range(since.year, since.year + 5):  # 29/02 comes once in four years
        found = safe_date(f"{match[1]}/{match[2]}/{year}")
        if found is not None and found >= since:
            return found
    return None


def _responsible(fixed: Proposal, change: Mapping[str, str], errors: Errors) -> None:
    """Whether the person holds a post in the lead is looked up for all rows at once; see `proposals.refresh`."""
    typed = change.get("responsible", "")
    if not typed:
        return
    found = safe_int(typed)
    if found is None or found < 1:
        errors["responsible"] = _("Chọn một người trong danh sách.")
    elif found != fixed["responsible"]:
        fixed["chosen"] = found
