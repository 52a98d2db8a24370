"""App registration of the room `orgs`, and the one list that rooms above fill."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from django.apps import AppConfig
from django.utils.functional import Promise

if TYPE_CHECKING:
    from nhacviec.orgs.access import RecordKind, Viewer
    from nhacviec.orgs.models import Organisation, Person, Substitution


@dataclass(frozen=True, slots=True)
class Panel:
    """A box on the page of an organisation or a person, drawn from the template of the room that offers it."""

    title: "str | Promise"
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    count: int | None = None
    path: str = ""
    order: int = 50


@dataclass(frozen=True, slots=True)
class Way:
    """A button on the pages of the tree and of people: words, address, name of an icon."""

    label: "str | Promise"
    path: str
    icon: str = ""


@dataclass(frozen=True, slots=True)
class OpenWork:
    """One thing in which an organisation stands and that is not finished: it passes to a successor (domain.md 8.2).

    `kind` is "<room>.<place of the organisation in it>" ("tasks.lead"), `source` the organisation. `label` is empty
    where the viewer may not read the record: it passes all the same. `state` is whatever, once changed, makes a preview
    stale. `follows` is the key of another piece of work with which it goes; `stays`: shown, but nothing passes.
    `problem` says what must be done first where it may not pass at all.
    """

    kind: str
    record_id: int
    source: int
    label: str = ""
    detail: str = ""
    path: str = ""
    state: str = ""
    follows: str = ""
    stays: bool = False
    problem: "str | Promise" = ""

    @property
    def key(self) -> str:
        """Its name in a form: kind and record."""
        return f"{self.kind}:{self.record_id}"


@dataclass(frozen=True, slots=True)
class Move:
    """A piece of work and the successor to which it passes."""

    work: OpenWork
    target: "Organisation"


@dataclass(frozen=True)
class Passing:
    """The reorganisation in which work passes: who records it, from which day, by which document.

    `heads` are the heads of the successors on that day; one that is missing has a vacant head's post.
    """

    viewer: "Viewer"
    on: dt.date
    now: dt.datetime
    document: str
    heads: Mapping[int, "Person"]


@dataclass(frozen=True, slots=True)
class Reorganised:
    """What a change of structure did, for those who tell people of it: `pairs` are (source, successor).

    `passed` counts open work by (source, successor), `people` are those whose posts end, `beside` further organisations
    that it concerns: the place that one has left.
    """

    kind: str
    pairs: "Sequence[tuple[Organisation, Organisation | None]]"
    on: dt.date
    document: str
    passed: Mapping[tuple[int, int], int]
    people: Collection[int]
    beside: "Sequence[Organisation]" = ()


@dataclass(frozen=True, slots=True)
class FilePart:
    """Part of a person's file: a heading, column titles and rows in words, as a reader takes them home (X-4)."""

    title: "str | Promise"
    columns: "Sequence[str | Promise]"
    rows: Sequence[Sequence[str]]
    source: str = ""


class OrgExtension:
    """What a room above shows on the pages of organisations and people; register with `org_extensions.append`."""

    # Kinds of work that the room names in `open_work`, with the heading under which a preview lists them.
    work_kinds: "ClassVar[Mapping[str, str | Promise]]" = {}

    def open_work(self, *, organisations: Collection[int], viewer: "Viewer", on: dt.date) -> list[OpenWork]:
        """What these organisations have open on a day, whether or not the viewer may read it. Bounded queries."""
        return []

    def pass_on(self, *, moves: Sequence[Move], passing: Passing) -> None:
        """Pass work of the kinds of this room on, with its ledger entries, in the transaction of the change."""

    def close(self, *, work: Sequence[OpenWork], passing: Passing) -> None:
        """Close what stays with an organisation that ends (`stays`), such as its books of numbers."""

    def headed(self, *, organisations: Collection[int], viewer: "Viewer", now: dt.datetime) -> None:
        """Called in the transaction in which heads were appointed who are in their posts today."""

    def reorganised(self, *, change: Reorganised, viewer: "Viewer", now: dt.datetime) -> None:
        """Called at the end of the transaction of a change of structure: tell people, keep books in step."""

    def ways(self, *, viewer: "Viewer") -> list[Way]:
        """Where the viewer may go on from the tree and the list of people, for instance to an import. No query."""
        return []

    def organisation_panel(self, *, organisation: "Organisation", viewer: "Viewer") -> Panel | None:
        """A panel about an organisation, None if the viewer may not see it. At most two queries."""
        return None

    # Kinds of records whose readers this room can name, with the ground of each ("why may X see this?").
    records: "ClassVar[Sequence[RecordKind]]" = ()

    def personal_file(self, *, person: "Person", viewer: "Viewer") -> "list[FilePart]":
        """All that the room holds about a person, for the file that he or she may ask for (X-4). Bounded queries."""
        return []

    def substituted(self, *, substitution: "Substitution", viewer: "Viewer", now: dt.datetime) -> None:
        """Called in the transaction in which a substitute is named: tell those concerned."""

    def person_panel(self, *, person: "Person", viewer: "Viewer") -> Panel | None:
        """A panel about a person, None if the viewer may not see it. At most two queries."""
        return None


org_extensions: list[OrgExtension] = []


class OrgsConfig(AppConfig):
    """Tổ chức và con người: organisations, people, posts, and the rights that follow from them."""

    name = "nhacviec.orgs"
    label = "orgs"
    default_auto_field = "django.db.models.BigAutoField"
