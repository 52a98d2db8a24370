"""Numbers, days and moments as Vietnamese offices write them; in English only the marks of numbers change.

08/11/2021 · 08/11/2021 16:52 · 1.167 · 93,4 % (no-break space) · −4 with a true minus sign · "–" when there is nothing.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from nhacviec.web import clock
from nhacviec.web.params import safe_date

NOTHING = "–"
MINUS = "\u2212"
NO_BREAK = "\u00a0"
Number = int | float | Decimal | Fraction | str | None

_WEEKDAYS = (
    _("thứ Hai"),
    _("thứ Ba"),
    _("thứ Tư"),
    _("thứ Năm"),
    _("thứ Sáu"),
    _("thứ Bảy"),
    _("Chủ nhật"),
)


def _exact(value: Number) -> Decimal | None:
    """The number as a decimal; ``None`` for nothing and for what is no number."""
    try:
        if isinstance(value, Fraction):
            return Decimal(value.numerator) / Decimal(value.denominator)
        found = Decimal(str(value))
    except (InvalidOperation, ValueError):
        return None
    return found if found.is_finite() else None


def _marks() -> tuple[str, str]:
    """(thousands, decimal) marks of the active language."""
    return (",", ".") if (get_language() or "vi").startswith("en") else (".", ",")


def decimal(value: Number, digits: int = 1) -> str:
    """A number with ``digits`` places, halves rounded up: 93,4."""
    number = _exact(value)
    if number is None:
        return NOTHING
    rounded = number.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    thousands, point = _marks()
    text = f"{abs(rounded):,.{digits}f}".replace(",", "\0").replace(".", point).replace("\0", thousands)
    return f"{MINUS}{text}" if rounded < 0 else text


def number(value: Number) -> str:
    """A whole number with thousands marks: 1.167."""
    return decimal(value, 0)


def percent(value: Number, digits: int = 1) -> str:
    """A value that is in per cent already: 93,4 %."""
    return NOTHING if _exact(value) is None else f"{decimal(value, digits)}{NO_BREAK}%"


def signed(value: Number) -> str:
    """A difference: +2, −4, 0."""
    exact = _exact(value)
    if exact is None:
        return NOTHING
    return f"+{number(value)}" if exact > 0 else number(value)


def day(value: date | datetime | str | None) -> str:
    """A day, dd/mm/yyyy; a moment is taken in Vietnam's zone; ISO text is understood."""
    if isinstance(value, datetime):
        value = clock.local(value).date()
    elif isinstance(value, str):
        value = safe_date(value)
    return f"{value:%d/%m/%Y}" if value else NOTHING


def weekday(value: date | datetime | None) -> str:
    """A day with its name: thứ Hai, 08/11/2021."""
    if value is None:
        return NOTHING
    found = clock.local(value).date() if isinstance(value, datetime) else value
    return f"{_WEEKDAYS[found.weekday()]}, {day(found)}"


def time_of_day(value: datetime | None) -> str:
    """16:52 in Vietnam's zone."""
    return f"{clock.local(value):%H:%M}" if value else NOTHING


def moment(value: datetime | None) -> str:
    """A moment: 08/11/2021 16:52 in Vietnam's zone."""
    return f"{day(value)} {time_of_day(value)}" if value else NOTHING


def _part(message: Any, name: str) -> Any:
    return message.get(name) if isinstance(message, Mapping) else getattr(message, name, None)


def say(reason: Any) -> str:
    """A reason in words: its ``message`` in the active language, filled with its ``params``.

    Takes a record or a mapping with ``message`` and ``params``, a plain text, or a list of these.
    Days (also as ISO text) and fractions are written as on every page. Not escaped: the template does that.
    """
    if reason is None:
        return ""
    if isinstance(reason, str) or not _part(reason, "message"):
        return gettext(str(reason)) if str(reason) else ""
    params = _part(reason, "params") or {}
    text = gettext(str(_part(reason, "message")))
    if not params:
        return text
    try:
        return text % {name: _say_param(value) for name, value in dict(params).items()}
    except (KeyError, TypeError, ValueError):
        return text


def _say_param(value: Any) -> Any:
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, str):
        found = safe_date(value) if len(value) == 10 and value[4:5] == "-" else None
        # A label kept with a reason (a form of discipline, a grade) is a message of its own.
        return day(found) if found else gettext(value) if value else value
    if isinstance(value, float | Decimal | Fraction):
        exact = _exact(value) or Decimal(0)
        return number(value) if exact == exact.to_integral_value() else decimal(value, 1)
    if isinstance(value, Sequence):
        return ", ".join(str(_say_param(one)) for one in value)
    return say(value) if _part(value, "message") else value
