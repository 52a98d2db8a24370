"""User names out of Vietnamese names."""

from collections.abc import Iterator

from nhacviec.rules.text import fold

LONGEST = 40


def base_of(full_name: str) -> str:
    """Given name, then the initials of family and middle names: "Lê Thị Hoa" gives "hoalt"."""
    words = ["".join(char for char in word if char.isascii() and char.isalnum()) for word in fold(full_name).split()]
    words = [word for word in words if word]
    if not words:
        return "nguoidung"
    return (words[-1] + "".join(word[0] for word in words[:-1]))[:LONGEST]


def numbered(base: str) -> Iterator[str]:
    """The base itself, then with 2, 3, 4 …"""
    yield base
    number = 2
    while True:
        yield f"{base}{number}"
        number += 1
