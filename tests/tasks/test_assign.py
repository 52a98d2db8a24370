"""Assigning a task: the gate of the six clear points, rights, codes."""

import datetime as dt

import pytest

from nhacviec.notifications.models import Message
from nhacviec.orgs.models import Appointment
from nhacviec.tasks.actions import BadDrafts, assign_tasks, check_draft
from nhacviec.tasks.models import DeadlineStep, Task
from nhacviec.web.errors import BadInput, NotAllowed
from tests.factories import MONDAY, at, put

from .conftest import DEADLINE, Work, queries


def test_a_task_has_a_lead_a_person_a_product_and_an_original_deadline(work: Work) -> None:
    task = work.assigned()
    assert task.lead == work.city.ward
    assert task.responsible == work.city.chairman  # nobody was named: the head of the lead
    assert task.original_deadline == task.deadline == DEADLINE
    assert task.code == "NV-2021-0001"
    assert task.state == "assigned"
    step = DeadlineStep.objects.get(task=task)
    assert (step.kind, step.days, step.result) == ("original", 9, DEADLINE)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": "  "}, "title"),
        ({"product": ""}, "product"),
        ({"lead": None}, "lead"),
        ({"deadline_kind": "", "deadline": None}, "deadline_kind"),
        ({"deadline_kind": "someday"}, "deadline_kind"),
        ({"deadline": None}, "deadline"),
        ({"deadline_kind": "continuous"}, "deadline"),
        ({"deadline": dt.date(2021, 11, 7)}, "deadline"),
        ({"deadline": dt.date(2999, 1, 1)}, "deadline"),
        ({"title": "x" * 1001}, "title"),
    ],
)
def test_a_draft_that_is_not_clear_is_refused_with_the_field(work: Work, change: dict[str, object], field: str) -> None:
    draft = work.draft(**change)
    assert [name for name, _message in check_draft(draft, MONDAY)] == [field]
    with pytest.raises(BadInput) as error:
        assign_tasks(viewer=work.viewer(work.city.leader), drafts=[draft], on=MONDAY, now=at(MONDAY))
    assert error.value.field == field
    assert not Task.objects.exists()


def test_a_vacant_head_and_nobody_named_is_not_clear(work: Work) -> None:
    appointment = Appointment.objects.get(person=work.city.chairman)
    appointment.valid_until = MONDAY
    put(appointment)
    assert [name for name, _message in check_draft(work.draft(), MONDAY)] == ["responsible"]
    assert check_draft(work.draft(responsible=work.city.official), MONDAY) == []


def test_of_many_drafts_the_faults_are_told_by_number_and_nothing_is_saved(work: Work) -> None:
    drafts = [work.draft(), work.draft(product=""), work.draft(lead=None, title="")]
    with pytest.raises(BadDrafts) as error:
        assign_tasks(viewer=work.viewer(work.city.leader), drafts=drafts, on=MONDAY, now=at(MONDAY))
    fields = {place: [name for name, _message in found] for place, found in error.value.faults.items()}
    assert fields == {1: ["product"], 2: ["title", "lead"]}
    assert not Task.objects.exists()


def test_codes_go_on_without_a_gap_and_a_given_code_is_kept(work: Work) -> None:
    drafts = [work.draft(), work.draft(code="PL2-17"), work.draft()]
    tasks = assign_tasks(viewer=work.viewer(work.city.leader), drafts=drafts, on=MONDAY, now=at(MONDAY))
    assert [task.code for task in tasks] == ["NV-2021-0001", "PL2-17", "NV-2021-0002"]
    assert work.assigned().code == "NV-2021-0003"
    with pytest.raises(BadInput) as error:
        work.assigned(code="PL2-17")
    assert error.value.field == "code"


def test_many_tasks_need_no_more_statements_than_few(work: Work) -> None:
    leader = work.viewer(work.city.leader)
    with queries() as few:
        assign_tasks(viewer=leader, drafts=[work.draft()] * 2, on=MONDAY, now=at(MONDAY), quiet=True)
    with queries() as many:
        assign_tasks(viewer=leader, drafts=[work.draft()] * 40, on=MONDAY, now=at(MONDAY), quiet=True)
    assert len(many) <= len(few)


def test_only_who_speaks_for_the_assigner_or_its_office_assigns_and_only_downwards(work: Work) -> None:
    city = work.city
    for who in (city.official, city.chairman, city.other_chairman):
        with pytest.raises(NotAllowed):
            assign_tasks(viewer=work.viewer(who), drafts=[work.draft()], on=MONDAY, now=at(MONDAY))
    assert assign_tasks(viewer=work.viewer(city.clerk), drafts=[work.draft()], on=MONDAY, now=at(MONDAY))
    within = work.draft(assigner=city.ward, lead=city.counter, responsible=city.official)
    assert assign_tasks(viewer=work.viewer(city.chairman), drafts=[within], on=MONDAY, now=at(MONDAY))
    upward = work.draft(assigner=city.ward, lead=city.department, responsible=city.official)
    with pytest.raises(NotAllowed):
        assign_tasks(viewer=work.viewer(city.chairman), drafts=[upward], on=MONDAY, now=at(MONDAY))


def test_the_inspection_commission_assigns_what_must_be_remedied(work: Work) -> None:
    draft = work.draft(assigner=work.city.inspection)
    task = assign_tasks(viewer=work.viewer(work.city.inspector), drafts=[draft], on=MONDAY, now=at(MONDAY))[0]
    assert task.assigner == work.city.inspection


def test_the_responsible_person_is_told(work: Work) -> None:
    task = work.assigned()
    message = Message.objects.get(person_id=work.city.chairman.pk)
    assert message.path == task.get_absolute_url()
    assert message.params["deadline"] == "2021-11-19"
