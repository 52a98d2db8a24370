"""Whose written comment a member's cell has to ask for before it grades (G-7, G-10)."""

import datetime as dt
from dataclasses import dataclass

from nhacviec.orgs.queries import party_life
from nhacviec.rules import rulesets
from nhacviec.rules.grading import Stay, comments_due
from nhacviec.rules.reasons import Reason

from ..models import Subject


@dataclass(frozen=True, slots=True)
class CommentLine:
    """A comment to be asked of a cell about a part of the year."""

    cell_id: int
    cell: str
    since: dt.date
    until: dt.date
    reason: Reason


def comments_for(subject: Subject) -> list[CommentLine]:
    """The comments that the grade of a member rests on, on the day of the campaign's structure. One query; none for
    organisations and excluded members."""
    if subject.person_id is None or subject.unit_id is None or subject.state == "excluded":
        return []
    campaign, life = subject.campaign, party_life(subject.person_id)
    stays = [Stay(one.cell_id, one.valid_from, one.valid_until, one.temporary) for one in life]
    rules = rulesets.get(campaign.rule_set)
    names = {one.cell_id: one.cell_name for one in life}
    return [
        CommentLine(due.cell, names[due.cell], due.since, due.until, due.reason)
        for due in comments_due(stays, subject.unit_id, rules, campaign.year, campaign.structure_on)
    ]
