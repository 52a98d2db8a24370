"""The few icons of @tabler/icons that are used, kept as files beside this module and put into the page as SVG."""

import re
from functools import cache
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe

FOLDER = Path(__file__).parent / "icons"
_NAME = re.compile(r"[a-z0-9-]+\Z")
_INNER = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
_LINE = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'


@cache
def icon(name: str) -> SafeString:
    """The icon as inline SVG, hidden from readers of the page's words ("" when there is no such icon)."""
    path = FOLDER / f"{name}.svg"
    if not _NAME.match(name) or not path.is_file():
        return SafeString("")
    match = _INNER.search(path.read_text(encoding="utf-8"))
    drawing = " ".join(match[1].split()).replace("> <", "><") if match else ""
    look = 'fill="currentColor"' if name.endswith("-filled") else _LINE
    # Drawings are files of this package, never anyone's input.
    return mark_safe(  # noqa: S308
        f'<svg class="icon" viewBox="0 0 24 24" {look} aria-hidden="true" focusable="false">{drawing}</svg>'
    )
