"""Reads of directives."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from nhacviec.orgs.access import Viewer
from nhacviec.orgs.models import Organisation
from nhacviec.rules.text import fold
from nhacviec.web.paging import Page, keyset

from .access import may_register_for, readable_issuers
from .apps import Progress, directive_extensions
from .models import Clause, Directive

_MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class ClauseLine:
    """A clause of a directive with the progress of the tasks that cite it."""

    clause: Clause | None
    progress: Progress


def readable(viewer: Viewer) -> QuerySet[Directive]:
    """The directives that the viewer may read."""
    return Directive.objects.filter(readable_issuers(viewer))


def listing(viewer: Viewer, *, q: str = "", kind: str = "", after: str | None = None) -> Page:
    """A page of directives, newest first. `q`: words, without diacritics, of number, subject and issuer."""
    found = readable(viewer).select_related("issuer").annotate(clause_count=Count("clauses"))
    for word in fold(q).split()[:_MOST_WORDS]:
        found = found.filter(folded__contains=word)
    if kind:
        found = found.filter(kind=kind)
    return keyset(found, order=[("issued_on", "desc"), ("pk", "desc")], after=after)


def detail(viewer: Viewer, pk: int) -> Directive | None:
    """The directive with issuer, file and what it implements; None when the viewer may not read it. One query."""
    return readable(viewer).select_related("issuer", "file", "implements").filter(pk=pk).first()


def clause_lines(directive: Directive, viewer: Viewer) -> list[ClauseLine]:
    """Clauses in order, each with progress; last the work under no clause, if there is any."""
    progress: dict[int | None, Progress] = {}
    for extension in directive_extensions:
        progress.update(extension.progress(directive=directive, viewer=viewer, on=viewer.on))
    lines = [ClauseLine(clause, progress.get(clause.pk, Progress())) for clause in directive.clauses.all()]
    return [*lines, *([ClauseLine(None, progress[None])] if None in progress else [])]


def total(lines: list[ClauseLine]) -> Progress:
    """The sum over all lines: same source as the rows."""
    parts = [line.progress for line in lines]
    return Progress(
        done=sum(p.done for p in parts),
        done_late=sum(p.done_late for p in parts),
        running=sum(p.running for p in parts),
        overdue=sum(p.overdue for p in parts),
        dateless=sum(p.dateless for p in parts),
    )


def issuers(viewer: Viewer) -> QuerySet[Organisation]:
    """Organisations that the viewer may name as issuer of a directive."""
    return Organisation.objects.filter(pk__in=may_register_for(viewer)).order_by("name", "pk")


def may_change(viewer: Viewer, directive: Directive) -> bool:
    """Whether the viewer may add clauses: who may register for the issuer. One query."""
    return Organisation.objects.filter(pk=directive.issuer_id, pk__in=may_register_for(viewer)).exists()


def may_read(viewer: Viewer, pk: int) -> bool:
    """Whether the viewer may read a directive. One query."""
    return readable(viewer).filter(pk=pk).exists()
