"""Lists and the single case."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from nhacviec.orgs.access import Role, Viewer
from nhacviec.orgs.models import Membership
from nhacviec.reminders.models import Consequence
from nhacviec.rules.text import fold

from .. import access
from ..models import Case, CaseBallot, CaseQuerySet, Decision, Hearing

OPEN_STATES = ("opened", "heard", "voted")


def listed(
    viewer: Viewer,
    *,
    state: str = "",
    year: int | None = None,
    form: str = "",
    body: str = "",
    person: int | None = None,
) -> CaseQuerySet:
    """Cases that the viewer may see, filtered; `state` is a state or "open"; `year` is that of the decision."""
    found = Case.objects.visible_to(viewer)
    if state == "open":
        found = found.filter(state__in=OPEN_STATES)
    elif state:
        found = found.filter(state=state)
    if year:
        found = found & Case.objects.decided_in(year)
    if form:
        found = found.filter(decision__form=form)
    if body:
        found = found.filter(body_kind=body)
    if person:
        found = found.filter(person=person)
    return found.select_related("person", "cell", "body", "decision")


def counts(viewer: Viewer) -> dict[str, int]:
    """How many visible cases there are: "open", "decided", "closed", one query."""
    wanted = {"open": Q(state__in=OPEN_STATES), "decided": Q(state="decided"), "closed": Q(state="closed")}
    found: dict[str, int] = Case.objects.visible_to(viewer).aggregate(
        **{name: Count("pk", filter=condition) for name, condition in wanted.items()}
    )
    return found


def detail_of(viewer: Viewer) -> QuerySet[Case]:
    """Visible cases with what their page needs."""
    return Case.objects.visible_to(viewer).select_related(
        "person", "cell", "committee", "body", "consequence__notice__task", "hearing__heard_by", "decision__signed_by"
    )


@dataclass(frozen=True)
class Detail:
    """A case with its papers and what the viewer may do next."""

    case: Case
    hearing: Hearing | None
    proposal: CaseBallot | None
    ballot: CaseBallot | None
    decision: Decision | None
    may_handle: bool
    may_decide: bool
    concerned: bool

    @property
    def bodies(self) -> list[dict[str, Any]]:
        """The bodies looked at, lowest first, the chosen one marked."""
        told = self.case.competence
        return [{**row, "chosen": row["kind"] == told.get("chosen")} for row in told.get("bodies", [])]

    @property
    def next_step(self) -> str:
        """The verb that comes next: hear, vote, decide, announce, close or "" at the end."""
        if self.case.state in ("opened", "heard"):
            return "hear" if self.case.state == "opened" else "vote"
        if self.case.state == "voted":
            return "decide" if self.ballot and self.ballot.passed_form else "close"
        return "announce" if self.decision and not self.decision.announced_on else ""


def detail(viewer: Viewer, case: Case) -> Detail:
    """The papers of a case from `detail_of`: one query for its ballots."""
    ballots = {b.role: b for b in CaseBallot.objects.filter(case=case).select_related("body")}
    return Detail(
        case=case,
        hearing=getattr(case, "hearing", None),
        proposal=ballots.get("propose"),
        ballot=ballots.get("decide"),
        decision=getattr(case, "decision", None),
        may_handle=access.may_handle(viewer, case),
        may_decide=access.may_decide(viewer, case),
        concerned=access.concerned(viewer, case.person_id),
    )


def openable(viewer: Viewer, on: dt.date) -> QuerySet[Membership]:
    """Party members of the viewer's organisations on the day, the viewer left out: about whom a case may be opened."""
    return (
        Membership.objects.on(on)
        .filter(Q(cell__in=viewer.command_sql()) | Q(cell__in=tuple(viewer.own)))
        .exclude(person__in=tuple(viewer.persons))
        .select_related("person", "cell")
    )


def found_people(viewer: Viewer, words: str, on: dt.date, most: int = 30) -> list[Membership]:
    """Of these the ones whose name holds `words`, without regard to marks."""
    named = openable(viewer, on).filter(person__folded__contains=fold(words)[:100])
    return list(named.order_by("person__sort_key", "id")[:most])


def waiting(viewer: Viewer, most: int = 20) -> list[Consequence]:
    """Proposals of a case that their deciding body took up and that have no case yet, for who may open one."""
    mine = (
        viewer.speaks_for | viewer.roles.get(Role.INSPECTOR, frozenset()) | viewer.roles.get(Role.LEADER, frozenset())
    )
    return list(
        Consequence.objects.filter(kind="case", state="taken", case__isnull=True, decider__in=mine)
        .exclude(person__in=tuple(viewer.persons))
        .select_related("person", "notice__task")
        .order_by("-proposed_on", "-id")[:most]
    )


def about_person(viewer: Viewer, person_id: int) -> CaseQuerySet:
    """Cases of a person that the viewer may see."""
    return listed(viewer, person=person_id)


def about_organisation(viewer: Viewer, organisation_id: int) -> CaseQuerySet:
    """Cases of members of a cell, or before a body, that the viewer may see."""
    return listed(viewer).filter(Q(cell=organisation_id) | Q(body=organisation_id))
