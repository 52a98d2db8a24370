"""Reads of the reviews."""

from .counts import (
    ResultCounts,
    closed_campaigns,
    counts_from,
    decided,
    grades_of_organisation,
    grades_of_person,
    result_counts,
)

__all__ = [
    "ResultCounts",
    "closed_campaigns",
    "counts_from",
    "decided",
    "grades_of_organisation",
    "grades_of_person",
    "result_counts",
]
