"""From the signature to the end: service, receipt, reply, withdrawal, consequence."""

import datetime as dt

import pytest

from nhacviec.documents.models import IssuedDocument
from nhacviec.ledger.queries import verify
from nhacviec.notifications.models import Message
from nhacviec.reminders.actions import (
    acknowledge_notice,
    decide_consequence,
    propose_case,
    reply_notice,
    serve_notice,
    sweep,
    withdraw_notice,
)
from nhacviec.reminders.models import Consequence, Notice, ReminderClock
from nhacviec.reminders.queries import waiting_for
from nhacviec.web.errors import BadInput, NotAllowed, NotPossible
from tests.factories import MONDAY, City, appoint, at, viewer
from tests.reminders.conftest import a_task, acknowledged, drafted, served, signed

TUESDAY = MONDAY + dt.timedelta(days=1)


def breached(city: City) -> Notice:
    """A second notice not acted on, with its proposals."""
    served(city, drafted(a_task(city)))
    day = dt.date(2021, 11, 30)
    sweep(on=day, now=at(day))
    second = served(city, Notice.objects.get(level=2), day)
    sweep(on=dt.date(2021, 12, 22), now=at(dt.date(2021, 12, 22)))
    second.refresh_from_db()
    assert second.state == "breached"
    return second


def test_service_starts_the_clock_and_tells_head_and_person_urgently(city: City) -> None:
    notice = served(city, drafted(a_task(city)))
    assert (notice.state, notice.served_on) == ("served", MONDAY)
    assert ReminderClock.objects.get().next_check == dt.date(2021, 11, 30)
    assert Message.objects.filter(person_id=city.chairman.pk, urgent=True).count() == 1
    assert verify().intact


@pytest.mark.parametrize("day", [dt.date(2021, 11, 5), dt.date(2021, 11, 10)])
def test_service_lies_between_signature_and_today(city: City, day: dt.date) -> None:
    notice = signed(city, drafted(a_task(city)))
    with pytest.raises(BadInput) as error:
        serve_notice(viewer=viewer(city.clerk), notice=notice, served_on=day, now=at(TUESDAY))
    assert error.value.field == "served_on"


def test_the_addressee_does_not_serve_itself(city: City) -> None:
    notice = signed(city, drafted(a_task(city)))
    with pytest.raises(NotAllowed):
        serve_notice(viewer=viewer(city.chairman), notice=notice, now=at(MONDAY))


def test_receipt_keeps_who_and_in_which_post(city: City) -> None:
    notice = acknowledged(city, drafted(a_task(city)))
    assert (notice.state, notice.acknowledged_by, notice.acknowledged_post) == (
        "acknowledged",
        city.chairman,
        "Chủ tịch UBND phường An Sơn",
    )
    with pytest.raises(NotPossible):
        acknowledge_notice(viewer=viewer(city.chairman), notice=notice, now=at(TUESDAY))
    assert verify().intact


def test_the_person_named_may_confirm_receipt_and_others_may_not(city: City) -> None:
    notice = served(city, drafted(a_task(city, responsible=city.official)))
    for who in (city.clerk, city.leader, city.secretary, city.other_chairman):
        with pytest.raises(NotAllowed):
            acknowledge_notice(viewer=viewer(who), notice=notice, now=at(TUESDAY))
    assert acknowledge_notice(viewer=viewer(city.official), notice=notice, now=at(TUESDAY)).state == "acknowledged"


def test_a_reply_is_written_once_and_never_overwritten(city: City) -> None:
    notice = served(city, drafted(a_task(city)))
    with pytest.raises(BadInput):
        reply_notice(viewer=viewer(city.chairman), notice=notice, text=" ", now=at(TUESDAY))
    replied = reply_notice(viewer=viewer(city.chairman), notice=notice, text="Do mưa lũ", now=at(TUESDAY))
    assert replied.reply == "Do mưa lũ"
    with pytest.raises(NotPossible):
        reply_notice(viewer=viewer(city.chairman), notice=notice, text="Khác", now=at(TUESDAY))
    assert verify().intact


