"""Which page of registers answers whom how."""

from django.db import transaction

from nhacviec.documents.actions import register_for, take_number
from nhacviec.documents.models import Register
from nhacviec.ledger.actions import SYSTEM, append
from tests.contracts.matrix import OTHER_SECRET, Row
from tests.factories import MONDAY, City, at

_READERS = {200: "leader clerk inspector organiser", 404: "*"}

ROWS = [
    Row("documents:registers"),
    Row("documents:register", args={"pk": "register"}, get=_READERS),
    Row("documents:register", args={"pk": "other_register"}, get={200: "other_chairman", 404: "*"}),
    Row(
        "documents:reserve",
        args={"pk": "register"},
        get={200: "leader clerk", 403: "inspector organiser", 404: "*"},
        post={422: "leader clerk", 403: "inspector organiser", 404: "*"},
    ),
    Row("documents:page_style", args={"family": "party"}),
    Row("documents:page_style", args={"family": "state"}),
    Row("documents:page_style", args={"family": "nothing"}, get=404),
]


def _issue(register: Register, subject: str) -> None:
    with transaction.atomic():
        document = take_number(register=register, on=MONDAY, signer=None, signer_post="", subject=subject)
        records = [document.register, document]
        append(actor=SYSTEM, chain=register.issuer_id, verb="test", records=records, now=at(MONDAY))


def build(city: City) -> dict[str, object]:
    """The committee's book of decisions, and one of the other ward."""
    register = register_for(issuer=city.committee, kind="QĐ", on=MONDAY)
    other = register_for(issuer=city.other_ward, kind="TB", on=MONDAY)
    _issue(register, "thành lập tổ công tác")
    _issue(other, OTHER_SECRET)
    return {"register": register, "other_register": other, "party": "party", "state": "state", "nothing": "nothing"}


def build_many(city: City, objects: dict[str, object]) -> None:
    """Dozens of numbers."""
    for number in range(60):
        _issue(register_for(issuer=city.committee, kind="QĐ", on=MONDAY), f"việc {number}")
