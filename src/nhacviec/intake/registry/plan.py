"""What a checked workbook would do: each step with its row, what was refused and why. Nothing here writes."""

import datetime as dt
import hashlib
from collections.abc import Mapping, Sized
from dataclasses import dataclass, field
from typing import Any

from nhacviec.orgs.actions.bulk import MembershipEnd
from nhacviec.orgs.actions.drafts import FoundingDocument
from nhacviec.orgs.models import Appointment, Organisation, ParentLink, Person, Post

from .book.cells import Fault

NEW, CHANGED, SAME, REFUSED = "new", "changed", "same", "refused"
STATES = (NEW, CHANGED, SAME, REFUSED)


@dataclass(eq=False, slots=True)
class Unit:
    """An organisation as the check sees it: stored, or to be founded by the file (`record` is None until then)."""

    code: str
    name: str
    kind: str
    founded_on: dt.date
    ended_on: dt.date | None = None
    record: Organisation | None = None
    kept: bool = False
    names: set[str] = field(default_factory=set)
    fields: Mapping[str, Any] = field(default_factory=dict)
    links: "list[Link]" = field(default_factory=list)

    @property
    def pk(self) -> int | None:
        """Its id, None while it is not founded."""
        return self.record.pk if self.record else None

    @property
    def title(self) -> str:
        """Name and code, as messages name it."""
        return f"{self.name} ({self.code})"

    def exists(self, on: dt.date) -> bool:
        """Whether it is founded and not ended on the day."""
        return self.founded_on <= on and (self.ended_on is None or on < self.ended_on)


@dataclass(eq=False, slots=True)
class Human:
    """A person as the check sees it: stored, or to be entered by the file."""

    code: str
    name: str
    born_on: dt.date | None
    record: Person | None = None
    kept: bool = False
    home: int = 0
    row: int = 0
    unit: Unit | None = None  # of a new person: where the first post or cell of the file is
    names: set[str] = field(default_factory=set)


@dataclass(eq=False, slots=True)
class Link:
    """A parent link to be written."""

    child: Unit
    parent: Unit
    hierarchy: str
    since: dt.date
    until: dt.date | None
    document: str
    row: int = 0
    order: FoundingDocument | None = None  # of a move: the document by which it is ordered


@dataclass(eq=False, slots=True)
class Place:
    """A post, stored or to be made."""

    unit: Unit
    kind: str
    title: str
    record: Post | None = None


@dataclass(eq=False, slots=True)
class Entry:
    """An appointment to be made."""

    human: Human
    place: Place
    since: dt.date
    until: dt.date | None
    acting: bool
    row: int = 0


@dataclass(eq=False, slots=True)
class Joining:
    """A membership to be entered."""

    human: Human
    unit: Unit
    values: Mapping[str, Any]
    row: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """A row that changes something, for people to read: (heading, old, new) for each field."""

    sheet: str
    row: int
    state: str
    what: str
    changes: tuple[tuple[str, str, str], ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bad:
    """A row that is refused, with everything that is wrong in it."""

    sheet: str
    row: int
    faults: tuple[Fault, ...]


@dataclass
class Plan:
    """All that the file would do, in the order in which it is done."""

    found: list[Unit] = field(default_factory=list)
    corrections: list[tuple[Unit, dict[str, Any]]] = field(default_factory=list)
    renames: list[tuple[Unit, dict[str, Any]]] = field(default_factory=list)
    moves: list[Link] = field(default_factory=list)
    link_ends: list[tuple[ParentLink, dt.date]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    enter: list[Human] = field(default_factory=list)
    people: list[tuple[Human, str, dt.date | None]] = field(default_factory=list)
    appointment_ends: list[tuple[Appointment, dt.date]] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    appointments: list[Entry] = field(default_factory=list)
    membership_ends: list[MembershipEnd] = field(default_factory=list)
    memberships: list[Joining] = field(default_factory=list)
    ends: list[tuple[Unit, dt.date, FoundingDocument]] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)
    warnings: list[Step] = field(default_factory=list)
    counts: dict[str, dict[str, int]] = field(default_factory=dict)

    def count(self, sheet: str, state: str) -> None:
        """Count a row of a sheet."""
        self.counts.setdefault(sheet, dict.fromkeys(STATES, 0))[state] += 1

    def total(self, state: str) -> int:
        """Rows of all sheets in this state."""
        return sum(one[state] for one in self.counts.values())

    @property
    def size(self) -> int:
        """Records that would be written, for the progress."""
        every: tuple[Sized, ...] = (
            *(
                self.found,
                self.corrections,
                self.renames,
                self.moves,
                self.link_ends,
                self.links,
                self.enter,
                self.people,
            ),
            *(self.appointment_ends, self.places, self.appointments, self.membership_ends, self.memberships, self.ends),
        )
        return sum(len(one) for one in every)

    def fingerprint(self) -> str:
        """Equal for two checks of one file that would do the same."""
        told = repr(
            [(s.sheet, s.row, s.state, s.what, s.changes) for s in self.steps] + [(b.sheet, b.row) for b in self.bad]
        )
        return hashlib.sha256(told.encode()).hexdigest()
