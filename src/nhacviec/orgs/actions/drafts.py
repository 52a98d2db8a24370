"""What callers hand to the bulk actions: one draft a record to be made."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from ..models import Organisation, Person, Post

# (parent or its code, hierarchy "party" or "state", in force from)
Parent = tuple[str | Organisation, str, dt.date]


@dataclass(frozen=True, slots=True)
class OrganisationDraft:
    """An organisation to found. Parents are given by record or by code, also of another draft of the same call."""

    name: str
    code: str
    kind: str
    founded_on: dt.date
    short_name: str = ""
    place: str = ""
    sector: str = ""
    parents: Sequence[Parent] = ()
    official_code: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class PersonDraft:
    """A person to enter. `home`, the unit of the first post or the cell, says whose chain tells of it."""

    full_name: str
    code: str
    home: Organisation | None = None
    born_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class PostDraft:
    """A post to make; without a title it bears the name of its kind."""

    organisation: Organisation
    kind: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class AppointmentDraft:
    """A person to put into a post, from a day, half-open until another."""

    person: Person
    post: Post
    since: dt.date
    until: dt.date | None = None
    acting: bool = False


@dataclass(frozen=True, slots=True)
class MembershipDraft:
    """A party member to enter in a cell. Without `since` the membership starts on the day of admission."""

    person: Person
    cell: Organisation
    admitted_on: dt.date
    official_on: dt.date | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    exempt: bool = False
    suspended: bool = False


@dataclass(frozen=True, slots=True)
class SuccessionDraft:
    """`source` is followed by `target`: kind "merge", "split", "rename" or "move", by which document (O-13)."""

    source: Organisation
    target: Organisation
    kind: str = "merge"
    document: str = ""


@dataclass(frozen=True, slots=True)
class HeadDraft:
    """Who heads a new organisation from its first day (O-13: new committees are appointed): person, kind of post, title."""

    person: Person
    kind: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class NewOrganisation:
    """A successor that is founded by the change itself, with its head if one is appointed with it."""

    draft: OrganisationDraft
    head: HeadDraft | None = None


# A successor: one that stands already, or one to be founded.
Into = Organisation | NewOrganisation


@dataclass(frozen=True, slots=True)
class Merger:
    """Organisations that end on the day, and the one that succeeds to them; several mergers may be one change.

    Without `into` they end with nobody to follow them. `also` are others to which a part may be chosen to pass.
    """

    sources: Sequence[Organisation]
    into: Into | None
    also: Sequence[Into] = ()


@dataclass(frozen=True, slots=True)
class FoundingDocument:
    """The document by which the structure changes: number with symbol, and its day."""

    number: str
    signed_on: dt.date

    @property
    def text(self) -> str:
        """As records keep it: "202/2025/QH15 ngày 12/6/2025"."""
        return f"{self.number} ngày {self.signed_on.day}/{self.signed_on.month}/{self.signed_on.year}"
