"""The file of a person as a ZIP: one page to read and print, and the same as JSON a part (X-4)."""

import io
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from .apps import FilePart
from .models import Person

STYLE = Path(__file__).parent / "static" / "orgs" / "personal_file.css"


def archive(person: Person, parts: Sequence[FilePart], context: dict[str, Any]) -> bytes:
    """The bytes of the ZIP."""
    stream = io.BytesIO()
    page = render_to_string("orgs/personal_file.html", {"person": person, "parts": parts, **context})
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("ho-so.html", page)
        file.writestr("ho-so.css", STYLE.read_text(encoding="utf-8"))
        for number, part in enumerate(parts, 1):
            file.writestr(f"du-lieu/{number:02d}.json", json.dumps(_values(part), ensure_ascii=False, indent=1))
    return stream.getvalue()


def _values(part: FilePart) -> dict[str, Any]:
    return {
        "title": str(part.title),
        "columns": [str(column) for column in part.columns],
        "rows": [list(row) for row in part.rows],
    }
