"""Opening and closing a case."""

import datetime as dt
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from nhacviec.orgs.access import Viewer
from nhacviec.orgs.models import Membership, Organisation, Person
from nhacviec.reminders.models import Consequence
from nhacviec.rules.competence import Matter, limitation_until
from nhacviec.rules.rulesets import RuleSet
from nhacviec.rules.text import fold
from nhacviec.web.errors import BadInput, NotAllowed, NotPossible
from nhacviec.web.formats import day as shown

from .. import access, workflow
from ..models import Case, form_choices
from ..queries.competence import COMMITTEE_KINDS, Body, Competences, competences, line_above, person_membership, stored
from .common import locked, not_later, rules_on, told, wanted_text


@transaction.atomic
def open_case(
    *,
    viewer: Viewer,
    person: Person,
    violation: str,
    act_ended_on: dt.date,
    proposed_form: str,
    superior_task: bool,
    committee: Organisation,
    now: dt.datetime,
    on: dt.date,
    consequence: Consequence | None = None,
    body: Organisation | None = None,
) -> Case:
    """Mở vụ việc: find the competent body with its grounds (D-5 … D-10) and open a case about one act of a member.

    Without `body` the lowest body that may decide takes it. Refused: who is no party member, a form that cannot be
    used against the member (D-1), an act past its limitation (D-30), the same act twice (D-4), a body that may only
    propose, a consequence that its deciding body did not take up, content with a secrecy mark (X-9).
    """
    violation = wanted_text(violation, "violation", _("Chưa ghi nội dung vi phạm."))
    rules = rules_on(on, "act_ended_on")
    membership = _membership(person, on)
    above = line_above(membership.cell_id, on)
    line = _checked_line(above, committee)
    if not access.may_open(
        viewer, person_id=person.pk, committee_id=committee.pk, bodies=frozenset({membership.cell_id, *line})
    ):
        raise NotAllowed
    _check_act(person, violation, act_ended_on, proposed_form, rules, on)
    _check_consequence(consequence, person)
    matter: Matter = "superior_task" if superior_task else "other"
    found = competences(
        membership=membership, line=above, committee=committee, form=proposed_form, matter=matter, rule_set=rules, on=on
    )
    chosen = _chosen(found, proposed_form, body)
    case = Case(
        person=person,
        cell=membership.cell,
        committee=committee,
        body=chosen.organisation,
        body_kind=chosen.kind,
        consequence=consequence,
        superior_task=superior_task,
        act_ended_on=act_ended_on,
        violation=violation,
        proposed_form=proposed_form,
        competence={**stored(found, chosen, proposed_form, matter, rules, act_ended_on), "line": line},
        rule_set=rules.name,
        opened_on=on,
    )
    _save_numbered(case, on.year)
    told(viewer=viewer, case=case, verb="open_case", records=[case], facts={"person": person.pk}, now=now)
    return case


def _membership(person: Person, on: dt.date) -> Membership:
    found = person_membership(person, on)
    if found is None:
        raise BadInput("person", _("Người này không là đảng viên vào ngày mở vụ việc."))
    return found


def _checked_line(line: Sequence[Organisation], committee: Organisation) -> list[int]:
    """Ids of the organisations between the cell and the committee; BadInput where the committee is not above."""
    between: list[int] = []
    for above in line:
        if above.pk == committee.pk and committee.kind in COMMITTEE_KINDS:
            return between
        between.append(above.pk)
    raise BadInput("committee", _("Chi bộ của đảng viên không trực thuộc cấp ủy này."))


def _check_act(person: Person, violation: str, act: dt.date, form: str, rules: RuleSet, on: dt.date) -> None:
    if form not in dict(form_choices()):
        raise BadInput("proposed_form", _("Không có hình thức kỷ luật này."))
    not_later(act, on, "act_ended_on")
    until = limitation_until(form, act, rules)
    if until is not None and on > until:
        raise BadInput(
            "act_ended_on",
            _("Đã hết thời hiệu xử lý kỷ luật với hình thức này từ sau ngày %(day)s.") % {"day": shown(until)},
        )
    # One act is disciplined once by one form (D-4); a case that was closed without discipline does not stand in the way.
    same = Case.objects.filter(person=person, act_ended_on=act).exclude(state="closed")
    if any(fold(other.violation) == fold(violation) for other in same):
        raise NotPossible(_("Vi phạm này của đảng viên đã có vụ việc. Mỗi vi phạm chỉ bị kỷ luật một lần."))


def _check_consequence(consequence: Consequence | None, person: Person) -> None:
    if consequence is None:
        return
    if consequence.kind != "case" or consequence.person_id != person.pk:
        raise BadInput("consequence", _("Đề nghị này không phải về việc xem xét kỷ luật đảng viên này."))
    if consequence.state != "taken":
        raise NotPossible(_("Cấp có thẩm quyền chưa quyết định xem xét kỷ luật theo đề nghị này."))
    if Case.objects.filter(consequence=consequence).exists():
        raise NotPossible(_("Đã có vụ việc từ đề nghị này."))


def _chosen(found: Competences, form: str, wanted: Organisation | None) -> Body:
    if form not in found.forms:
        raise BadInput("proposed_form", _("Không áp dụng được hình thức này đối với đảng viên này."))
    if wanted is None:
        if not found.deciding:
            raise BadInput("proposed_form", _("Không có cấp nào trong hệ thống được quyết định hình thức này."))
        return found.deciding[0]
    body = found.of(wanted)
    if body is None:
        raise BadInput("body", _("Cấp này không có thẩm quyền trong vụ việc này."))
    if body.may != "decide":
        raise BadInput("body", _("Cấp này chỉ được đề nghị, không được quyết định hình thức này."))
    return body


def _save_numbered(case: Case, year: int, tries: int = 5) -> None:
    """Save under the next free code of the year; another writer may take it first, then the one after."""
    prefix = f"KL-{year}-"
    last = Case.objects.filter(code__startswith=prefix).order_by("-id").values_list("code", flat=True).first()
    number = int(last.removeprefix(prefix)) if last else 0
    for attempt in range(1, tries + 1):
        case.code = f"{prefix}{number + attempt:03d}"
        try:
            with transaction.atomic():
                case.save(force_insert=True)
            return
        except IntegrityError:
            if attempt == tries or not Case.objects.filter(code=case.code).exists():
                raise


@transaction.atomic
def close_case(*, viewer: Viewer, case: Case, reason: str, now: dt.datetime) -> Case:
    """Kết thúc, không kỷ luật: with the reason. Not possible once the ballot carried a form: then the body decides."""
    case = locked(case)
    access.require(access.may_handle(viewer, case), viewer, case)
    state = workflow.target("close", case.state)
    reason = wanted_text(reason, "reason", _("Chưa ghi lý do kết thúc."))
    if case.ballots.filter(role="decide").exclude(passed_form="").exists():
        raise NotPossible(_("Phiếu kín đã thông qua một hình thức kỷ luật: phải ra quyết định theo kết quả phiếu."))
    case.state, case.closing_reason = state, reason
    case.save()
    told(viewer=viewer, case=case, verb="close_case", records=[case], now=now)
    return case
