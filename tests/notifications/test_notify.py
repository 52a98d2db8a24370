"""Messages reach the inbox once and only their person."""

from __future__ import annotations

import pytest
from django.utils.translation import gettext_noop

from nhacviec.notifications.actions import mark_read, notify
from nhacviec.notifications.models import Message
from nhacviec.notifications.queries import inbox, text_of, unread_count
from nhacviec.orgs.access import Viewer
from tests.factories import MONDAY, City, a_city, at, viewer

pytestmark = pytest.mark.django_db
NOW = at(MONDAY)
OVERDUE = gettext_noop("Nhiệm vụ “%(task)s” quá hạn.")


@pytest.fixture
def city() -> City:
    return a_city()


def tell(*people: int | None, key: str | None = None) -> int:
    return notify(
        person_ids=people, message=OVERDUE, params={"task": "Cấp giấy"}, path="/nhiem-vu/1/", now=NOW, key=key
    )


def test_an_event_with_a_key_is_told_once_to_each_person(city: City) -> None:
    tell(city.chairman.pk, city.chairman.pk, None, key="overdue:1")
    tell(city.chairman.pk, city.secretary.pk, key="overdue:1")
    assert sorted(Message.objects.values_list("person_id", flat=True)) == sorted([city.chairman.pk, city.secretary.pk])


def test_many_people_are_told_in_few_statements(django_assert_max_num_queries: object) -> None:
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        assert tell(*range(1, 1001)) == 1000
    assert Message.objects.count() == 1000


def test_a_message_is_read_in_the_words_of_its_template(city: City) -> None:
    tell(city.chairman.pk)
    [message] = inbox(viewer(city.chairman))
    assert text_of(message) == "Nhiệm vụ “Cấp giấy” quá hạn."
    message.params = {}
    assert "%(task)s" in text_of(message)


def test_one_marks_only_his_own_as_read(city: City) -> None:
    tell(city.chairman.pk, city.secretary.pk)
    theirs = Message.objects.get(person_id=city.secretary.pk)
    chairman = viewer(city.chairman)
    assert mark_read(viewer=chairman, message_ids=[theirs.pk], now=NOW) == 0
    assert mark_read(viewer=chairman, now=NOW) == 1
    assert (unread_count(chairman), unread_count(viewer(city.secretary))) == (0, 1)


def test_one_without_a_person_has_no_inbox(city: City) -> None:
    tell(city.chairman.pk)
    nobody = Viewer(on=MONDAY, operator=True)
    assert not inbox(nobody).exists()
    assert mark_read(viewer=nobody, now=NOW) == 0
