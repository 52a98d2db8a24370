"""How the house tests see the source: its layers, its files, the room a path belongs to."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "src" / "nhacviec"


def layers() -> list[str]:
    """The rooms from top to bottom, read from the import contract, so that there is one list."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    names = project["tool"]["importlinter"]["contracts"][0]["layers"]
    return [room.strip() for layer in names for room in layer.split("|")]


def rank(room: str) -> int:
    """The floor a room is on; 0 is the ground floor (`web`, `rules`)."""
    order = layers()
    return max(len(order) - order.index(room) - 2, 0)


def room_of(path: Path) -> str:
    """The room that a file of the package belongs to ('' for the package's own files)."""
    parts = path.relative_to(PACKAGE).parts
    return parts[0] if len(parts) > 1 else ""


def python_files(folder: str) -> Iterator[Path]:
    """Every Python file below a top folder of the repository, migrations and caches left out."""
    for path in sorted((ROOT / folder).rglob("*.py")):
        if "migrations" not in path.parts and "__pycache__" not in path.parts:
            yield path


def template_files() -> list[Path]:
    """Every template of the package."""
    return sorted(path for path in PACKAGE.rglob("*") if path.is_file() and "templates" in path.parts)


def report(path: Path, what: str, line: int = 0) -> str:
    """One line that names the place of a fault."""
    return f"{path.relative_to(ROOT)}{f':{line}' if line else ''}: {what}"
