"""The signature: who, what must have been seen, which number, and that the text is frozen."""

import datetime as dt

import pytest

from nhacviec.documents.models import IssuedDocument, Register
from nhacviec.ledger.queries import verify
from nhacviec.reminders.actions import sign_notice
from nhacviec.reminders.models import Notice
from nhacviec.tasks.models import Task
from nhacviec.web.errors import BadInput, NotAllowed, NotPossible
from tests.factories import MONDAY, City, appoint, at, viewer
from tests.reminders.conftest import a_submission, a_task, an_obstacle, drafted, signed


def test_numbers_follow_one_another_in_the_term_of_the_committee(city: City) -> None:
    numbers = [signed(city, drafted(a_task(city))).number for _i in range(3)]
    assert numbers == ["01-TB/TU", "02-TB/TU", "03-TB/TU"]
    assert verify().intact


def test_an_administration_has_its_own_series_and_layout(city: City) -> None:
    notice = drafted(a_task(city, assigner=city.administration))
    done = sign_notice(viewer=viewer(city.city_chairman), notice=notice, now=at(MONDAY))
    assert done.number == "01/TB-UBND"
    assert (done.content["family"], done.content["authority"]) == ("state", "TM. ỦY BAN NHÂN DÂN")
    assert (done.content["post"], done.content["issuer"]) == ("CHỦ TỊCH", "ỦY BAN NHÂN DÂN THÀNH PHỐ TAM KỲ")


def test_the_document_says_who_what_how_late_and_until_when(city: City) -> None:
    done = signed(city, drafted(a_task(city)))
    text = " ".join(done.content["paragraphs"])
    assert done.content["subject"] == "nhắc việc lần thứ nhất đối với Ủy ban nhân dân phường An Sơn"
    for part in ("⟦25/10/2021⟧", "⟦10⟧ ngày làm việc", "⟦29/11/2021⟧", "Chỉ thị 06-CT/TU", "Lê Quang Thịnh"):
        assert part in text
    assert done.content["day"] == "Tam Kỳ, ngày 08 tháng 11 năm 2021"
    assert (done.content["authority"], done.content["post"], done.content["signer"]) == (
        "T/M BAN THƯỜNG VỤ",
        "PHÓ BÍ THƯ",
        "Đỗ Khánh Lâm",
    )


def test_the_text_stays_as_signed_when_the_task_is_renamed(city: City) -> None:
    done = signed(city, drafted(a_task(city)))
    before = done.content
    Task.objects.filter(pk=done.task_id).update(title="Việc khác")
    assert Notice.objects.get(pk=done.pk).content == before


def test_what_waits_for_a_superior_must_be_confirmed_as_seen(city: City) -> None:
    from nhacviec.reminders.actions import include_candidate

    task = a_task(city)
    an_obstacle(task, city.administration)
    notice = include_candidate(viewer=viewer(city.clerk), notice=drafted(task), reason="Muộn", now=at(MONDAY))
    with pytest.raises(BadInput) as error:
        sign_notice(viewer=viewer(city.leader), notice=notice, now=at(MONDAY))
    assert error.value.field == "pending_seen"
    assert not IssuedDocument.objects.exists(), "no number was taken"
    done = sign_notice(viewer=viewer(city.leader), notice=notice, pending_seen=True, now=at(MONDAY))
    assert (done.pending, done.pending_seen) == (["obstacle"], True)
    assert verify().intact


def test_what_was_set_aside_must_be_included_before_it_is_signed(city: City) -> None:
    task = a_task(city)
    an_obstacle(task, city.administration)
    with pytest.raises(NotPossible):
        sign_notice(viewer=viewer(city.leader), notice=drafted(task), pending_seen=True, now=at(MONDAY))


def test_a_draft_that_is_no_longer_due_cannot_be_signed(city: City) -> None:
    task = a_task(city)
    notice = drafted(task)
    # Behind the program's back, so that no hook has discarded the draft.
    Task.objects.filter(pk=task.pk).update(deadline=dt.date(2022, 3, 1))
    with pytest.raises(NotPossible, match="01/03/2022"):
        sign_notice(viewer=viewer(city.leader), notice=notice, now=at(MONDAY))
    assert not IssuedDocument.objects.exists()


@pytest.mark.parametrize("who", ["clerk", "inspector", "organiser", "chairman", "official", "city_chairman"])
def test_only_a_leader_of_the_issuer_signs(city: City, who: str) -> None:
    notice = drafted(a_task(city))
    with pytest.raises(NotAllowed):
        sign_notice(viewer=viewer(getattr(city, who)), notice=notice, now=at(MONDAY))


def test_nobody_signs_a_notice_that_names_himself(city: City) -> None:
    appoint(city.leader, city.ward, "deputy_head")
    notice = drafted(a_task(city, responsible=city.leader))
    with pytest.raises(NotAllowed):
        sign_notice(viewer=viewer(city.leader), notice=notice, now=at(MONDAY))


def test_a_notice_is_signed_once(city: City) -> None:
    done = signed(city, drafted(a_task(city)))
    with pytest.raises(NotPossible):
        sign_notice(viewer=viewer(city.leader), notice=done, now=at(MONDAY))
    assert Register.objects.get().last == 1


def test_the_lateness_is_that_of_the_day_of_signature(city: City) -> None:
    notice = drafted(a_task(city))
    on = dt.date(2021, 11, 10)
    done = sign_notice(viewer=viewer(city.leader, on), notice=notice, now=at(on))
    assert (done.days_late, done.cure_date) == (12, dt.date(2021, 12, 1))


def test_the_days_for_which_a_superior_is_waited_for_are_not_counted_as_late(city: City) -> None:
    task = a_task(city, stopped_on=dt.date(2021, 11, 1))
    a_submission(task, dt.date(2021, 11, 1))
    assert drafted(task).days_late == 5
