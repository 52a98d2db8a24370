"""The gallery of components."""

from __future__ import annotations

from tests.contracts.matrix import Row

ROWS = [Row("web:components", post=422), Row("web:document_sample")]
