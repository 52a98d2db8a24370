"""Open reviews pass to successors: who runs and decides them, and where members and cells not yet decided belong.

An organisation that is itself the subject keeps its own grade: it is decided for what it was (domain.md 8.2).
"""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from nhacviec.orgs.actions.handing_over import pass_records
from nhacviec.orgs.apps import Move, Passing
from nhacviec.web.errors import NotPossible

from ..models import Campaign, Subject

_CAMPAIGN = {"reviews.committee": "committee", "reviews.campaign_decider": "decider"}
_SUBJECT = {"reviews.unit": "unit", "reviews.grassroots": "grassroots"}


def pass_on(*, moves: Sequence[Move], passing: Passing) -> None:
    """Campaigns first. Raises NotPossible where the successor runs a review of the same year itself."""
    campaigns = [move for move in moves if move.work.kind in _CAMPAIGN]
    _require_one_a_year([move for move in campaigns if move.work.kind == "reviews.committee"])
    pass_records(passing=passing, rows=Campaign.objects.all(), moves=campaigns, fields=_CAMPAIGN)
    pass_records(
        passing=passing,
        rows=Subject.objects.all(),
        moves=[move for move in moves if move.work.kind in _SUBJECT],
        fields=_SUBJECT,
    )


def _require_one_a_year(moves: Sequence[Move]) -> None:
    if not moves:
        return
    years = dict(Campaign.objects.filter(pk__in=[m.work.record_id for m in moves]).values_list("pk", "year"))
    wanted = [(years[move.work.record_id], move.target.pk) for move in moves]
    held = Campaign.objects.filter(committee__in=[move.target for move in moves], year__in=years.values())
    if len(set(wanted)) != len(wanted) or set(held.values_list("year", "committee_id")) & set(wanted):
        raise NotPossible(_("Tổ chức kế thừa đã có đợt xếp loại của năm này. Chốt một trong hai đợt trước."))
