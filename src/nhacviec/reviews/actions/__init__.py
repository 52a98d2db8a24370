"""Changes of the reviews: every step from opening a campaign to sealing it."""

from .ballots import Ballot, record_ballots
from .campaigns import QuotaSettings, close_campaign, open_campaign
from .decisions import Verdict, decide, reopen_subject
from .proposals import Proposals, propose
from .reading import log_export, log_reading
from .subjects import SelfGrade, criteria_of, record_facts, reply, set_self_grades

__all__ = [
    "Ballot",
    "Proposals",
    "QuotaSettings",
    "SelfGrade",
    "Verdict",
    "close_campaign",
    "criteria_of",
    "decide",
    "log_export",
    "log_reading",
    "open_campaign",
    "propose",
    "record_ballots",
    "record_facts",
    "reopen_subject",
    "reply",
    "set_self_grades",
]
