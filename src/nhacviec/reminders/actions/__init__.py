"""Every change of notices, clocks and consequences."""

from .consequences import decide_consequence, propose_case
from .drafts import discard, edit_draft, include_candidate, present_notices, set_aside
from .issue import acknowledge_notice, reply_notice, serve_notice, sign_notice, withdraw_notice
from .settling import settle
from .sweeping import SweepResult, sweep

__all__ = [
    "SweepResult",
    "acknowledge_notice",
    "decide_consequence",
    "discard",
    "edit_draft",
    "include_candidate",
    "present_notices",
    "propose_case",
    "reply_notice",
    "serve_notice",
    "set_aside",
    "settle",
    "sign_notice",
    "sweep",
    "withdraw_notice",
]
