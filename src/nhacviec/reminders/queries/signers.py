"""In which bodies those sit who sign for an issuer."""

import datetime as dt
from collections.abc import Iterable

from nhacviec.orgs.models import ParentLink
from nhacviec.orgs.models.periods import in_force


def signing_bodies(issuer_ids: Iterable[int], on: dt.date) -> dict[int, set[int]]:
    """Issuer → itself and its standing committee, whose members sign in its name (P-6). One query."""
    found = {pk: {pk} for pk in issuer_ids}
    links = ParentLink.objects.filter(in_force(on), parent__in=list(found), child__kind="standing_committee")
    for standing, issuer in links.values_list("child_id", "parent_id"):
        found[issuer].add(standing)
    return found
