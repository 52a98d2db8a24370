"""Finding by words: in any order, without regard to marks, the very tones typed first; the same on both engines."""

import datetime as dt

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import StrIndex
from django.db.models.lookups import Contains, GreaterThan
from django.utils.translation import gettext_lazy as _

from nhacviec.rules.text import fold, nfc, sort_key
from nhacviec.web.errors import BadInput

from ..access import Viewer
from ..kinds import CELL_KINDS
from ..models import Organisation, Person
from ..models.words import Spaced, near
from .people import known_people

_CANDIDATES = 5
MOST_WORDS = 8
LONGEST = 100


def typed_words(text: str) -> list[str]:
    """The words of a search as typed, in NFC: the first eight, those alone that a name could hold."""
    return [word for word in nfc(text)[:LONGEST].split() if fold(word)][:MOST_WORDS]


def search_people(viewer: Viewer, words: str) -> QuerySet[Person]:
    """People whose name holds all words typed, in any order, marks or none; the last word may be only begun.

    `rank` 0 for those that have the very tones typed, 1 for the others; then in the order of given names. Without a
    word everybody whom the viewer may know of, in that order.
    """
    return by_name(known_people(viewer), words)


def by_name(people: QuerySet[Person], words: str) -> QuerySet[Person]:
    """`search_people` among given people."""
    typed = typed_words(words)
    if not typed:
        return people.order_by("sort_key", "id")
    rank = Case(When(_toned(typed), then=Value(0)), default=Value(1), output_field=IntegerField())
    found = people.filter(near([part for word in typed for part in fold(word).split()]), _folded(typed))
    return found.annotate(rank=rank).order_by("rank", "sort_key", "id")


def _folded(typed: list[str]) -> Q:
    """All but the last word whole, the last one at least begun, without marks."""
    parts = [part for word in typed for part in fold(word).split()]
    condition = Q(Contains(Spaced("folded"), f" {parts[-1]}"))
    for part in parts[:-1]:
        condition &= Q(Contains(Spaced("folded"), f" {part} "))
    return condition


def _toned(typed: list[str]) -> Q:
    """The same with the tones and letters typed: whole words by the key of sorting, in which "hoà" and "hòa" are one;
    the last word, when only begun, as it is written in the name."""
    *whole, last = typed
    begun = Q(_whole(last))
    for spelled in dict.fromkeys((last.lower(), last.capitalize(), last.upper())):
        begun |= Q(GreaterThan(StrIndex(Spaced("full_name"), Value(f" {spelled}")), 0))
    for word in whole:
        begun &= Q(_whole(word))
    return begun


def _whole(word: str) -> Contains:
    return Contains(Spaced("sort_key"), f" {sort_key(word)} ")


def cell_by_words(words: str, on: dt.date) -> Organisation:
    """The cell of that code, or the only one of that name, on the day. One query.

    Raises BadInput("cell", …): nobody, or several, of which the first are named with their codes.
    """
    text = nfc(words)[:200]
    cells = Organisation.objects.existing(on).filter(kind__in=CELL_KINDS)
    found = list(cells.filter(Q(code=text) | Q(folded__contains=fold(text))).order_by("folded", "id")[:50])
    exact = [cell for cell in found if cell.code == text] or [cell for cell in found if cell.name == text]
    chosen = exact or found
    if not chosen:
        raise BadInput("cell", _("Không có chi bộ nào mang mã hoặc tên này vào ngày ấy."))
    if len(chosen) > 1:
        names = "; ".join(f"{cell.name} ({cell.code})" for cell in chosen[:_CANDIDATES])
        raise BadInput("cell", _("Nhiều chi bộ mang tên này, hãy nhập mã: %(names)s") % {"names": names})
    return chosen[0]
