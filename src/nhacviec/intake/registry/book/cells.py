"""What stands in a cell, read without trust: a value of the column's kind, or what would have been accepted."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from nhacviec.orgs.actions.drafts import FoundingDocument
from nhacviec.rules.text import nfc

from .columns import CHOICES, Column, Form, codes, key_of, label
from .workbook import Line

EARLIEST, LATEST = dt.date(1930, 1, 1), dt.date(2200, 12, 31)
_DAY = re.compile(r"([0-9]{1,2})\s*[/.-]\s*([0-9]{1,2})\s*[/.-]\s*([0-9]{4})\Z")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ]00:00:00)?\Z")
_DOCUMENT = re.compile(r"(.+?)\s*(?:ngày|of|dated)?\s*([0-9]{1,2}\s*[/.-]\s*[0-9]{1,2}\s*[/.-]\s*[0-9]{4})\Z")
_LONGEST_FOUND = 80
_MOST_OFFERED = 12


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a row: which column, what stands there, what would be accepted, which records it may mean."""

    column: str
    found: str
    message: str
    candidates: tuple[str, ...] = ()


def read_line(form: Form, line: Line) -> tuple[dict[str, Any], list[Fault]]:
    """(column name → value, None where nothing stands; faults) of a line."""
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for column in form.columns:
        raw = line.cells.get(column.name)
        values[column.name] = None
        if column.name in line.lost:
            faults.append(Fault(column.name, shown(raw), _("Ô có công thức lỗi hoặc chưa tính. Ghi giá trị.")))
            continue
        if raw is None:
            if column.required:
                faults.append(Fault(column.name, "", _empty(column)))
            continue
        try:
            values[column.name] = _READERS.get(column.holds, _choice)(column, raw)
        except ValueError as error:
            faults.append(Fault(column.name, shown(raw), str(error)))
    return values, faults


def shown(raw: Any) -> str:
    """A raw cell as a person sees it in the sheet."""
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return label("yes", "yes" if raw else "no")
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < 1e15:
        return str(int(raw))
    if isinstance(raw, dt.datetime):
        return f"{raw:%d/%m/%Y %H:%M}" if raw.time() != dt.time() else f"{raw:%d/%m/%Y}"
    if isinstance(raw, dt.date):
        return f"{raw:%d/%m/%Y}"
    text = nfc(str(raw))
    return text if len(text) <= _LONGEST_FOUND else text[: _LONGEST_FOUND - 1] + "…"


def _empty(column: Column) -> str:
    if column.holds == "day":
        return _("Không được để trống. Ngày phải viết dd/mm/yyyy.")
    if column.holds in CHOICES:
        return _("Không được để trống. %(offer)s") % {"offer": offer(column.holds)}
    return _("Không được để trống.")


def offer(holds: str) -> str:
    """What a list accepts, in words."""
    labels = [label(holds, code) for code in CHOICES[holds].values()]
    if len(labels) > _MOST_OFFERED:
        return _("Chọn trong danh sách “%(name)s” ở trang Danh mục.") % {"name": CHOICES[holds].heading()}
    return _("Chọn một trong: %(labels)s.") % {"labels": "; ".join(labels)}


def _text(column: Column, raw: Any) -> str | None:
    if isinstance(raw, bool):
        raise ValueError(_("Ô là giá trị đúng, sai; phải viết bằng chữ."))
    if isinstance(raw, dt.time | dt.timedelta):
        raise ValueError(_("Ô là giờ; phải viết bằng chữ."))
    text = shown(raw) if isinstance(raw, float | dt.date) else nfc(str(raw))
    if len(text) > column.most:
        raise ValueError(_("Tối đa %(most)d chữ cái, ô có %(count)d.") % {"most": column.most, "count": len(text)})
    return text or None


def _code(column: Column, raw: Any) -> str | None:
    if isinstance(raw, dt.date | dt.datetime):
        raise ValueError(_("Excel đã đổi mã thành ngày. Định dạng ô là Text rồi ghi lại mã."))
    if isinstance(raw, float) and not raw.is_integer():
        raise ValueError(_("Ô là số lẻ. Định dạng ô là Text rồi ghi lại mã."))
    return _text(column, raw)


def _day(column: Column, raw: Any) -> dt.date | None:
    found: dt.date | None = None
    if isinstance(raw, dt.datetime):
        found = raw.date() if raw.time() == dt.time() else None
    elif isinstance(raw, dt.date):
        found = raw
    elif isinstance(raw, str):
        if not (text := nfc(raw)):
            return None
        found = _written_day(text)
    if found is None:
        raise ValueError(_("Ngày phải viết dd/mm/yyyy, ví dụ 01/07/2025."))
    if not EARLIEST <= found <= LATEST:
        raise ValueError(_("Ngày phải từ năm 1930 đến năm 2200, viết dd/mm/yyyy."))
    return found


def _written_day(text: str) -> dt.date | None:
    if match := _DAY.match(text):
        day, month, year = match.groups()
    elif match := _ISO.match(text):
        year, month, day = match.groups()
    else:
        return None
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def _choice(column: Column, raw: Any) -> str | None:
    text = str(int(raw)) if isinstance(raw, float) and raw.is_integer() else nfc(str(raw))
    if not text:
        return None
    found = codes(column.holds).get(key_of(text))
    if found is None:
        raise ValueError(offer(column.holds))
    return found


def document_of(text: str | None) -> FoundingDocument | None:
    """Number and day of a document as people write them, "12-QĐ/TU ngày 01/07/2021"; None when the day is missing."""
    match = _DOCUMENT.match(text or "")
    signed = _written_day(match[2]) if match else None
    return FoundingDocument(match[1].rstrip(" ,;"), signed) if match and signed and match[1].strip(" ,;") else None


def same_document(text: str | None, stored: str) -> bool:
    """Whether a cell names the stored document, however the day is written."""
    found = document_of(text)
    return nfc(stored) in (text, found.text if found else None)


_READERS: Mapping[str, Any] = {"text": _text, "code": _code, "day": _day}
