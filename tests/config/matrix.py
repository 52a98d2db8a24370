"""Signs of life are public; the post in which one acts is chosen among one's own."""

from __future__ import annotations

from tests.contracts.matrix import Row

ROWS = [
    Row("healthz", public=True),
    Row("readyz", public=True),
    Row("switch_post", get=405, post=302),
]
