"""Everybody has an inbox of his own; nobody opens another's message."""

from __future__ import annotations

from typing import Any

from nhacviec.notifications.models import Message
from tests.contracts.matrix import OTHER_SECRET, Row
from tests.factories import MONDAY, City, at

ROWS = [
    Row("notifications:inbox"),
    Row("notifications:inbox", query="?loc=chua-doc"),
    Row("notifications:mark_read", get=405, post=302),
    Row("notifications:open", args={"pk": "message"}, get={302: "chairman", 404: "*"}),
]


def build(city: City) -> dict[str, Any]:
    """A message to the head of each ward."""
    Message.objects.create(person_id=city.other_chairman.pk, at=at(MONDAY), message=OTHER_SECRET)
    message = Message.objects.create(
        person_id=city.chairman.pk,
        at=at(MONDAY),
        message="Nhiệm vụ “%(task)s” quá hạn.",
        params={"task": "Cấp giấy"},
        path=f"/to-chuc/{city.ward.pk}/",
        urgent=True,
    )
    return {"message": message}


def build_many(city: City, objects: dict[str, Any]) -> None:
    """Two pages of messages."""
    Message.objects.bulk_create(
        [Message(person_id=city.chairman.pk, at=at(MONDAY, 8, n % 60), message=f"Tin {n}") for n in range(80)]
    )
