"""Inspections of 2021, among them the four officials of Hòa Thuận's one-stop counter (S-5)."""

import datetime as dt
import tomllib
from collections.abc import Sequence
from importlib import resources

from nhacviec.inspections.actions import (
    assess_official,
    conclude_inspection,
    give_opinion,
    order_remedy,
    plan_inspection,
    record_finding,
    start_inspection,
)
from nhacviec.inspections.models import Assessment, Inspection
from nhacviec.orgs.models import Person
from nhacviec.orgs.queries import calendar
from nhacviec.tasks import actions as task_actions

from ..build import Build, moment

# ward, day; the first is the one of the report.
VISITS = (("20375", dt.date(2021, 6, 15)), ("20350", dt.date(2021, 8, 17)), ("20362", dt.date(2021, 9, 21)))
REMARKS = (
    "Nắm chắc nghiệp vụ, thái độ hòa nhã; hồ sơ trả đúng hẹn.",
    "Hướng dẫn rõ ràng; cần cập nhật sổ theo dõi hằng ngày.",
    "Có 3 hồ sơ trễ hẹn chưa có phiếu xin lỗi; phải bổ sung ngay.",
    "Giải thích đầy đủ cho công dân; niêm yết phí, lệ phí đúng quy định.",
)


def inspect(build: Build) -> None:
    """Play each visit to its conclusion; each finding is put right by a task of the ward."""
    for n, (ward, day) in enumerate(VISITS):
        _visit(build, ward, day, n)
        build.progress("kiểm tra", (n + 1) * 100 // len(VISITS))


def checklist() -> list[str]:
    """The points of the one-stop counter's checklist."""
    text = resources.files("nhacviec.inspections").joinpath("data", "one_stop_counter.toml").read_text(encoding="utf-8")
    return list(tomllib.loads(text)["items"])


def _visit(build: Build, ward: str, day: dt.date, n: int) -> None:
    viewer = build.viewer("inspector_2021", day)
    officials = [build.people[f"counter:MC{ward}:{i}"] for i in range(4)]
    inspection = plan_inspection(
        viewer=viewer,
        unit=build.organisations[f"UB{ward}"],
        kind="unannounced",
        decided_by=build.organisations["TU"],
        decision_number=f"{11 + n}-QĐ/UBKTTU",
        decided_on=day,
        subject="Thực hiện công vụ và thái độ phục vụ tại bộ phận một cửa",
        team=[(build.people["head:UBKT"], False), (build.people["inspector_2021"], True)],
        items=checklist(),
        officials=[(person, "") for person in officials],
        now=moment(day, 7, 30),
    )
    start_inspection(viewer=viewer, inspection=inspection, now=moment(day, 8))
    _assess(build, inspection, officials, day)
    _remedy(build, inspection, ward, officials[2], day)
    conclude_inspection(
        viewer=viewer,
        inspection=inspection,
        conclusion="Bốn công chức thực hiện đúng nhiệm vụ được giao; thiếu sót về phiếu xin lỗi đã giao khắc phục.",
        now=moment(day, 16, 30),
    )


def _assess(build: Build, inspection: Inspection, officials: Sequence[Person], day: dt.date) -> None:
    viewer = build.viewer("inspector_2021", day)
    points = list(inspection.items.all())
    for n, (person, remark) in enumerate(zip(officials, REMARKS, strict=True)):
        marks = {point.pk: "met" for point in points}
        if n == 1:
            marks[points[-1].pk] = "correct"
        if n == 2:
            marks[points[0].pk] = "not_met"
        assess_official(
            viewer=viewer, inspection=inspection, person=person, marks=marks, remark=remark, now=moment(day, 9 + n)
        )
    third = Assessment.objects.get(inspection=inspection, person=officials[2])
    give_opinion(
        viewer=build.viewer(officials[2], day),
        assessment=third,
        opinion="Nhất trí với nhận xét, sẽ gửi phiếu xin lỗi trong ngày.",
        now=moment(day, 14),
    )


def _remedy(build: Build, inspection: Inspection, ward: str, official: Person, day: dt.date) -> None:
    viewer = build.viewer("inspector_2021", day)
    finding = record_finding(
        viewer=viewer,
        inspection=inspection,
        description="3 hồ sơ đất đai trễ hẹn, công dân chưa nhận phiếu xin lỗi.",
        evidence="Sổ theo dõi hồ sơ, phiếu hẹn của 3 hồ sơ.",
        cause="Chưa phân công người thay khi công chức đi họp.",
        person=official,
        now=moment(day, 15),
    )
    due = calendar().add_working_days(day, 10)
    finding = order_remedy(
        viewer=viewer,
        finding=finding,
        title="Gửi phiếu xin lỗi cho 3 công dân có hồ sơ trễ hẹn và phân công người thay tại quầy",
        product="3 phiếu xin lỗi có ký nhận và lịch phân công",
        deadline=due,
        now=moment(day, 15, 30),
    )
    task = finding.remedy
    assert task is not None  # noqa: S101 - an ordered remedy is a task
    chairman = build.people[f"head:UB{ward}"]
    task_actions.receive_task(viewer=build.viewer(chairman, day), task=task, now=moment(day, 17))
    handed_in = calendar().add_working_days(day, 6)
    submission = task_actions.submit_product(
        viewer=build.viewer(chairman, handed_in),
        task=task,
        text="Đã gửi 3 phiếu xin lỗi, kèm lịch phân công.",
        now=moment(handed_in, 10),
    )
    accepted = calendar().add_working_days(handed_in, 1)
    accepter = (
        build.people["head:UBKT"] if task.assigner_id == build.organisations["UBKT"].pk else build.people["leader_2021"]
    )
    task_actions.accept_submission(
        viewer=build.viewer(accepter, accepted), submission=submission, now=moment(accepted, 9)
    )
