"""A task about to be assigned, and the gate of the six clear points (T-6)."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nhacviec.directives.models import Clause, Directive
from nhacviec.orgs.models import Organisation, Person
from nhacviec.orgs.queries import heads
from nhacviec.rules.text import nfc
from nhacviec.web.errors import BadInput

from ..models import Task
from ..models.task import DATELESS_KINDS, deadline_kind_choices

Fault = tuple[str, str | Promise]
Part = tuple[Organisation, str, dt.date | None]
_LONGEST = {
    "title": 1000,
    "product": 500,
    "authority": 500,
    "group": 500,
    "deadline_text": 300,
    "code": 30,
    "cooperation_text": 5000,
}
EARLIEST, LATEST = dt.date(1990, 1, 1), dt.date(2100, 12, 31)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskDraft:
    """What a task will be. Without `responsible` it is the head of the lead on the day.

    `contributions` are (organisation, part, due day), `cooperation_text` names bodies that the tree does not know.
    `code` is given only by imports that bring their own.
    """

    title: str
    product: str
    assigner: Organisation
    lead: Organisation | None
    deadline_kind: str
    deadline: dt.date | None = None
    deadline_text: str = ""
    responsible: Person | None = None
    directive: Directive | None = None
    clause: Clause | None = None
    authority: str = ""
    group: str = ""
    contributions: Sequence[Part] = ()
    cooperation_text: str = ""
    parent: Task | None = None
    code: str = ""


class BadDrafts(BadInput):
    """Some of many drafts are not clear. `faults`: number of the draft (from 0) → its faults as (field, message)."""

    def __init__(self, faults: dict[int, list[Fault]]) -> None:
        self.faults = faults
        name, message = next(iter(faults.values()))[0]
        super().__init__(name, message)


def cleaned(draft: TaskDraft) -> TaskDraft:
    """The draft with its texts in one form: single spaces, composed letters."""
    texts: dict[str, Any] = {name: nfc(getattr(draft, name)) for name in _LONGEST}
    return replace(draft, **texts)


def with_responsible(drafts: Sequence[TaskDraft], on: dt.date) -> list[TaskDraft]:
    """The drafts, with the head of the lead where nobody is named. One query, none if all are named."""
    vacant = {d.lead.pk for d in drafts if d.responsible is None and d.lead is not None}
    found = heads(vacant, on) if vacant else {}
    return [
        replace(d, responsible=found.get(d.lead.pk)) if d.responsible is None and d.lead is not None else d
        for d in drafts
    ]


def check_draft(draft: TaskDraft, on: dt.date) -> list[Fault]:
    """What is not clear about a draft, as (field, message); empty when it may be assigned on `on` (T-6)."""
    return check_drafts([draft], on)[0]


def check_drafts(drafts: Sequence[TaskDraft], on: dt.date) -> list[list[Fault]]:
    """`check_draft` for many. At most one query."""
    return [_faults(cleaned(draft), on) for draft in with_responsible(drafts, on)]


def _faults(draft: TaskDraft, on: dt.date) -> list[Fault]:
    return [*_clear_points(draft, on), *_deadline(draft, on), *_lengths(draft), *_parts(draft), *_directive(draft)]


def _clear_points(draft: TaskDraft, on: dt.date) -> list[Fault]:
    found: list[Fault] = []
    if not draft.title:
        found.append(("title", _("Chưa rõ việc: ghi việc phải làm.")))
    if not draft.product:
        found.append(("product", _("Chưa rõ sản phẩm: ghi kết quả phải nộp.")))
    if draft.lead is None:
        found.append(("lead", _("Chưa rõ trách nhiệm: chọn một cơ quan chủ trì.")))
    elif not (draft.lead.founded_on <= on and (draft.lead.ended_on is None or on < draft.lead.ended_on)):
        found.append(("lead", _("Cơ quan chủ trì không tồn tại vào ngày giao việc.")))
    if draft.lead is not None and draft.responsible is None:
        message = _("Chưa rõ người: %(unit)s đang khuyết người đứng đầu, chọn người chịu trách nhiệm.")
        found.append(("responsible", message % {"unit": draft.lead.name}))
    return found


def _deadline(draft: TaskDraft, on: dt.date) -> list[Fault]:
    day = draft.deadline
    if not draft.deadline_kind:
        return [("deadline_kind", _("Chưa rõ thời gian: ghi thời hạn, hoặc chọn việc không thời hạn."))]
    if draft.deadline_kind not in dict(deadline_kind_choices()):
        return [("deadline_kind", _("Chọn loại thời hạn trong danh sách."))]
    if draft.deadline_kind in DATELESS_KINDS:
        return [("deadline", _("Việc thường xuyên hoặc không thời hạn thì không ghi ngày."))] if day else []
    if day is None:
        return [("deadline", _("Chưa rõ thời gian: loại thời hạn này cần một ngày."))]
    if not EARLIEST <= day <= LATEST:
        return [("deadline", _("Thời hạn phải từ năm 1990 đến năm 2100."))]
    # A directive may be registered late: then the day that counts is the directive's.
    since = min(on, draft.directive.issued_on) if draft.directive else on
    return [("deadline", _("Thời hạn không được trước ngày giao việc."))] if day < since else []


def _lengths(draft: TaskDraft) -> list[Fault]:
    message = _("Tối đa %(most)d chữ cái.")
    return [(name, message % {"most": most}) for name, most in _LONGEST.items() if len(getattr(draft, name)) > most]


def _parts(draft: TaskDraft) -> list[Fault]:
    units = [unit.pk for unit, _part, _due in draft.contributions]
    found: list[Fault] = []
    if draft.lead is not None and draft.lead.pk in units:
        found.append(("contributions", _("Cơ quan chủ trì không ghi lại ở phần phối hợp.")))
    if len(set(units)) != len(units):
        found.append(("contributions", _("Một cơ quan phối hợp ghi hai lần.")))
    if any(len(nfc(part)) > 500 for _unit, part, _due in draft.contributions):
        found.append(("contributions", _("Phần việc phối hợp tối đa 500 chữ cái.")))
    return found


def _directive(draft: TaskDraft) -> list[Fault]:
    if draft.clause is None or (draft.directive is not None and draft.clause.directive_id == draft.directive.pk):
        return []
    return [("clause", _("Mục này không thuộc văn bản đã chọn."))]


def refused(faults: Sequence[Collection[Fault]]) -> None:
    """Raise BadDrafts if any draft has a fault."""
    wrong = {place: list(found) for place, found in enumerate(faults) if found}
    if wrong:
        raise BadDrafts(wrong)
