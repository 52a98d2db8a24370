"""Reads of notices, clocks and consequences."""

from .facts import Case, cases, directive_rules
from .notices import (
    NoticeCounts,
    NoticeDetail,
    NoticeDuty,
    consequences_for,
    counts,
    counts_of,
    detail_of,
    is_behind,
    last_sweep,
    listed,
    notice_detail,
    notices_about,
    readable,
    sweep_is_behind,
    waiting_counts,
    waiting_for,
)
from .workbench import Candidate, Workbench, workbench

__all__ = [
    "Candidate",
    "Case",
    "NoticeCounts",
    "NoticeDetail",
    "NoticeDuty",
    "Workbench",
    "cases",
    "consequences_for",
    "counts",
    "counts_of",
    "detail_of",
    "directive_rules",
    "is_behind",
    "last_sweep",
    "listed",
    "notice_detail",
    "notices_about",
    "readable",
    "sweep_is_behind",
    "waiting_counts",
    "waiting_for",
    "workbench",
]
