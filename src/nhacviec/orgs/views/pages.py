"""What one reads: the tree, an organisation, a person, the list of people."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nhacviec.web import clock
from nhacviec.web.paging import keyset
from nhacviec.web.params import safe_int

from .. import access, queries
from ..access import Viewer
from ..access.structure import may_restructure_below
from ..account_rights import keeps_account_of
from ..actions import record_reading, record_readings
from ..apps import Panel, org_extensions
from ..kinds import CELL_KINDS, HIERARCHIES
from ..models import Organisation, Person
from ..queries.structure import former_names, search_past, successor_of
from ..queries.vacancies import next_head_above
from .day import day_context
from .life import life_context

A_YEAR = dt.timedelta(days=366)
SECTIONS = ("tong-quan", "quan-he", "so", "dang-vien")


@require_safe
def tree(request: HttpRequest) -> HttpResponse:
    """Sơ đồ tổ chức on a day, in one hierarchy."""
    asked = day_context(request)
    on = asked["on"]
    hierarchy = request.GET.get("he", "party")
    hierarchy = hierarchy if hierarchy in HIERARCHIES else "party"
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    root = safe_int(request.GET.get("goc"))
    nodes = queries.tree(viewer, on, hierarchy, root)
    shown = [node for top in nodes for node in top.walk()]
    context = {
        "nodes": nodes,
        "count": len(shown),
        "vacant": sum(node.vacant for node in shown),
        **asked,
        "hierarchy": hierarchy,
        "hierarchies": HIERARCHIES.items(),
        "kept": {"he": hierarchy, **({"goc": root} if root else {})},
        "successions": queries.ended_lately(on, on - A_YEAR) if on > dt.date(1901, 1, 1) else [],
        "may_found": access.keeps_records(viewer),
    }
    return render(request, "orgs/tree.html", context)


@require_safe
def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """An organisation: who works in it, what the rooms above tell of it, its relations, its ledger, its members."""
    asked = day_context(request)
    on = asked["on"]
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    unit = queries.organisation_for(pk, on)
    if unit is None:
        raise Http404
    # Whoever keeps an organisation reads it: one question less.
    kept = access.may_keep(viewer, unit.pk)
    internal = (kept and not viewer.operator) or access.may_read_internals(viewer, unit.pk)
    section = request.GET.get("muc", "")
    cell = internal and unit.kind in CELL_KINDS
    section = section if section in SECTIONS[: (4 if cell else 3) if internal else 2] else SECTIONS[0]
    context = {
        "unit": unit,
        **asked,
        "cell": cell,
        "internal": internal,
        "section": section,
        "kept": {"muc": section},
        "existing": unit.founded_on <= on and (unit.ended_on is None or on < unit.ended_on),
        "may_keep": kept,
        "may_restructure": unit.ended_on is None
        and may_restructure_below(viewer, unit.pk, [vars(unit)[f"{tree}_parent"] for tree in HIERARCHIES]),
        **_section(request, viewer, unit, section, on),
    }
    return render(request, "orgs/organisation.html", context)


def _section(request: HttpRequest, viewer: Viewer, unit: Organisation, section: str, on: dt.date) -> dict[str, Any]:
    """What the chosen section shows; each asks only what it needs."""
    if section == "quan-he":
        parents, children = queries.relations_of(unit, on)
        names = queries.names_of(unit)
        return {"parents": parents, "children": children, "successions": queries.successions_of(unit), "names": names}
    if section == "dang-vien":
        return _members(request, viewer, unit, on)
    if section == "so":
        return {"entries": queries.ledger_excerpt(unit.pk)}
    if unit.ended_on is not None and unit.ended_on <= on:
        followers = [s for s in queries.successions_of(unit) if s.source_id == unit.pk]
        now = successor_of([unit.pk], on).get(unit.pk, [])
        later = [one for one in now if one.pk not in {s.target_id for s in followers}]
        return {"followers": followers, "later": later, "panels": _panels(request, _unit_panels(unit, viewer))}
    lines = queries.posts_of(unit, on)
    heads = [line for line in lines if line.is_head]
    former = former_names([unit.pk], on).get(unit.pk, []) if vars(unit)["renamed"] else []
    empty = bool(heads) and all(line.vacant for line in heads)
    above = next_head_above(unit, on) if empty else None
    return {
        "lines": lines,
        "heads": heads,
        "empty": empty,
        "above": above,
        "former": former,
        "panels": _panels(request, _unit_panels(unit, viewer)),
    }


def _members(request: HttpRequest, viewer: Viewer, unit: Organisation, on: dt.date) -> dict[str, Any]:
    """The members of a cell on the day, and guests; who read the list is noted."""
    order = [("person__sort_key", "asc")]
    rows = queries.members_and_where(unit.pk, on).filter(access.unrestricted(viewer, "person__"))
    page = keyset(rows, order=order, after=request.GET.get("after"))
    guests = queries.guests(unit.pk, on)
    ground = "staff" if any(viewer.roles.get(role) for role in access.READER_ROLES) else "head"
    people = [row.person_id for row in (*page.items, *guests)]
    record_readings(viewer=viewer, person_ids=people, ground=ground, now=clock.now(), subject="members")
    return {"page": page, "guests": guests}


def _unit_panels(unit: Organisation, viewer: Viewer) -> list[Panel | None]:
    return [extension.organisation_panel(organisation=unit, viewer=viewer) for extension in org_extensions]


def _panels(request: HttpRequest, panels: list[Panel | None]) -> list[dict[str, Any]]:
    """The panels of the rooms above, in their order, each drawn from its own template."""
    found = sorted((panel for panel in panels if panel is not None), key=lambda panel: panel.order)
    return [
        {"panel": panel, "html": render_to_string(panel.template, {**panel.context, "panel": panel}, request)}
        for panel in found
    ]


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """A person: posts are public; membership and what the rooms above tell are for those with a ground, and noted."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    found = queries.person_for(viewer, pk)
    if found is None:
        raise Http404
    ground = access.reading_ground(viewer, found)
    own = ground == "own"
    if ground and not own and request.method == "GET":
        record_reading(viewer=viewer, person=found, ground=ground, now=clock.now())
    asked = day_context(request)
    career = queries.career_of(found, viewer)
    context = {
        "person": found,
        "ground": ground,
        "own": own,
        **asked,
        **life_context(viewer, found, career, on=asked["on"], personal=bool(ground)),
        "panels": _panels(request, _person_panels(found, viewer)) if ground else [],
        "keeper": access.keeps_records(viewer),
        "keeps_account": not own and keeps_account_of(viewer, [vars(row)["kept"] for row in career]),
    }
    return render(request, "orgs/person.html", context)


def _person_panels(found: Person, viewer: Viewer) -> list[Panel | None]:
    return [extension.person_panel(person=found, viewer=viewer) for extension in org_extensions]


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """People whom the viewer may know of; search without marks, the very tones typed first."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    words = request.GET.get("q", "").strip()[:100]
    asked = day_context(request)
    on = asked["on"]
    found = queries.search_people(viewer, words)
    order = [("rank", "asc"), ("sort_key", "asc")] if found.query.annotations else [("sort_key", "asc")]
    page = keyset(found, order=order, after=request.GET.get("after"))
    posts = queries.posts_on([one.pk for one in page.items], on)
    rows = [{"person": one, "posts": posts.get(one.pk, [])} for one in page.items]
    units = list(queries.search_organisations(words, on)[:10]) if words else []
    past = search_past(words, on) if words else []
    context = {"rows": rows, "page": page, "words": words, "units": units, "past": past, "heading": _("Con người")}
    context |= {**asked, "kept": {"q": words} if words else {}}
    return render(request, "orgs/people.html", context)
