"""Organisations as written → organisations of the tree. Never a silent guess: exact, likely with candidates, unknown."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nhacviec.orgs.models import Organisation
from nhacviec.rules.text import fold, same_tone_spelling

_JOINS = re.compile(
    r"[;\n]|,(?=\s*(?:Bộ|Sở|Ban|Phòng|UBND|Ủy ban|Văn phòng|Viện|Đài|Các|các|Trung tâm|Hội|Công an|Thanh tra)\b)"
)
_ABBREVIATIONS = {
    "ubnd": "uy ban nhan dan",
    "hdnd": "hoi dong nhan dan",
    "kh&cn": "khoa hoc va cong nghe",
    "tt&tt": "thong tin va truyen thong",
    "tn&mt": "tai nguyen va moi truong",
    "ld-tb&xh": "lao dong - thuong binh va xa hoi",
    "tw": "trung uong",
    "vtv": "dai truyen hinh viet nam",
    "mttq": "mat tran to quoc",
}


@dataclass(frozen=True, slots=True)
class Match:
    """How a written name was understood. `certainty` is "exact", "likely" or "unknown"; candidates best first."""

    text: str
    certainty: str
    organisation: int | None = None
    candidates: tuple[tuple[int, str], ...] = ()


def key(name: str) -> str:
    """The spelling under which names are compared: folded, abbreviations written out, punctuation gone."""
    words = fold(same_tone_spelling(name)).replace(",", " ").replace(".", " ").split()
    return " ".join(_ABBREVIATIONS.get(word, word) for word in words)


class Directory:
    """The organisations that exist on a day, by every spelling they are known under."""

    def __init__(self, on: dt.date) -> None:
        self.names: dict[int, str] = {}
        self.by_key: dict[str, list[int]] = {}
        for pk, name, short in Organisation.objects.existing(on).values_list("pk", "name", "short_name"):
            self.names[pk] = name
            for spelling in {key(name), key(short)} - {""}:
                self.by_key.setdefault(spelling, []).append(pk)

    def match(self, text: str) -> Match:
        """The organisation that `text` names, if it is beyond doubt; otherwise what it might be."""
        found = self.by_key.get(key(text), [])
        if len(found) == 1:
            return Match(text, "exact", found[0])
        if found:
            return Match(text, "likely", None, self._named(found))
        words = set(key(text).split())
        if not words:
            return Match(text, "unknown")
        scored = sorted(
            ((_likeness(words, set(spelling.split())), pk) for spelling, pks in self.by_key.items() for pk in pks),
            reverse=True,
        )
        near = list(dict.fromkeys(pk for score, pk in scored[:20] if score >= 0.6))[:5]
        return Match(text, "likely" if near else "unknown", None, self._named(near))

    def match_all(self, text: str) -> list[Match]:
        """Each name in a cell: exact as a whole first, else split at line ends, semicolons and commas before a new body."""
        whole = self.match(text)
        if whole.certainty == "exact" or not text.strip():
            return [whole] if text.strip() else []
        parts = [part.strip(" ,;") for part in _JOINS.split(text) if part and part.strip(" ,;")]
        return [whole] if len(parts) < 2 else [self.match(part) for part in parts]

    def _named(self, pks: Sequence[int]) -> tuple[tuple[int, str], ...]:
        return tuple((pk, self.names[pk]) for pk in pks)


def _likeness(a: set[str], b: set[str]) -> float:
    return len(a & b) / len(a | b)


def as_json(match: Match) -> Mapping[str, object]:
    """The match as an import batch keeps it."""
    return {
        "text": match.text,
        "certainty": match.certainty,
        "organisation": match.organisation,
        "candidates": [list(c) for c in match.candidates],
    }
