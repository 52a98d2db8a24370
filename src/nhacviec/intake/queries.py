"""Reads of import batches for pages and the command line."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from nhacviec.orgs.access import Viewer
from nhacviec.orgs.models import Appointment, Organisation, Person

from .access import assigners
from .corrections import FIELDS, cooperation_text, deadline_typed
from .models import ImportBatch
from .proposals import Proposal

LINES_A_PAGE = 200
FILTERS = ("can-quyet", "khong-thoi-han", "bo-chon")
_MOST_NAMES = 1500


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a row: what stands in it, the message beside it, what must be decided, whether it is open for typing."""

    value: str
    error: str
    doubt: Mapping[str, Any] | None
    open: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A row as the page shows it: beside what is written, what was understood and what must be decided."""

    row: Mapping[str, Any]
    lead: str
    cooperation: tuple[str, ...]
    responsible: str
    include: bool
    fields: Mapping[str, Field]
    people: tuple[tuple[int, str], ...] = ()

    @property
    def name(self) -> str:
        """How the row is called: its number in the file, else its place."""
        return str(self.row["number"] or self.row["line"]).rstrip(".")

    @property
    def deadline(self) -> dt.date | None:
        """The understood day, None without one."""
        return dt.date.fromisoformat(self.row["deadline"]) if self.row.get("deadline") else None

    @property
    def several(self) -> bool:
        """Whether the cell names more than one lead."""
        return len(self.row["leads"]) > 1

    @property
    def candidates(self) -> list[tuple[int, str]]:
        """Organisations that the written lead may mean, the surest first."""
        sure = [(match["organisation"], match["text"]) for match in self.row["leads"] if match["organisation"]]
        near = [(pk, name) for match in self.row["leads"] for pk, name in match["candidates"]]
        return list({int(pk): (int(pk), str(name)) for pk, name in reversed([*sure, *near])}.values())[::-1]

    @property
    def joined(self) -> list[str]:
        """Fields that a page break had cut off entirely and that came from the row after it."""
        return [note.partition(":")[2] for note in self.row["notes"] if note.startswith("joined:")]

    @property
    def open(self) -> bool:
        """Whether a person must look at the row before it becomes a task."""
        return self.include and (bool(self.row["doubts"]) or any(one.error for one in self.fields.values()))


@dataclass(frozen=True, slots=True)
class BatchPage:
    """A batch with the lines of one page and the counts of all of them."""

    batch: ImportBatch
    lines: list[Line]
    tasks: int
    included: int
    groups: int
    dateless: int
    doubtful: list[Line] = field(default_factory=list)
    chosen: str = ""
    number: int = 1
    pages: int = 1
    editing: int = 0


def visible_batches(viewer: Viewer) -> QuerySet[ImportBatch]:
    """Batches that the viewer may go on with or look at."""
    return ImportBatch.objects.visible_to(viewer).select_related("directive", "assigner", "file", "by")


def open_batches(viewer: Viewer) -> QuerySet[ImportBatch]:
    """Batches that somebody began and did not end, newest first, without their rows."""
    return visible_batches(viewer).filter(state="open").defer("rows", "columns").order_by("-at", "-pk")


def same_file(batch: ImportBatch) -> list[ImportBatch]:
    """Other batches of the very same file under the same directive that were not cancelled, newest first."""
    found = ImportBatch.objects.filter(directive=batch.directive_id, file__sha256=batch.file.sha256)
    return list(
        found.exclude(pk=batch.pk).exclude(state="cancelled").defer("rows", "columns").order_by("-at", "-pk")[:3]
    )


def batch_page(
    batch: ImportBatch,
    *,
    on: dt.date,
    chosen: str = "",
    number: int = 1,
    editing: int = 0,
    errors: Mapping[str, str] | None = None,
    typed: Mapping[int, Mapping[str, str]] | None = None,
) -> BatchPage:
    """One page of a batch, with at most three queries.

    `chosen`: one of FILTERS. `editing`: the line open for changes. `errors` by "line-field", `typed`: what stood in
    the fields, by line; lines with errors are always shown.
    """
    errors, typed = errors or {}, typed or {}
    look = _Look(batch, on, editing, errors, typed)
    lines = [look.line(row) for row in batch.rows]
    tasks = [line for line in lines if line.row["kind"] == "task"]
    passing = [line for line in lines if _passes(line, chosen)]
    pages = max(1, -(-len(passing) // LINES_A_PAGE))
    number = min(max(number, 1), pages)
    return BatchPage(
        batch=batch,
        lines=passing[(number - 1) * LINES_A_PAGE : number * LINES_A_PAGE],
        tasks=len(tasks),
        included=sum(1 for line in tasks if line.include),
        groups=sum(1 for line in lines if line.row["kind"] == "group"),
        dateless=sum(1 for line in tasks if line.row["deadline_kind"] in ("continuous", "none")),
        doubtful=[line for line in tasks if line.open],
        chosen=chosen if chosen in FILTERS else "",
        number=number,
        pages=pages,
        editing=editing,
    )


def _passes(line: Line, chosen: str) -> bool:
    if chosen not in FILTERS:
        return True
    if line.row["kind"] != "task":
        return False
    tests = {
        "can-quyet": line.open,
        "khong-thoi-han": line.row["deadline_kind"] in ("continuous", "none"),
        "bo-chon": not line.include,
    }
    return tests[chosen] or any(one.error for one in line.fields.values())


class _Look:
    """Names and people behind the rows of a batch, fetched once."""

    def __init__(
        self,
        batch: ImportBatch,
        on: dt.date,
        editing: int,
        errors: Mapping[str, str],
        typed: Mapping[int, Mapping[str, str]],
    ) -> None:
        self.editing, self.errors, self.typed = editing, errors, typed
        tasks = [row for row in batch.rows if row["kind"] == "task"]
        self.names = _names(tasks)
        responsible = {row["responsible"] for row in tasks if row["responsible"]}
        self.people = dict(Person.objects.filter(pk__in=responsible).values_list("pk", "full_name"))
        asked = {row["lead"] for row in tasks if row["lead"] and self._asks_for_person(row)}
        self.posted = _posted(asked, on)

    def _asks_for_person(self, row: Mapping[str, Any]) -> bool:
        return row["line"] == self.editing or row["chosen"] or any(d["field"] == "responsible" for d in row["doubts"])

    def line(self, row: Proposal) -> Line:
        """The row with its names and fields."""
        if row["kind"] != "task":
            return Line(row, "", (), "", False, {})
        typed = self.typed.get(row["line"], {})
        return Line(
            row=row,
            lead=self.names.get(row["lead"] or 0, ""),
            cooperation=tuple(self.names[pk] for pk in row["cooperation"] if pk in self.names and pk != row["lead"]),
            responsible=self.people.get(row["responsible"] or 0, ""),
            include=typed["include"] == "1" if "include" in typed else row["include"],
            fields={name: self._field(row, name, typed) for name in FIELDS},
            people=self.posted.get(row["lead"] or 0, ()),
        )

    def _field(self, row: Proposal, name: str, typed: Mapping[str, str]) -> Field:
        doubt = next((one for one in row["doubts"] if one["field"] == name), None)
        error = self.errors.get(f"{row['line']}-{name}", "")
        value = typed[name] if name in typed else self._standing(row, name)
        is_open = bool(doubt or error or row["line"] == self.editing or (typed.get(name) and name != "pick"))
        return Field(value, error, doubt, is_open)

    def _standing(self, row: Proposal, name: str) -> str:
        if name in ("title", "product"):
            return str(row[name])
        if name == "lead":
            return self.names.get(row["lead"] or 0, "")
        if name == "cooperation":
            return cooperation_text(row, self.names)
        if name == "deadline":
            return deadline_typed(row)
        return str(row["responsible"] or "") if name == "responsible" else ""


def _names(rows: Iterable[Mapping[str, Any]]) -> dict[int, str]:
    wanted = {pk for row in rows for pk in (row["lead"], *row["cooperation"]) if pk}
    return dict(Organisation.objects.filter(pk__in=wanted).values_list("pk", "name"))


def _posted(organisations: Collection[int], on: dt.date) -> dict[int, tuple[tuple[int, str], ...]]:
    """Organisation id → (person id, name and post) of those who hold a post there, in Vietnamese order."""
    if not organisations:
        return {}
    held = Appointment.objects.on(on).filter(post__organisation__in=organisations)
    rows: Iterable[tuple[int, int, str, str]] = held.order_by("person__sort_key", "pk").values_list(
        "post__organisation_id", "person_id", "person__full_name", "post__title"
    )
    found: dict[int, dict[int, str]] = {}
    for unit, person, name, title in rows:
        found.setdefault(unit, {}).setdefault(person, f"{name}, {title}")
    return {unit: tuple(people.items()) for unit, people in found.items()}


def assigner_choices(viewer: Viewer) -> QuerySet[Organisation]:
    """Organisations in whose name the viewer may import."""
    return Organisation.objects.filter(pk__in=assigners(viewer)).order_by("name", "pk")


def organisation_names(on: dt.date) -> list[str]:
    """Names offered while a lead is typed."""
    found = Organisation.objects.existing(on).exclude(kind__in=("cell", "grassroots_cell", "counter"))
    return list(found.order_by("name").values_list("name", flat=True)[:_MOST_NAMES])
