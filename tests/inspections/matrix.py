"""Who may see and do what with inspections."""

from __future__ import annotations

import base64
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from nhacviec.documents.uploads import check_upload
from nhacviec.inspections.actions import (
    assess_official,
    plan_inspection,
    record_finding,
    start_inspection,
)
from nhacviec.inspections.models import Inspection
from nhacviec.orgs.models import Organisation, Person
from tests.contracts.matrix import OTHER_SECRET, Row
from tests.factories import MONDAY, City, appoint, at, person, viewer

DECIDERS = "leader inspector"
HEADS = "organiser chairman secretary other_chairman"
READERS = "leader clerk inspector organiser chairman secretary official"
REST = "clerk organiser chairman secretary official"
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)

ROWS = [
    Row("inspections:list"),
    Row("inspections:list", query="?trang-thai=running&loai=unannounced&nam=2021"),
    Row("inspections:list", query="?trang-thai=x&loai=y&nam=99999"),
    Row(
        "inspections:choose_unit",
        get={200: f"{DECIDERS} {HEADS}", 403: "*"},
        post={422: f"{DECIDERS} {HEADS}", 403: "*"},
    ),
    Row(
        "inspections:plan",
        args={"pk": "counter"},
        get={200: f"{DECIDERS} chairman secretary", 403: "clerk official operator", 404: "*"},
        post={422: f"{DECIDERS} chairman secretary", 403: "clerk official operator", 404: "*"},
    ),
    Row("inspections:inspection", args={"pk": "running"}, get={200: READERS, 404: "*"}),
    # An unannounced inspection before it starts: known to the deciding committee and the team alone (I-23).
    Row("inspections:inspection", args={"pk": "prepared"}, get={200: f"{DECIDERS} organiser", 404: "*"}),
    Row(
        "inspections:start",
        args={"pk": "prepared"},
        get={200: DECIDERS, 403: "organiser", 404: "*"},
        post={302: DECIDERS, 403: "organiser", 404: "*"},
    ),
    Row(
        "inspections:start",
        args={"pk": "running"},
        get={409: DECIDERS, 403: REST, 404: "*"},
        post={409: DECIDERS, 403: REST, 404: "*"},
    ),
    Row(
        "inspections:assess",
        args={"pk": "running", "assessment": "waiting"},
        get={200: "inspector", 403: f"leader {REST}", 404: "*"},
        post={422: "inspector", 403: f"leader {REST}", 404: "*"},
    ),
    Row(
        "inspections:finding",
        args={"pk": "running"},
        get={200: "inspector", 403: f"leader {REST}", 404: "*"},
        post={422: "inspector", 403: f"leader {REST}", 404: "*"},
    ),
    Row(
        "inspections:conclude",
        args={"pk": "running"},
        get={200: DECIDERS, 403: REST, 404: "*"},
        post={422: DECIDERS, 403: REST, 404: "*"},
    ),
    Row(
        "inspections:remedy",
        args={"pk": "finding"},
        get={200: DECIDERS, 403: REST, 404: "*"},
        post={422: DECIDERS, 403: REST, 404: "*"},
    ),
    Row(
        "inspections:opinion",
        args={"pk": "assessed"},
        get={200: "official", 403: "leader clerk inspector organiser chairman secretary", 404: "*"},
        post={422: "official", 403: "leader clerk inspector organiser chairman secretary", 404: "*"},
    ),
    Row("inspections:photo", args={"pk": "photo"}, get={200: READERS, 404: "*"}),
]


def planned(
    city: City, unit: Organisation, officials: list[Person], *, subject: str = "Thái độ phục vụ", number: str = "1"
) -> Inspection:
    """An unannounced inspection by the committee, led by the inspector."""
    return plan_inspection(
        viewer=viewer(city.inspector),
        unit=unit,
        kind="unannounced",
        decided_by=city.committee,
        decision_number=f"{number}-QĐ/UBKT",
        decided_on=MONDAY,
        subject=subject,
        team=[(city.inspector, True)],
        items=["Có mặt, đúng giờ", "Thái độ với người dân"],
        officials=[(p, "") for p in officials],
        now=at(MONDAY, 7),
    )


def build(city: City) -> dict[str, Any]:
    """One inspection running in the ward with a photo and a finding, one prepared, one of the other ward."""
    team = viewer(city.inspector)
    colleague = person("Kiều Thị Mận")
    appoint(colleague, city.counter, "official", "Công chức địa chính")
    running = start_inspection(
        viewer=team, inspection=planned(city, city.counter, [city.official, colleague]), now=at(MONDAY, 8)
    )
    assessed = assess_official(
        viewer=team,
        inspection=running,
        person=city.official,
        marks={item.pk: "correct" for item in running.items.all()},
        remark="Bảng phí chưa thay.",
        photo=check_upload(SimpleUploadedFile("quay-3.png", PNG), kinds=("png",)),
        now=at(MONDAY, 8, 30),
    )
    finding = record_finding(
        viewer=team,
        inspection=running,
        description="Bảng phí cũ.",
        evidence="Ảnh quầy 3.",
        person=city.official,
        now=at(MONDAY, 9),
    )
    other = planned(city, city.other_ward, [], subject=OTHER_SECRET, number="3")
    start_inspection(viewer=team, inspection=other, now=at(MONDAY, 8))
    record_finding(viewer=team, inspection=other, description=OTHER_SECRET, evidence=OTHER_SECRET, now=at(MONDAY, 9))
    return {
        "running": running,
        "counter": city.counter,
        "assessed": assessed,
        "waiting": running.assessments.get(person=colleague),
        "finding": finding,
        "photo": assessed.photos.get(),
        "prepared": planned(city, city.counter, [city.official], number="2"),
    }


def build_many(city: City, objects: dict[str, Any]) -> None:
    """Sixty more inspections, and thirty more findings in the running one."""
    team = viewer(city.inspector)
    for number in range(60):
        made = planned(city, city.counter, [city.official], number=f"9{number}")
        start_inspection(viewer=team, inspection=made, now=at(MONDAY, 8))
    for number in range(30):
        record_finding(
            viewer=team,
            inspection=objects["running"],
            description=f"Phát hiện {number}",
            evidence="Ảnh.",
            person=city.official,
            now=at(MONDAY, 9),
        )