def test_a_reply_before_service_is_not_possible(city: City) -> None:
    notice = signed(city, drafted(a_task(city)))
    with pytest.raises(NotPossible):
        reply_notice(viewer=viewer(city.chairman), notice=notice, text="x", now=at(MONDAY))


def test_a_withdrawn_notice_keeps_its_number_gets_a_document_and_no_longer_counts(city: City) -> None:
    task = a_task(city)
    notice = served(city, drafted(task))
    done = withdraw_notice(viewer=viewer(city.leader, TUESDAY), notice=notice, reason="Ban hành nhầm", now=at(TUESDAY))
    assert (done.state, done.number, done.withdrawal.full_number) == ("withdrawn", "01-TB/TU", "02-TB/TU")
    assert IssuedDocument.objects.get(number=1).state == "withdrawn"
    assert not Notice.objects.issued().exists()
    assert ReminderClock.objects.get(task=task).next_check == TUESDAY, "the task is looked at anew"
    assert sweep(on=TUESDAY, now=at(TUESDAY)).first == 1
    assert signed(city, Notice.objects.open_drafts().get(), TUESDAY).number == "03-TB/TU"
    assert verify().intact


def test_a_withdrawal_needs_a_reason_and_a_leader(city: City) -> None:
    notice = served(city, drafted(a_task(city)))
    with pytest.raises(BadInput):
        withdraw_notice(viewer=viewer(city.leader), notice=notice, reason="", now=at(MONDAY))
    with pytest.raises(NotAllowed):
        withdraw_notice(viewer=viewer(city.clerk), notice=notice, reason="x", now=at(MONDAY))
    notice.refresh_from_db()
    assert (notice.state, notice.document.state) == ("served", "issued")


def test_the_first_notice_stands_as_long_as_the_second_does(city: City) -> None:
    second = breached(city)
    first = Notice.objects.get(level=1)
    on = dt.date(2021, 12, 23)
    with pytest.raises(NotPossible, match="lần thứ hai"):
        withdraw_notice(viewer=viewer(city.leader, on), notice=first, reason="x", now=at(on))
    withdraw_notice(viewer=viewer(city.leader, on), notice=second, reason="Nhầm", now=at(on))
    assert set(Consequence.objects.values_list("state", flat=True)) == {"void"}
    first.refresh_from_db()
    assert withdraw_notice(viewer=viewer(city.leader, on), notice=first, reason="Nhầm", now=at(on)).state == "withdrawn"
    assert verify().intact


def test_the_deciding_body_follows_or_departs_with_grounds_once(city: City) -> None:
    breached(city)
    on = dt.date(2021, 12, 24)
    unit, person = Consequence.objects.order_by("kind")
    leader = viewer(city.leader, on)
    assert [duty.kind for duty in waiting_for(leader, on)].count("decide") == 2
    with pytest.raises(BadInput) as error:
        decide_consequence(viewer=leader, consequence=person, follow=False, grounds=" ", now=at(on))
    assert error.value.field == "grounds"
    taken = decide_consequence(viewer=leader, consequence=unit, follow=True, now=at(on))
    other = decide_consequence(viewer=leader, consequence=person, follow=False, grounds="Mới nhận việc", now=at(on))
    assert (taken.state, taken.decided_by, taken.decided_on) == ("taken", city.leader, on)
    assert (other.state, other.grounds) == ("departed", "Mới nhận việc")
    with pytest.raises(NotPossible):
        decide_consequence(viewer=leader, consequence=taken, follow=False, grounds="x", now=at(on))
    for who in (city.clerk, city.inspector, city.chairman, city.city_chairman):
        with pytest.raises(NotAllowed):
            decide_consequence(viewer=viewer(who, on), consequence=unit, follow=True, now=at(on))
    assert verify().intact


