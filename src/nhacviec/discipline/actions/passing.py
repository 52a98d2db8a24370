"""Open cases pass to the successors of cell, committee and body; ballots and decisions stay as they were held."""

from collections.abc import Sequence

from nhacviec.orgs.actions.handing_over import pass_records
from nhacviec.orgs.apps import Move, Passing
from nhacviec.orgs.models import Handover

from ..models import Case


def pass_on(*, moves: Sequence[Move], passing: Passing) -> None:
    """The successor handles the case from here; the line of bodies that may act in it is kept in step."""

    def follow(case: Case, move: Move, _handover: Handover) -> None:
        line = [move.target.pk if pk == move.work.source else pk for pk in case.competence.get("line", ())]
        if line:
            case.competence = {**case.competence, "line": line}

    pass_records(
        passing=passing,
        rows=Case.objects.all(),
        moves=moves,
        fields={"discipline.cell": "cell", "discipline.committee": "committee", "discipline.body": "body"},
        change=follow,
        also=("competence",),
    )
