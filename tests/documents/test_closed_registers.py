"""When an issuer ends its books are closed at their last number; the successor opens its own and no number comes twice."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction

from nhacviec.documents.actions import register_for, reserve_number, take_number
from nhacviec.documents.models import Register
from nhacviec.ledger.queries import verify
from nhacviec.orgs.actions import order_end
from nhacviec.orgs.queries.structure import plan_change
from nhacviec.web.errors import NotPossible
from tests.factories import MONDAY, City, a_city, at, put, viewer
from tests.structure_steps import merged, operator, split

MERGED = MONDAY + dt.timedelta(days=7)


def _book(city: City, last: int = 4) -> Register:
    return put(Register(issuer=city.ward, family="state", kind="TB", series="2021", symbol="TB-UBND", last=last))


@pytest.fixture
def city(db: None) -> City:
    return a_city()


def test_a_closed_book_gives_no_number(city: City) -> None:
    book = _book(city)
    merged([city.ward], city.other_ward, MERGED)
    book.refresh_from_db()
    assert (book.closed_on, book.last, book.issuer) == (MERGED, 4, city.ward)
    with pytest.raises(NotPossible, match="đóng"), transaction.atomic():
        take_number(register=book, on=MERGED, signer=None, signer_post="", subject="Muộn")
    city.ward.refresh_from_db()
    with pytest.raises(NotPossible, match="kết thúc"):
        register_for(issuer=city.ward, kind="QĐ", on=MERGED)
    own = register_for(issuer=city.other_ward, kind="TB", on=MERGED)
    assert own.pk != book.pk


def test_the_preview_says_at_which_number_and_how_many_are_reserved(city: City) -> None:
    book = _book(city)
    reserve_number(viewer=viewer(city.chairman), register=book, on=MONDAY, note="tủ sắt", now=at(MONDAY))
    order = order_end(organisation=city.ward, on=MERGED, document="01/NQ", into=city.other_ward)
    [row] = plan_change(viewer=operator(MERGED), change=order.change).of("documents.register")
    assert (row.target, row.passes) == ("stay", False)
    assert "đóng ở số 5" in row.detail
    assert "giữ 1 số" in row.detail
    merged([city.ward], city.other_ward, MERGED)
    assert Register.objects.get(pk=book.pk).closed_on == MERGED


def test_a_number_taken_after_the_day_stands_in_the_way_of_a_late_recording(city: City) -> None:
    book = _book(city)
    with transaction.atomic():
        take_number(register=book, on=MERGED, signer=None, signer_post="", subject="Sau ngày")
    with pytest.raises(NotPossible, match="cấp số"):
        merged([city.ward], city.other_ward, MERGED)


def test_a_source_that_lives_on_keeps_its_books_open(city: City) -> None:
    book = _book(city)
    split(city.ward, [city.other_ward], MERGED, {}, keep=True)
    book.refresh_from_db()
    assert book.closed_on is None


def test_the_ledger_tells_of_the_closing(city: City) -> None:
    put(Register(issuer=city.ward, family="state", kind="TB", series="2021", symbol="TB-UBND"))
    merged([city.ward], city.other_ward, MERGED)
    assert verify().intact
