"""Who may decide which sanction, and the clocks around a decision (D-1, D-5 … D-10, D-20 … D-24, D-30 … D-35)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from nhacviec.rules import rulesets
from nhacviec.rules.calendar import Calendar, add_months
from nhacviec.rules.catalogue import applies
from nhacviec.rules.reasons import Reason
from nhacviec.rules.reasons import gettext_noop as _
from nhacviec.rules.rulesets import Entry, RuleSet

Matter = Literal["superior_task", "other"]
BODIES = ("cell", "section_committee", "grassroots_committee", "inspection_commission", "standing_committee")

FORM_LABELS: Mapping[str, str] = {
    "reprimand": _("Khiển trách"),
    "warning": _("Cảnh cáo"),
    "removal": _("Cách chức"),
    "expulsion": _("Khai trừ"),
    "dissolution": _("Giải tán"),
}
BODY_LABELS: Mapping[str, str] = {
    "cell": _("Chi bộ"),
    "section_committee": _("Đảng ủy bộ phận"),
    "grassroots_committee": _("Đảng ủy cơ sở"),
    "inspection_commission": _("Ủy ban Kiểm tra"),
    "standing_committee": _("Ban Thường vụ cấp ủy cấp trên"),
}


@dataclass(frozen=True)
class MemberPosition:
    """What decides competence about a member.

    `managed_above`: a cadre managed by a superior committee; `committee_member`: member of a grassroots committee or
    a higher one.
    """

    kind: Literal["full", "probationary"] = "full"
    holds_office: bool = False
    managed_above: bool = False
    committee_member: bool = False


@dataclass(frozen=True)
class Competence:
    """One body and what it may do with a form of discipline: decide it or only propose it."""

    body_kind: str
    may: Literal["decide", "propose"]
    reason: Reason


def _current(rule_set: RuleSet | None) -> RuleSet:
    """The set given, otherwise the one still in force."""
    return rule_set or next(
        item for item in rulesets.all_sets() if item.family == "discipline" and item.valid_until is None
    )


@applies("D-1")
def allowed_forms(kind: str, holds_office: bool = False, rule_set: RuleSet | None = None) -> tuple[str, ...]:
    """Forms of discipline for a "full" or "probationary" member or an "organisation", lightest first.

    Without `rule_set` the one now in force is used. Raises KeyError for another kind.
    """
    rules = _current(rule_set)
    needs_office = rules.value("forms.needs_office")
    return tuple(form for form in rules.value(f"forms.{kind}") if holds_office or form not in needs_office)


@applies("D-5", "D-6", "D-8", "D-9", "D-10")
def competent_bodies(form: str, *, member: MemberPosition, matter: Matter, rule_set: RuleSet) -> tuple[Competence, ...]:
    """The bodies that may decide or propose `form`, lowest first; empty when the form cannot be used at all."""
    if form not in allowed_forms(member.kind, member.holds_office, rule_set):
        return ()
    found = (_competence_of(body, form, rule_set) for body in BODIES)
    return tuple(_within_power(item, member, matter, rule_set) for item in found if item is not None)


def _entries(body: str, rule_set: RuleSet) -> Iterator[tuple[Literal["decide", "propose"], Entry]]:
    stated: Sequence[tuple[str, Literal["decide", "propose"]]] = (
        ("decide", "decide"),
        ("expel", "decide"),
        ("propose", "propose"),
    )
    for name, may in stated:
        if rule_set.has(f"competence.{body}.{name}"):
            yield may, rule_set.entry(f"competence.{body}.{name}")


def _competence_of(body: str, form: str, rule_set: RuleSet) -> Competence | None:
    for may, entry in _entries(body, rule_set):
        if form in entry.value:
            message = _("%(body)s được quyết định: %(form)s.")
            if may == "propose":
                message = _("%(body)s chỉ được đề nghị: %(form)s.")
            return Competence(body, may, entry.reason(may, message, body=BODY_LABELS[body], form=FORM_LABELS[form]))
    return None


@applies("D-7")
def _within_power(found: Competence, member: MemberPosition, matter: Matter, rule_set: RuleSet) -> Competence:
    """A failed task of the superior, done by someone managed above: the lower bodies only propose."""
    entry = rule_set.entry("competence.superior_task.propose_only")
    above = member.managed_above or member.committee_member
    if found.may == "propose" or matter != "superior_task" or not above or found.body_kind not in entry.value:
        return found
    message = _(
        "Không hoàn thành nhiệm vụ do cấp trên giao, người thuộc diện cấp trên quản lý hoặc cấp ủy viên: "
        "%(body)s chỉ được đề nghị."
    )
    reason = entry.reason("superior_task", message, body=BODY_LABELS[found.body_kind])
    return Competence(found.body_kind, "propose", reason)


@applies("D-20", "D-21")
def required_before_decision(rule_set: RuleSet) -> tuple[str, ...]:
    """What the file must hold before the deciding meeting: "self_review" (or its refusal) and "hearing"."""
    return tuple(step for step in ("self_review", "hearing") if rule_set.value(f"procedure.{step}"))


@applies("D-23")
def handed_over_until(decided_on: date, body_kind: str, calendar: Calendar, rule_set: RuleSet) -> date:
    """The last day to hand over (cell) or announce (other bodies) the written decision; calendar days, W-2."""
    key = "announce.cell_days" if body_kind == "cell" else "announce.other_days"
    return calendar.due_date(decided_on, rule_set.value(key), "calendar").last_day


@applies("D-24")
def postponement_grounds(rule_set: RuleSet) -> tuple[str, ...]:
    """Grounds on which a case is not yet considered; that time does not run for limitation."""
    return tuple(rule_set.value("postpone.grounds"))


@applies("D-30", "D-31")
def limitation_until(form: str, act_ended_on: date, rule_set: RuleSet) -> date | None:
    """The last day on which an act deserving `form` can be disciplined, None when there is no limitation.

    Runs from the end of the act, or from discovery when the end cannot be fixed.
    """
    if form in rule_set.value("limitation.none"):
        return None
    return add_months(act_ended_on, 12 * int(rule_set.value("limitation.years")[form]))


@applies("D-32")
def lapse_on(announced_on: date, rule_set: RuleSet) -> date:
    """The day a sanction lapses by itself, if it lapses at all (`lapses`) and D-32's other conditions hold."""
    return add_months(announced_on, int(rule_set.value("lapse.months")))


def lapses(form: str, rule_set: RuleSet) -> bool:
    """Whether a sanction of this form lapses by time (D-32)."""
    return form not in rule_set.value("lapse.never")


@applies("D-33")
def complaint_until(received_on: date, calendar: Calendar, rule_set: RuleSet) -> date:
    """The last day to complain about a decision received on that day (working days)."""
    return calendar.add_working_days(received_on, int(rule_set.value("complaint.working_days")))


@applies("D-34")
def settlement_until(
    complained_on: date, calendar: Calendar, rule_set: RuleSet, *, level: str = "province_and_below"
) -> date:
    """The last day to settle a complaint (working days); level "province_and_below" or "centre"."""
    return calendar.add_working_days(complained_on, int(rule_set.value("settlement.working_days")[level]))


@applies("D-35")
def final_instance(form: str, rule_set: RuleSet) -> str:
    """The body whose answer to a complaint is final."""
    return str(rule_set.value("complaint.final")[form])
