"""Pages of the reviews."""

from .campaigns import campaign, campaign_list, close, decide_many, export, mine, open_page, propose
from .subjects import ballot, decide, facts, reopen, reply, self_review, subject, why

__all__ = [
    "ballot",
    "campaign",
    "campaign_list",
    "close",
    "decide",
    "decide_many",
    "export",
    "facts",
    "mine",
    "open_page",
    "propose",
    "reopen",
    "reply",
    "self_review",
    "subject",
    "why",
]
