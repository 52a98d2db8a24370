"""The wording of Vietnamese offices turned into a deadline, and never a date out of an unsure text.

The grammar is closed: a text gets a date only when every word of it is understood. All the rest comes back as a
question with what is missing. Document numbers, years of laws and telephone numbers fit no rule of the grammar.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from nhacviec.rules.calendar import ONE_DAY, last_day_of_month
from nhacviec.rules.reasons import gettext_noop as _
from nhacviec.rules.text import fold, nfc

Kind = Literal[
    "date",
    "month",
    "quarter",
    "half_year",
    "year",
    "multi_year",
    "recurring",
    "continuous",
    "relative",
    "event",
    "none",
    "not_a_deadline",
    "several",
]


@dataclass(frozen=True)
class Understood:
    """What a deadline text says.

    `start` and `end` are the stated period, `last_day` the last day that is in time; `boundary` is the word's sense:
    "in", "by", "before", "from", "at", "after" or "". `recurrence` is in the style of RFC 5545. With certainty "ask"
    there is never a date, `missing` says what to ask for, and `note` is the question. `words` is the text as read.
    """

    kind: Kind
    start: date | None = None
    end: date | None = None
    last_day: date | None = None
    boundary: str = ""
    recurrence: str = ""
    certainty: Literal["certain", "ask"] = "certain"
    words: str = ""
    missing: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class _Period:
    kind: Kind
    start: date
    end: date


_DAY = r"(?:ngay )?(?P<d>\d{1,2})(?P<sep>[/.\-])(?P<m>\d{1,2})(?P=sep)(?P<y>\d{4})"
_DAY_IN_WORDS = r"ngay (?P<d>\d{1,2}) thang (?P<m>\d{1,2}) nam (?P<y>\d{4})"
_MONTH = r"(?:thang )?(?P<m>\d{1,2})/(?P<y>\d{4})"
_MONTH_IN_WORDS = r"thang (?P<m>\d{1,2}) nam (?P<y>\d{4})"
_QUARTER = r"quy (?P<q>i|ii|iii|iv|[1-4])(?:/| nam |, nam |-)(?P<y>\d{4})"
_HALF = r"(?:6 thang|sau thang|nua) (?P<h>dau|cuoi)(?: nam)? (?P<y>\d{4})"
_YEAR = r"(?:nam )?(?P<y>\d{4})"
_YEARS = r"(?:giai doan |trong )?(?:nam )?(?P<y>\d{4}) ?[-\u2013] ?(?:nam )?(?P<z>\d{4})"
_RANGE = r"(?:trong (?:khoang )?thoi gian )?tu (?P<a>.+?) den (?:het )?(?P<b>.+?)(?: dut diem)?"
_HOUR = r"(?:\d{1,2}(?:h|g|:| gio )(?:\d{2})?(?: phut)?|\d{1,2} gio),? "
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}

_BEFORE = r"(?:xong |hoan thanh |hoan thien |bao cao )?truoc"
_BY = r"(?:(?:xong |hoan thanh )?(?:cham nhat|muon nhat)(?: la)?(?: den| vao)?|(?:hoan thanh |xong )?den(?: het)?|het)"
_IN = r"(?:hoan thanh |xong )?trong"
_BOUNDARY = re.compile(rf"\b(?:(?P<before>{_BEFORE})|(?P<by>{_BY})|(?P<in>{_IN})) ")
_OBLIGED = re.compile(
    r"\b(phai|hoan thanh|xong|xu ly|bao cao|gui|nop|trinh|ban hanh|giao y kien|cho y kien|tham muu|to chuc)\b"
)
_NOT_PLAIN = re.compile(
    r"\b(de nghi|chuyen sang|lui|sau khi|ke tu|truoc khi|ky hop|dang ky|du kien|tinh den|neu|hoac|khong|chua|so)\b"
)
_EVENT = re.compile(r"\b(ky hop|hoi nghi|dai hoi|phien hop|so ket|tong ket)\b")
_DOCUMENT = re.compile(r"\bso:? ?\d+|\d+(?:/\d{4})?[/-][a-z]{2,}|\d+/[a-z]{2,}\b")
_ANY_DATE = re.compile(
    r"\d{1,2}[/.]\d{1,2}[/.]\d{4}|quy [iv1-4]+(?:/| nam |, nam |-)\d{4}|(?<![\d/])\d{1,2}/\d{4}(?!/)|\b(?:19|20)\d{2}\b"
)
_RELATIVE = re.compile(r"\b(?:trong (?:thoi han|vong)|sau|cham nhat)\b.*?\b\d+ (?:ngay|tuan|thang|gio)\b|\bke tu\b")
_SPREADSHEET = re.compile(r"(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})(?:[ t]00:00(?::00(?:\.0+)?)?)?")
_LONGEST = 400
"""Characters; a longer cell is no deadline, and the expressions above stay fast."""
_EARLIEST, _LATEST = 2000, 2100
"""Years outside are taken for numbers of something else."""

ASK_EMPTY_WORDS = _("Không nêu thời hạn cụ thể.")
ASK_UNKNOWN = _("Chưa hiểu cách ghi này, xin nhập thời hạn.")
ASK_YEAR = _("Thiếu năm.")
ASK_INVALID = _("Ngày tháng này không có trong lịch.")
ASK_PAST = _("Thời hạn này đã qua vào ngày ban hành, xin kiểm tra năm.")
ASK_EVENT = _("Thời hạn theo một sự kiện chưa rõ ngày.")
ASK_SEVERAL = _("Có nhiều thời hạn trong một ô, xin chọn.")
ASK_RELATIVE = _("Thời hạn tính từ một mốc chưa rõ ngày.")
ASK_RECURRING = _("Việc lặp lại, xin xác nhận các mốc.")
ASK_BEFORE_PERIOD = _('"Trước" một tháng, quý hoặc năm có hai cách hiểu, xin nhập ngày.')
ASK_SPREADSHEET = _("Ô ngày của bảng tính có thể là cả tháng hoặc bị đảo ngày và tháng.")
ASK_DOCUMENT = _("Đây là số hiệu hoặc ngày của văn bản, không phải thời hạn.")
ASK_DOCUMENT_AND_DATE = _("Có cả số hiệu văn bản và ngày, xin nhập thời hạn.")
ASK_BARE_DATE = _("Chỉ có một ngày, không rõ là thời hạn hay ngày của văn bản.")
ASK_TENTATIVE = _("Thời hạn mới là dự kiến hoặc đề nghị.")


def understand(text: str, *, written_on: date, before_excludes_day: bool = False) -> Understood:
    """Read a deadline text of a document written on `written_on`.

    `before_excludes_day`: "trước ngày 31/5" ends on the 30th (the letter) instead of the 31st (common practice).
    Never raises; an unsure text comes back with certainty "ask" and without any date.
    """
    words = nfc(text[:_LONGEST].replace("&nbsp;", " "))
    if len(text) > _LONGEST:
        return _ask("none", ASK_UNKNOWN, "date", words=words)
    folded = _tidy(fold(words))
    if not folded:
        return Understood("none", words=words)
    for rule in _RULES:
        found = rule(folded, written_on, before_excludes_day)
        if found is not None:
            return _checked(replace(found, words=words), written_on)
    return _ask("none", ASK_UNKNOWN, "date", words=words)


def _tidy(folded: str) -> str:
    text = re.sub(r"\s*/\s*", "/", folded).strip(" .;,:-")
    return re.sub(r"^(?:thoi han|thoi gian hoan thanh|han)\s*:\s*", "", text)


def _ask(kind: Kind, note: str, *missing: str, words: str = "", boundary: str = "", recurrence: str = "") -> Understood:
    return Understood(
        kind, boundary=boundary, recurrence=recurrence, certainty="ask", words=words, missing=missing, note=note
    )


def _checked(found: Understood, written_on: date) -> Understood:
    """A date before the text was written is a slip of the year more often than a deadline."""
    if found.last_day is not None and found.last_day < written_on:
        return _ask(found.kind, ASK_PAST, "year", words=found.words)
    return found


# ------------------------------------------------------------------ periods


def _date_of(match: re.Match[str]) -> date | None:
    try:
        day = date(int(match["y"]), int(match["m"]), int(match["d"]))
    except ValueError:
        return None
    return day if _EARLIEST <= day.year <= _LATEST else None


def _as_day(text: str) -> _Period | None:
    match = re.fullmatch(_DAY, text) or re.fullmatch(_DAY_IN_WORDS, text)
    day = _date_of(match) if match else None
    return _Period("date", day, day) if day else None


def _as_month(text: str) -> _Period | None:
    match = re.fullmatch(_MONTH, text) or re.fullmatch(_MONTH_IN_WORDS, text)
    if not match or not (1 <= int(match["m"]) <= 12 and _usual(match["y"])):
        return None
    year, month = int(match["y"]), int(match["m"])
    return _Period("month", date(year, month, 1), last_day_of_month(year, month))


def _as_quarter(text: str) -> _Period | None:
    match = re.fullmatch(_QUARTER, text)
    if not match or not _usual(match["y"]):
        return None
    year, last = int(match["y"]), 3 * _QUARTERS[match["q"]]
    return _Period("quarter", date(year, last - 2, 1), last_day_of_month(year, last))


def _as_half(text: str) -> _Period | None:
    match = re.fullmatch(_HALF, text)
    if not match or not _usual(match["y"]):
        return None
    year, first = int(match["y"]), 1 if match["h"] == "dau" else 7
    return _Period("half_year", date(year, first, 1), last_day_of_month(year, first + 5))


def _as_year(text: str) -> _Period | None:
    match = re.fullmatch(_YEAR, text)
    if not match or not _usual(match["y"]):
        return None
    year = int(match["y"])
    return _Period("year", date(year, 1, 1), date(year, 12, 31))


def _as_years(text: str) -> _Period | None:
    match = re.fullmatch(_YEARS, text)
    if not match or not (_usual(match["y"]) and _usual(match["z"])) or match["y"] >= match["z"]:
        return None
    return _Period("multi_year", date(int(match["y"]), 1, 1), date(int(match["z"]), 12, 31))


def _usual(year: str) -> bool:
    return _EARLIEST <= int(year) <= _LATEST


_PERIODS: tuple[Callable[[str], _Period | None], ...] = (_as_day, _as_month, _as_quarter, _as_half, _as_year, _as_years)


def _period(text: str) -> _Period | None:
    return next((found for read in _PERIODS if (found := read(text.strip(" ,"))) is not None), None)


# ------------------------------------------------------------------ rules, most specific first


def _spreadsheet(text: str, _written_on: date, _excludes: bool) -> Understood | None:
    """A real date cell: the first of a month may mean the month, a small day may be a swapped month."""
    match = re.fullmatch(_SPREADSHEET, text)
    if not match:
        return None
    day = _date_of(match)
    if day is None or day.day <= 12:
        return _ask("date", ASK_SPREADSHEET, "date")
    return Understood("date", day, day, day, "by")


def _continuous(text: str, _written_on: date, _excludes: bool) -> Understood | None:
    if re.fullmatch(r"(?:nhiem vu |cong viec |viec )?(?:thuong xuyen|lien tuc)(?:,? (?:lien tuc|thuong xuyen))?", text):
        return Understood("continuous")
    match = re.fullmatch(r"(?:tu )?(?:nam )?(\d{4}) va (?:nhung|cac) nam (?:tiep theo|sau|tiep)", text)
    if match and _usual(match[1]):
        return Understood("continuous", start=date(int(match[1]), 1, 1), boundary="from")
    return None


_EVERY = {"nam": "YEARLY", "thang": "MONTHLY", "tuan": "WEEKLY", "ngay": "DAILY"}


def _recurring(text: str, _written_on: date, _excludes: bool) -> Understood | None:
    match = re.fullmatch(r"(?:dinh ky )?h[ao]ng (nam|thang|tuan|ngay|quy)", text)
    if match:
        every = f"FREQ={_EVERY[match[1]]}" if match[1] in _EVERY else "FREQ=MONTHLY;INTERVAL=3"
        return Understood("recurring", recurrence=every)
    match = re.fullmatch(r"(truoc|cham nhat(?: la)?(?: den)?) ngay (\d{1,2}) h[ao]ng thang", text)
    if match and 1 <= int(match[2]) <= 28:
        return Understood("recurring", boundary=_sense(match[1]), recurrence=f"FREQ=MONTHLY;BYMONTHDAY={int(match[2])}")
    match = re.fullmatch(r"(truoc|cham nhat(?: la)?(?: den)?) ngay (\d{1,2})(?:/| thang )(\d{1,2}) h[ao]ng nam", text)
    if match and 1 <= int(match[3]) <= 12 and 1 <= int(match[2]) <= last_day_of_month(2001, int(match[3])).day:
        rule = f"FREQ=YEARLY;BYMONTH={int(match[3])};BYMONTHDAY={int(match[2])}"
        return Understood("recurring", boundary=_sense(match[1]), recurrence=rule)
    if re.search(
        r"\bh[ao]ng (?:nam|thang|tuan|quy|ngay)\b|\bdinh ky\b|\bmoi (?:nam|thang|quy|tuan)\b|\d thang/lan", text
    ):
        return _ask("recurring", ASK_RECURRING, "recurrence")
    return None


def _sense(word: str) -> str:
    return "before" if word == "truoc" else "by"


def _several(text: str, _written_on: date, _excludes: bool) -> Understood | None:
    """More than one time in a text that is no range: somebody has to choose."""
    if re.fullmatch(_YEARS, text) or re.fullmatch(_RANGE, text):
        return None
    times = len(_ANY_DATE.findall(re.sub(_DAY_IN_WORDS, "01/01/2001", text)))
    event = bool(_EVENT.search(text)) and re.search(r"\b(?:truoc|cham nhat)\b", text) and times
    if (times > 1 or event) and not _DOCUMENT.search(text):
        return _ask("several", ASK_SEVERAL, "choice")
    return None


def _document(text: str, _written_on: date, _excludes: bool) -> Understood | None:
    """Numbers of documents: never a deadline, whatever date stands beside."""
    if _DOCUMENT.search(text):
        if re.search(r"\b(?:truoc|cham nhat|den)\b", text):
            return _ask("several", ASK_DOCUMENT_AND_DATE, "date")
        kind: Kind = "event" if re.search(r"\bsau khi\b", text) else "not_a_deadline"
        return _ask(kind, ASK_DOCUMENT, "date")
    return None


def _range(text: str, _written_on: date, _excludes: bool) -> Understood | None:
    match = re.fullmatch(_RANGE, text)
    if not match:
        return None
    first, last = _period(match["a"]), _period(match["b"])
    if first is None or last is None or last.end < first.start:
        return _ask("date", ASK_UNKNOWN, "date")
    kind: Kind = "multi_year" if first.kind == last.kind == "year" else "date"
    return Understood(kind, first.start, last.end, last.end, "in")


def _bounded(text: str, _written_on: date, excludes: bool) -> Understood | None:
    """ "trước", "chậm nhất", "đến", "trong" and a period, with nothing unexplained in front or behind."""
    for match in _BOUNDARY.finditer(text):
        found = _bound(match, text[: match.start()], text[match.end() :], excludes)
        if found is not None:
            return found
    return None


def _bound(match: re.Match[str], lead: str, when: str, excludes: bool) -> Understood | None:
    timed = re.match(_HOUR, when)
    period = _period(when[timed.end() :] if timed else when)
    if period is None or (timed and period.kind != "date"):
        return None
    if not _plain_lead(lead):
        return _ask(period.kind, ASK_TENTATIVE, "date")
    if match["before"] and period.kind != "date":
        return _ask(period.kind, ASK_BEFORE_PERIOD, "date")
    if match["before"] and not timed:
        last = period.end - ONE_DAY if excludes else period.end
        return Understood("date", None, period.end, last, "before")
    if match["by"] or timed:
        return Understood(period.kind, None, period.end, period.end, "by")
    return Understood(period.kind, period.start, period.end, period.end, "in")


def _plain_lead(lead: str) -> bool:
    """Words before the boundary are harmless when they only say that something has to be done."""
    text = lead.strip(" ,:")
    if not text:
        return True
    return bool(_OBLIGED.search(text)) and not _NOT_PLAIN.search(text) and not re.search(r"\d", text)


def _event(text: str, _written_on: date, _excludes: bool) -> Understood | None:
    if re.search(r"\bsau khi\b|\btruoc khi\b|\bngay sau\b|\bkhi co\b", text) or _EVENT.search(text):
        return _ask("event", ASK_EVENT, "date", boundary="after" if "sau khi" in text else "at")
    return None


def _relative(text: str, _written_on: date, _excludes: bool) -> Understood | None:
    if _RELATIVE.search(text) or re.fullmatch(r"\d+ (?:ngay|tuan|thang|nam)(?: lam viec)?", text):
        boundary = "after" if text.startswith("sau") else ("by" if "cham nhat" in text else "in")
        return _ask("relative", ASK_RELATIVE, "start", boundary=boundary)
    return None


def _plain(text: str, written_on: date, _excludes: bool) -> Understood | None:
    """A period and nothing else; a bare day must lie after the document itself."""
    period = _period(re.sub(r"^(?:cuoi|het) (?=thang|quy|nam)", "", text))
    if period is None:
        return None
    if period.kind == "date":
        if "." in text or period.end <= written_on:
            return _ask("date", ASK_BARE_DATE, "date")
        return Understood("date", period.start, period.end, period.end, "at")
    return Understood(period.kind, period.start, period.end, period.end, "in")


def _unyeared(text: str, _written_on: date, _excludes: bool) -> Understood | None:
    """A day, month or quarter without its year."""
    if re.search(r"\bquy (?:i|ii|iii|iv|[1-4])$", text):
        return _ask("quarter", ASK_YEAR, "year")
    if re.search(r"\bthang \d{1,2}$", text):
        return _ask("month", ASK_YEAR, "year")
    if re.search(r"(?:^|\s)\d{1,2}[/.]\d{1,2}$", text):
        return _ask("date", ASK_YEAR, "year")
    return None


def _impossible(text: str, _written_on: date, _excludes: bool) -> Understood | None:
    """The shape of a date that no calendar has."""
    for shape in (_DAY, _DAY_IN_WORDS, _MONTH, _MONTH_IN_WORDS):
        if re.search(rf"(?:^|\s){shape}$", text):
            kind: Kind = "month" if shape in (_MONTH, _MONTH_IN_WORDS) else "date"
            return _ask(kind, ASK_INVALID if _period(text) is None else ASK_UNKNOWN, "date")
    return None


def _wordy(text: str, _written_on: date, _excludes: bool) -> Understood | None:
    if re.search(r"\bdu kien\b|\bde nghi\b|\bdang ky\b", text):
        return _ask("none", ASK_TENTATIVE, "date")
    if not re.search(r"\d", text):
        return _ask("none", ASK_EMPTY_WORDS, "date")
    return None


_RULES: tuple[Callable[[str, date, bool], Understood | None], ...] = (
    _spreadsheet,
    _continuous,
    _recurring,
    _several,
    _document,
    _range,
    _relative,
    _bounded,
    _event,
    _plain,
    _unyeared,
    _wordy,
    _impossible,
)
