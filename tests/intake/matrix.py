"""Imports: who assigns work may begin one, who keeps records the other; seen by those who import in the same name."""

from __future__ import annotations

import datetime as dt
import itertools

from nhacviec.directives.models import Directive
from nhacviec.intake.actions import start_import
from nhacviec.intake.models import ImportBatch, RegistryImport
from nhacviec.intake.registry.actions import run_check, start_registry_import
from nhacviec.orgs.models import Organisation, Person
from tests.contracts.matrix import OTHER_SECRET, Row
from tests.factories import MONDAY, City, at, put, viewer

from .files import HEADER, upload, word
from .registry_files import book, registry
from .registry_files import upload as registry_upload

_OWN = "leader clerk"
_KEEPERS = "clerk organiser operator"
_MINE = "clerk operator"
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
    Row("intake:registry", get={200: _KEEPERS, 403: "*"}, post={422: _KEEPERS, 403: "*"}),
    Row("intake:registry_template", get={200: _KEEPERS, 403: "*"}),
    Row("intake:registry_export", get={200: _KEEPERS, 403: "*"}, post={422: _KEEPERS, 403: "*"}),
    Row("intake:registry_import", args={"pk": "registry_import"}, get={200: _MINE, 404: "*"}),
    Row("intake:registry_import", args={"pk": "registry_import"}, query="?xem=new&trang=9", get={200: _MINE, 404: "*"}),
    Row("intake:registry_import", args={"pk": "registry_failed"}, get={200: _MINE, 404: "*"}),
    Row("intake:registry_import", args={"pk": "registry_waiting"}, get={200: "organiser operator", 404: "*"}),
    Row("intake:registry_confirm", args={"pk": "registry_import"}, get=405, post={409: _MINE, 404: "*"}),
    Row("intake:registry_cancel", args={"pk": "registry_import"}, get=405, post={302: _MINE, 404: "*"}),
    Row("intake:registry_faults", args={"pk": "registry_import"}, get={200: _MINE, 404: "*"}),
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


def _registry(person: Person, content: bytes, *, check: bool = True) -> RegistryImport:
    keeper = viewer(person)
    made = start_registry_import(viewer=keeper, upload=registry_upload(content), now=at(MONDAY))
    return run_check(viewer=keeper, batch=made, now=at(MONDAY)) if check else made


def _people(count: int) -> bytes:
    """New people with posts in the office of the other ward's party, and some rows that are refused."""
    people = [
        {"code": f"R{n}", "name": f"{OTHER_SECRET} {n}", "born_on": "31/02/1990" if n % 3 else None}
        for n in range(count)
    ]
    return registry(
        people=people, posts=[{"unit_name": "Đảng bộ phường", "kind": "Bí thư", "person": "R0", "since": MONDAY}]
    )


def build(city: City) -> dict[str, object]:
    """Batches of the city's office, and one of the other ward about itself; workbooks checked, unreadable, waiting."""
    secret = ("1", OTHER_SECRET, "UBND phường Hòa Thuận", "", "Báo cáo", "12/2021")
    return {
        "import_batch": _batch(city.clerk, city.committee, "Kế hoạch cải cách", list(_LINES)),
        "import_other": _batch(city.other_chairman, city.other_ward, OTHER_SECRET, [secret]),
        "registry_import": _registry(city.clerk, _people(4)),
        "registry_failed": _registry(city.clerk, book({"Trang lạ": [["a", "b"], [1, 2]]})),
        "registry_waiting": _registry(city.organiser, _people(2), check=False),
    }


def build_many(city: City, objects: dict[str, object]) -> None:
    """Batches with many rows."""
    objects["registry_import"] = _registry(city.clerk, _people(300))
    objects["import_batch"] = _batch(city.clerk, city.committee, "Kế hoạch lớn", [*_LINES] * 30)
    for number in range(12):
        _batch(city.clerk, city.committee, f"Kế hoạch tháng {number}", list(_LINES))
