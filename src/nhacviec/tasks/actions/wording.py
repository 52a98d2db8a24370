"""What a clerk types into the assign form, understood: deadline, person, co-operating organisations."""

import datetime as dt
import re
from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nhacviec.orgs.models import Organisation, Person
from nhacviec.orgs.queries import calendar, holders, search_organisations
from nhacviec.rules.calendar import OutOfCalendar
from nhacviec.rules.deadlines import Understood, understand
from nhacviec.rules.text import fold, nfc
from nhacviec.web.errors import BadInput

from .drafts import Part

_KINDS = {"recurring": "continuous", "continuous": "continuous"}
_DAYS = re.compile(r"(?:trong |trong vong |sau )?(\d{1,9}) ngay(?P<working> lam viec)?")
_BARE_DAY = re.compile(r"(?:ngay )?(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_WITHOUT_YEAR = re.compile(
    r"(?:(?:truoc |den )?(?:ngay )?\d{1,2}[/.-]\d{1,2})|(?:(?:trong |het |cuoi )?(?:quy (?:i|ii|iii|iv|[1-4])|thang \d{1,2}))"
)
_NO_DATE = ("khong thoi han", "khong co thoi han")


@dataclass(frozen=True, slots=True)
class Meant:
    """A deadline as understood: kind, the last day (None without a date), the words as typed."""

    kind: str
    day: dt.date | None
    text: str


def meant_deadline(text: str, *, on: dt.date) -> Meant:
    """The deadline that a text means for a task assigned on `on`. Raises BadInput("deadline") with what is missing.

    "15 ngày" are working days as everywhere in the program; "30/11" and "Quý IV" are of the year of assignment, or
    of the next one when that is past.
    """
    words = nfc(text)
    folded = fold(words).strip(" .;")
    if folded in _NO_DATE:
        return Meant("none", None, words)
    if match := _DAYS.fullmatch(folded):
        return Meant("working_days", _after(on, int(match[1])), words)
    found, day = _read(words, on.year, on)
    if day is None or day < on:
        later, next_day = _read(words, on.year + 1, on)
        found, day = (later, next_day) if next_day is not None and next_day != day else (found, day)
    if found.kind in _KINDS:
        return Meant(_KINDS[found.kind], None, words)
    if day is None:
        note = gettext(found.note) if found.note else ""
        message = _("Chưa hiểu thời hạn “%(text)s”. %(note)s")
        raise BadInput("deadline", message % {"text": words[:60], "note": note})
    return Meant("date" if found.last_day is None else found.kind, day, words)


def _read(words: str, year: int, on: dt.date) -> tuple[Understood, dt.date | None]:
    """What the words say if a missing year is `year`, and the last day: a bare day can only be the deadline here."""
    full = f"{words.strip(' .;')}/{year}" if _WITHOUT_YEAR.fullmatch(fold(words).strip(" .;")) else words
    found = understand(full, written_on=on)
    if found.last_day is not None:
        return found, found.last_day
    match = _BARE_DAY.fullmatch(fold(full).strip(" .;"))
    return found, _day(match, words) if match else None


def _day(match: re.Match[str], words: str) -> dt.date:
    try:
        return dt.date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError as error:
        raise BadInput("deadline", _("Không có ngày %(day)s trong lịch.") % {"day": words[:40]}) from error


def _after(on: dt.date, days: int) -> dt.date:
    try:
        return calendar().add_working_days(on, days)
    except OutOfCalendar as error:
        raise BadInput("deadline", _("Số ngày này quá lớn.")) from error


def meant_person(name: str, lead: Organisation, *, on: dt.date) -> Person | None:
    """The holder of a post in the lead whose name was typed; None for an empty name. Raises BadInput("responsible")."""
    wanted = fold(name)
    if not wanted:
        return None
    people = {row.person_id: row.person for row in holders(lead, on)}
    found = [p for p in people.values() if wanted in p.folded]
    exact = [p for p in found if p.folded == wanted]
    found = exact or found
    if len(found) == 1:
        return found[0]
    if not found:
        message = _("Không có người tên “%(name)s” giữ chức vụ ở %(unit)s.")
        raise BadInput("responsible", message % {"name": name[:60], "unit": lead.name})
    names = ", ".join(p.full_name for p in found[:6])
    raise BadInput("responsible", _("Có nhiều người: %(names)s. Gõ đủ họ tên.") % {"names": names})


def meant_parts(text: str, *, on: dt.date) -> list[Part]:
    """Co-operating organisations, one a line: "name: part". Raises BadInput("contributions") naming the line."""
    lines = [line for line in (nfc(raw) for raw in text.splitlines()) if line]
    if len(lines) > 30:
        raise BadInput("contributions", _("Tối đa 30 cơ quan phối hợp."))
    return [_part(line, on) for line in lines]


def _part(line: str, on: dt.date) -> Part:
    name, _colon, part = line.partition(":")
    wanted = fold(name)
    found = list(search_organisations(name, on)[:20]) if wanted else []
    exact = [unit for unit in found if wanted in (fold(unit.name), fold(unit.short_name))]
    if len(exact) == 1 or len(found) == 1:
        return ((exact or found)[0], part.strip(), None)
    if not found:
        raise BadInput("contributions", _("Không có cơ quan tên “%(name)s”.") % {"name": name[:80]})
    names = ", ".join(unit.name for unit in found[:5])
    message = _("“%(name)s” có nhiều cơ quan: %(names)s. Ghi đủ tên.")
    raise BadInput("contributions", message % {"name": name[:80], "names": names})
