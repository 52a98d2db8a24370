"""The small city with a directive of its committee, and the bodies that a national annex names."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from nhacviec.directives.models import Directive
from nhacviec.intake.actions import start_import
from nhacviec.intake.models import ImportBatch
from nhacviec.orgs.access import Viewer
from tests.factories import MONDAY, City, a_city, appoint, at, organisation, person, put, viewer

from .files import HEADER, upload, word

ISSUED = dt.date(2021, 1, 11)
MINISTRIES = (
    *("Bộ Thông tin và Truyền thông", "Bộ Khoa học và Công nghệ", "Bộ Giáo dục và Đào tạo", "Bộ Công an", "Bộ Nội vụ"),
    *(
        "Bộ Kế hoạch và Đầu tư",
        "Bộ Tài chính",
        "Bộ Ngoại giao",
        "Bộ Quốc phòng",
        "Bộ Công Thương",
        "Văn phòng Chính phủ",
    ),
    *("Bộ Y tế", "Bộ Xây dựng", "Bộ Giao thông vận tải", "Bộ Tư pháp", "Bộ Tài nguyên và Môi trường"),
    *("Bộ Văn hóa, Thể thao và Du lịch", "Các bộ, ngành, địa phương", "Các bộ, ngành", "Các địa phương"),
)


@pytest.fixture(autouse=True)
def _today(settings: object, tmp_path: Path) -> None:
    settings.NHACVIEC_TODAY = "2021-11-08T09:00"  # type: ignore[attr-defined]
    settings.MEDIA_ROOT = str(tmp_path / "files")  # type: ignore[attr-defined]


@pytest.fixture
def city(db: None) -> City:
    return a_city()


@pytest.fixture
def clerk(city: City) -> Viewer:
    return viewer(city.clerk)


@pytest.fixture
def directive(city: City) -> Directive:
    return a_directive(city)


def a_directive(city: City, *, symbol: str = "KH/TU", issued_on: dt.date = ISSUED) -> Directive:
    """A plan of the city's committee."""
    return put(
        Directive(
            issuer=city.committee,
            kind="KH",
            number="12",
            symbol=symbol,
            issued_on=issued_on,
            subject="Kế hoạch cải cách thủ tục hành chính",
            folded="12 kh tu ke hoach cai cach thu tuc hanh chinh",
        )
    )


def with_ministries(city: City) -> None:
    """The bodies of the real annex, each with a head, below the committee."""
    head = person("Trịnh Văn Hòa Bình")
    for name in MINISTRIES:
        kind = "collective" if name.startswith("Các") else "ministry"
        appoint(head, organisation(name, kind, under=city.committee), "head", f"Người đứng đầu {name}")


GOOD = ("1", "Niêm yết công khai thủ tục", "UBND phường An Sơn", "Phòng Quản lý đô thị", "Biên bản", "30/11/2021")
ROWS = (
    HEADER,
    ("I.", "Cải cách thủ tục hành chính", "", "", "", ""),
    GOOD,
    (
        "2",
        "Trực một cửa ngày thứ Bảy",
        "UBND phường Hòa Thuận",
        "Phòng Tư pháp; các phòng, ban",
        "Lịch trực",
        "Thường xuyên",
    ),
    ("3", "Rà soát hồ sơ trễ hạn", "UBND phường An Sơn; UBND phường Hòa Thuận", "", "Báo cáo", "12/2021"),
    ("4", "Lắp camera", "Phòng Quản lý đô thị", "", "", "Sau khi có vốn"),
)
"""Line 2 is sound, 3 too (without a date), 4 has two leads, 5 no product, no date, and its lead no head."""


def a_batch(viewer: Viewer, city: City, directive: Directive, rows: object = ROWS) -> ImportBatch:
    """A batch read from a small Word file."""
    return start_import(
        viewer=viewer,
        directive=directive,
        assigner=city.committee,
        upload=upload(word(rows)),  # type: ignore[arg-type]
        on=MONDAY,
        now=at(MONDAY),
    )


@pytest.fixture
def batch(clerk: Viewer, city: City, directive: Directive) -> ImportBatch:
    return a_batch(clerk, city, directive)


def row_of(batch: ImportBatch, line: int) -> dict:
    """A row of the batch as it stands in the database."""
    return next(row for row in ImportBatch.objects.get(pk=batch.pk).rows if row["line"] == line)


def codes_of(row: dict) -> set[str]:
    """The doubts of a row."""
    return {doubt["code"] for doubt in row["doubts"]}
