"""Who decides about a consequence, and who is to be told of what."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from nhacviec.orgs.kinds import DEPUTY_KINDS, HEAD_KINDS
from nhacviec.orgs.models import Appointment, Organisation, ParentLink
from nhacviec.orgs.models.periods import in_force

_COMMITTEES = ("province_committee", "city_committee", "ward_committee", "grassroots_committee")
_HIGHEST = 8


def deciders(issuer_ids: Iterable[int], on: dt.date) -> dict[int, int]:
    """Issuer → the body that decides on consequences: the standing committee of the party committee at or above it.

    A committee without a standing one decides itself, and so does an issuer with no committee above. A query a level.
    """
    climbing = {pk: pk for pk in issuer_ids}
    committees: dict[int, int] = {}
    for _level in range(_HIGHEST):
        kinds = dict(Organisation.objects.filter(pk__in=climbing.values()).values_list("pk", "kind"))
        for issuer, here in list(climbing.items()):
            if kinds.get(here) in _COMMITTEES:
                committees[issuer] = here
                del climbing[issuer]
        above = _parents(climbing.values(), on)
        climbing = {issuer: above[here] for issuer, here in climbing.items() if here in above}
        if not climbing:
            break
    standing = dict(
        ParentLink.objects.filter(
            in_force(on), parent__in=committees.values(), child__kind="standing_committee"
        ).values_list("parent_id", "child_id")
    )
    found = {pk: committees.get(pk, pk) for pk in issuer_ids}
    return {issuer: standing.get(body, body) for issuer, body in found.items()}


def _parents(children: Iterable[int], on: dt.date) -> dict[int, int]:
    """Child → its parent, in the party hierarchy where it has one there ("party" sorts before "state")."""
    links = ParentLink.objects.filter(in_force(on), child__in=list(children)).order_by("-hierarchy", "-id")
    return dict(links.values_list("child_id", "parent_id"))


def clerks_of(issuer_ids: Iterable[int], on: dt.date) -> dict[int, set[int]]:
    """Issuer → the people of its office; two queries."""
    offices = dict(
        ParentLink.objects.filter(
            in_force(on), parent__in=list(issuer_ids), child__kind="committee_office"
        ).values_list("child_id", "parent_id")
    )
    found: dict[int, set[int]] = defaultdict(set)
    held = Appointment.objects.on(on).filter(post__organisation__in=offices)
    for office, person in held.values_list("post__organisation_id", "person_id"):
        found[offices[office]].add(person)
    return found


def heads_of(organisation_ids: Iterable[int], on: dt.date) -> dict[int, set[int]]:
    """Organisation → who heads it that day; for a standing committee also its deputies, who act for it. One query."""
    found: dict[int, set[int]] = defaultdict(set)
    held = Appointment.objects.on(on).filter(
        post__organisation__in=list(organisation_ids), post__kind__in=(*HEAD_KINDS, *DEPUTY_KINDS)
    )
    for unit, kind, of, person in held.values_list(
        "post__organisation_id", "post__kind", "post__organisation__kind", "person_id"
    ):
        if kind in HEAD_KINDS or of == "standing_committee":
            found[unit].add(person)
    return found
