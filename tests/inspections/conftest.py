"""The counter of Hòa Thuận with its four officials (S-5)."""

from dataclasses import dataclass

import pytest

from nhacviec.inspections.actions import assess_official, plan_inspection, start_inspection
from nhacviec.inspections.models import Assessment, Inspection
from nhacviec.inspections.workflow import checklists
from nhacviec.orgs.access import Viewer
from nhacviec.orgs.models import Organisation, Person
from tests.factories import MONDAY, City, a_city, appoint, at, organisation, person, viewer

POSTS = ("Tư pháp - hộ tịch", "Lao động, thương binh và xã hội", "Quản lý đô thị", "Địa chính, hiện trạng đất")
NAMES = ("Phan Thị Hiền", "Bùi Đức Trung", "Ngô Thị Mai", "Trương Quốc Việt")


@dataclass
class Visit:
    """An unannounced inspection of the counter and the people around it, one verb for each step."""

    city: City
    counter: Organisation
    officials: list[Person]
    inspector: Viewer
    helper: Person
    head: Person

    def plan(self, **more: object) -> Inspection:
        """Plan it."""
        values: dict[str, object] = {
            "viewer": self.inspector,
            "unit": self.counter,
            "kind": "unannounced",
            "decided_by": self.city.committee,
            "decision_number": "18-QĐ/UBKT",
            "decided_on": MONDAY,
            "subject": "Thực hiện nhiệm vụ và thái độ phục vụ tại bộ phận một cửa",
            "team": [(self.city.inspector, True), (self.helper, False)],
            "items": checklists()["one_stop_counter"].items,
            "officials": [(p, "") for p in self.officials],
            "now": at(MONDAY, 7),
        }
        return plan_inspection(**{**values, **more})  # type: ignore[arg-type]

    def start(self, **more: object) -> Inspection:
        """Plan and start it."""
        return start_inspection(viewer=self.inspector, inspection=self.plan(**more), now=at(MONDAY, 8, 30))

    def assess(self, inspection: Inspection, who: Person, mark: str = "met", **more: object) -> Assessment:
        """Assess an official: the same mark on every point."""
        values: dict[str, object] = {
            "viewer": self.inspector,
            "inspection": inspection,
            "person": who,
            "marks": {item.pk: mark for item in inspection.items.all()},
            "remark": "Hướng dẫn rõ ràng, lịch sự." if mark == "met" else "Bảng phí chưa thay theo nghị quyết mới.",
            "now": at(MONDAY, 9),
        }
        return assess_official(**{**values, **more})  # type: ignore[arg-type]

    def assessed(self) -> Inspection:
        """Started, and all four assessed, the third with points to correct."""
        inspection = self.start()
        for i, who in enumerate(self.officials):
            self.assess(inspection, who, "correct" if i == 2 else "met")
        return inspection


@pytest.fixture
def visit(db: None) -> Visit:
    """The city, a counter of the second ward with four officials, an inspector with one helper, the ward's chairman."""
    city = a_city()
    counter = organisation("Bộ phận một cửa phường Hòa Thuận", "counter", under=city.other_ward, hierarchy="state")
    officials = [person(name, user=f"cong.chuc.{i}") for i, name in enumerate(NAMES, 1)]
    for who, title in zip(officials, POSTS, strict=True):
        appoint(who, counter, "official", title)
    helper = person("Lý Thị Sen", user="doan.vien")
    appoint(helper, city.inspection, "official", "Chuyên viên Ủy ban Kiểm tra")
    return Visit(city, counter, officials, viewer(city.inspector), helper, city.other_chairman)
