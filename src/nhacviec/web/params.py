"""Values out of an address, read without trust: junk becomes ``None``, never an exception."""

import re
from datetime import date

_INTEGER = re.compile(r"-?[0-9]{1,19}\Z")
_VIETNAMESE_DATE = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})\Z")
_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})\Z")

LARGEST_ID = 2**63 - 1
EARLIEST = date(1900, 1, 1)
LATEST = date(2200, 12, 31)


def safe_int(value: object) -> int | None:
    """A whole number that a database column can hold (below 2**63), else ``None``."""
    if isinstance(value, bool) or value is None:
        return None
    text = str(value).strip()
    if not _INTEGER.match(text):
        return None
    number = int(text)
    return number if -LARGEST_ID <= number <= LARGEST_ID else None


def safe_date(value: object) -> date | None:
    """A day between 1900 and 2200 written 2021-11-30 or 30/11/2021, else ``None``."""
    text = str(value or "").strip()
    if match := _ISO_DATE.match(text):
        year, month, day = match.groups()
    elif match := _VIETNAMESE_DATE.match(text):
        day, month, year = match.groups()
    else:
        return None
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if EARLIEST <= found <= LATEST else None
