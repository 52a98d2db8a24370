"""Whether the viewer keeps an organisation, as a column of a query that is made anyway."""

from django.db.models import Case, Q, Value, When

from ..access import Viewer
from ..models.organisations import subtree_sql


def kept_column(viewer: Viewer, outer: str) -> Case:
    """True where the organisation in the column `outer` is kept by the viewer: `viewer.managed` without its query."""
    if viewer.operator:
        return Case(default=Value(True))
    if not viewer.managed_roots:
        return Case(default=Value(False))
    inside = Q(**{f"{outer}__in": subtree_sql(viewer.managed_roots, viewer.on)})
    return Case(When(inside, then=Value(True)), default=Value(False))
