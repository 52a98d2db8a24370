"""Organisations as written → organisations of the tree. Never a silent guess: exact, likely with candidates, unknown."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from nhacviec.orgs.models import Organisation
from nhacviec.rules.text import fold, same_tone_spelling

_BODIES = (
    r"(?:Bộ|Sở|Ban|Phòng|UBND|HĐND|Ủy ban|Uỷ ban|Văn phòng|Viện|Đài|Trung tâm|Hội|Công an|Thanh tra|Ngân hàng|Đảng|Chi bộ"
    r"|Mặt trận|Bảo hiểm|Kho bạc|Chi cục|Các|các)"
)
# Where one name ends and the next begins: line end, semicolon, a comma, slash or "và" before a body, two names glued.
_JOINS = re.compile(
    rf"[;\n]|[,/](?=\s*{_BODIES}\b)|\s(?:và|cùng)\s(?=(?:các|Các)\s)|,\s*và(?=\s*{_BODIES}\b)|(?<=[^\W\d_A-ZĐ])(?={_BODIES}\s)"
)
_ABBREVIATIONS = {
    "ubnd": "ủy ban nhân dân",
    "hđnd": "hội đồng nhân dân",
    "kh&cn": "khoa học và công nghệ",
    "tt&tt": "thông tin và truyền thông",
    "tn&mt": "tài nguyên và môi trường",
    "lđtb&xh": "lao động thương binh và xã hội",
    "lđ-tb&xh": "lao động thương binh và xã hội",
    "gd&đt": "giáo dục và đào tạo",
    "tw": "trung ương",
    "tp": "thành phố",
    "mttq": "mặt trận tổ quốc",
}
_PUNCTUATION = re.compile(r"[.,:()“”\"]|(?<=\s)[-–](?=\s)")
_NEAR = 0.6
_MOST_CANDIDATES = 6


@dataclass(frozen=True, slots=True)
class Match:
    """How a written name was understood. `certainty` is "exact", "likely" or "unknown"; candidates best first."""

    text: str
    certainty: str
    organisation: int | None = None
    candidates: tuple[tuple[int, str], ...] = ()


def key(name: str) -> str:
    """The spelling under which names are one: tone marks in one place, abbreviations written out, no punctuation."""
    words = _PUNCTUATION.sub(" ", same_tone_spelling(name).lower()).split()
    return " ".join(_ABBREVIATIONS.get(word, word) for word in words)


class Directory:
    """The organisations that exist on a day, by every spelling they are known under. One query."""

    def __init__(self, on: dt.date) -> None:
        self.names: dict[int, str] = {}
        self.exact: dict[str, list[int]] = {}
        self.folded: dict[str, list[int]] = {}
        for pk, name, short in Organisation.objects.existing(on).order_by("pk").values_list("pk", "name", "short_name"):
            self.names[pk] = name
            for spelling in {key(name), key(short)} - {""}:
                self.exact.setdefault(spelling, []).append(pk)
                found = self.folded.setdefault(fold(spelling), [])
                if pk not in found:
                    found.append(pk)

    def match(self, text: str) -> Match:
        """The organisation that `text` names, if it is beyond doubt; otherwise what it might be.

        A name that agrees only without its tone marks, or that several bear, is likely and never exact.
        """
        spelling = key(text)
        found = self.exact.get(spelling, [])
        if len(found) == 1:
            return Match(text, "exact", found[0])
        near = found or self.folded.get(fold(spelling), []) or self._near(fold(spelling))
        return Match(text, "likely" if near else "unknown", None, self._named(near))

    def match_all(self, text: str) -> list[Match]:
        """Each name in a cell, as a whole first, else split where one name ends and the next begins."""
        if not text.strip():
            return []
        whole = self.match(text)
        if whole.certainty == "exact":
            return [whole]
        parts = [part for piece in _JOINS.split(text) if (part := piece.strip(" ,;./"))]
        return [whole] if len(parts) < 2 else [self.match(part) for part in parts]

    def _near(self, spelling: str) -> list[int]:
        words = set(spelling.split())
        if not words:
            return []
        scored = [(_likeness(words, set(known.split())), pk) for known, found in self.folded.items() for pk in found]
        best = sorted((entry for entry in scored if entry[0] >= _NEAR), key=lambda entry: (-entry[0], entry[1]))
        return list(dict.fromkeys(pk for _score, pk in best))

    def _named(self, found: Sequence[int]) -> tuple[tuple[int, str], ...]:
        return tuple((pk, self.names[pk]) for pk in found[:_MOST_CANDIDATES])


def _likeness(a: set[str], b: set[str]) -> float:
    return len(a & b) / len(a | b)


def as_json(match: Match) -> dict[str, Any]:
    """The match as an import batch keeps it."""
    return {
        "text": match.text,
        "certainty": match.certainty,
        "organisation": match.organisation,
        "candidates": [list(one) for one in match.candidates],
    }


def from_json(kept: dict[str, Any]) -> Match:
    """The match back from an import batch."""
    candidates = tuple((int(pk), str(name)) for pk, name in kept["candidates"])
    return Match(kept["text"], kept["certainty"], kept["organisation"], candidates)
