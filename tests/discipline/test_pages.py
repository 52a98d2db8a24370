"""Pages of discipline: the way through a case, wrong answers, who reads what, and that reading is on record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from nhacviec.discipline.models import Case
from nhacviec.discipline.queries import forms_in_year, sanctions
from nhacviec.ledger.queries import verify
from nhacviec.orgs.models import Person, ReadingLog
from nhacviec.reminders.models import Consequence, Notice
from nhacviec.tasks.actions import TaskDraft, assign_task
from nhacviec.web.errors import BadInput, NotPossible
from tests.discipline.conftest import DECIDED, OPENED, File, count
from tests.factories import at, put, viewer


@pytest.fixture(autouse=True)
def _today(settings: Any) -> None:
    settings.NHACVIEC_TODAY = "2021-11-08T09:30"


def signed_in(who: Person) -> Client:
    client = Client()
    assert who.user is not None
    client.force_login(who.user)
    return client


BALLOT = {"held_on": "08/11/2021", "roll": 5, "present": 5, "issued": 5, "returned": 5, "valid": 5}


def test_a_case_goes_through_its_pages(file: File) -> None:
    client = signed_in(file.city.inspector)
    opened = client.post(
        f"/ky-luat/mo/{file.plain.pk}/",
        {"violation": "Chậm xử lý hồ sơ.", "act_ended_on": "04/10/2021", "proposed_form": "reprimand"},
    )
    case = Case.objects.get()
    page = f"/ky-luat/{case.pk}/"
    assert opened["Location"] == page
    steps = [
        ("nghe-y-kien/", {"held_on": "08/11/2021", "attended": "yes", "self_review": "done", "statement": "Tôi nhận."}),
        ("bo-phieu/", {**BALLOT, "vote_reprimand": 4, "vote_warning": 0, "vote_none": 1}),
        ("quyet-dinh/", {"number": "12-QĐ/CB", "decided_on": "8/11/2021", "signed_by": file.cell_secretary.pk}),
        ("cong-bo/", {"announced_on": "08/11/2021"}),
    ]
    for step, answers in steps:
        assert client.get(page + step).status_code == 200, step
        answer = client.post(page + step, answers)
        assert (answer.status_code, answer.get("Location")) == (302, page), step
    case.refresh_from_db()
    assert (case.state, case.decision.form) == ("decided", "reprimand")
    assert client.get(page + "bo-phieu/").status_code == 409
    assert verify().intact


def test_a_contradictory_count_is_told_at_each_field_and_what_was_typed_stays(file: File) -> None:
    case = file.hear(file.open())
    answer = signed_in(file.city.inspector).post(
        f"/ky-luat/{case.pk}/bo-phieu/",
        {**BALLOT, "present": 6, "vote_reprimand": 3, "vote_warning": 0, "vote_none": 0},
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_present_error"' in page
    assert 'id="id_vote_none_error"' in page
    assert 'value="6"' in page
    assert Case.objects.get(pk=case.pk).state == "heard"


def test_each_opening_is_on_record_but_not_the_members_own(file: File) -> None:
    case = file.open()
    signed_in(file.city.leader).get(f"/ky-luat/{case.pk}/")
    signed_in(file.plain).get(f"/ky-luat/{case.pk}/")
    log = ReadingLog.objects.get()
    assert (log.person_id, log.reader_person_id) == (file.plain.pk, file.city.leader.pk)
    assert (log.subject, log.record_id, log.ground) == ("case", case.pk, "staff")


def test_no_name_stands_in_the_title_of_the_tab(file: File) -> None:
    case = file.announce(file.decided())
    for url in ("/ky-luat/", f"/ky-luat/{case.pk}/"):
        page = signed_in(file.city.inspector).get(url).content.decode()
        title = page[page.index("<title>") : page.index("</title>")]
        assert file.plain.full_name not in title
        assert file.plain.full_name in page


def test_the_member_reads_the_own_case_and_finds_no_way_to_act(file: File) -> None:
    case = file.open()
    client = signed_in(file.plain)
    page = client.get(f"/ky-luat/{case.pk}/").content.decode()
    assert "Đây là vụ việc về đồng chí" in page
    assert "nghe-y-kien" not in page
    assert client.get(f"/ky-luat/{case.pk}/nghe-y-kien/").status_code == 403


def test_a_colleague_does_not_learn_of_it(file: File) -> None:
    case = file.open()
    client = signed_in(file.city.official)
    assert client.get(f"/ky-luat/{case.pk}/").status_code == 404
    assert case.code not in client.get("/ky-luat/").content.decode()


def test_the_list_behind_a_figure_has_as_many_rows_as_the_figure(file: File) -> None:
    file.announce(file.decided())
    heavy = file.vote(file.hear(file.open(file.city.official, violation="Việc khác.")), count(5, warning=5))
    file.decide(heavy, form="warning", number="13-QĐ/CB")
    file.open(file.city.secretary)
    told = sanctions(2021)
    assert (dict(told.by_form), told.total, told.members) == ({"reprimand": 1, "warning": 1}, 2, 2)
    assert told.by_body == {"cell": {"reprimand": 1, "warning": 1}}
    assert sanctions(2020).total == 0
    page = signed_in(file.city.leader).get("/ky-luat/?trang-thai=decided&nam=2021&hinh-thuc=warning").content.decode()
    assert page.count('<th scope="row">') == told.by_form["warning"]
    assert sanctions(2021, viewer(file.city.other_chairman)).total == 0
    assert sanctions(2021, [file.city.cell.pk]).total == 2
    assert sanctions(2021, [file.city.other_party.pk]).total == 0


def test_reviews_are_told_the_forms_of_each_person_in_a_year(file: File) -> None:
    file.decided()
    assert forms_in_year([file.plain.pk, file.city.official.pk], 2021) == {file.plain.pk: ("reprimand",)}
    assert forms_in_year(None, 2021) == {file.plain.pk: ("reprimand",)}
    assert forms_in_year([file.city.official.pk], 2021) == {}
    assert forms_in_year(None, 2022) == {}


def proposal(file: File, state: str) -> Consequence:
    """What follows from a second notice about a task of the ward's chairman that was not acted on."""
    city = file.city
    task = assign_task(
        viewer=viewer(city.leader),
        draft=TaskDraft(
            title="Bàn giao mặt bằng",
            product="Biên bản bàn giao",
            assigner=city.committee,
            lead=city.ward,
            responsible=city.chairman,
            deadline_kind="date",
            deadline=DECIDED,
        ),
        on=OPENED,
        now=at(OPENED),
    )
    notice = put(
        Notice(
            task=task,
            level=2,
            issuer=city.committee,
            addressee=city.ward,
            person=city.chairman,
            drafted_on=OPENED,
            due_on=OPENED,
            days_late=5,
            cure_date=OPENED,
            rule_set="06-CT/TU",
        )
    )
    return put(
        Consequence(
            notice=notice,
            kind="case",
            year=2021,
            organisation=city.ward,
            person=city.chairman,
            decider=city.committee,
            proposed_on=OPENED,
            state=state,
        )
    )


