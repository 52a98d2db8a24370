"""Reads of imports of organisations and people for pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from nhacviec.orgs.access import Viewer
from nhacviec.orgs.models import Organisation
from nhacviec.orgs.models.organisations import subtree_sql

from ..models import RegistryImport
from .book.cells import Fault
from .book.columns import BY_NAME
from .plan import STATES, Bad

ROWS_A_PAGE = 100
VIEWS = ("refused", "changed", "new")


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A sheet in the summary: title, counts by state, and what was not understood of its headings."""

    title: str
    counts: Mapping[str, int]
    unknown: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RegistryPage:
    """One page of what a check found."""

    batch: RegistryImport
    sheets: list[SheetLine]
    totals: Mapping[str, int]
    warnings: list[dict[str, Any]]
    rows: list[dict[str, Any]]
    view: str
    number: int
    pages: int
    cut: bool


def visible_imports(viewer: Viewer) -> "QuerySet[RegistryImport]":
    """Imports that the viewer may go on with or look at."""
    return RegistryImport.objects.visible_to(viewer).select_related("file")


def lately(viewer: Viewer) -> "QuerySet[RegistryImport]":
    """The newest imports, without what their checks found."""
    return visible_imports(viewer).defer("summary", "steps", "problems").order_by("-at", "-pk")[:8]


def registry_page(batch: RegistryImport, *, view: str, number: int) -> RegistryPage:
    """One page of a checked import; no query."""
    totals = batch.summary.get("totals", dict.fromkeys(STATES, 0))
    if view not in VIEWS:
        view = next((one for one in VIEWS if totals[one]), "new")
    rows = (
        [_problem(row) for row in batch.problems]
        if view == "refused"
        else [s for s in map(_step, batch.steps) if s["state"] == view]
    )
    pages = max(1, -(-len(rows) // ROWS_A_PAGE))
    number = min(max(number, 1), pages)
    return RegistryPage(
        batch=batch,
        sheets=_sheets(batch.summary),
        totals=totals,
        warnings=[{**w, "sheet": BY_NAME[w["sheet"]].title()} for w in batch.summary.get("warnings", [])],
        rows=rows[(number - 1) * ROWS_A_PAGE : number * ROWS_A_PAGE],
        view=view,
        number=number,
        pages=pages,
        cut=len(rows) < totals[view],
    )


def _sheets(summary: Mapping[str, Any]) -> list[SheetLine]:
    found = summary.get("sheets", {})
    return [
        SheetLine(form.title(), summary["counts"][name], tuple(found[name]["unknown"]), tuple(found[name]["missing"]))
        for name, form in BY_NAME.items()
        if name in found
    ]


def _step(step: Mapping[str, Any]) -> dict[str, Any]:
    return {**step, "title": BY_NAME[step["sheet"]].title()}


def _problem(problem: Mapping[str, Any]) -> dict[str, Any]:
    form = BY_NAME[problem["sheet"]]
    headings = {column.name: column.heading() for column in form.columns}
    faults = [{**fault, "heading": headings.get(fault["column"], fault["column"])} for fault in problem["faults"]]
    return {**problem, "title": form.title(), "faults": faults}


def bad_rows(batch: RegistryImport) -> list[Bad]:
    """The refused rows as the copy with the faults takes them."""
    return [
        Bad(
            row["sheet"],
            row["row"],
            tuple(Fault(f["column"], f["found"], f["message"], tuple(f["candidates"])) for f in row["faults"]),
        )
        for row in batch.problems
    ]


def export_roots(viewer: Viewer) -> "QuerySet[Organisation]":
    """Organisations below which the viewer may take out a workbook."""
    found = Organisation.objects.exclude(kind="cell").order_by("folded", "pk")
    return found if viewer.operator else found.filter(pk__in=subtree_sql(viewer.managed_roots, viewer.on))
