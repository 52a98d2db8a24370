"""Text as people type it: one composed form, no invisible characters."""

import re
import unicodedata

# Marks that reorder what is read (Trojan-source style) or hide; joiners and the byte-order mark carry nothing here.
_REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_WIDTHLESS = re.compile("[\u200b\u2060\ufeff\u00ad]")


def compose(value: str) -> str:
    """The text in NFC, without widthless characters, with plain line ends."""
    text = _WIDTHLESS.sub("", value).replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text)


def forbidden(value: str, *, lines: bool) -> bool:
    """Whether the text holds control, reordering, private or broken characters. ``lines`` lets \\n and \\t pass."""
    allowed = "\n\t" if lines else ""
    if _REORDERING.search(value):
        return True
    return any(unicodedata.category(letter) in ("Cc", "Cs", "Co", "Cn") and letter not in allowed for letter in value)
