"""Changes of accounts, one file a kind: users, one-time links, second factors, sessions, history, tokens."""

from .factors import (
    add_passkey,
    add_totp,
    remove_factor,
    rename_passkey,
    renew_recovery_codes,
    reset_factors,
)
from .history import Origin, forget_sign_ins, note
from .links import Issued, issue_links, revoke_link, use_link
from .sessions import clear_sessions, end_session, end_sessions, forget_session, move_session, open_session, see_session
from .tokens import make_token, revoke_token
from .users import (
    AccountDraft,
    change_password,
    create_user,
    deactivate,
    link_identity,
    open_accounts,
    reactivate,
    require_change,
    set_email,
    set_language,
    unlock,
)

__all__ = [
    "AccountDraft",
    "Issued",
    "Origin",
    "add_passkey",
    "add_totp",
    "change_password",
    "clear_sessions",
    "create_user",
    "deactivate",
    "end_session",
    "end_sessions",
    "forget_session",
    "forget_sign_ins",
    "issue_links",
    "link_identity",
    "make_token",
    "move_session",
    "note",
    "open_accounts",
    "open_session",
    "reactivate",
    "remove_factor",
    "rename_passkey",
    "renew_recovery_codes",
    "require_change",
    "reset_factors",
    "revoke_link",
    "revoke_token",
    "see_session",
    "set_email",
    "set_language",
    "unlock",
    "use_link",
]
