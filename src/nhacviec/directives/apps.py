"""App registration of the room `directives`, and the one list that rooms above fill."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from nhacviec.directives.models import Directive
    from nhacviec.orgs.access import Viewer


@dataclass(frozen=True, slots=True)
class Progress:
    """How the work under a directive or clause stands: the four report states (T-10) and what has no date (T-14)."""

    done: int = 0
    done_late: int = 0
    running: int = 0
    overdue: int = 0
    dateless: int = 0
    path: str = ""

    @property
    def total(self) -> int:
        """All that was counted."""
        return self.done + self.done_late + self.running + self.overdue + self.dateless


class DirectiveExtension:
    """What a room above shows on the page of a directive; register with `directive_extensions.append`."""

    def progress(self, *, directive: "Directive", viewer: "Viewer", on: dt.date) -> Mapping[int | None, Progress]:
        """Progress by clause id (None: under no clause), as far as the viewer may see it. At most two queries."""
        return {}

    def actions(self, *, directive: "Directive", viewer: "Viewer") -> list["Link"]:
        """What the viewer may do next with the directive, for instance assign a task. No query."""
        return []


@dataclass(frozen=True, slots=True)
class Link:
    """A button on the page: words, address, name of an icon; the first primary one stands out."""

    label: str
    path: str
    icon: str = ""
    primary: bool = field(default=False)


directive_extensions: list[DirectiveExtension] = []


class DirectivesConfig(AppConfig):
    """Chỉ thị, kế hoạch: directives and their clauses."""

    name = "nhacviec.directives"
    label = "directives"
    default_auto_field = "django.db.models.BigAutoField"
