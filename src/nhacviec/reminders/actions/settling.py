"""What follows for a task on a day, applied: drafts kept in step with the facts, notices closed, clocks set.

The ladder decides (`rules.ladder.next_step`); nothing here knows a number of days. The daily sweep and the hook of
every change of a task pass through the same code, so that a draft never says what is no longer true.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nhacviec.ledger.actions import Actor, Draft, append_many
from nhacviec.ledger.models import Covered
from nhacviec.orgs.queries import calendar
from nhacviec.rules.calendar import Calendar
from nhacviec.rules.ladder import Step
from nhacviec.rules.reasons import Trace, plain
from nhacviec.rules.rulesets import RuleSet

from ..models import LAST_LEVEL, Consequence, Notice, ReminderClock
from ..queries.deciders import deciders
from ..queries.facts import Case, directive_rules
from ..workflow import RUNNING

_BATCH = 500
_COLUMNS = [
    *("state", "due_on", "days_late", "pending", "cure_date", "reason", "presented_at"),
    *("closed_on", "cured_late", "closing", "note"),
]


@dataclass
class Settlement:
    """All that one day's steps write, collected first and then written with few statements.

    `acting`: the sweep, which makes drafts and proposes consequences; otherwise the hook of a change, which only keeps
    what exists in step and leaves the rest to the next sweep. `day` is `on`, or the next working day after it.
    """

    on: dt.date
    now: dt.datetime
    actor: Actor
    acting: bool
    calendar: Calendar = field(default_factory=calendar)
    rules: RuleSet = field(init=False)
    day: dt.date = field(init=False)
    created: list[Notice] = field(default_factory=list)
    changed: dict[int, Notice] = field(default_factory=dict)
    consequences: list[Consequence] = field(default_factory=list)
    clocks: dict[int, ReminderClock] = field(default_factory=dict)
    entries: list[Draft] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """The rule set and the working day of this settlement."""
        self.rules = directive_rules(self.on)
        self.day = self.calendar.next_working(self.on)

    def count(self, what: str) -> None:
        """One more of a kind, for the result."""
        self.counts[what] = self.counts.get(what, 0) + 1

    def look_again(self, case: Case, on: dt.date | None, level: int) -> None:
        """Set the clock; never to a day that has been looked at already."""
        if on is not None and self.acting and on <= self.on:
            on = self.calendar.add_working_days(self.on, 1)
        self.clocks[case.task.pk] = ReminderClock(task_id=case.task.pk, next_check=on, level=min(level, 3))

    def keep(self, notice: Notice, verb: str, reason: Mapping[str, Any] | None = None, *more: Covered) -> None:
        """Remember a changed notice with the entry that tells of it."""
        self.changed[notice.pk] = notice
        self.entries.append(Draft(notice.addressee_id, verb, [notice, *more], {"why": dict(reason or {})}))


def settle(found: Iterable[Case], *, on: dt.date, now: dt.datetime, actor: Actor, acting: bool) -> Settlement:
    """Apply the ladder to cases whose tasks the caller has locked, inside the caller's transaction."""
    settlement = Settlement(on=on, now=now, actor=actor, acting=acting)
    breaches: list[tuple[Case, Step]] = []
    for case in found:
        step = _take(settlement, case)
        if step is not None and step.kind == "breach":
            breaches.append((case, step))
    _propose(settlement, breaches)
    _write(settlement)
    return settlement


def _take(s: Settlement, case: Case) -> Step | None:
    if case.task.state == "withdrawn" or case.exhausted:
        _discard(s, case, {})
        s.look_again(case, None, 3)
        return None
    step = case.step(s.rules, s.calendar, s.day)
    _HANDLERS[step.kind](s, case, step)
    return step


# ---- The steps of the ladder ------------------------------------------------------------------------------


