"""Canonical bytes and hashes of the ledger: SHA-256 over the previous hash, the place in the chain and the payload."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

GENESIS = bytes(32)
LEAF, NODE = b"\x00", b"\x01"


def canonical_bytes(content: Mapping[str, Any]) -> bytes:
    """The one spelling of `content` as UTF-8 JSON: sorted keys, no spaces."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def entry_hash(*, chain: int, seq: int, prev_hash: bytes, payload: bytes) -> bytes:
    """The hash of an entry; changes when its content, its place or anything before it changes."""
    place = chain.to_bytes(8, "big", signed=True) + seq.to_bytes(8, "big", signed=True)
    return hashlib.sha256(prev_hash + place + payload).digest()


def digest(values: Mapping[str, Any]) -> bytes:
    """The hash of one record's covered values."""
    return hashlib.sha256(canonical_bytes(values)).digest()


def merkle_root(leaves: Iterable[bytes]) -> bytes:
    """Root of the Merkle tree over `leaves` as in RFC 6962 (leaf prefix 0, node prefix 1); of nothing: SHA-256 of nothing."""
    level = [hashlib.sha256(LEAF + leaf).digest() for leaf in leaves]
    return _root(level) if level else hashlib.sha256(b"").digest()


def _root(hashes: list[bytes]) -> bytes:
    if len(hashes) == 1:
        return hashes[0]
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    return hashlib.sha256(NODE + _root(hashes[:split]) + _root(hashes[split:])).digest()
