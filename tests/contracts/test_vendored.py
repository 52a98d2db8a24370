"""The copied files of others are those that the manifest names."""

import hashlib
import json

from tests.contracts.house import PACKAGE

FOLDER = PACKAGE / "web" / "static" / "web" / "vendor"


def test_every_copied_file_is_the_one_in_the_manifest() -> None:
    entries = json.loads((FOLDER / "manifest.json").read_text(encoding="utf-8"))
    wrong = [
        entry["file"]
        for entry in entries
        if hashlib.sha256((FOLDER / entry["file"]).read_bytes()).hexdigest() != entry["sha256"]
    ]
    assert wrong == []
    assert len(entries) > 10


def test_no_style_sheet_fetches_anything_from_elsewhere() -> None:
    sheets = [path for path in PACKAGE.rglob("*.css") if "static" in path.parts]
    wrong = [path.name for path in sheets if "url(http" in path.read_text() or "@import" in path.read_text()]
    assert wrong == []
    assert sheets