def _rest(s: Settlement, case: Case, step: Step) -> None:
    """Nothing is due: a draft is no longer true, a cure date that was moved runs again."""
    _discard(s, case, step.reason.to_json())
    latest = case.sent[-1] if case.sent else None
    if latest is not None and latest.state == "breached":
        latest.state = "acknowledged" if latest.acknowledged_at else "served"
        latest.closed_on, latest.closing = None, {}
        s.keep(latest, "reopen_notice", step.reason.to_json())
    s.look_again(case, step.next_check, len(case.sent) + 1)


def _cured(s: Settlement, case: Case, step: Step) -> None:
    _discard(s, case, step.reason.to_json())
    notice = case.sent[-1]
    notice.state = "cured"
    notice.closed_on = case.submitted_on
    notice.cured_late = step.reason.code == "cured_late"
    notice.closing = step.reason.to_json()
    s.keep(notice, "cure_notice", notice.closing)
    s.count("cured")
    s.look_again(case, None, notice.level)


def _due(s: Settlement, case: Case, step: Step) -> None:
    """A notice of `step.level` may be drafted: by the sweep; an older draft is brought up to date."""
    aside = step.kind == "leave_aside"
    # After the last notice there is none to draft: while a superior is to answer, the consequence waits as well.
    if aside and (step.reason.code != "pending" or step.level > LAST_LEVEL):
        _discard(s, case, step.reason.to_json())
        s.look_again(case, None, step.level)
        return
    if case.draft is not None and case.draft.level != step.level:
        _discard(s, case, step.reason.to_json())
    if case.draft is not None:
        _refresh(s, case, step, aside=aside)
    elif s.acting:
        _draft(s, case, step, aside=aside)
    s.look_again(case, None if case.draft is not None else s.day, step.level)


def _breach(s: Settlement, case: Case, step: Step) -> None:
    """The last cure date has passed: closed here by the sweep; the consequences follow for all breaches together."""
    _discard(s, case, step.reason.to_json())
    s.look_again(case, None if s.acting else s.day, 3)
    if s.acting:
        _close_breached(s, case.sent[-1], step)


_HANDLERS: dict[str, Callable[[Settlement, Case, Step], None]] = {
    "none": _rest,
    "wait": _rest,
    "cured": _cured,
    "draft_first": _due,
    "draft_second": _due,
    "leave_aside": _due,
    "breach": _breach,
}


# ---- What they do -----------------------------------------------------------------------------------------


def _discard(s: Settlement, case: Case, why: Mapping[str, Any]) -> None:
    if case.draft is None:
        return
    case.draft.state = "discarded"
    case.draft.closed_on = s.on
    case.draft.closing = dict(why)
    s.keep(case.draft, "discard_notice", why)
    s.count("discarded")
    case.draft = None


def _refresh(s: Settlement, case: Case, step: Step, *, aside: bool) -> None:
    """Bring a draft up to date; a person's own choice (`chosen`) is not undone by the program."""
    draft = case.draft
    if draft is None or case.task.deadline is None:
        return
    before = (draft.state, draft.due_on, tuple(draft.pending))
    if aside and draft.chosen != "included":
        draft.state, draft.presented_at = "set_aside", None
    elif not aside and draft.chosen != "aside":
        draft.state = "draft"
    draft.pending = list(case.pending)
    draft.due_on = case.task.deadline
    if before != (draft.state, draft.due_on, tuple(draft.pending)):
        draft.days_late = case.days_late(s.calendar, s.on)
        draft.reason = step.reason.to_json()
        s.keep(draft, "update_notice_draft", draft.reason)
        s.count("updated")


