"""How far a check or a writing is, and the wish to stop it, as small files beside the uploads.

The writing is one transaction, from which nothing can be seen before its end; a file can, from every process.
"""

import json
import os
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

_EVERY = 0.3
SILENT_AFTER = 60.0


class Stopped(Exception):
    """Somebody asked to stop; whatever was written is taken back with the transaction."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is being done, how many of how many, for how many seconds, and how long ago it was last told."""

    what: str
    done: int
    total: int
    seconds: int
    silent: float

    @property
    def per_cent(self) -> int:
        """From 0 to 100."""
        return min(100, 100 * self.done // self.total) if self.total else 0

    @property
    def alive(self) -> bool:
        """Whether somebody still works on it."""
        return self.silent < SILENT_AFTER


class Told:
    """The progress of one import: called by the work, read by the page."""

    def __init__(self, pk: int) -> None:
        folder = Path(settings.MEDIA_ROOT) / "registry"
        self.path, self.wish = folder / f"{pk}.json", folder / f"{pk}.stop"
        self.start = self.last = 0.0

    def begin(self) -> None:
        """Start to tell."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.wish.unlink(missing_ok=True)
        self.start = time.monotonic()
        self.last = 0.0
        self("", 0, 0)

    def __call__(self, what: str, done: int, total: int) -> None:
        """Tell how far it is, at most a few times a second. Raises Stopped when somebody asked for it."""
        now = time.monotonic()
        if now - self.last < _EVERY and done != total:
            return
        if self.wish.exists():
            raise Stopped
        self.last = now
        text = json.dumps({"what": str(what), "done": done, "total": total, "seconds": int(now - self.start)})
        part = self.path.with_suffix(f".{os.getpid()}.part")
        part.write_text(text, encoding="utf-8")
        part.replace(self.path)

    def stop(self) -> None:
        """Ask the work to stop at its next step."""
        self.wish.parent.mkdir(parents=True, exist_ok=True)
        self.wish.touch()

    def end(self) -> None:
        """Nothing more to tell."""
        self.path.unlink(missing_ok=True)
        self.wish.unlink(missing_ok=True)

    def standing(self) -> Standing | None:
        """What was told last, None before and after."""
        with suppress(OSError, ValueError, KeyError, TypeError):
            told = json.loads(self.path.read_text(encoding="utf-8"))
            silent = max(0.0, time.time() - self.path.stat().st_mtime)
            return Standing(told["what"], int(told["done"]), int(told["total"]), int(told["seconds"]), silent)
        return None
