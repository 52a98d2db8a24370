"""The inbox page: own messages, read by opening what they tell of."""

from __future__ import annotations

import pytest
from django.test import Client

from nhacviec.notifications.actions import notify
from nhacviec.notifications.models import Message
from nhacviec.orgs.models import Person
from tests.factories import MONDAY, City, a_city, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return a_city()


def signed_in(who: Person) -> Client:
    client = Client()
    user = Person.objects.get(pk=who.pk).user
    assert user is not None
    client.force_login(user)
    return client


def tell(who: Person, path: str = "/to-chuc/") -> Message:
    notify(person_ids=[who.pk], message="Nhiệm vụ “%(task)s” quá hạn.", params={"task": "A"}, path=path, now=at(MONDAY))
    return Message.objects.latest("id")


def test_opening_a_message_leads_to_its_page_and_marks_it_read(city: City) -> None:
    message = tell(city.chairman)
    client = signed_in(city.chairman)
    assert "Nhiệm vụ “A” quá hạn." in client.get("/tin/").content.decode()
    assert client.get(f"/tin/{message.pk}/")["Location"] == "/to-chuc/"
    message.refresh_from_db()
    assert message.read_at is not None
    assert "Không có tin chưa đọc" in client.get("/tin/?loc=chua-doc").content.decode()


def test_a_message_never_leads_away_from_the_house(city: City) -> None:
    for path in ("https://example.org/", "//example.org/", "javascript:alert(1)", ""):
        message = tell(city.chairman, path)
        assert signed_in(city.chairman).get(f"/tin/{message.pk}/")["Location"] == "/tin/"


def test_nobody_opens_or_marks_the_message_of_another(city: City) -> None:
    message = tell(city.chairman)
    client = signed_in(city.secretary)
    assert client.get(f"/tin/{message.pk}/").status_code == 404
    assert client.post("/tin/da-doc/", {"message": message.pk}).status_code == 302
    message.refresh_from_db()
    assert message.read_at is None


def test_all_are_marked_read_at_once_and_junk_is_refused(city: City) -> None:
    tell(city.chairman)
    tell(city.chairman)
    client = signed_in(city.chairman)
    assert client.post("/tin/da-doc/", {"message": "x"}).status_code == 400
    assert client.post("/tin/da-doc/").status_code == 302
    assert not Message.objects.filter(read_at__isnull=True).exists()
