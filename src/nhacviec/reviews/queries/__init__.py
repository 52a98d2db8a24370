"""Reads of the reviews."""

from .comments import CommentLine, comments_for
from .counts import (
    ResultCounts,
    closed_campaigns,
    counts_from,
    decided,
    grades_of_organisation,
    grades_of_person,
    result_counts,
)
from .detail import Why, subject_for, subordinates_of, told, why
from .listing import (
    CampaignPage,
    Choice,
    campaign_page,
    campaigns,
    figures_of,
    own_subjects,
    preset,
    visible_subjects,
    waits_reply,
)
from .structure import heads_of, structure_of
from .words import capped_by, condition_lines, sentence, short_grade

__all__ = [
    "CampaignPage",
    "Choice",
    "CommentLine",
    "ResultCounts",
    "Why",
    "campaign_page",
    "campaigns",
    "capped_by",
    "closed_campaigns",
    "comments_for",
    "condition_lines",
    "counts_from",
    "decided",
    "figures_of",
    "grades_of_organisation",
    "grades_of_person",
    "heads_of",
    "own_subjects",
    "preset",
    "result_counts",
    "sentence",
    "short_grade",
    "structure_of",
    "subject_for",
    "subordinates_of",
    "told",
    "visible_subjects",
    "waits_reply",
    "why",
]
