"""Vietnamese text: normal form, fold, alphabetical order, tone spelling."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhacviec.rules.text import fold, nfc, nfc_lines, same_tone_spelling, sort_key

LETTERS = st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxy àảãáạằẳẵắặầẩẫấậ", max_size=20)


def test_decomposed_text_becomes_composed_and_loses_invisible_characters() -> None:
    assert nfc(unicodedata.normalize("NFD", "  Hòa\u200b Thuận\x00\t\n Đông ")) == "Hòa Thuận Đông"


def test_line_breaks_survive_where_they_are_wanted() -> None:
    assert nfc_lines("một \r\n\r\n\r\n\r\n hai\x07") == "một\n\nhai"


def test_fold_drops_marks_and_case() -> None:
    assert fold("ĐẶNG Thị  Hoà, Ủy ban Phường") == "dang thi hoa, uy ban phuong"


@pytest.mark.parametrize(
    ("one", "other", "normal"),
    [
        ("hoà", "hòa", "hòa"),
        ("Hoà Thuận", "Hòa Thuận", "Hòa Thuận"),
        ("khoẻ", "khỏe", "khỏe"),
        ("thuý", "thúy", "thúy"),
        ("uỷ ban", "ủy ban", "ủy ban"),
        ("qúy", "quý", "quý"),
        ("hòan thành", "hoàn thành", "hoàn thành"),
        ("Tòan", "Toàn", "Toàn"),
    ],
)
def test_both_places_of_the_tone_mark_give_one_spelling(one: str, other: str, normal: str) -> None:
    assert same_tone_spelling(one) == same_tone_spelling(other) == normal


@pytest.mark.parametrize("word", ["quà", "quý", "thuyền", "nguyễn", "hoàng", "xoáy", "khuỷu", "của", "mùa", "loài"])
def test_words_with_one_spelling_stay(word: str) -> None:
    assert same_tone_spelling(word) == word


def test_people_are_listed_by_given_name_in_the_order_of_the_alphabet() -> None:
    ordered = [
        "Nguyễn Văn An",
        "Trần Thị An",
        "Lê Ánh",
        "Lê Ăn",
        "Lê Ân",
        "Phạm Dũng",
        "Phạm Đào",
        "Phạm Hoa",
        "Phạm Hòa",
        "Phạm Hỏa",
        "Phạm Hõa",
        "Phạm Hóa",
        "Phạm Họa",
        "Võ On",
        "Võ Ôn",
        "Võ Ơn",
        "Võ Tu",
        "Võ Tư",
    ]
    assert sorted(set(ordered), key=sort_key) == ordered


def test_sort_keys_of_vietnamese_names_are_ascii() -> None:
    assert sort_key("Đặng Thị Hoà").isascii()
    assert sort_key("Đặng Thị Hoà") == sort_key("đặng thị  hòa")


@given(LETTERS, LETTERS)
def test_order_follows_the_letters_before_the_tones(one: str, other: str) -> None:
    """A word sorts by its letters first: bytes of the key compare as the text does in both databases."""
    assert (sort_key(one) < sort_key(other)) == (sort_key(one).encode() < sort_key(other).encode())
    assert sort_key(one) == sort_key(one + " ")


@given(st.text(max_size=60))
def test_any_text_is_accepted_and_a_second_pass_changes_nothing(text: str) -> None:
    assert nfc(nfc(text)) == nfc(text)
    assert fold(fold(text)) == fold(text)
    assert same_tone_spelling(same_tone_spelling(text)) == same_tone_spelling(text)
    assert "\x00" not in sort_key(text)
