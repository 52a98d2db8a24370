"""Reads of import batches for pages and the command line."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from nhacviec.orgs.access import Viewer
from nhacviec.orgs.models import Organisation, Person

from .access import assigners
from .models import ImportBatch


@dataclass(frozen=True, slots=True)
class Line:
    """A row as the page shows it: beside what is written, what was understood and what must be decided."""

    row: Mapping[str, Any]
    lead: str
    cooperation: tuple[str, ...]
    responsible: str
    doubts: Mapping[str, Mapping[str, Any]]
    errors: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)

    @property
    def deadline(self) -> dt.date | None:
        """The understood day, None without one."""
        return dt.date.fromisoformat(self.row["deadline"]) if self.row.get("deadline") else None

    @property
    def candidates(self) -> list[tuple[int, str]]:
        """Organisations that the written lead may mean."""
        found = [c for m in self.row.get("leads", []) for c in m["candidates"]]
        exact = [(m["organisation"], m["text"]) for m in self.row.get("leads", []) if m["organisation"]]
        return list(dict.fromkeys([(int(pk), str(name)) for pk, name in [*exact, *found]]))


@dataclass(frozen=True, slots=True)
class BatchPage:
    """A batch with its lines and counts."""

    batch: ImportBatch
    lines: list[Line]
    tasks: int
    included: int
    doubtful: list[Line]
    groups: int
    dateless: int


def visible_batches(viewer: Viewer) -> QuerySet[ImportBatch]:
    """Batches that the viewer may go on with or look at."""
    return ImportBatch.objects.visible_to(viewer).select_related("directive", "assigner", "file", "by")


def batch_page(
    batch: ImportBatch,
    *,
    errors: Mapping[str, str] | None = None,
    typed: Mapping[int, Mapping[str, str]] | None = None,
) -> BatchPage:
    """Lines of a batch with names, two queries; `errors` by "line-field", `typed` what stood in the fields, by line."""
    rows = batch.rows
    names = _names(rows)
    people = Person.objects.in_bulk({row["responsible"] for row in rows if row.get("responsible")})
    lines = [_line(row, names, people, errors or {}, (typed or {}).get(row["line"], {})) for row in rows]
    tasks = [line for line in lines if line.row["kind"] == "task"]
    included = [line for line in tasks if line.row["include"]]
    return BatchPage(
        batch=batch,
        lines=lines,
        tasks=len(tasks),
        included=len(included),
        doubtful=[line for line in included if line.row["doubts"] or line.errors],
        groups=len(lines) - len(tasks),
        dateless=sum(1 for line in tasks if line.row["deadline_kind"] in ("continuous", "none")),
    )


def _names(rows: Iterable[Mapping[str, Any]]) -> dict[int, str]:
    wanted = {row["lead"] for row in rows if row.get("lead")}
    wanted |= {pk for row in rows for pk in row.get("cooperation", [])}
    return dict(Organisation.objects.filter(pk__in=wanted).values_list("pk", "name"))


def _line(
    row: Mapping[str, Any],
    names: Mapping[int, str],
    people: Mapping[int, Person],
    errors: Mapping[str, str],
    typed: Mapping[str, str],
) -> Line:
    person = people.get(row.get("responsible") or 0)
    prefix = f"{row['line']}-"
    return Line(
        row=row,
        lead=names.get(row.get("lead") or 0, ""),
        cooperation=tuple(names[pk] for pk in row.get("cooperation", []) if pk in names),
        responsible=person.full_name if person else "",
        doubts={doubt["field"]: doubt for doubt in row["doubts"]},
        errors={key.removeprefix(prefix): text for key, text in errors.items() if key.startswith(prefix)},
        typed=typed,
    )


def assigner_choices(viewer: Viewer) -> QuerySet[Organisation]:
    """Organisations in whose name the viewer may import."""
    return Organisation.objects.filter(pk__in=assigners(viewer)).order_by("name")


def organisation_names(on: dt.date) -> list[str]:
    """Names offered while a lead is typed."""
    return list(
        Organisation.objects.existing(on).exclude(kind="cell").order_by("name").values_list("name", flat=True)[:600]
    )
