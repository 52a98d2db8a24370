"""Numbers of a register: in order, without gaps, never twice, also when many take one at the same time."""

import datetime as dt
import threading

import pytest
from django.db import connection, transaction

from nhacviec.documents.actions import register_for, reserve_number, take_number, withdraw_document
from nhacviec.documents.models import IssuedDocument, Register
from nhacviec.documents.queries import expected_number
from nhacviec.ledger.actions import SYSTEM, append
from nhacviec.ledger.queries import verify
from nhacviec.web.errors import BadInput, NotAllowed, NotPossible
from tests.factories import MONDAY, City, a_city, at, viewer


@pytest.fixture
def city(db) -> City:
    return a_city()


def issue(register: Register, on: dt.date = MONDAY, subject: str = "nhắc việc") -> IssuedDocument:
    with transaction.atomic():
        document = take_number(register=register, on=on, signer=None, signer_post="", subject=subject)
        append(
            actor=SYSTEM, chain=register.issuer_id, verb="test", records=[document.register, document], now=at(MONDAY)
        )
    return document


def a_register(city: City, on: dt.date = MONDAY, *, party: bool = True) -> Register:
    return register_for(issuer=city.committee if party else city.administration, kind="TB", on=on)


def test_numbers_start_at_one_and_run_without_gaps(city: City) -> None:
    register = a_register(city)
    assert [issue(register).full_number for _i in range(3)] == ["01-TB/TU", "02-TB/TU", "03-TB/TU"]
    assert verify().intact


def test_a_state_body_writes_its_number_with_a_slash(city: City) -> None:
    assert issue(a_register(city, party=False)).full_number == "01/TB-UBND"


def test_the_party_series_runs_through_the_term_and_starts_again_with_the_next(city: City) -> None:
    issue(a_register(city, dt.date(2020, 12, 31)), dt.date(2020, 12, 31))
    assert issue(a_register(city), MONDAY).number == 2
    before = a_register(city, dt.date(2020, 3, 2))
    assert (before.series, issue(before, dt.date(2020, 3, 2)).number) == ("2015-2020", 1)


def test_the_state_series_starts_again_each_year(city: City) -> None:
    issue(a_register(city, party=False))
    january = dt.date(2022, 1, 4)
    assert issue(a_register(city, january, party=False), january).number == 1


def test_a_number_that_was_rolled_back_is_given_to_the_next(city: City) -> None:
    register = a_register(city)
    with pytest.raises(RuntimeError), transaction.atomic():
        take_number(register=register, on=MONDAY, signer=None, signer_post="", subject="")
        raise RuntimeError
    assert issue(register).number == 1


def test_a_withdrawn_number_is_not_used_again(city: City) -> None:
    register = a_register(city)
    first = issue(register)
    with transaction.atomic():
        withdrawn = withdraw_document(document=first, reason="Ban hành nhầm")
        append(actor=SYSTEM, chain=0, verb="test", records=[withdrawn], now=at(MONDAY))
    assert issue(register).number == 2
    assert IssuedDocument.objects.get(pk=first.pk).state == "withdrawn"
    with pytest.raises(NotPossible), transaction.atomic():
        withdraw_document(document=first, reason="Lần nữa")
    assert verify().intact


def test_a_withdrawal_needs_a_reason(city: City) -> None:
    document = issue(a_register(city))
    with pytest.raises(BadInput), transaction.atomic():
        withdraw_document(document=document, reason="  ")


def test_no_number_goes_back_in_time_or_into_another_series(city: City) -> None:
    register = a_register(city)
    issue(register)
    with pytest.raises(NotPossible, match="08/11/2021"), transaction.atomic():
        take_number(register=register, on=dt.date(2021, 11, 5), signer=None, signer_post="", subject="")
    with pytest.raises(NotPossible, match="kỳ đánh số"), transaction.atomic():
        take_number(register=register, on=dt.date(2026, 1, 5), signer=None, signer_post="", subject="")


def test_looking_at_the_next_number_opens_no_register(city: City) -> None:
    assert expected_number(city.committee, "TB", MONDAY) == 1
    assert not Register.objects.exists()
    issue(a_register(city))
    assert expected_number(city.committee, "TB", MONDAY) == 2


def test_a_clerk_reserves_a_number_without_content_and_a_ward_cannot(city: City) -> None:
    register = a_register(city)
    issue(register)
    reserved = reserve_number(
        viewer=viewer(city.clerk), register=register, on=MONDAY, note="Văn thư mật giữ", now=at(MONDAY)
    )
    assert (reserved.number, reserved.state) == (2, "reserved")
    with pytest.raises(NotAllowed):
        reserve_number(viewer=viewer(city.chairman), register=register, on=MONDAY, note="x", now=at(MONDAY))
    with pytest.raises(BadInput):
        reserve_number(viewer=viewer(city.clerk), register=register, on=MONDAY, note=" ", now=at(MONDAY))
    assert verify().intact


@pytest.mark.django_db(transaction=True)
def test_eight_writers_at_the_same_time_take_each_number_once_without_a_gap() -> None:
    register = a_register(a_city())
    together = threading.Barrier(8)
    faults: list[BaseException] = []

    def work(fail_at: int) -> None:
        try:
            together.wait(timeout=20)
            for turn in range(6):
                if turn == fail_at:  # a transaction that fails must leave no gap behind
                    with pytest.raises(RuntimeError), transaction.atomic():
                        take_number(register=register, on=MONDAY, signer=None, signer_post="", subject="")
                        raise RuntimeError
                issue(register)
        except BaseException as error:
            faults.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=work, args=(place % 6,)) for place in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=120)
    assert not faults
    assert sorted(IssuedDocument.objects.values_list("number", flat=True)) == list(range(1, 49))
    assert Register.objects.get(pk=register.pk).last == 48
    assert verify().intact
