"""A deadline as a person types it beside a row: understood, or refused with a reason. Needs no database."""

from __future__ import annotations

import datetime as dt

import pytest

from nhacviec.intake.corrections import corrected
from nhacviec.intake.proposals import Ground, Proposal

GROUND = Ground(on=dt.date(2021, 11, 8), written_on=dt.date(2021, 1, 11), allowed=())


def typed_into(text: str, *, kind: str = "", day: str | None = None) -> tuple[Proposal, dict[str, str]]:
    """A row whose deadline was typed over."""
    row: Proposal = {
        "title": "Việc",
        "product": "Biên bản",
        "lead": 1,
        "leads": [],
        "cooperation": [],
        "cooperation_unmatched": [],
        "deadline_kind": kind,
        "deadline": day,
        "deadline_text": "Sau khi có vốn",
        "deadline_note": "",
        "responsible": None,
        "chosen": None,
        "include": True,
    }
    return corrected(row, {"deadline": text}, GROUND)


@pytest.mark.parametrize(
    ("typed", "kind", "day"),
    [
        ("30/11/2021", "date", "2021-11-30"),
        ("2021-11-30", "date", "2021-11-30"),
        ("30/11", "date", "2021-11-30"),
        ("5/1", "date", "2022-01-05"),
        ("29/2", "date", "2024-02-29"),
        ("11/1/2021", "date", "2021-01-11"),
        ("Quý IV/2021", "quarter", "2021-12-31"),
        ("Quý IV", "quarter", "2021-12-31"),
        ("6/2021", "month", "2021-06-30"),
        ("12/2021", "month", "2021-12-31"),
        ("tháng 12", "month", "2021-12-31"),
        ("2021", "year", "2021-12-31"),
        ("trước ngày 15/5/2021", "date", "2021-05-15"),
        ("-", "none", None),
        ("thường xuyên", "continuous", None),
    ],
)
def test_deadline_is_understood(typed: str, kind: str, day: str | None) -> None:
    row, errors = typed_into(typed)
    assert (row["deadline_kind"], row["deadline"], errors) == (kind, day, {})
    assert row["deadline_text"] == "Sau khi có vốn"


@pytest.mark.parametrize(
    "typed",
    [
        "khi nào xong",
        "31/02/2021",
        "30/02",
        "10/1/2021",
        "1/1/2150",
        "6/2020",
        "32",
        "²/²",
        "x" * 400,
        "0/0",
        "hằng năm",
    ],
)
def test_deadline_that_says_no_day_is_refused_and_the_row_stays(typed: str) -> None:
    row, errors = typed_into(typed)
    assert set(errors) == {"deadline"}
    assert (row["deadline_kind"], row["deadline"]) == ("", None)


@pytest.mark.parametrize(
    ("text", "kind", "day"), [("31/12/2021", "month", "2021-12-31"), ("-", "none", None), ("", "year", "2021-12-31")]
)
def test_what_the_field_showed_changes_nothing(text: str, kind: str, day: str | None) -> None:
    row, errors = typed_into(text, kind=kind, day=day)
    assert (row["deadline_kind"], row["deadline"], errors) == (kind, day, {})
