"""Who may read and register directives."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q
from django.db.models.expressions import RawSQL

from nhacviec.orgs.access import Role, Viewer

# The start id is cast, as in orgs: without it PostgreSQL refuses the recursion.
_ABOVE = """
WITH RECURSIVE up(id) AS (
  SELECT CAST(o.id AS bigint) FROM orgs_organisation o WHERE o.id IN ({starts})
  UNION
  SELECT CAST(l.parent_id AS bigint) FROM orgs_parentlink l JOIN up ON l.child_id = up.id
  WHERE l.valid_from <= %s AND (l.valid_until IS NULL OR l.valid_until > %s)
) SELECT id FROM up
"""


def above_sql(organisation_ids: Iterable[int], on: dt.date) -> RawSQL:
    """Sub-select of these organisations and all that stand above them on `on`, in both hierarchies."""
    starts = tuple(sorted(organisation_ids))
    marks = ", ".join(["%s"] * len(starts)) or "NULL"
    return RawSQL(_ABOVE.format(starts=marks), [*starts, on.isoformat(), on.isoformat()])  # noqa: S611


def readable_issuers(viewer: Viewer) -> Q:
    """Condition on `issuer`: inside the viewer's subtrees, the own unit, or a body above it (directives go downwards)."""
    own = tuple(viewer.own)
    return viewer.inside("issuer_id") | Q(issuer__in=above_sql(own, viewer.on))


def may_register(viewer: Viewer) -> bool:
    """Clerks of an office, and those who speak for an organisation."""
    return bool(viewer.speaks_for) or viewer.has(Role.CLERK)


def issuing_roots(viewer: Viewer) -> frozenset[int]:
    """Organisations whose texts the viewer registers: those spoken for, and those whose office work is his or hers."""
    return viewer.speaks_for | viewer.roles.get(Role.CLERK, frozenset())


def may_register_for(viewer: Viewer) -> RawSQL:
    """Sub-select of the issuers that the viewer may name: own bodies, and what came down from above them."""
    return above_sql(issuing_roots(viewer), viewer.on)
