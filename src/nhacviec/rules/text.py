"""Vietnamese text: one normal form on input, the fold for search, the key for alphabetical order."""

import re
import unicodedata

_TONES = {"\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0301": "5", "\u0323": "6"}
"""Combining tone marks in dictionary order after the level tone "1": huyền, hỏi, ngã, sắc, nặng."""
_LEVEL_TONE = "1"
_SHAPES = {"\u0306": "2", "\u0302": "3", "\u031b": "3"}
"""Marks that make another letter: ă, then â ê ô, then ơ ư; see `_letter`."""
_PLAIN_WITH_SHAPES = "aeou"
_TONE_CLASS = "\u0300\u0301\u0303\u0309\u0323"
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
_LETTER = r"[^\W\d_]|[\u0300-\u036f]"
_OLD_TO_FIRST = re.compile(rf"(?<![qQ])([oO])([aAeE])([{_TONE_CLASS}])(?!{_LETTER})")
_UY_TO_FIRST = re.compile(rf"(?<![qQ])([uU])([yY])([{_TONE_CLASS}])(?!{_LETTER})")
_CLOSED_TO_SECOND = re.compile(rf"(?<![qQ])([oO])([{_TONE_CLASS}])([aAeE])(?=[^\W\d_])")
_QU_TO_SECOND = re.compile(rf"([qQ][uU])([{_TONE_CLASS}])([aAeEiIoOyY])(?![{_TONE_CLASS}])")


def _without_controls(text: str) -> str:
    if text.isprintable():  # nothing of the kind in it: nearly every text
        return unicodedata.normalize("NFC", text)
    kept = (_blank(c) if unicodedata.category(c) in _INVISIBLE else c for c in text)
    return unicodedata.normalize("NFC", "".join(kept))


def _blank(char: str) -> str:
    """White-space controls (tab, line break) part words; every other control vanishes."""
    return " " if char.isspace() else ""


def nfc(s: str) -> str:
    """One line of text in NFC: no control or invisible characters, single spaces, none at the ends."""
    return " ".join(_without_controls(s).split())


def nfc_lines(s: str) -> str:
    """Like `nfc`, line by line: keeps line breaks, at most one empty line between paragraphs."""
    lines = (nfc(line) for line in re.split(r"\r\n|\r|\n", s))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def fold(s: str) -> str:
    """Text for searching without marks: đ becomes d, marks off, lower case, single spaces.

    >>> fold("Đặng  Thị Hòa")
    'dang thi hoa'
    """
    flat = nfc(s).replace("đ", "d").replace("Đ", "D")
    bare = "".join(c for c in unicodedata.normalize("NFKD", flat) if not unicodedata.combining(c))
    return " ".join(bare.lower().split())


def _letter(base: str, shape: str) -> str:
    """Code of one letter such that codes compare in the order a ă â … d đ e ê … o ô ơ … u ư."""
    if base in {"d", "đ"}:
        return "d1" if base == "d" else "d2"
    if base in _PLAIN_WITH_SHAPES:
        if base == "o" and shape == "\u0302":
            return "o2"
        return base + (_SHAPES.get(shape, "1") if shape else "1")
    return base


def _syllable_key(syllable: str) -> str:
    letters: list[str] = []
    tone = _LEVEL_TONE
    chars = unicodedata.normalize("NFD", syllable.lower())
    for position, char in enumerate(chars):
        if char in _TONES:
            tone = _TONES[char]
        elif not unicodedata.combining(char) and char.isalnum():
            letters.append(_letter(char, _shape_after(chars, position)))
    return "".join(letters) + tone if letters else ""


def _shape_after(chars: str, position: int) -> str:
    """The letter-making mark that belongs to the base at `position`, if any (a tone may stand between)."""
    for char in chars[position + 1 :]:
        if not unicodedata.combining(char):
            return ""
        if char in _SHAPES:
            return char
    return ""


def sort_key(full_name: str) -> str:
    """Key for lists of people: given name first, then family and middle names, in Vietnamese order.

    Letters a ă â b c d đ e ê g … o ô ơ … u ư …, then tones level, huyền, hỏi, ngã, sắc, nặng, syllable by
    syllable. For Vietnamese names the key is ASCII, so it compares alike in SQLite (BINARY) and PostgreSQL ("C").
    """
    words = [key for key in map(_syllable_key, same_tone_spelling(full_name).split()) if key]
    return " ".join([*words[-1:], *words[:-1]])


def same_tone_spelling(s: str) -> str:
    """One spelling of the tone mark: "hoà" and "hòa" both give "hòa", "thuý" gives "thúy", "qúy" gives "quý"."""
    text = unicodedata.normalize("NFD", nfc(s))
    text = _OLD_TO_FIRST.sub(r"\1\3\2", text)
    text = _UY_TO_FIRST.sub(r"\1\3\2", text)
    text = _CLOSED_TO_SECOND.sub(r"\1\3\2", text)
    text = _QU_TO_SECOND.sub(r"\1\3\2", text)
    return unicodedata.normalize("NFC", text)
