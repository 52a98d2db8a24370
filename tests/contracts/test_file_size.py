"""No file of the house grows past 400 lines."""

from __future__ import annotations

import pytest

from tests.contracts.house import ROOT, python_files, template_files

LIMIT = 400


def test_no_file_is_longer_than_400_lines() -> None:
    files = [*python_files("src"), *python_files("tests"), *python_files("scripts"), *template_files()]
    lengths = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    too_long = {name: lines for name, lines in lengths.items() if lines > LIMIT}
    if too_long:
        pytest.fail(f"a file over {LIMIT} lines becomes a folder: {too_long}")
    assert lengths
