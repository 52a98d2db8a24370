"""An inspection from the decision to the conclusion."""

import datetime as dt

import pytest

from nhacviec.inspections.actions import (
    conclude_inspection,
    give_opinion,
    order_remedy,
    record_finding,
    start_inspection,
)
from nhacviec.inspections.models import Assessment, Finding, Inspection
from nhacviec.inspections.queries import figures
from nhacviec.ledger.queries import verify
from nhacviec.notifications.models import Message
from nhacviec.tasks.models import Task
from nhacviec.web.errors import BadInput, NotAllowed, NotPossible
from tests.factories import MONDAY, at, viewer
from tests.inspections.conftest import POSTS, Visit

WEDNESDAY = dt.date(2021, 11, 10)


def found(visit: Visit, inspection: Inspection, **more: object) -> Finding:
    values: dict[str, object] = {
        "viewer": visit.inspector,
        "inspection": inspection,
        "description": "Bảng phí cấp phép xây dựng tại quầy 3 đã cũ.",
        "evidence": "Ảnh chụp lúc 08:41, quầy 3.",
        "cause": "Chưa thay theo nghị quyết mới.",
        "person": visit.officials[2],
        "now": at(MONDAY, 10),
    }
    return record_finding(**{**values, **more})  # type: ignore[arg-type]


def test_four_officials_are_assessed_a_finding_becomes_a_task_and_the_ledger_is_intact(visit: Visit) -> None:
    inspection = visit.assessed()
    finding = found(visit, inspection)
    finding = order_remedy(
        viewer=visit.inspector,
        finding=finding,
        title="Thay bảng phí cấp phép xây dựng tại quầy 3",
        product="Ảnh bảng phí mới",
        deadline=WEDNESDAY,
        responsible=visit.officials[2],
        now=at(MONDAY, 10),
    )
    ended = conclude_inspection(
        viewer=visit.inspector, inspection=inspection, conclusion="Cơ bản đạt.", now=at(MONDAY, 11)
    )
    task = Task.objects.get()
    assert (task.lead, task.responsible, task.deadline) == (visit.counter, visit.officials[2], WEDNESDAY)
    assert (finding.remedy, ended.state, ended.concluded_on) == (task, "concluded", MONDAY)
    assert [a.post_title for a in inspection.assessments.order_by("id")] == list(POSTS)
    total = figures(2021)[-1]
    assert (total.inspections, total.assessed, total.findings, total.remedied) == (1, 4, 1, 0)
    result = verify()
    assert result.intact, result.faults


def test_an_unannounced_inspection_is_unknown_to_the_unit_until_it_starts(visit: Visit) -> None:
    inspection = visit.plan()
    unit = [viewer(visit.head), viewer(visit.officials[0])]
    for who in unit:
        assert not Inspection.objects.visible_to(who).exists()
    told = Message.objects.values_list("person_id", flat=True)
    assert set(told) == {visit.city.inspector.pk, visit.helper.pk}
    start_inspection(viewer=visit.inspector, inspection=inspection, now=at(MONDAY, 8))
    for who in unit:
        assert Inspection.objects.visible_to(who).get() == inspection
    assert set(Message.objects.values_list("person_id", flat=True)) >= {p.pk for p in visit.officials}


def test_a_planned_inspection_is_told_beforehand(visit: Visit) -> None:
    visit.plan(unit=visit.city.other_ward, kind="planned")
    assert Inspection.objects.visible_to(viewer(visit.head)).count() == 1
    assert Message.objects.filter(person_id=visit.head.pk).count() == 1


def test_other_wards_never_see_it(visit: Visit) -> None:
    visit.assessed()
    assert not Inspection.objects.visible_to(viewer(visit.city.chairman)).exists()
    assert Inspection.objects.visible_to(viewer(visit.city.leader)).count() == 1