def test_a_proposal_that_was_taken_up_becomes_a_case_once(file: File) -> None:
    taken = proposal(file, "taken")
    client = signed_in(file.city.inspector)
    assert "chờ mở vụ việc" in client.get("/ky-luat/").content.decode()
    url = f"/ky-luat/mo/{file.city.chairman.pk}/?de-nghi={taken.pk}"
    page = client.get(url).content.decode()
    assert taken.notice.task.code in page
    answers = {
        "violation": "Không bàn giao mặt bằng.",
        "act_ended_on": "01/11/2021",
        "proposed_form": "reprimand",
        "superior_task": "on",
    }
    assert client.post(url, answers).status_code == 302
    case = Case.objects.get()
    assert (case.consequence, case.body_kind) == (taken, "inspection_commission")
    with pytest.raises(NotPossible):
        file.open(file.city.chairman, violation="Việc khác.", consequence=taken)
    assert "chờ mở vụ việc" not in client.get("/ky-luat/").content.decode()


def test_a_proposal_that_nobody_took_up_is_no_case(file: File) -> None:
    proposed = proposal(file, "proposed")
    with pytest.raises(NotPossible):
        file.open(file.city.chairman, consequence=proposed)
    with pytest.raises(BadInput) as refused:
        file.open(consequence=proposed)
    assert refused.value.field == "consequence"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_pages_are_accessible_and_fit_a_phone(
    file: File, page_for: Callable[..., Any], axe: Callable[[Any], list[str]]
) -> None:
    case = file.announce(file.decided())
    waiting = file.hear(file.open(file.city.official))
    page = page_for(file.city.inspector.user, phone=True)
    for url in ("/ky-luat/", f"/ky-luat/{case.pk}/", f"/ky-luat/{waiting.pk}/bo-phieu/"):
        page.goto(url)
        assert axe(page) == [], url
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, url
