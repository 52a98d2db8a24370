"""Why may X see this, and who may see this."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nhacviec.web.errors import NotAllowed
from nhacviec.web.params import safe_int

from .. import queries
from ..access import RecordKind, Viewer, viewers_for_people

SHOWN = 100


@require_safe
def why(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Vì sao … được xem? For oneself; for another (?nguoi=) by who is told of all readers."""
    viewer, found, record = _asked(request, kind, pk)
    reader, reasons = viewer, queries.explain(viewer, found, record)
    _require_reader(viewer, found, bool(reasons))
    chosen = safe_int(request.GET.get("nguoi"))
    may_ask_who = queries.may_ask_who(viewer, found, record)
    if chosen is not None and chosen != viewer.person_id:
        if not may_ask_who:
            raise NotAllowed
        reader = next(iter(viewers_for_people([chosen], viewer.on)), Viewer(on=viewer.on))
        if reader.person_id is None:
            raise Http404
        reasons = queries.explain(reader, found, record)
    context = {
        **_context(found, record),
        "reader": reader,
        "own": reader is viewer,
        "reasons": reasons,
        "may_ask_who": may_ask_who,
        "on": viewer.on,
    }
    return render(request, "orgs/why.html", context)


@require_safe
def who(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Ai được xem? For keepers and heads over what is concerned, and for the person concerned."""
    viewer, found, record = _asked(request, kind, pk)
    _require_reader(viewer, found, any(found.readers.holding(found.model, pk, [viewer])[0]))
    if not queries.may_ask_who(viewer, found, record):
        raise NotAllowed
    readers = queries.readers_of(found, record, viewer.on)
    words = request.GET.get("q", "").strip()[:100].casefold()
    shown = [one for one in readers if words in one.viewer.name.casefold()]
    context = {
        **_context(found, record),
        "readers": shown[:SHOWN],
        "count": len(readers),
        "more": len(shown) > SHOWN,
        "words": words,
        "on": viewer.on,
    }
    return render(request, "orgs/who.html", context)


def _asked(request: HttpRequest, code: str, pk: int) -> tuple[Viewer, RecordKind, Any]:
    """The viewer inside the kind's area, the kind and the record."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    kind = queries.record_kinds().get(code)
    if kind is None:
        raise Http404
    record = kind.record(pk)
    if record is None:
        raise Http404
    return viewer.in_area(kind.area), kind, record


def _require_reader(viewer: Viewer, kind: RecordKind, reads: bool) -> None:
    """404, as on the record's own page, unless the viewer reads it; operators keep organisations and people."""
    if not reads and not (viewer.operator and kind.code in ("organisation", "person")):
        raise Http404


def _context(kind: RecordKind, record: Any) -> dict[str, Any]:
    return {"kind": kind, "title": kind.title(record), "path": kind.path(record), "record": record}
