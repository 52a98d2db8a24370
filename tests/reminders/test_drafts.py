"""What the office does with drafts before the signature."""

import datetime as dt

import pytest

from nhacviec.ledger.queries import verify
from nhacviec.notifications.models import Message
from nhacviec.reminders.actions import (
    discard,
    edit_draft,
    include_candidate,
    present_notices,
    set_aside,
    sign_notice,
    sweep,
)
from nhacviec.reminders.models import Notice, ReminderClock
from nhacviec.web.errors import BadInput, NotAllowed, NotPossible
from tests.factories import MONDAY, City, appoint, at, viewer
from tests.reminders.conftest import a_task, an_obstacle, drafted, signed


def test_including_needs_a_reason_that_the_signer_reads(city: City) -> None:
    task = a_task(city)
    an_obstacle(task, city.administration)
    notice = drafted(task)
    with pytest.raises(BadInput) as error:
        include_candidate(viewer=viewer(city.clerk), notice=notice, reason="  ", now=at(MONDAY))
    assert error.value.field == "reason"
    included = include_candidate(viewer=viewer(city.clerk), notice=notice, reason="Báo quá muộn", now=at(MONDAY))
    assert (included.state, included.note) == ("draft", "Báo quá muộn")
    assert verify().intact


def test_a_draft_that_a_person_set_aside_stays_aside(city: City) -> None:
    task = a_task(city)
    notice = drafted(task)
    set_aside(viewer=viewer(city.clerk), notice=notice, reason="Chờ họp giao ban", now=at(MONDAY))
    sweep(on=dt.date(2021, 11, 9), now=at(dt.date(2021, 11, 9)))
    assert Notice.objects.get().state == "set_aside"
    assert verify().intact


def test_a_discarded_draft_is_not_forgotten_for_good(city: City) -> None:
    task = a_task(city)
    notice = drafted(task)
    discard(viewer=viewer(city.clerk), notice=notice, reason="Đã nhắc miệng", now=at(MONDAY))
    again = ReminderClock.objects.get(task=task).next_check
    assert again == dt.date(2021, 11, 29)
    assert sweep(on=again, now=at(again)).first == 1
    assert list(Notice.objects.order_by("pk").values_list("state", flat=True)) == ["discarded", "draft"]
    assert verify().intact


@pytest.mark.parametrize(
    "day", [dt.date(2021, 11, 19), dt.date(2021, 12, 7), dt.date(2021, 11, 27), dt.date(2021, 1, 4)]
)
def test_a_cure_date_outside_the_span_or_on_a_day_off_is_refused(city: City, day: dt.date) -> None:
    notice = drafted(a_task(city))
    with pytest.raises(BadInput) as error:
        edit_draft(viewer=viewer(city.clerk), notice=notice, cure_date=day, now=at(MONDAY))
    assert error.value.field == "cure_date"
    notice.refresh_from_db()
    assert notice.cure_date == dt.date(2021, 11, 29)


def test_a_chosen_cure_date_is_kept_at_the_signature_and_refused_when_it_has_become_too_near(city: City) -> None:
    task, other = a_task(city), a_task(city)
    notice, late = drafted(task), None
    late = Notice.objects.get(task=other)
    for one in (notice, late):
        edit_draft(
            viewer=viewer(city.clerk),
            notice=one,
            cure_date=dt.date(2021, 11, 24),
            recipients="Ban Dân vận",
            now=at(MONDAY),
        )
    done = signed(city, Notice.objects.get(pk=notice.pk))
    assert done.cure_date == dt.date(2021, 11, 24)
    assert "Ban Dân vận" in done.content["recipients"]
    on = dt.date(2021, 11, 12)
    with pytest.raises(BadInput, match="Hạn khắc phục"):
        sign_notice(viewer=viewer(city.leader, on), notice=late, now=at(on))


def test_presenting_tells_the_leaders_who_sign(city: City) -> None:
    notice = drafted(a_task(city))
    presented = present_notices(viewer=viewer(city.clerk), notices=[notice], now=at(MONDAY))
    assert presented[0].presented_at == at(MONDAY)
    assert Message.objects.filter(person_id=city.leader.pk, path=notice.get_absolute_url()).exists()
    assert verify().intact


@pytest.mark.parametrize("who", ["chairman", "secretary", "official", "inspector", "other_chairman", "city_chairman"])
def test_only_the_issuers_office_and_leaders_touch_drafts(city: City, who: str) -> None:
    notice = drafted(a_task(city))
    stranger = viewer(getattr(city, who))
    acts = [
        lambda: set_aside(viewer=stranger, notice=notice, reason="x", now=at(MONDAY)),
        lambda: discard(viewer=stranger, notice=notice, reason="x", now=at(MONDAY)),
        lambda: present_notices(viewer=stranger, notices=[notice], now=at(MONDAY)),
        lambda: edit_draft(viewer=stranger, notice=notice, cure_date=dt.date(2021, 11, 24), now=at(MONDAY)),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    assert Notice.objects.get().state == "draft"


def test_what_is_signed_is_no_draft_any_more(city: City) -> None:
    notice = signed(city, drafted(a_task(city)))
    for act in (discard, set_aside, include_candidate):
        with pytest.raises(NotPossible):
            act(viewer=viewer(city.clerk), notice=notice, reason="x", now=at(MONDAY))
    with pytest.raises(NotPossible):
        edit_draft(viewer=viewer(city.clerk), notice=notice, cure_date=dt.date(2021, 11, 24), now=at(MONDAY))


def test_drafts_are_seen_by_the_issuer_alone(city: City) -> None:
    drafted(a_task(city))
    seen = {
        name: Notice.objects.visible_to(viewer(getattr(city, name))).exists()
        for name in ("leader", "clerk", "inspector", "organiser", "chairman", "secretary", "official", "other_chairman")
    }
    assert [name for name, sees in seen.items() if sees] == ["leader", "clerk"]


def test_nobody_holds_back_a_notice_about_himself_or_about_the_unit_that_he_heads(city: City) -> None:
    named = drafted(a_task(city, responsible=city.leader))
    appoint(city.leader, city.other_ward, "vice_chairman")
    headed = drafted(a_task(city, lead=city.other_ward, responsible=city.other_chairman))
    for notice in (named, headed):
        for hold_back in (set_aside, discard):
            with pytest.raises(NotAllowed):
                hold_back(viewer=viewer(city.leader), notice=notice, reason="Xem sau", now=at(MONDAY))
        with pytest.raises(NotAllowed):
            edit_draft(viewer=viewer(city.leader), notice=notice, cure_date=dt.date(2021, 12, 6), now=at(MONDAY))
        assert set_aside(viewer=viewer(city.clerk), notice=notice, reason="Chờ họp", now=at(MONDAY)).note == "Chờ họp"
