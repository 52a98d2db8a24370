"""From a written name to an organisation: beyond doubt, or a question."""

from __future__ import annotations

import pytest

from nhacviec.intake.matching import Directory, as_json, from_json
from tests.factories import MONDAY, City, organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def directory(city: City) -> Directory:
    for name in ("Bộ Công an", "Bộ Nội vụ", "Các bộ, ngành, địa phương", "Phòng Tư pháp", "Phòng Nội vụ"):
        organisation(name, "ministry")
    return Directory(MONDAY)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("UBND phường An Sơn", "UBND phường An Sơn"),
        ("Ủy ban nhân dân phường An Sơn", "UBND phường An Sơn"),
        ("uỷ ban nhân dân phường an sơn", "UBND phường An Sơn"),
        ("UBND phường Hoà Thuận.", "UBND phường Hòa Thuận"),
        ("Thành ủy", "Thành ủy Tam Kỳ"),
        ("Các bộ, ngành, địa phương", "Các bộ, ngành, địa phương"),
    ],
)
def test_the_same_name_in_another_spelling_is_exact(directory: Directory, written: str, name: str) -> None:
    match = directory.match(written)
    assert match.certainty == "exact"
    assert directory.names[match.organisation or 0] == name


@pytest.mark.parametrize(
    "written", ["UBND phuong An Son", "UBND phường Ân Sơn", "Bộ, ngành, địa phương", "Phòng Quản lý đô thị Tam Kỳ"]
)
def test_a_name_that_only_resembles_is_never_taken_without_asking(directory: Directory, written: str) -> None:
    match = directory.match(written)
    assert (match.certainty, match.organisation) == ("likely", None)
    assert match.candidates


def test_a_name_that_two_bear_is_a_question_with_both(directory: Directory) -> None:
    organisation("Phòng Tư pháp", "department")
    match = Directory(MONDAY).match("Phòng Tư pháp")
    assert (match.certainty, len(match.candidates)) == ("likely", 2)


def test_a_stranger_is_unknown(directory: Directory) -> None:
    assert directory.match("Tập đoàn Xăng dầu").certainty == "unknown"
    assert directory.match("–").certainty == "unknown"
    assert directory.match_all(" \n ") == []


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("Bộ Công an, Bộ Nội vụ", ["Bộ Công an", "Bộ Nội vụ"]),
        ("Bộ Công an; các bộ, ngành", ["Bộ Công an", "các bộ, ngành"]),
        ("Bộ Công an/Bộ Nội vụ", ["Bộ Công an", "Bộ Nội vụ"]),
        ("Bộ Công an và các bộ, ngành, địa phương", ["Bộ Công an", "các bộ, ngành, địa phương"]),
        ("Bộ Công an\nBộ Nội vụ", ["Bộ Công an", "Bộ Nội vụ"]),
        ("Phòng Nội vụPhòng Tư pháp", ["Phòng Nội vụ", "Phòng Tư pháp"]),
        (
            "Bộ Lao động - Thương binh và Xã hội,Thanh tra Chính phủ",
            ["Bộ Lao động - Thương binh và Xã hội", "Thanh tra Chính phủ"],
        ),
        ("Bộ Văn hóa, Thể thao và Du lịch", ["Bộ Văn hóa, Thể thao và Du lịch"]),
        ("VTV, VOV, TTXVN", ["VTV, VOV, TTXVN"]),
    ],
)
def test_names_in_one_cell_are_parted_where_one_ends(directory: Directory, cell: str, parts: list[str]) -> None:
    assert [match.text for match in directory.match_all(cell)] == parts


def test_a_name_with_commas_that_exists_is_not_parted(directory: Directory) -> None:
    [match] = directory.match_all("Các bộ, ngành, địa phương")
    assert match.certainty == "exact"


def test_an_organisation_that_has_ended_is_no_match(city: City) -> None:
    organisation("Phòng Y tế", "department", ended_on=MONDAY)
    assert Directory(MONDAY).match("Phòng Y tế").organisation is None


def test_a_match_survives_being_kept(directory: Directory) -> None:
    match = directory.match("UBND phuong An Son")
    assert from_json(as_json(match)) == match
