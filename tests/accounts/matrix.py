"""Who may do what with accounts: anybody signs in and keeps his own account; the operator alone sees the others'."""

from __future__ import annotations

from typing import Any

from nhacviec.accounts.models import User
from tests.contracts.matrix import Row
from tests.factories import LONG_AGO, City, at, put

OTHER = {"pk": "account"}


def _for_operator(name: str, post: int = 302) -> Row:
    return Row(f"accounts:{name}", args=OTHER, get={200: "operator", 403: "*"}, post={post: "operator", 403: "*"})


ROWS = [
    Row("accounts:sign_in", public=True, get={200: "anonymous", 302: "*"}, post={422: "anonymous", 302: "*"}),
    Row("accounts:second_step", public=True, get=302, post=302),
    Row("accounts:passkey_sign_in", public=True, get=302, post=302),
    Row("accounts:oidc_start", args={"provider": "provider"}, public=True, get=405, post=404),
    Row("accounts:sign_out", get=405, post=302),
    Row("accounts:language", public=True, get=405, post=302),
    Row("accounts:set_password", public=True, get=404, post=404),
    Row("accounts:open_link", args={"token": "provider"}, public=True, get=302),
    Row("accounts:password", get=200, post=422),
    Row("accounts:again", get=200, post=422),
    Row("accounts:again_code", get=302, post=302),
    Row("accounts:again_passkey", get=302, post=302),
    Row("accounts:security"),
    # What changes the ways in asks for the password once more.
    Row("accounts:add_app", get=302, post=302),
    Row("accounts:remove_app", get=302, post=302),
    Row("accounts:add_passkey", get=302, post=302),
    Row("accounts:rename_passkey", args=OTHER, get=302, post=302),
    Row("accounts:remove_passkey", args=OTHER, get=302, post=302),
    Row("accounts:recovery_codes", get=302, post=302),
    Row("accounts:renew_codes", get=302, post=302),
    Row("accounts:sessions"),
    Row("accounts:end_others", get=405, post=302),
    Row("accounts:end_session", args=OTHER, get=405, post=404),
    Row("accounts:history"),
    Row("accounts:tokens", get=302, post=302),
    Row("accounts:revoke_token", args=OTHER, get=405, post=404),
    Row("accounts:accounts", get={200: "operator", 403: "*"}),
    Row("accounts:all_history", get={200: "operator", 403: "*"}),
    Row("accounts:account", args=OTHER, get={200: "operator", 403: "*"}),
    _for_operator("issue_link", post=200),
    _for_operator("revoke_link", post=409),
    _for_operator("set_email"),
    _for_operator("deactivate", post=422),
    _for_operator("reactivate", post=422),
    _for_operator("unlock"),
    _for_operator("reset_factors", post=422),
    _for_operator("end_account_sessions"),
    # The same pages under the names that allauth looks for.
    Row("account_login", public=True, get={200: "anonymous", 302: "*"}, post={422: "anonymous", 302: "*"}),
    Row("mfa_authenticate", public=True, get=302, post=302),
    Row("openid_connect_callback", args={"provider_id": "provider"}, public=True, get=404),
    Row("account_reauthenticate", get=200, post=422),
    Row("mfa_reauthenticate", get=302, post=302),
    Row("mfa_reauthenticate_webauthn", get=302, post=302),
]


def build(city: City) -> dict[str, Any]:
    """An account of nobody in the city."""
    account = User(username="khong.ai", created_at=at(LONG_AGO))
    account.set_unusable_password()
    return {"account": put(account), "provider": "khong-co"}


def build_many(city: City, objects: dict[str, Any]) -> None:
    """Sixty accounts, and a long history of one."""
    for number in range(60):
        account = User(username=f"nguoi.{number}", created_at=at(LONG_AGO))
        account.set_unusable_password()
        put(account)
