"""The yearly grading: facts in, the highest possible grade with reasons out (G-2 … G-43)."""

from nhacviec.rules.grades import GRADE_LABELS, LEVEL_LABELS, Grade, Level
from nhacviec.rules.grading.ceilings import (
    ceiling_collective,
    ceiling_member,
    ceiling_organisation,
    graded,
    rule_set_of,
)
from nhacviec.rules.grading.comments import CommentDue, Stay, comments_due
from nhacviec.rules.grading.facts import (
    Ceiling,
    CollectiveFacts,
    Condition,
    Exclusion,
    MemberFacts,
    OrganisationFacts,
    WorkFacts,
)

__all__ = [
    "GRADE_LABELS",
    "LEVEL_LABELS",
    "Ceiling",
    "CollectiveFacts",
    "CommentDue",
    "Condition",
    "Exclusion",
    "Grade",
    "Level",
    "MemberFacts",
    "OrganisationFacts",
    "Stay",
    "WorkFacts",
    "ceiling_collective",
    "ceiling_member",
    "ceiling_organisation",
    "comments_due",
    "graded",
    "rule_set_of",
]
