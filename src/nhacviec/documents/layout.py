"""An official document as data: what stands in which place of the sheet, for the two families of layout (P-1 … P-13)."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from nhacviec.orgs.models import Organisation
from nhacviec.rules import rulesets

from . import numbering

_KINDS = {"TB": "THÔNG BÁO", "QĐ": "QUYẾT ĐỊNH", "KL": "KẾT LUẬN", "BC": "BÁO CÁO", "KH": "KẾ HOẠCH"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """The text of a document, frozen at its signature: records that change later do not change it.

    `paragraphs` are plain sentences; a part between ⟦ and ⟧ was filled from the records and is marked on the screen,
    never in print. `number` is None before the signature. All of it is Vietnamese, whatever the reader's language.
    """

    family: str
    superior: str
    issuer: str
    symbol: str
    place: str
    kind: str
    subject: str
    day: str = ""
    number: int | None = None
    paragraphs: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    authority: str = ""
    post: str = ""
    signer: str = ""
    withdrawn_by: str = ""

    @property
    def template(self) -> str:
        """The template that lays it out."""
        return f"documents/layout_{self.family}.html"

    @property
    def label(self) -> str:
        """What a screen reader calls it."""
        return f"{self.kind.capitalize()} {self.subject}"

    @property
    def heading(self) -> str:
        """The heading of the first page, from the rule set (P-1, P-11)."""
        return str(_rules().value(f"{self.family}.heading"))

    @property
    def motto(self) -> str:
        """The line under the state heading (P-11)."""
        return str(_rules().value("state.motto"))

    @property
    def expected(self) -> str:
        """The number as the sheet shows it, two digits at least; empty before the signature."""
        return f"{self.number:02d}" if self.number else ""

    @property
    def written_number(self) -> str:
        """Number and symbol in one text: "05-TB/TU", "05/TB-UBND"."""
        return f"{self.expected}{'-' if self.family == 'party' else '/'}{self.symbol}"

    @property
    def lines(self) -> list[list[tuple[str, bool]]]:
        """The paragraphs as pieces (text, filled from the records or not)."""
        return [_pieces(text) for text in self.paragraphs]

    def with_number(self, number: int, day: dt.date) -> "Sheet":
        """The sheet as it is signed."""
        return replace(self, number=number, day=long_day(self.place, day))

    def to_json(self) -> dict[str, Any]:
        """A plain dictionary for keeping with the record."""
        return {**asdict(self), "paragraphs": list(self.paragraphs), "recipients": list(self.recipients)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Sheet":
        """The sheet as kept."""
        known = {name: stored[name] for name in cls.__dataclass_fields__ if name in stored}
        lists = {name: tuple(known.get(name, ())) for name in ("paragraphs", "recipients")}
        return cls(**{**known, **lists})


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What depends on the issuer alone: family, its superior's and its own name in capitals, place, symbol."""

    family: str
    superior: str
    issuer: str
    place: str
    symbol: str


def _rules() -> rulesets.RuleSet:
    return rulesets.get("documents")


def letterhead(issuer: Organisation, parent: Organisation | None, kind: str) -> Letterhead:
    """The head of a document of `kind` ("TB") issued by `issuer`, whose superior is `parent`."""
    superior = superior_name(parent) if parent is not None else ""
    place = issuer.place or (parent.place if parent is not None else "")
    family = numbering.family_of(issuer)
    return Letterhead(family, superior, full_name(issuer.name).upper(), place, numbering.symbol_of(issuer, kind))


def kind_name(kind: str) -> str:
    """ "TB" → "THÔNG BÁO"."""
    return _KINDS.get(kind, kind)


def superior_name(parent: Organisation) -> str:
    """The line above the issuer: a committee's superior is written as the party organisation of its territory."""
    name = parent.name
    for committee, organisation in (("Tỉnh ủy ", "Đảng bộ tỉnh "), ("Thành ủy ", "Đảng bộ thành phố ")):
        if name.startswith(committee):
            name = organisation + name.removeprefix(committee)
    return full_name(name).upper()


def full_name(name: str) -> str:
    """The name as documents write it: abbreviations of common bodies in full."""
    return name.replace("UBND", "Ủy ban nhân dân").replace("HĐND", "Hội đồng nhân dân")


def short_day(day: dt.date) -> str:
    """06/8/2021, 10/02/2021: days below ten and the months 1 and 2 with a zero (P-13)."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{day.day:02d}/{month}/{day.year}"


def long_day(place: str, day: dt.date) -> str:
    """Tam Kỳ, ngày 08 tháng 11 năm 2021."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{place}, ngày {day.day:02d} tháng {month} năm {day.year}"


def ordinal(level: int) -> str:
    """lần thứ nhất, lần thứ hai."""
    return {1: "lần thứ nhất", 2: "lần thứ hai"}.get(level, f"lần thứ {level}")


def filled(value: object) -> str:
    """A value taken from the records, marked for the screen."""
    return f"⟦{value}⟧"


def _pieces(text: str) -> list[tuple[str, bool]]:
    found: list[tuple[str, bool]] = []
    for place, part in enumerate(text.split("⟦")):
        marked, closed, rest = part.partition("⟧")
        if place == 0 or not closed:
            found.append((part, False))
        else:
            found += [(marked, True), (rest, False)]
    return [piece for piece in found if piece[0]]


def margins_mm(family: str) -> dict[str, float]:
    """Margins of the page in millimetres; where the guidance gives a span, its least (P-3, P-10)."""
    stated: Mapping[str, Any] = _rules().value(f"{family}.margins_mm")
    return {side: value[0] if isinstance(value, Sequence) else value for side, value in stated.items()}
