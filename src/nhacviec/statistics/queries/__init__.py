"""Reads of the statistics: everything comes from the rooms below, nothing is kept here."""

from .committees import committee_of, committees_of, sees_totals
from .grades import GradeRow, GradeTable
from .results import Results, results

__all__ = ["GradeRow", "GradeTable", "Results", "committee_of", "committees_of", "results", "sees_totals"]
