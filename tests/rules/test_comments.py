"""Whose comment a cell needs before it grades a member (G-7, G-10)."""

import datetime as dt

import pytest

from nhacviec.rules import rulesets
from nhacviec.rules.grading import Stay, comments_due
from nhacviec.rules.reasons import Reason

OWN, FORMER, HOST = 1, 2, 3
DAY = dt.date(2021, 12, 20)


def due(*stays: Stay, code: str = "R2018", own: int = OWN) -> list[tuple[int, str]]:
    found = comments_due(stays, own, rulesets.get(code), 2021, DAY)
    assert all(isinstance(one.reason, Reason) for one in found)
    return [(one.cell, one.reason.rule) for one in found]


def d(month: int, day: int = 1, year: int = 2021) -> dt.date:
    return dt.date(year, month, day)


@pytest.mark.parametrize(
    ("moved", "expected"),
    [
        (d(7), [(FORMER, "G-10")]),
        (d(6, 30), []),
        (d(12, 1), [(FORMER, "G-10")]),
        (d(1), []),
        (d(12, 1, 2020), []),
    ],
)
def test_a_former_cell_is_asked_after_six_months_of_the_year(moved: dt.date, expected: list[tuple[int, str]]) -> None:
    assert due(Stay(FORMER, d(2, 3, 2010), moved), Stay(OWN, moved, None)) == expected


def test_changes_of_state_in_one_cell_count_together() -> None:
    rows = (Stay(FORMER, d(2, 3, 2010), d(4)), Stay(FORMER, d(4), d(8)), Stay(OWN, d(8), None))
    assert due(*rows) == [(FORMER, "G-10")]


def test_a_temporary_cell_is_asked_however_short_the_stay() -> None:
    rows = (Stay(OWN, d(2, 3, 2010), None), Stay(HOST, d(11), d(11, 8), temporary=True))
    assert due(*rows) == [(HOST, "G-7")]
    assert due(Stay(OWN, d(2, 3, 2010), None), Stay(HOST, d(1, 1, 2020), d(1), temporary=True)) == []


def test_who_stayed_all_year_needs_no_comment() -> None:
    assert due(Stay(OWN, d(2, 3, 2010), None)) == []


@pytest.mark.parametrize("code", ["R2018", "R2023", "R2025"])
def test_the_comment_of_the_former_cell_is_to_be_checked_by_the_authority(code: str) -> None:
    assert rulesets.get(code).entry("comment.former").certainty == "to_be_checked"
    assert due(Stay(FORMER, d(2, 3, 2010), d(9)), Stay(OWN, d(9), None), code=code) == [(FORMER, "G-10")]