def test_a_ward_checks_its_own_counter(visit: Visit) -> None:
    """The duty-inspection team of the report was set up by the ward itself (S-5, I-20)."""
    head = viewer(visit.head)
    inspection = visit.plan(
        viewer=head,
        kind="duty",
        decided_by=visit.city.other_ward,
        team=[(visit.head, True)],
        decision_number="9/QĐ-UBND",
    )
    start_inspection(viewer=head, inspection=inspection, now=at(MONDAY, 8))
    assert visit.assess(inspection, visit.officials[0], viewer=head).done


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("team", lambda v: {"team": []}),
        ("team", lambda v: {"team": [(v.city.inspector, False)]}),
        ("team", lambda v: {"team": [(v.city.inspector, True), (v.helper, True)]}),
        ("team", lambda v: {"team": [(v.city.inspector, True), (v.city.inspector, False)]}),
        ("officials", lambda v: {"team": [(v.city.inspector, True), (v.officials[0], False)]}),
        ("officials", lambda v: {"officials": [(v.city.official, "")]}),
        ("officials", lambda v: {"officials": [(v.officials[0], ""), (v.officials[0], "")]}),
        ("items", lambda v: {"items": ["", "  "]}),
        ("items", lambda v: {"items": ["x" * 301]}),
        ("kind", lambda v: {"kind": "secret"}),
        ("subject", lambda v: {"subject": " "}),
        ("decision_number", lambda v: {"decision_number": ""}),
        ("decided_on", lambda v: {"decided_on": MONDAY + dt.timedelta(days=1)}),
    ],
)
def test_a_plan_that_is_not_right_is_refused_beside_its_field(visit: Visit, field: str, change: object) -> None:
    with pytest.raises(BadInput) as refused:
        visit.plan(**change(visit))  # type: ignore[operator]
    assert refused.value.field == field
    assert Inspection.objects.count() == 0


def test_only_units_below_the_deciding_body_are_inspected(visit: Visit) -> None:
    with pytest.raises(BadInput) as refused:
        visit.plan(viewer=viewer(visit.head), decided_by=visit.city.other_ward, unit=visit.city.counter)
    assert refused.value.field == "unit"


def test_who_does_not_decide_plans_nothing(visit: Visit) -> None:
    for who in (visit.city.clerk, visit.city.chairman, visit.officials[0], visit.city.organiser):
        with pytest.raises(NotAllowed):
            visit.plan(viewer=viewer(who))


def test_only_the_team_assesses_and_nobody_himself(visit: Visit) -> None:
    inspection = visit.start()
    for who in (visit.city.leader, visit.head, visit.officials[1]):
        with pytest.raises(NotAllowed):
            visit.assess(inspection, visit.officials[0], viewer=viewer(who))
    assert visit.assess(inspection, visit.officials[0], viewer=viewer(visit.helper)).assessed_by == visit.helper


def test_nothing_is_assessed_before_the_start(visit: Visit) -> None:
    inspection = visit.plan()
    with pytest.raises(NotPossible):
        visit.assess(inspection, visit.officials[0])
    with pytest.raises(NotPossible):
        found(visit, inspection)


def test_every_point_needs_a_mark_and_a_fault_needs_a_remark(visit: Visit) -> None:
    inspection = visit.start()
    first, *rest = inspection.items.all()
    with pytest.raises(BadInput) as refused:
        visit.assess(inspection, visit.officials[0], marks={item.pk: "met" for item in rest})
    assert refused.value.field == f"item_{first.pk}"
    with pytest.raises(BadInput) as refused:
        visit.assess(inspection, visit.officials[0], marks={item.pk: "good" for item in (first, *rest)})
    assert refused.value.field == f"item_{first.pk}"
    with pytest.raises(BadInput) as refused:
        visit.assess(inspection, visit.officials[0], "not_met", remark=" ")
    assert refused.value.field == "remark"
    assert not Assessment.objects.filter(assessed_at__isnull=False).exists()


