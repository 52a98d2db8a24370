"""Make the lock files anew from pyproject.toml: versions with hashes, no addresses."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMPILE = [
    *(sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal"),
    *("--python-version", "3.11", "--generate-hashes", "--no-emit-index-url", "--no-header"),
]


def lock(name: str, *sources: str) -> None:
    """Write requirements/<name>.txt."""
    upgrade = [option for option in sys.argv[1:] if option == "--upgrade"]
    command = [*COMPILE, *upgrade, *sources, "--output-file", f"requirements/{name}.txt"]
    subprocess.run(command, cwd=ROOT, check=True)
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    if "://" in text:
        sys.exit(f"requirements/{name}.txt holds an address; it would tie the project to one registry")


def main() -> None:
    """Lock what the program runs on, what developers add, and what builds the package."""
    lock("run", "pyproject.toml")
    lock("dev", "pyproject.toml", "--group", "dev", "--constraint", "requirements/run.txt")
    lock("build", "--group", "build")


if __name__ == "__main__":
    main()
