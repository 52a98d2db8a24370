"""The wording of offices: what is understood is right, and an unsure text never gets a date."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhacviec.rules.deadlines import Understood, understand
from tests.rules.tables import DATA, cases, rows

WRITTEN = {
    "01": date(2025, 1, 9),
    "13": date(2025, 1, 9),
    "05": date(2025, 9, 1),
    "06": date(2025, 9, 1),
    "08": date(2020, 7, 1),
    "10": date(2010, 1, 1),
    "11": date(2018, 10, 10),
    "bài gốc": date(2021, 5, 4),
}
KINDS = {"date": "fixed_date", "several": "composite"}
LEAST_UNDERSTOOD = 71
NUMBER_AND_DATE = {"D085"}


def written_on(source: str) -> date:
    return next((day for start, day in WRITTEN.items() if source.startswith(start)), date(2025, 1, 1))


def has_date(found: Understood) -> bool:
    return not (found.start is found.end is found.last_day is None)


def iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def test_the_collected_wordings_are_understood_or_asked_about() -> None:
    table = rows("deadlines.csv")
    understood, lines = 0, []
    for row in table:
        found = understand(row["original"], written_on=written_on(row["source"]), before_excludes_day=True)
        lines.append(f"{row['id']} {found.certainty:8} {found.kind:14} {iso(found.last_day):10} {row['original']}")
        if found.certainty == "ask":
            assert not has_date(found), row
            assert found.note, row
            assert (found.kind == "several") == (row["kind"] == "composite" or row["id"] in NUMBER_AND_DATE), row
            continue
        understood += 1
        assert KINDS.get(found.kind, found.kind) == row["kind"], row
        assert (iso(found.start), iso(found.end)) == (row["period_start"], row["stated_end"]), row
        assert iso(found.last_day) == row["last_day_literal"], row
        assert found.boundary == row["boundary"], row
        assert found.recurrence == row["recurrence"], row
    lines.append(f"understood for certain: {understood} of {len(table)}, asked about: {len(table) - understood}")
    sys.stdout.write("\n".join(lines))  # seen with `pytest -s`
    assert len(table) == 101
    assert understood >= LEAST_UNDERSTOOD


def test_before_a_day_includes_that_day_unless_the_authority_says_otherwise() -> None:
    asked = {"text": "trước 31/5/2026", "written_on": date(2026, 1, 5)}
    assert understand(**asked).last_day == date(2026, 5, 31)
    assert understand(**asked, before_excludes_day=True).last_day == date(2026, 5, 30)
    assert understand(**asked, before_excludes_day=True).end == date(2026, 5, 31)


@pytest.mark.parametrize("case", cases("deadlines.toml"), ids=lambda case: case["text"])
def test_other_wordings(case: dict[str, Any]) -> None:
    found = understand(case["text"], written_on=date(2021, 3, 1))
    assert found.last_day == case.get("last_day"), found
    if "last_day" in case:
        assert (found.kind, found.boundary, found.certainty) == (case["kind"], case["boundary"], "certain")
    else:
        assert found.certainty == "ask"
        assert not has_date(found)
        assert found.note


@pytest.mark.parametrize("text", ["", "  ", "&nbsp;", "\u00a0", "-"])
def test_an_empty_cell_has_no_deadline(text: str) -> None:
    found = understand(text, written_on=date(2021, 3, 1))
    assert (found.kind, found.certainty) == ("none", "certain")


def annex() -> Path:
    return DATA / "annex-nq03-2025.docx"


def test_every_deadline_of_the_real_annex() -> None:
    """Annex II of Resolution 03/NQ-CP of 09/01/2025: 151 rows, only a cell cut by a page break is a question."""
    table = docx.Document(str(annex())).tables[0]
    cells = [row.cells for row in table.rows]
    tasks = [row[-1].text for row in cells[1:] if row[0].text != row[-1].text and row[1].text != row[-1].text]
    found = [understand(text, written_on=date(2025, 1, 9)) for text in tasks]
    assert len(found) > 130
    assert {item.words for item in found if item.certainty == "ask"} == {"năm tiếp theo"}
    by_words = {item.words: item for item in found}
    assert by_words["6/2025"].last_day == date(2025, 6, 30)
    assert by_words["2/2025"].last_day == date(2025, 2, 28)
    assert by_words["Thường xuyên"].kind == "continuous"
    assert by_words["Hằng năm"].recurrence == "FREQ=YEARLY"
    assert by_words["Quý II/2025"].last_day == date(2025, 6, 30)
    assert by_words["2025 - 2026"].last_day == date(2026, 12, 31)
    assert by_words["2025 và những năm tiếp theo"].last_day is None


WORDS = (
    "trước chậm nhất đến trong ngày tháng quý năm 15/8/2021 6/2021 II/2021 2021 31/2/2021 số 12/TB-TU 06-CT/TU "
    "hằng thường xuyên từ sau khi kể hoàn thành kỳ họp , ( ) và 17h00 0905123456"
)
PIECES = st.sampled_from(WORDS.split())


@given(st.lists(PIECES, max_size=8).map(" ".join) | st.text(max_size=80), st.booleans())
def test_no_text_breaks_it_and_a_question_carries_no_date(text: str, excludes: bool) -> None:
    found = understand(text, written_on=date(2021, 1, 1), before_excludes_day=excludes)
    if found.certainty == "ask":
        assert not has_date(found)
        assert found.note
    elif found.last_day is not None:
        assert found.last_day >= date(2021, 1, 1)
        assert found.start is None or found.start <= found.last_day


@given(
    st.sampled_from(["Quyết định", "Nghị quyết", "Công văn số", "Thông báo", "theo Chỉ thị", "số"]),
    st.integers(1, 9999),
    st.sampled_from(["/QĐ-UBND", "-TB/TU", "/NQ-HĐND", "/2021/QĐ-TTg", "-CT/TU", "/VP-KT"]),
    st.sampled_from(["", " ngày 15/12/2021", " trước 15/12/2021", " năm 2021", " quý III/2021"]),
)
def test_a_document_number_is_never_a_deadline(kind: str, number: int, symbol: str, tail: str) -> None:
    found = understand(f"{kind} {number}{symbol}{tail}", written_on=date(2021, 1, 1))
    assert found.certainty == "ask"
    assert not has_date(found)


def test_an_absurdly_long_cell_is_a_question() -> None:
    found = understand("trước " * 50_000 + "15/12/2021", written_on=date(2021, 1, 1))
    assert found.certainty == "ask"
    assert len(found.words) < 1000
