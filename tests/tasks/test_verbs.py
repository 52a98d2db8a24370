"""Each verb: who may, when it is possible, what it refuses."""

import datetime as dt

import pytest

from nhacviec.ledger.models import Entry
from nhacviec.notifications.models import Message
from nhacviec.tasks import actions
from nhacviec.tasks.models import Task
from nhacviec.tasks.queries import duties, pending_of
from nhacviec.web.errors import BadInput, NotAllowed, NotPossible
from tests.factories import MONDAY, at

from .conftest import DEADLINE, Work


def fresh(task: Task) -> Task:
    return Task.objects.get(pk=task.pk)


def submitted(work: Work):
    return actions.submit_product(
        viewer=work.viewer(work.city.chairman), task=work.received(), text="Biên bản", now=at(MONDAY, 11)
    )


def test_the_whole_way_leaves_an_entry_for_every_step_in_the_leads_chain(work: Work) -> None:
    submission = submitted(work)
    actions.accept_submission(viewer=work.viewer(work.city.leader), submission=submission, now=at(MONDAY, 12))
    task = fresh(submission.task)
    assert (task.state, task.done_on, task.version) == ("done", MONDAY, 4)
    verbs = Entry.objects.filter(chain=work.city.ward.pk).order_by("seq").values_list("verb", flat=True)
    assert list(verbs) == ["assign", "receive", "submit", "accept"]


def test_a_task_is_received_before_it_is_reported_on(work: Work) -> None:
    task = work.assigned()
    with pytest.raises(NotPossible, match="Tiếp nhận trước"):
        actions.report_progress(viewer=work.viewer(work.city.chairman), task=task, text="Xong", now=at(MONDAY))


@pytest.mark.parametrize("who", ["leader", "clerk", "secretary", "official", "other_chairman"])
def test_only_the_doer_reports_and_submits(work: Work, who: str) -> None:
    task, viewer = work.received(), work.viewer(getattr(work.city, who))
    with pytest.raises(NotAllowed):
        actions.report_progress(viewer=viewer, task=task, text="Xong", now=at(MONDAY))
    with pytest.raises(NotAllowed):
        actions.submit_product(viewer=viewer, task=task, text="Xong", now=at(MONDAY))
    assert fresh(task).state == "received"


@pytest.mark.parametrize("who", ["clerk", "chairman", "city_chairman", "inspector", "other_chairman"])
def test_only_who_speaks_for_the_assigner_accepts_returns_and_orders(work: Work, who: str) -> None:
    submission, viewer = submitted(work), work.viewer(getattr(work.city, who))
    with pytest.raises(NotAllowed):
        actions.accept_submission(viewer=viewer, submission=submission, now=at(MONDAY))
    with pytest.raises(NotAllowed):
        actions.return_submission(viewer=viewer, submission=submission, reason="x", now=at(MONDAY))
    with pytest.raises(NotAllowed):
        actions.withdraw_task(viewer=viewer, task=submission.task, reason="x", now=at(MONDAY))


def test_nobody_accepts_the_own_product(work: Work) -> None:
    """The ward's chairman assigns to his own ward, does it himself, and speaks for both sides."""
    city = work.city
    chairman = work.viewer(city.chairman)
    task = actions.assign_task(viewer=chairman, draft=work.draft(assigner=city.ward), on=MONDAY, now=at(MONDAY))
    actions.receive_task(viewer=chairman, task=task, now=at(MONDAY))
    submission = actions.submit_product(viewer=chairman, task=task, text="Xong", now=at(MONDAY))
    with pytest.raises(NotAllowed):
        actions.accept_submission(viewer=chairman, submission=submission, now=at(MONDAY))


def test_a_product_waits_once_and_a_closed_task_takes_none(work: Work) -> None:
    submission = submitted(work)
    chairman = work.viewer(work.city.chairman)
    with pytest.raises(NotPossible):
        actions.submit_product(viewer=chairman, task=submission.task, text="Nữa", now=at(MONDAY))
    actions.accept_submission(viewer=work.viewer(work.city.leader), submission=submission, now=at(MONDAY))
    with pytest.raises(NotPossible):
        actions.submit_product(viewer=chairman, task=submission.task, text="Nữa", now=at(MONDAY))
    with pytest.raises(NotPossible):
        actions.accept_submission(viewer=work.viewer(work.city.leader), submission=submission, now=at(MONDAY))


