"""Who may do what with accounts: anybody signs in, one changes only one's own password."""

from __future__ import annotations

from tests.contracts.matrix import Row

ROWS = [
    Row("accounts:sign_in", public=True, get={200: "anonymous", 302: "*"}, post={422: "anonymous", 302: "*"}),
    Row("accounts:sign_out", get=405, post=302),
    Row("accounts:language", public=True, get=405, post=302),
    Row("accounts:password", get=200, post=422),
]
