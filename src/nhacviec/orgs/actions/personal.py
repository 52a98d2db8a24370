"""Requests of a person about his data (X-4), and restriction instead of deletion (X-7)."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nhacviec.ledger.actions import INSTALLATION_CHAIN
from nhacviec.rules import rulesets
from nhacviec.rules.personal_data import answer_due
from nhacviec.rules.rulesets import RuleSet
from nhacviec.web.errors import BadInput, NotAllowed, NotPossible

from ..access import Viewer, may_keep_person, units_of
from ..models import DataRequest, Person
from ..models.requests import request_kind_choices, request_outcome_choices
from ..queries.calendar import calendar
from .common import clean, tell


@transaction.atomic
def receive_request(
    *, viewer: Viewer, person: Person, kind: str, text: str, received_on: dt.date, now: dt.datetime
) -> DataRequest:
    """Enter what a person asks about his data: by himself, or by the keeper who received it on paper.

    The answer is due within the working days of the rule set in force (X-4). Raises NotAllowed, BadInput("kind" |
    "text" | "received_on"), NotPossible (the same is asked already).
    """
    if not _own(viewer, person) and not may_keep_person(viewer, person):
        raise NotAllowed
    if kind not in dict(request_kind_choices()):
        raise BadInput("kind", _("Chọn loại yêu cầu trong danh sách."))
    if received_on > viewer.on or (viewer.on - received_on).days > 366:
        raise BadInput("received_on", _("Ngày nhận phải trong một năm trở lại đây, không sau hôm nay."))
    Person.objects.select_for_update().get(pk=person.pk)
    if DataRequest.objects.filter(person=person, kind=kind, answered_on=None).exists():
        raise NotPossible(_("Yêu cầu cùng loại của người này đang chờ trả lời."))
    rules = _rules_on(received_on)
    made = DataRequest.objects.create(
        person=person,
        kind=kind,
        text=clean(text, "text", most=2000, empty=kind == "view"),
        received_on=received_on,
        due_on=answer_due(received_on, rules, calendar()),
        rule_set=rules.name,
    )
    tell(viewer=viewer, verb="receive_request", records=[(_home(viewer, person), made)], now=now)
    return made


@transaction.atomic
def answer_request(*, viewer: Viewer, request: DataRequest, outcome: str, answer: str, now: dt.datetime) -> DataRequest:
    """Answer a request, in writing; another than the person himself. Raises NotAllowed, BadInput, NotPossible."""
    found = DataRequest.objects.select_for_update(of=("self",)).select_related("person").get(pk=request.pk)
    if viewer.concerns(found.person_id) or not may_keep_person(viewer, found.person):
        raise NotAllowed
    if found.answered_on is not None:
        raise NotPossible(_("Yêu cầu này đã được trả lời."))
    if outcome not in dict(request_outcome_choices()):
        raise BadInput("outcome", _("Chọn kết quả trong danh sách."))
    found.outcome, found.answered_on, found.answered_by_id = outcome, viewer.on, viewer.person_id
    found.answer = clean(answer, "answer", most=2000)
    found.save(update_fields=["outcome", "answered_on", "answered_by", "answer"])
    tell(viewer=viewer, verb="answer_request", records=[(_home(viewer, found.person), found)], now=now)
    return found


@transaction.atomic
def restrict_person(*, viewer: Viewer, person: Person, ground: str, now: dt.datetime) -> Person:
    """Restrict a person's record instead of deleting it (X-7): from now on only keepers and the person read it.

    Names stay in registers and documents. Raises NotAllowed, BadInput("ground"), NotPossible (restricted already).
    """
    found = _locked(viewer, person)
    if found.restricted_on is not None:
        raise NotPossible(_("Hồ sơ này đã được hạn chế."))
    found.restricted_on, found.restricted_ground = viewer.on, clean(ground, "ground", most=200)
    return _restriction_saved(viewer, person, found, "restrict_person", now)


@transaction.atomic
def lift_restriction(*, viewer: Viewer, person: Person, ground: str, now: dt.datetime) -> Person:
    """Lift a restriction, with its ground in the ledger. Raises NotAllowed, BadInput("ground"), NotPossible."""
    found = _locked(viewer, person)
    if found.restricted_on is None:
        raise NotPossible(_("Hồ sơ này không bị hạn chế."))
    reason = clean(ground, "ground", most=200)
    found.restricted_on, found.restricted_ground = None, ""
    return _restriction_saved(viewer, person, found, "lift_restriction", now, reason)


def _restriction_saved(
    viewer: Viewer, person: Person, found: Person, verb: str, now: dt.datetime, reason: str = ""
) -> Person:
    found.save(update_fields=["restricted_on", "restricted_ground"])
    person.restricted_on, person.restricted_ground = found.restricted_on, found.restricted_ground
    facts = {"ground": reason} if reason else {}
    tell(viewer=viewer, verb=verb, records=[(_home(viewer, found), found)], now=now, facts=facts)
    return found


def _locked(viewer: Viewer, person: Person) -> Person:
    """The person's row, locked; a keeper decides, never about himself."""
    if viewer.concerns(person.pk) or not may_keep_person(viewer, person):
        raise NotAllowed
    return Person.objects.select_for_update().get(pk=person.pk)


def _own(viewer: Viewer, person: Person) -> bool:
    return viewer.self_id is not None and viewer.self_id == person.pk


def _home(viewer: Viewer, person: Person) -> int:
    return min(units_of(person, viewer.on), default=INSTALLATION_CHAIN)


def _rules_on(on: dt.date) -> RuleSet:
    """The rule set in force on the day; before the first one, the first: the right is older than its limit."""
    found = rulesets.find_in_force("personal_data", on)
    return found or next(one for one in rulesets.all_sets() if one.family == "personal_data")