def test_a_decided_consequence_keeps_its_notice_from_being_withdrawn(city: City) -> None:
    second = breached(city)
    on = dt.date(2021, 12, 24)
    decide_consequence(viewer=viewer(city.leader, on), consequence=Consequence.objects.first(), follow=True, now=at(on))
    with pytest.raises(NotPossible, match="đã được quyết định"):
        withdraw_notice(viewer=viewer(city.leader, on), notice=second, reason="x", now=at(on))


def test_a_case_is_proposed_by_a_leader_with_grounds_never_by_the_program(city: City) -> None:
    second = breached(city)
    on = dt.date(2021, 12, 24)
    assert not Consequence.objects.filter(kind="case").exists()
    with pytest.raises(BadInput):
        propose_case(viewer=viewer(city.leader, on), notice=second, grounds="", now=at(on))
    with pytest.raises(NotAllowed):
        propose_case(viewer=viewer(city.clerk, on), notice=second, grounds="x", now=at(on))
    case = propose_case(viewer=viewer(city.leader, on), notice=second, grounds="Gây thiệt hại", now=at(on))
    assert (case.kind, case.person, case.state) == ("case", city.chairman, "proposed")
    with pytest.raises(NotPossible):
        propose_case(viewer=viewer(city.leader, on), notice=second, grounds="Lần nữa", now=at(on))
    assert verify().intact


def test_no_case_is_proposed_before_the_second_notice_was_breached(city: City) -> None:
    notice = served(city, drafted(a_task(city)))
    with pytest.raises(NotPossible):
        propose_case(viewer=viewer(city.leader), notice=notice, grounds="x", now=at(MONDAY))


def test_each_finds_what_waits_for_him_and_nothing_else(city: City) -> None:
    def kinds(who: object, on: dt.date = MONDAY) -> list[str]:
        return [duty.kind for duty in waiting_for(viewer(who, on), on)]

    notice = drafted(a_task(city))
    assert kinds(city.leader) == []
    notice = signed(city, notice)
    assert (kinds(city.clerk), kinds(city.chairman)) == (["serve"], [])
    serve_notice(viewer=viewer(city.clerk), notice=notice, now=at(MONDAY, 11))
    assert (kinds(city.clerk), kinds(city.chairman), kinds(city.other_chairman)) == ([], ["acknowledge"], [])
    duty = waiting_for(viewer(city.chairman), MONDAY)[0]
    assert (duty.due, duty.days, duty.number) == (dt.date(2021, 11, 10), 2, "01-TB/TU")
    acknowledge_notice(viewer=viewer(city.chairman), notice=notice, now=at(TUESDAY))
    assert kinds(city.chairman) == ["reply"]


def test_an_issued_notice_is_seen_by_those_above_the_unit_itself_and_the_person_named(city: City) -> None:
    served(city, drafted(a_task(city)))
    names = ("leader", "clerk", "inspector", "organiser", "chairman", "secretary", "official", "other_chairman")
    seen = [name for name in names if Notice.objects.visible_to(viewer(getattr(city, name))).exists()]
    assert seen == ["leader", "clerk", "inspector", "organiser", "chairman", "secretary"]


def test_who_heads_the_addressee_in_another_post_neither_withdraws_nor_decides_about_it(city: City) -> None:
    """Nobody acts in the case of the organisation that he or she answers for."""
    appoint(city.leader, city.ward, "vice_chairman")
    second = breached(city)
    on = dt.date(2021, 12, 24)
    with pytest.raises(NotAllowed):
        withdraw_notice(viewer=viewer(city.leader, on), notice=second, reason="Ban hành nhầm", now=at(on))
    for consequence in Consequence.objects.all():
        with pytest.raises(NotAllowed):
            decide_consequence(viewer=viewer(city.leader, on), consequence=consequence, follow=True, now=at(on))
    assert "decide" not in {duty.kind for duty in waiting_for(viewer(city.leader, on), on)}
