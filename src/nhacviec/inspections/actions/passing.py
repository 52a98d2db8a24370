"""Unfinished inspections pass to the successor, of the unit as of the body that decided on them."""

from collections.abc import Sequence

from nhacviec.orgs.actions.handing_over import pass_records
from nhacviec.orgs.apps import Move, Passing

from ..models import Inspection


def pass_on(*, moves: Sequence[Move], passing: Passing) -> None:
    """The successor is inspected, or decides. Findings stay with the inspection; their remedies are tasks and pass as such."""
    pass_records(
        passing=passing,
        rows=Inspection.objects.all(),
        moves=moves,
        fields={"inspections.unit": "unit", "inspections.decider": "decided_by"},
    )
