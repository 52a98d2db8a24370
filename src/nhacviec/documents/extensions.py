"""What becomes of the books of numbers when an organisation ends: they stay with it, closed (P-4, P-12)."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nhacviec.orgs.access import Viewer
from nhacviec.orgs.apps import OpenWork, OrgExtension, Passing

from . import queries
from .actions import close_registers


class Registers(OrgExtension):
    """Books are closed at their last number; the successor opens its own, so that no number is ever given twice."""

    work_kinds: ClassVar[Mapping[str, str | Promise]] = {"documents.register": _("Sổ văn bản, đóng cùng với tổ chức")}

    def open_work(self, *, organisations: Collection[int], viewer: Viewer, on: dt.date) -> list[OpenWork]:
        """The books still open, each with its last number and the numbers that are reserved."""
        return queries.open_work(organisations, on)

    def close(self, *, work: Sequence[OpenWork], passing: Passing) -> None:
        """No number is taken from them any more."""
        close_registers(
            viewer=passing.viewer,
            registers=[item.record_id for item in work],
            on=passing.on,
            now=passing.now,
            document=passing.document,
        )
