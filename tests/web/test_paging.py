"""Pages of a list: each row once, in order, empty values last, on both databases."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db.models import CharField, F, Value
from django.db.models.functions import NullIf
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from nhacviec.web.errors import BadInput
from nhacviec.web.paging import keyset

START = datetime(2021, 11, 8, tzinfo=UTC)
User = get_user_model()


def make_users(days: list[int | None]) -> None:
    """Users whose ``last_login`` is so many days after START, or empty."""
    User.objects.bulk_create(
        User(
            username=f"u{place}",
            password="x",
            language="vi" if place % 3 else "",
            last_login=None if day is None else START + timedelta(days=day),
            created_at=START,
        )
        for place, day in enumerate(days)
    )


def walk(queryset, order, size):
    """All rows by way of the pages, and the number of pages."""
    rows, token, pages = [], None, 0
    while True:
        page = keyset(queryset, order=order, after=token, size=size)
        assert page.start == len(rows)
        assert pages < 50, "the pages do not end"
        rows += page.items
        pages += 1
        if not page.next_token:
            return rows, pages
        token = page.next_token


class KeysetTest(TestCase):
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        days=st.lists(st.one_of(st.none(), st.integers(0, 3)), max_size=14),
        size=st.integers(1, 5),
        first=st.sampled_from(["asc", "desc"]),
        second=st.sampled_from(["asc", "desc"]),
    )
    def test_walking_the_pages_gives_every_row_once_in_order(self, days, size, first, second):
        make_users(days)
        order = [("last_login", first), ("id", second)]
        column = F("last_login")
        expected = list(
            User.objects.order_by(
                column.asc(nulls_last=True) if first == "asc" else column.desc(nulls_last=True),
                "id" if second == "asc" else "-id",
            )
        )
        rows, pages = walk(User.objects.all(), order, size)
        assert rows == expected
        assert pages == max(1, -(-len(days) // size))

    @settings(max_examples=15, deadline=None)
    @given(days=st.lists(st.one_of(st.none(), st.integers(0, 2)), max_size=9))
    def test_an_annotation_may_order_too(self, days):
        make_users(days)
        queryset = User.objects.annotate(spoken=NullIf("language", Value(""), output_field=CharField()))
        rows, _pages = walk(queryset, [("spoken", "desc"), ("last_login", "asc")], 2)
        assert len(rows) == len(set(rows)) == len(days)
        assert [row.spoken is None for row in rows] == sorted(row.spoken is None for row in rows)


@pytest.mark.django_db
def test_a_row_added_before_the_mark_does_not_shift_the_next_page():
    make_users([1, 2, 3, 4])
    order = [("last_login", "asc"), ("id", "asc")]
    page = keyset(User.objects.all(), order=order, size=2)
    User.objects.create(username="new", password="x", last_login=START, created_at=START)
    rest = keyset(User.objects.all(), order=order, after=page.next_token, size=2)
    assert [user.username for user in rest] == ["u2", "u3"]
    assert (rest.first, rest.last, rest.next_token) == (3, 4, "")


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["x", "a:b:c", "\x00", "9" * 3000, "W10:1:2"])
def test_a_token_that_was_not_ours_is_refused(token):
    with pytest.raises(BadInput):
        keyset(User.objects.all(), order=[("id", "asc")], after=token)


@pytest.mark.django_db
def test_a_token_of_another_order_is_refused():
    make_users([1, 2, 3])
    token = keyset(User.objects.all(), order=[("last_login", "asc")], size=1).next_token
    with pytest.raises(BadInput):
        keyset(User.objects.all(), order=[("last_login", "desc")], after=token, size=1)


@pytest.mark.django_db
def test_one_page_costs_one_query(django_assert_num_queries):
    make_users([1, None, 2])
    with django_assert_num_queries(1):
        keyset(User.objects.all(), order=[("last_login", "asc")], size=2)