def test_it_is_not_concluded_while_an_official_is_without_assessment(visit: Visit) -> None:
    inspection = visit.start()
    for who in visit.officials[:3]:
        visit.assess(inspection, who)
    with pytest.raises(NotPossible):
        conclude_inspection(viewer=visit.inspector, inspection=inspection, conclusion="Đạt.", now=at(MONDAY, 11))
    visit.assess(inspection, visit.officials[3])
    with pytest.raises(BadInput):
        conclude_inspection(viewer=visit.inspector, inspection=inspection, conclusion=" ", now=at(MONDAY, 11))
    for who in (visit.head, visit.officials[0]):
        with pytest.raises(NotAllowed):
            conclude_inspection(viewer=viewer(who), inspection=inspection, conclusion="Đạt.", now=at(MONDAY, 11))


def test_after_the_conclusion_nothing_is_added(visit: Visit) -> None:
    inspection = visit.assessed()
    conclude_inspection(viewer=visit.inspector, inspection=inspection, conclusion="Đạt.", now=at(MONDAY, 11))
    for step in (
        lambda: visit.assess(inspection, visit.officials[0]),
        lambda: found(visit, inspection),
        lambda: start_inspection(viewer=visit.inspector, inspection=inspection, now=at(MONDAY, 12)),
    ):
        with pytest.raises(NotPossible):
            step()


def test_the_official_answers_once_and_the_assessment_then_stands(visit: Visit) -> None:
    inspection = visit.assessed()
    mine = Assessment.objects.get(person=visit.officials[2])
    for who in (visit.inspector, viewer(visit.officials[0])):
        with pytest.raises(NotAllowed):
            give_opinion(viewer=who, assessment=mine, opinion="Không đúng.", now=at(MONDAY, 10))
    own = viewer(visit.officials[2])
    with pytest.raises(BadInput):
        give_opinion(viewer=own, assessment=mine, opinion="", now=at(MONDAY, 10))
    give_opinion(viewer=own, assessment=mine, opinion="Bảng phí mới đến hôm qua.", now=at(MONDAY, 10))
    with pytest.raises(NotPossible):
        give_opinion(viewer=own, assessment=mine, opinion="Thêm.", now=at(MONDAY, 10))
    with pytest.raises(NotPossible):
        visit.assess(inspection, visit.officials[2])
    assert verify().intact


def test_a_finding_needs_content_and_evidence_and_somebody_of_the_unit(visit: Visit) -> None:
    inspection = visit.start()
    for field, change in (
        ("description", {"description": ""}),
        ("evidence", {"evidence": " "}),
        ("person", {"person": visit.city.official}),
    ):
        with pytest.raises(BadInput) as refused:
            found(visit, inspection, **change)
        assert refused.value.field == field
    assert [found(visit, inspection, person=None).order, found(visit, inspection).order] == [1, 2]


def test_a_remedy_is_ordered_once_by_who_may_and_with_a_product(visit: Visit) -> None:
    finding = found(visit, visit.start())

    def order(**more: object) -> Finding:
        values: dict[str, object] = {
            "viewer": visit.inspector,
            "finding": finding,
            "title": "Thay bảng phí",
            "product": "Ảnh bảng phí mới",
            "deadline": WEDNESDAY,
            "responsible": visit.officials[2],
            "now": at(MONDAY, 10),
        }
        return order_remedy(**{**values, **more})  # type: ignore[arg-type]

    for who in (visit.officials[2], visit.head, visit.city.clerk):
        with pytest.raises(NotAllowed):
            order(viewer=viewer(who))
    for field, change in (
        ("title", {"title": ""}),
        ("product", {"product": ""}),
        ("deadline", {"deadline": MONDAY - dt.timedelta(days=1)}),
        ("responsible", {"responsible": None}),  # the counter has no head
    ):
        with pytest.raises(BadInput) as refused:
            order(**change)
        assert refused.value.field == field
    assert Task.objects.count() == 0
    order()
    with pytest.raises(NotPossible):
        order()
