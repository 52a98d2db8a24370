"""Reading the tables of cases: CSV files with a line of source on top, TOML files of legal cases."""

import csv
import tomllib
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent.parent / "data"
CASES = Path(__file__).parent / "cases"


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a CSV table; the first line, which names the source, is left out."""
    lines = (DATA / name).read_text(encoding="utf-8-sig").splitlines(keepends=True)
    assert lines[0].startswith("# Source:")
    return list(csv.DictReader(lines[1:]))


def cases(name: str) -> list[dict[str, Any]]:
    """The cases of a TOML table; each carries its name."""
    found = tomllib.loads((CASES / name).read_text(encoding="utf-8"))["case"]
    assert found
    return list(found)
