"""Random tokens and their hashes. A token is long enough that a plain hash of it cannot be turned round."""

import hashlib
import secrets

TOKEN_BYTES = 32


def new_token(prefix: str = "") -> str:
    """A token of 256 random bits in letters that an address may hold."""
    return prefix + secrets.token_urlsafe(TOKEN_BYTES)


def hash_of(token: str) -> str:
    """What is stored of a token: SHA-256 in hexadecimal digits."""
    return hashlib.sha256(token.encode("utf-8", errors="replace")).hexdigest()
