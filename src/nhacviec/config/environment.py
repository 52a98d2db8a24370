"""Reads the settings that an installation gives through the environment; see docs/admin.md."""

import os
from collections.abc import Mapping
from typing import Any


def flag(name: str, default: bool = False) -> bool:
    """Whether a variable says yes."""
    return os.environ.get(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


def numbers(text: str) -> dict[str, int]:
    """Numbers by name out of "password_min_length=12, lockout_failures=3". Raises ValueError for anything else."""
    found = {}
    for part in filter(None, (one.strip() for one in text.split(","))):
        name, sign, value = part.partition("=")
        if not sign or not value.strip().isdigit():
            raise ValueError(f"{part!r} is not name=number")
        found[name.strip()] = int(value)
    return found


def oidc_providers(environ: Mapping[str, str]) -> dict[str, Any]:
    """The provider of single sign-on as allauth wants it, {} when NHACVIEC_OIDC_SERVER is not set.

    Raises ValueError when the server is not https (but for this machine itself) or the client is not named.
    """
    server = environ.get("NHACVIEC_OIDC_SERVER", "").strip().rstrip("/")
    if not server:
        return {}
    local = server.startswith(("http://127.0.0.1", "http://localhost", "http://[::1]"))
    if not server.startswith("https://") and not local:
        raise ValueError("NHACVIEC_OIDC_SERVER must begin with https://")
    client = environ.get("NHACVIEC_OIDC_CLIENT", "")
    if not client:
        raise ValueError("NHACVIEC_OIDC_CLIENT is not set")
    app = {
        "provider_id": "sso",
        "name": environ.get("NHACVIEC_OIDC_NAME", "") or "SSO",
        "client_id": client,
        "secret": environ.get("NHACVIEC_OIDC_SECRET", ""),
        "settings": {
            "server_url": server,
            "claim": environ.get("NHACVIEC_OIDC_CLAIM", "") or "preferred_username",
            "second_factor": environ.get("NHACVIEC_OIDC_SECOND_FACTOR", "").lower() in {"1", "true", "yes", "on"},
            "oauth_pkce_enabled": True,
        },
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}
