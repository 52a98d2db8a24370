"""What the page of a person says of posts and party life as of a day, and which steps a keeper may take."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from .. import queries
from ..access import Viewer
from ..models import Appointment, Membership, Person
from ..queries import Stay
from ..workflow import possible_steps
from .member import STEP_PATHS


def life_context(
    viewer: Viewer, person: Person, career: Sequence[Appointment], *, on: dt.date, personal: bool
) -> dict[str, Any]:
    """Posts held on the day, to come and past; the stays in cells and the keeper's steps if `personal`. One query."""
    stays = queries.party_life(person, viewer=viewer) if personal else []
    return {
        "present": [row for row in career if row.holds(on)],
        "coming": [row for row in career if row.valid_from > on],
        "past": [row for row in career if row.valid_until is not None and row.valid_until <= on],
        "stays": stays,
        "here": next((stay for stay in stays if stay.holds(on) and not stay.temporary), None),
        "steps": _steps(viewer, person, career, stays) if personal else [],
    }


def _steps(
    viewer: Viewer, person: Person, career: Sequence[Appointment], stays: Sequence[Stay]
) -> list[dict[str, object]]:
    """What a keeper of the person's units may do, as links; nothing for oneself and for people of others."""
    if viewer.concerns(person.pk) or not (viewer.operator or viewer.managed_roots):
        return []
    every = [(row, vars(row)["kept"]) for row in career] + [(stay, stay.kept) for stay in stays]
    kept = [inside for row, inside in every if row.holds(viewer.on)] or [inside for _row, inside in every]
    if kept and not any(kept):
        return []
    running = next((stay for stay in stays if not stay.temporary and stay.valid_until is None), None)
    died = bool(stays) and all(not stay.holds(viewer.on) for stay in stays) and stays[0].end_reason == "died"
    if died:
        return []
    links = _of_membership(viewer, person, running, stays) if running else [_link("admit", person, "admit")]
    return [*links, _link("death", person, "death")]


def _of_membership(viewer: Viewer, person: Person, running: Stay, stays: Sequence[Stay]) -> list[dict[str, object]]:
    if not running.kept:
        return []
    row = Membership(official_on=running.official_on, exempt=running.exempt, suspended=running.suspended)
    links: list[dict[str, object]] = [
        {"label": step.label, "url": reverse("orgs:membership_step", args=[person.pk, STEP_PATHS[step.code]])}
        for step in possible_steps(row)
    ]
    links.append(_link("transfer", person, "transfer"))
    away = next((s for s in stays if s.temporary and (s.valid_until is None or s.valid_until > viewer.on)), None)
    if away is None:
        links.append(_link("temporary", person, "temporary"))
    else:
        links.append({"name": "end_temporary", "url": reverse("orgs:end_temporary", args=[away.id])})
    return [*links, _link("leave", person, "leave")]


def _link(name: str, person: Person, address: str) -> dict[str, object]:
    return {"name": name, "url": reverse(f"orgs:{address}", args=[person.pk])}
