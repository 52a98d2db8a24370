"""`nhacviec ledger verify|anchor`: is everything as it was written?"""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext_lazy

from nhacviec.ledger.queries import anchor, verify


class Command(BaseCommand):
    """Check the ledger against itself and the database (exit 0 intact, 1 not), or print an anchor to keep elsewhere."""

    help = str(gettext_lazy("Kiểm tra sổ lưu vết (verify) hoặc in dấu niêm để giữ ở nơi khác (anchor)."))

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Arguments of the command."""
        parser.add_argument("what", choices=["verify", "anchor"])
        parser.add_argument("--anchor", type=Path, help="an anchor file made earlier, to check against")

    def handle(self, *args: Any, what: str, **options: Any) -> None:
        """Run it."""
        if what == "anchor":
            self.stdout.write(json.dumps(anchor(), indent=1))
            return
        result = verify(anchored=_read(options["anchor"]))
        counts = f"{result.entries} entries in {result.chains} chains, {result.records} records"
        if result.intact:
            self.stdout.write(f"intact: {counts}")
            return
        for fault in result.faults:
            self.stderr.write(str(fault))
        raise CommandError(f"NOT INTACT: first: {result.faults[0]} ({counts})", returncode=1)


def _read(path: Path | None) -> dict[str, Any] | None:
    if path is None:
        return None
    try:
        kept: dict[str, Any] = json.loads(path.read_text())
        return kept
    except (OSError, ValueError) as error:
        raise CommandError(f"cannot read the anchor: {error}", returncode=2) from error