def test_an_empty_product_and_an_empty_reason_are_refused_and_nothing_is_saved(work: Work) -> None:
    task = work.received()
    with pytest.raises(BadInput) as error:
        actions.submit_product(viewer=work.viewer(work.city.chairman), task=task, text=" \n ", now=at(MONDAY))
    assert error.value.field == "text"
    submission = actions.submit_product(
        viewer=work.viewer(work.city.chairman), task=task, text="Biên bản", now=at(MONDAY)
    )
    with pytest.raises(BadInput) as error:
        actions.return_submission(
            viewer=work.viewer(work.city.leader), submission=submission, reason="  ", now=at(MONDAY)
        )
    assert error.value.field == "reason"
    assert fresh(task).state == "submitted"


def test_versions_are_counted_and_earlier_submissions_stay(work: Work) -> None:
    first = submitted(work)
    actions.return_submission(viewer=work.viewer(work.city.leader), submission=first, reason="Thiếu", now=at(MONDAY))
    second = actions.submit_product(
        viewer=work.viewer(work.city.chairman), task=first.task, text="Đủ", now=at(MONDAY, 15)
    )
    assert (first.version, second.version) == (1, 2)
    assert fresh(first.task).submissions.get(version=1).outcome == "returned"


def test_a_stale_change_is_refused(work: Work) -> None:
    task = work.received()
    actions.report_progress(viewer=work.viewer(work.city.chairman), task=task, text="Một nửa", now=at(MONDAY))
    with pytest.raises(NotPossible, match="người khác"):
        actions.withdraw_task(
            viewer=work.viewer(work.city.leader), task=task, reason="Trùng", now=at(MONDAY), version=task.version
        )


def test_an_obstacle_goes_only_upward(work: Work) -> None:
    task, city = work.received(), work.city

    def ask(whom):
        return actions.report_obstacle(
            viewer=work.viewer(city.chairman),
            task=task,
            cause="land",
            text="Vướng",
            proposal="Đề xuất",
            asked=whom,
            now=at(MONDAY),
        )

    for whom in (city.counter, city.ward, city.other_ward, city.department):
        with pytest.raises(BadInput) as error:
            ask(whom)
        assert error.value.field == "asked"
    assert ask(city.administration).asked == city.administration
    assert ask(city.committee).asked == city.committee
    assert pending_of(task) == ("obstacle",)


def test_only_the_asked_answers_and_only_once(work: Work) -> None:
    task, city = work.received(), work.city
    obstacle = actions.report_obstacle(
        viewer=work.viewer(city.chairman),
        task=task,
        cause="land",
        text="Vướng",
        proposal="Đề xuất",
        asked=city.administration,
        now=at(MONDAY),
    )

    def answer(who):
        return actions.answer_obstacle(
            viewer=work.viewer(who), obstacle=obstacle, outcome="agreed", answer="Được", now=at(MONDAY)
        )

    for who in (city.leader, city.chairman, city.official, city.clerk):
        with pytest.raises(NotAllowed):
            answer(who)
    answer(city.city_chairman)
    with pytest.raises(NotPossible):
        answer(city.city_chairman)
    assert Message.objects.filter(person_id=city.chairman.pk, message__startswith="Vướng mắc đã").count() == 1


def test_an_extension_is_asked_before_the_deadline_and_one_at_a_time(work: Work) -> None:
    task = work.received()
    after = DEADLINE + dt.timedelta(days=3)

    def ask(on, proposed):
        return actions.request_extension(
            viewer=work.viewer(work.city.chairman, on), task=task, reason="Mưa", proposed=proposed, now=at(on)
        )

    with pytest.raises(NotPossible, match="trước khi hết thời hạn"):
        ask(after, dt.date(2021, 12, 1))
    with pytest.raises(BadInput) as error:
        ask(MONDAY, DEADLINE)
    assert error.value.field == "proposed"
    extension = ask(MONDAY, dt.date(2021, 12, 1))
    with pytest.raises(NotPossible, match="đang chờ"):
        ask(MONDAY, dt.date(2021, 12, 2))
    with pytest.raises(NotAllowed):
        actions.decide_extension(
            viewer=work.viewer(work.city.clerk), extension=extension, granted=dt.date(2021, 12, 1), now=at(MONDAY)
        )
    with pytest.raises(BadInput) as error:
        actions.decide_extension(
            viewer=work.viewer(work.city.leader), extension=extension, granted=None, reason="", now=at(MONDAY)
        )
    assert error.value.field == "reason"
    actions.decide_extension(
        viewer=work.viewer(work.city.leader), extension=extension, granted=None, reason="Đủ thời gian", now=at(MONDAY)
    )
    assert fresh(task).deadline == DEADLINE


