"""Notices and consequences pass to successors. The reminder count does not restart: level and clock are the task's."""

from collections.abc import Sequence

from nhacviec.orgs.actions.handing_over import pass_records
from nhacviec.orgs.apps import Move, Passing
from nhacviec.orgs.models import Handover

from ..models import OPEN_DRAFTS, Consequence, Notice

_NOTICE = {"reminders.addressee": "addressee", "reminders.issuer": "issuer"}
_CONSEQUENCE = {"reminders.organisation": "organisation", "reminders.decider": "decider"}


def pass_on(*, moves: Sequence[Move], passing: Passing) -> None:
    """The successor receives, signs, acknowledges and decides.

    A draft names the successor's head. A signed notice goes on naming the person to whom it was written: it is a
    document; whoever heads the successor answers it beside him.
    """

    def name_the_head(notice: Notice, move: Move, handover: Handover) -> None:
        if move.work.kind != "reminders.addressee":
            return
        handover.person_before_id = notice.person_id
        head = passing.heads.get(move.target.pk)
        if head is not None and notice.state in OPEN_DRAFTS:
            notice.person = head
        handover.person_after_id = notice.person_id

    pass_records(
        passing=passing,
        rows=Notice.objects.all(),
        moves=[move for move in moves if move.work.kind in _NOTICE],
        fields=_NOTICE,
        change=name_the_head,
        also=("person",),
    )
    pass_records(
        passing=passing,
        rows=Consequence.objects.all(),
        moves=[move for move in moves if move.work.kind in _CONSEQUENCE],
        fields=_CONSEQUENCE,
    )
