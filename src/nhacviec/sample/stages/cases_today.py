"""What runs today beside the tasks: an inspection half done, one still unknown to its unit, a case before the ballot."""

import datetime as dt

from nhacviec.discipline.actions import open_case, record_hearing
from nhacviec.inspections.actions import assess_official, plan_inspection, start_inspection
from nhacviec.orgs.models import Membership
from nhacviec.orgs.queries import calendar

from ..build import Build, moment
from ..works import shifted
from .inspection2021 import REMARKS, checklist


def run_cases(build: Build) -> None:
    """Play them up to where they stand."""
    _inspection(build, "20335", started=True)
    _inspection(build, "20341", started=False)
    _case(build)


def _inspection(build: Build, ward: str, *, started: bool) -> None:
    day = calendar().previous_working(build.today - dt.timedelta(days=1))
    viewer = build.viewer("inspector", day)
    officials = [build.people[f"counter{n}:{ward}"] for n in range(4)]
    inspection = plan_inspection(
        viewer=viewer,
        unit=build.organisations[f"UBM{ward}"],
        kind="unannounced",
        decided_by=build.organisations["TUDN"],
        decision_number="21-QĐ/UBKTTU" if started else "22-QĐ/UBKTTU",
        decided_on=day,
        subject="Thực hiện công vụ và thái độ phục vụ tại trung tâm phục vụ hành chính công",
        team=[(build.people["inspector"], True), (build.people["head:UBKTDN"], False)],
        items=checklist(),
        officials=[(person, "") for person in officials],
        now=moment(day, 7, 30),
    )
    if not started:
        return
    start_inspection(viewer=viewer, inspection=inspection, now=moment(day, 8))
    for n, person in enumerate(officials[:2]):
        assess_official(
            viewer=viewer,
            inspection=inspection,
            person=person,
            marks={point.pk: "met" for point in inspection.items.all()},
            remark=REMARKS[n],
            now=moment(day, 9 + n),
        )


def _case(build: Build) -> None:
    opened, heard = shifted(calendar(), build.today, -15), shifted(calendar(), build.today, -6)
    cell = build.organisations["DB20335.03"]
    member = next(
        m for m in Membership.objects.on(opened).filter(cell=cell, exempt=False) if m.person_id not in build.posted
    )
    viewer = build.viewer("inspector", opened)
    case = open_case(
        viewer=viewer,
        person=member.person,
        violation="Chậm trễ nhiều lần trong thực hiện nhiệm vụ được phân công, đã được nhắc nhở.",
        act_ended_on=shifted(calendar(), opened, -30),
        proposed_form="reprimand",
        superior_task=False,
        committee=build.organisations["TUDN"],
        now=moment(opened, 9),
        on=opened,
    )
    record_hearing(
        viewer=viewer,
        case=case,
        held_on=heard,
        attended=True,
        statement="Nhận khuyết điểm, đề nghị xem xét hoàn cảnh gia đình.",
        self_proposed_form="reprimand",
        now=moment(heard, 10),
    )
