"""Whose account one may open, close and hand links out for."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from .access import Viewer, keeps_records, may_keep_person
from .models import Appointment, Membership, Person

BATCH = 500


def may_keep_account(viewer: Viewer, person: Person) -> bool:
    """Whether the viewer hands out links for a person's account, closes and opens it: never his own, and an operator's
    only as an operator."""
    if viewer.person_id is not None and viewer.person_id == person.pk:
        return False
    user = person.user
    if user is not None and user.is_operator and not viewer.operator:
        return False
    return may_keep_person(viewer, person)


def keeps_account_of(viewer: Viewer, kept: Sequence[bool]) -> bool:
    """Whether the account page of somebody is worth a link: `kept` says of each of the posts whether the viewer keeps
    its organisation. No query; the page itself asks `may_keep_account`."""
    return keeps_records(viewer) and (viewer.operator or not kept or any(kept))


def homes_to_keep(viewer: Viewer, people: Sequence[Person]) -> dict[int, frozenset[int]]:
    """The units of each of these people whose account the viewer keeps; people he does not keep are left out.

    The same as `may_keep_account` for many people at once: two queries for every five hundred.
    """
    units = _units(people, viewer.on)
    kept = {}
    for person in people:
        own = viewer.person_id is not None and viewer.person_id == person.pk
        operators = person.user is not None and person.user.is_operator and not viewer.operator
        places = units.get(person.pk, frozenset())
        inside = viewer.operator or (bool(viewer.managed_roots) and (not places or bool(places & viewer.managed)))
        if inside and not own and not operators:
            kept[person.pk] = places
    return kept


def _units(people: Sequence[Person], on: dt.date) -> dict[int, frozenset[int]]:
    present: dict[int, set[int]] = defaultdict(set)
    past: dict[int, set[int]] = defaultdict(set)
    keys = [person.pk for person in people]
    for start in range(0, len(keys), BATCH):
        part = keys[start : start + BATCH]
        posts = Appointment.objects.filter(person_id__in=part)
        cells = Membership.objects.filter(person_id__in=part)
        rows = [
            *posts.values_list("person_id", "post__organisation_id", "valid_from", "valid_until"),
            *cells.values_list("person_id", "cell_id", "valid_from", "valid_until"),
        ]
        for person, unit, since, until in rows:
            past[person].add(unit)
            if since <= on and (until is None or on < until):
                present[person].add(unit)
    return {person: frozenset(present.get(person) or units) for person, units in past.items()}
