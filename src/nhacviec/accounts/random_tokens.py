"""Random tokens and their hashes. A token is long enough that a plain hash of it cannot be turned round."""

import hashlib
import secrets

TOKEN_BYTES = 32
# Letters of a link that somebody may have to type from paper: none looks like another. 27 of 31 are 133 bits.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, GROUP = 9, 3


def new_token(prefix: str = "") -> str:
    """A token of 256 random bits in letters that an address may hold."""
    return prefix + secrets.token_urlsafe(TOKEN_BYTES)


def new_link_token() -> str:
    """A token in groups that can be read from paper and typed: k3f-mwq-…"""
    groups = ("".join(secrets.choice(LETTERS) for _letter in range(GROUP)) for _group in range(GROUPS))
    return "-".join(groups)


def hash_of_link(token: str) -> str:
    """What is stored of a link's token, however it was typed: capitals and hyphens do not matter."""
    return hash_of("".join(char for char in token.lower() if char.isalnum()))


def hash_of(token: str) -> str:
    """What is stored of a token: SHA-256 in hexadecimal digits."""
    return hashlib.sha256(token.encode("utf-8", errors="replace")).hexdigest()
