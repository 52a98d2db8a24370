"""The state that the stages of the sample share."""

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass, field

from nhacviec.directives.models import Clause, Directive
from nhacviec.orgs.access import Viewer, viewer_for_person
from nhacviec.orgs.models import Organisation, Person
from nhacviec.web.clock import ZONE

from .names import NamePool

Progress = Callable[[str, int], None]


def moment(day: dt.date, hour: int = 8, minute: int = 0) -> dt.datetime:
    """A moment of `day` in the zone of the administration."""
    return dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)


@dataclass
class Build:
    """What has been made so far. `scale` below 1 makes a smaller city for tests: fewer tasks, the same organisations."""

    today: dt.date
    scale: float = 1.0
    stages_done: int = 0
    rng: random.Random = field(default_factory=lambda: random.Random(2021))  # noqa: S311 (a sample, not a secret)
    progress: Progress = lambda _what, _done: None
    organisations: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    members: dict[str, list[Person]] = field(default_factory=dict)
    courses: dict[int, str] = field(default_factory=dict)
    posted: set[int] = field(default_factory=set)
    directives: dict[str, Directive] = field(default_factory=dict)
    clauses: dict[tuple[int, str], Clause] = field(default_factory=dict)
    viewers: dict[tuple[int, dt.date], Viewer] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.names = NamePool(self.rng)

    def founder(self, on: dt.date) -> Viewer:
        """The installation itself, which enters what an office would have brought along."""
        return Viewer(on=on, name="Nhắc Việc", operator=True)

    def viewer(self, who: str | Person, on: dt.date) -> Viewer:
        """A person of the sample as he or she acts on a day; rights are looked up anew each month."""
        person = self.people[who] if isinstance(who, str) else who
        key = (person.pk, on.replace(day=1))
        if key not in self.viewers:
            self.viewers[key] = viewer_for_person(person, on=on)
        return self.viewers[key]
