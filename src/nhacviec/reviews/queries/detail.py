"""One subject: its page, and the six steps from the grade back to rules and facts (guide 9)."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Max, Min, Q, QuerySet
from django.utils.translation import gettext as _

from nhacviec.discipline.models import Case
from nhacviec.ledger import queries as ledger
from nhacviec.orgs.access import Viewer
from nhacviec.reminders.models import Consequence, Notice
from nhacviec.rules import rulesets
from nhacviec.rules.reasons import Reason
from nhacviec.rules.rulesets import RuleSet

from ..models import GradeBallot, Subject
from .facts import WEIGHING
from .structure import structure_of
from .words import ConditionLine, condition_lines, failing, sentence, subordinate_counts

MOST = 20


@dataclass(frozen=True)
class Step:
    """A line of what the subject was told and did: the day, a sentence."""

    on: dt.date | None
    text: str


@dataclass(frozen=True)
class NoticeLine:
    """A reminder notice or its consequence as a fact; `seen` says whether the reader may open it."""

    notice: Notice
    seen: bool
    consequence: Consequence | None = None


@dataclass(frozen=True)
class Why:
    """The six steps: 1 decision, 2 ceiling, 3 rules and conditions, 4 facts used, 5 looked at without effect, 6 told."""

    subject: Subject
    sentence: str
    ballot: GradeBallot | None
    ballot_reasons: list[Reason]
    followed: bool | None
    rules: RuleSet
    doubtful: bool
    conditions: list[ConditionLine]
    failing: list[ConditionLine]
    subordinates: dict[int, int]
    lower: list[Subject]
    cases: list[Case]
    forms_hidden: tuple[str, ...]
    weighing: list[NoticeLine]
    without_effect: list[NoticeLine]
    told: list[Step]
    entries: tuple[int, int] | None


def subject_for(viewer: Viewer, pk: int) -> Subject | None:
    """A subject that the viewer may see, None for any other."""
    rows = Subject.objects.visible_to(viewer).select_related(
        *("campaign", "campaign__committee", "campaign__decider", "organisation", "person", "unit", "grassroots"),
        *("decided_by", "explanation", "ballot", "ballot__explanation"),
    )
    return rows.filter(pk=pk).first()


def why(viewer: Viewer, subject: Subject) -> Why:
    """Everything that explains the grade of a subject that the viewer may see: at most seven queries."""
    rules = rulesets.get(subject.campaign.rule_set)
    ballot = getattr(subject, "ballot", None)
    lines = condition_lines(subject)
    weighing, without = _notices(viewer, subject)
    forms = tuple(subject.facts.get("found", {}).get("forms", ()))
    cases = _cases(viewer, subject) if forms else []
    reached = failing(lines)
    span = ledger.history(subject).aggregate(first=Min("seq"), last=Max("seq"))
    return Why(
        subject=subject,
        sentence=sentence(subject),
        ballot=ballot,
        ballot_reasons=[Reason.from_json(r) for r in ballot.explanation.trace.get("reasons", [])] if ballot else [],
        followed=None if subject.grade is None else subject.grade == subject.proposed,
        rules=rules,
        doubtful=any(line.certainty != "confirmed" for line in lines),
        conditions=lines,
        failing=reached,
        subordinates=subordinate_counts(subject),
        lower=list(_lower(subject)[:MOST]) if subject.kind != "member" else [],
        cases=cases,
        forms_hidden=forms if not cases else (),
        weighing=weighing,
        without_effect=without,
        told=told(subject),
        entries=(span["first"], span["last"]) if span["first"] else None,
    )


def subordinates_of(subject: Subject) -> QuerySet[Subject]:
    """The subjects whose grades were counted for an organisation or a cell."""
    rows = subject.campaign.subjects.exclude(state="excluded")
    if subject.facts.get("found", {}).get("subordinate_kind") == "cells":
        return rows.filter(kind="cell", grassroots=subject.grassroots_id)
    return rows.filter(kind="member", unit=subject.organisation_id)


def _lower(subject: Subject) -> QuerySet[Subject]:
    """Subordinates below "good": the ones that a missing share comes from."""
    rows = subordinates_of(subject).filter(grade__gt=2).select_related("organisation", "person")
    return rows.order_by("-grade", "id")


def _cases(viewer: Viewer, subject: Subject) -> list[Case]:
    seen = Case.objects.visible_to(viewer).decided_in(subject.campaign.year).filter(person=subject.person_id)
    return list(seen.select_related("decision").order_by("id")[:MOST])


def _notices(viewer: Viewer, subject: Subject) -> tuple[list[NoticeLine], list[NoticeLine]]:
    """Notices of the year to the subject: those whose consequence weighs, and all others."""
    year = subject.campaign.year
    used = set(subject.facts.get("found", {}).get("notices", ()))
    about = Q(person=subject.person_id) if subject.person_id else Q(addressee__in=_bodies_of(subject))
    rows = Notice.objects.issued().filter(about).select_related("document__register", "addressee")
    in_year = Q(document__issued_on__year=year) | Q(consequences__pk__in=used)
    found = list(rows.filter(in_year).distinct().order_by("id")[:MOST])
    seen = set(Notice.objects.visible_to(viewer).filter(pk__in=[n.pk for n in found]).values_list("pk", flat=True))
    consequences = _consequences(subject, found)
    weighing: list[NoticeLine] = []
    without: list[NoticeLine] = []
    for notice in found:
        consequence = consequences.get(notice.pk)
        weighs = consequence is not None and consequence.pk in used and consequence.state in WEIGHING
        line = NoticeLine(notice, notice.pk in seen, consequence)
        (weighing if weighs else without).append(line)
    return weighing, without


def _bodies_of(subject: Subject) -> list[int]:
    """The party organisation and the state bodies whose notices weigh on it."""
    home = structure_of(subject.campaign.committee_id, subject.campaign.structure_on).home
    return [pk for pk, place in home.items() if place == subject.organisation_id]


def _consequences(subject: Subject, notices: list[Notice]) -> dict[int, Consequence]:
    if not notices:
        return {}
    kind = "ceiling_person" if subject.kind == "member" else "ceiling_organisation"
    rows = Consequence.objects.filter(notice__in=[n.pk for n in notices], kind=kind, year=subject.campaign.year)
    return {row.notice_id: row for row in rows}


def told(subject: Subject) -> list[Step]:
    """What the subject was told and answered, and what it may still do."""
    found: list[Step] = []
    if subject.proposed_on:
        if subject.reply_by:
            text = _("Gửi đề nghị kèm căn cứ, hạn trả lời %(day)s") % {"day": f"{subject.reply_by:%d/%m/%Y}"}
        else:
            text = _("Đề nghị không thấp hơn mức tự xếp loại")
        found.append(Step(subject.proposed_on, text))
    if subject.replied_at:
        found.append(Step(subject.replied_at.date(), _("Trả lời: %(text)s") % {"text": subject.reply}))
    elif subject.reply_by and subject.decided_on:
        found.append(Step(subject.reply_by, _("Hết hạn trả lời, không có ý kiến")))
    if subject.decided_on:
        found.append(Step(subject.decided_on, _("Thông báo quyết định")))
    return found
