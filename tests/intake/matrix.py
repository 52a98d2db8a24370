"""Imports: who assigns work may begin one; a batch is seen by those who import in the same name."""

from __future__ import annotations

import datetime as dt
import itertools

from nhacviec.directives.models import Directive
from nhacviec.intake.actions import start_import
from nhacviec.intake.models import ImportBatch
from nhacviec.orgs.models import Organisation, Person
from tests.contracts.matrix import OTHER_SECRET, Row
from tests.factories import MONDAY, City, at, put, viewer

from .files import HEADER, upload, word

_OWN = "leader clerk"
_numbers = itertools.count(501)
ROWS = [
    Row("intake:start", get={403: "official operator", 200: "*"}, post={403: "official operator", 422: "*"}),
    Row("intake:batch", args={"pk": "import_batch"}, get={200: _OWN, 404: "*"}, post={409: _OWN, 404: "*"}),
    Row(
        "intake:batch",
        args={"pk": "import_batch"},
        query="?loc=can-quyet",
        get={200: _OWN, 404: "*"},
        post={409: _OWN, 404: "*"},
    ),
    Row(
        "intake:batch",
        args={"pk": "import_other"},
        get={200: "other_chairman", 404: "*"},
        post={409: "other_chairman", 404: "*"},
    ),
    Row("intake:confirm", args={"pk": "import_batch"}, get=405, post={409: _OWN, 404: "*"}),
    Row("intake:confirm", args={"pk": "import_other"}, get=405, post={409: "other_chairman", 404: "*"}),
    Row("intake:cancel", args={"pk": "import_batch"}, get=405, post={302: _OWN, 404: "*"}),
    Row("intake:cancel", args={"pk": "import_other"}, get=405, post={302: "other_chairman", 404: "*"}),
]

_LINES = (
    ("I.", "Nhóm việc", "", "", "", ""),
    ("1", "Niêm yết thủ tục", "UBND phường An Sơn", "Phòng Quản lý đô thị; Hội Chữ thập đỏ", "Biên bản", "30/11/2021"),
    ("2", "Rà soát hồ sơ", "UBND phường An Sơn; UBND phường Hòa Thuận", "", "", "Sau khi có vốn"),
    ("3", "Trực một cửa", "Phòng Quản lý đô thị", "", "Lịch trực", "Thường xuyên"),
)


def _batch(person: Person, assigner: Organisation, subject: str, rows: list[tuple[str, ...]]) -> ImportBatch:
    directive = put(
        Directive(
            issuer=assigner,
            kind="KH",
            number=str(next(_numbers)),
            symbol="KH-NHAP",  # apart from the directives of the other rooms
            issued_on=dt.date(2021, 1, 11),
            subject=subject,
            folded="",
        )
    )
    return start_import(
        viewer=viewer(person),
        directive=directive,
        assigner=assigner,
        upload=upload(word([HEADER, *rows])),
        on=MONDAY,
        now=at(MONDAY),
    )


def build(city: City) -> dict[str, object]:
    """A batch of the city's office, and one of the other ward about itself."""
    secret = ("1", OTHER_SECRET, "UBND phường Hòa Thuận", "", "Báo cáo", "12/2021")
    return {
        "import_batch": _batch(city.clerk, city.committee, "Kế hoạch cải cách", list(_LINES)),
        "import_other": _batch(city.other_chairman, city.other_ward, OTHER_SECRET, [secret]),
    }


def build_many(city: City, objects: dict[str, object]) -> None:
    """Batches with many rows."""
    objects["import_batch"] = _batch(city.clerk, city.committee, "Kế hoạch lớn", [*_LINES] * 30)
    for number in range(12):
        _batch(city.clerk, city.committee, f"Kế hoạch tháng {number}", list(_LINES))
