"""My work."""

from fractions import Fraction
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nhacviec.tasks.access import may_assign_anything

from ..queries.work import Work, my_work, substituted
from .common import tasks_url, viewer_of
from .items import Group, groups_of

# Lines of a group on the page of all groups; the page of one group has them all.
SHOWN = 25


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What the viewer must do, decide, and waits for."""
    viewer = viewer_of(request)
    work = my_work(viewer, viewer.on)
    groups = groups_of(work, viewer.name)
    chosen = next((g.key for g in groups if g.key == request.GET.get("nhom")), "")
    shown = [group for group in groups if chosen == group.key or (not chosen and group.items)]
    context = {
        "work": work,
        "chips": _chips(groups, chosen),
        "groups": [_shown(group, all_of_it=bool(chosen)) for group in shown],
        "nothing": not any(group.items for group in groups),
        "any_week": any(week.number for week in work.weeks),
        "may_assign": may_assign_anything(viewer.in_area("tasks")),
        "unit_urls": _unit_urls(work),
        "substituted": substituted(viewer, viewer.on),
        "done_share": Fraction(100 * work.unit.done, work.unit.finished) if work.unit.finished else None,
    }
    return render(request, "statistics/my_work.html", context)


def _chips(groups: list[Group], chosen: str) -> list[dict[str, Any]]:
    everything = {"label": _("Tất cả"), "count": sum(len(g.items) for g in groups), "url": "?", "on": not chosen}
    rest = [{"label": g.chip, "count": len(g.items), "url": f"?nhom={g.key}", "on": g.key == chosen} for g in groups]
    return [everything, *rest]


def _shown(group: Group, *, all_of_it: bool) -> dict[str, Any]:
    items = group.items if all_of_it else group.items[:SHOWN]
    return {"group": group, "count": len(group.items), "items": items, "hidden": len(group.items) - len(items)}


def _unit_urls(work: Work) -> dict[str, str]:
    """The lists behind the figures of the unit."""
    if work.post is None:
        return {}
    lead, year = work.post.organisation_id, work.on.year
    return {
        state: tasks_url(state=state, lead=lead, alone=True, year=year if state in ("done", "done_late") else None)
        for state in ("overdue", "running", "done", "done_late")
    }