def _draft(s: Settlement, case: Case, step: Step, *, aside: bool) -> None:
    """A new draft, or one that the program proposes to leave aside because a superior is to answer (T-25)."""
    task = case.task
    if task.deadline is None:
        return
    notice = Notice(
        task_id=task.pk,
        level=step.level,
        issuer_id=case.issuer_id,
        addressee_id=task.lead_id,
        person_id=task.responsible_id,
        state="set_aside" if aside else "draft",
        drafted_on=s.on,
        due_on=task.deadline,
        days_late=case.days_late(s.calendar, s.on),
        pending=list(case.pending),
        cure_date=step.cure_date or default_cure_date(s),
        rule_set=s.rules.name,
        reason=step.reason.to_json(),
    )
    s.created.append(notice)
    s.count("set_aside" if aside else ("first" if step.level == 1 else "second"))
    case.draft = notice
    # While a superior is to answer, the first notice is not yet called unheeded; the signer of the second decides.
    if step.level > 1 and not aside and case.sent[-1].state in RUNNING:
        _close_breached(s, case.sent[-1], step)


def default_cure_date(s: Settlement) -> dt.date:
    """The cure date that the rule set proposes for a notice signed on the day of the settlement."""
    return s.calendar.add_working_days(s.on, int(s.rules.value("cure_days_default")))


def _close_breached(s: Settlement, notice: Notice, step: Step) -> None:
    notice.state = "breached"
    limit = step.reason.params.get("limit")
    notice.closed_on = limit if isinstance(limit, dt.date) else s.on
    notice.closing = step.reason.to_json()
    s.keep(notice, "breach_notice", notice.closing)


def _propose(s: Settlement, breaches: Sequence[tuple[Case, Step]]) -> None:
    """Propose the ceiling of the year for the organisation and for the person given the task (T-22, T-27)."""
    if not breaches or not s.acting:
        return
    bodies = deciders({case.issuer_id for case, _step in breaches}, s.on)
    for case, step in breaches:
        notice = case.sent[-1]
        year = (notice.closed_on or s.on).year
        trace = consequence_trace(s.rules, step)
        for kind, person in (("ceiling_organisation", None), ("ceiling_person", notice.person_id)):
            s.consequences.append(
                Consequence(
                    notice=notice,
                    kind=kind,
                    year=year,
                    organisation_id=notice.addressee_id,
                    person_id=person,
                    decider_id=bodies[case.issuer_id],
                    proposed_on=s.on,
                    trace=trace,
                )
            )
        s.count("breached")


def consequence_trace(rules: RuleSet, step: Step) -> dict[str, Any]:
    """Why a ceiling is proposed: the breach, and the rule that binds the grade to it (T-22)."""
    grade = rules.entry("breach_grade")
    bound = grade.reason("breach_grade", grade.note)
    return Trace(result=f"grade:{grade.value}", rule_set=rules.name, reasons=(step.reason, bound)).to_json()


# ---- Writing ----------------------------------------------------------------------------------------------


def _write(s: Settlement) -> None:
    """Everything collected, in few statements: notices, consequences, ledger, clocks."""
    for notice in s.changed.values():
        notice.closing, notice.reason = plain(notice.closing), plain(notice.reason)
    Notice.objects.bulk_update(s.changed.values(), _COLUMNS, batch_size=_BATCH)
    # No conflict is passed over in silence: the tasks are locked, and the unique key would stop a second draft.
    Notice.objects.bulk_create(s.created, batch_size=_BATCH)
    Consequence.objects.bulk_create(s.consequences, batch_size=_BATCH)
    entries = [
        *s.entries,
        *(Draft(n.addressee_id, "draft_notice", [n], {"why": n.reason}) for n in s.created),
        *(Draft(c.organisation_id, "propose_consequence", [c], {"why": c.trace}) for c in s.consequences),
    ]
    if entries:
        append_many(actor=s.actor, drafts=entries, now=s.now)
    set_clocks(s.clocks.values())


def set_clocks(clocks: Iterable[ReminderClock]) -> None:
    """Write the clocks of tasks, new or known, one statement a batch."""
    ReminderClock.objects.bulk_create(
        list(clocks),
        update_conflicts=True,
        unique_fields=["task"],
        update_fields=["next_check", "level"],
        batch_size=_BATCH,
    )