def test_a_co_operating_part_has_its_own_date(work: Work) -> None:
    city = work.city
    task = work.received(contributions=[(city.department, "trích đo", dt.date(2021, 11, 12))])
    part = task.contributions.get()
    with pytest.raises(NotAllowed):
        actions.finish_part(viewer=work.viewer(city.official), contribution=part, done_on=MONDAY, now=at(MONDAY))
    with pytest.raises(BadInput):
        actions.finish_part(
            viewer=work.viewer(city.chairman), contribution=part, done_on=dt.date(2021, 11, 9), now=at(MONDAY)
        )
    done = actions.finish_part(viewer=work.viewer(city.chairman), contribution=part, done_on=MONDAY, now=at(MONDAY))
    assert done.done_on == MONDAY


def test_a_withdrawn_task_is_not_counted_and_takes_nothing_more(work: Work) -> None:
    task = work.received()
    actions.withdraw_task(viewer=work.viewer(work.city.leader), task=task, reason="Trùng", now=at(MONDAY))
    assert Task.objects.counted().count() == 0
    with pytest.raises(NotPossible):
        actions.report_progress(viewer=work.viewer(work.city.chairman), task=task, text="x", now=at(MONDAY))


def test_many_verbs_at_once_each_with_its_own_actor_and_moment(work: Work) -> None:
    tasks = [work.assigned() for _place in range(5)]
    chairman = work.viewer(work.city.chairman)
    items = [actions.Receipt(task=t, viewer=chairman, now=at(MONDAY, 9, n)) for n, t in enumerate(tasks)]
    received = actions.receive_tasks(items=items, quiet=True)
    assert [t.received_at for t in received] == [at(MONDAY, 9, n) for n in range(5)]
    products = [actions.Product(task=t, viewer=chairman, text="Xong", now=at(MONDAY, 10)) for t in received]
    submissions = actions.submit_products(items=products, quiet=True)
    leader = work.viewer(work.city.leader)
    verdicts = [
        actions.Verdict(task=t, viewer=leader, submission=s, now=at(MONDAY, 11))
        for t, s in zip(received, submissions, strict=True)
    ]
    actions.accept_submissions(items=verdicts, quiet=True)
    assert Task.objects.done_on_time().count() == 5
    with pytest.raises(ValueError, match="twice"):
        actions.receive_tasks(items=[items[0], items[0]])


def test_the_doer_does_not_decide_about_his_own_time_in_the_assigners_name(work: Work) -> None:
    """Whoever is responsible and also heads the assigner: an answer, an extension, a withdrawal come from another."""
    city = work.city
    task = work.received(responsible=city.leader)
    doer, reporter = work.viewer(city.leader), work.viewer(city.chairman)
    obstacle = actions.report_obstacle(
        viewer=reporter, task=task, cause="land", text="Vướng", proposal="Cho", asked=city.committee, now=at(MONDAY)
    )
    extension = actions.request_extension(
        viewer=reporter, task=task, reason="Mưa", proposed=dt.date(2021, 12, 1), now=at(MONDAY)
    )
    with pytest.raises(NotAllowed):
        actions.answer_obstacle(viewer=doer, obstacle=obstacle, outcome="agreed", answer="Được", now=at(MONDAY))
    with pytest.raises(NotAllowed):
        actions.decide_extension(viewer=doer, extension=extension, granted=extension.proposed, now=at(MONDAY))
    for order in (actions.suspend_task, actions.withdraw_task):
        with pytest.raises(NotAllowed):
            order(viewer=doer, task=fresh(task), reason="Chờ", now=at(MONDAY))
    answers = {"accept", "answer_obstacle", "decide_extension"}
    assert not answers & {duty.kind for duty in duties(doer, MONDAY)}
    actions.instruct(viewer=doer, task=fresh(task), text="Khẩn trương", now=at(MONDAY))
