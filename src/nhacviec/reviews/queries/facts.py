"""What the program knows of the subjects of a campaign, gathered in few queries and handed to the rules as values."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q

from nhacviec.discipline.queries import forms_in_year
from nhacviec.reminders.models import Consequence
from nhacviec.rules.grades import Grade, Level
from nhacviec.rules.grading import MemberFacts, OrganisationFacts
from nhacviec.tasks.models import Task

from ..models import Campaign, Subject
from .structure import heads_of, structure_of

# Consequences that still weigh: a departed or void one no longer caps anything (T-22, T-27).
WEIGHING = ("proposed", "taken")


@dataclass(frozen=True)
class Counts:
    """How many subordinates have each grade, and how many of them are not decided yet."""

    grades: Mapping[int, int]
    waiting: int = 0


NONE_YET = Counts({})
_TASK_COUNTS = ("total", "on_time", "done_late", "open")


@dataclass(frozen=True)
class Gates:
    """What must be decided first: grades by cell and by grassroots organisation of the members so far, of the cells
    by grassroots organisation; `heads` person → reviewed organisations; `grades` of decided organisations and cells."""

    members: Mapping[int, Counts]
    members_of_all: Mapping[int, Counts]
    cells: Mapping[int, Counts]
    heads: Mapping[int, frozenset[int]]
    grades: Mapping[int, int]


@dataclass(frozen=True)
class Known:
    """All facts of a campaign for one kind of subject: the gates; `forms` of discipline by person; `notices` by person
    or organisation: ids of consequences that weigh; `tasks` figures of the year by organisation."""

    gates: Gates
    forms: Mapping[int, tuple[str, ...]]
    notices: Mapping[int, tuple[int, ...]]
    tasks: Mapping[int, Mapping[str, int]]


def gates_of(campaign: Campaign, kind: str) -> Gates:
    """What stands before the subjects of a kind: at most four queries."""
    heads = heads_of(campaign)
    if kind == "member":
        return Gates({}, {}, {}, heads, _grades_of_units(campaign))
    by_cell, by_grassroots = _members(campaign, heads)
    return Gates(by_cell, by_grassroots, _cells(campaign) if kind == "organisation" else {}, heads, {})


def gather(campaign: Campaign, kind: str) -> Known:
    """Read everything that proposals for `kind` need: at most eight queries, however many subjects."""
    gates = gates_of(campaign, kind)
    if kind == "member":
        return Known(gates, forms_in_year(None, campaign.year), _notices_of_people(campaign), {})
    home = structure_of(campaign.committee_id, campaign.structure_on).home
    return Known(gates, {}, _notices_of_units(campaign, home), _tasks(campaign, home))


def _consequences(campaign: Campaign, kind: str) -> Any:
    found = Consequence.objects.filter(year=campaign.year, kind=kind, state__in=WEIGHING).order_by("id")
    return found.exclude(notice__state="withdrawn")


def _notices_of_people(campaign: Campaign) -> dict[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = {}
    for person, pk in _consequences(campaign, "ceiling_person").values_list("person_id", "id"):
        found[person] = (*found.get(person, ()), pk)
    return found


def _notices_of_units(campaign: Campaign, home: Mapping[int, int]) -> dict[int, tuple[int, ...]]:
    """A notice to a state body weighs on the party organisation that it belongs to."""
    found: dict[int, tuple[int, ...]] = {}
    for organisation, pk in _consequences(campaign, "ceiling_organisation").values_list("organisation_id", "id"):
        if organisation in home:
            found[home[organisation]] = (*found.get(home[organisation], ()), pk)
    return found


def _grades_of_units(campaign: Campaign) -> dict[int, int]:
    rows = campaign.subjects.filter(person__isnull=True, state="decided")
    return {pk: grade for pk, grade in rows.values_list("organisation_id", "grade") if pk and grade}


def _members(campaign: Campaign, heads: Mapping[int, frozenset[int]]) -> tuple[dict[int, Counts], dict[int, Counts]]:
    """Grades of members by cell and by grassroots organisation. Heads are graded after the unit they lead (G-28),
    so nobody waits for them."""
    rows = campaign.subjects.filter(kind="member").exclude(state="excluded")
    graded = rows.filter(state="decided").values_list("unit_id", "grassroots_id", "grade").annotate(n=Count("id"))
    open_rows = rows.exclude(state="decided").values_list("unit_id", "grassroots_id", "person_id")
    by_cell: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    by_grassroots: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for unit, root, grade, number in graded.order_by():
        by_cell[unit][grade] += number
        by_grassroots[root][grade] += number
    for unit, root, person in open_rows:
        if person not in heads:
            by_cell[unit][0] += 1
            by_grassroots[root][0] += 1
    return _counts(by_cell), _counts(by_grassroots)


def _counts(rows: Mapping[int, Mapping[int, int]]) -> dict[int, Counts]:
    """Grade 0 stands for those not decided."""
    return {
        pk: Counts({grade: number for grade, number in sorted(row.items()) if grade}, row.get(0, 0))
        for pk, row in rows.items()
    }


def _cells(campaign: Campaign) -> dict[int, Counts]:
    rows = campaign.subjects.filter(kind="cell").exclude(state="excluded").order_by()
    found: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for root, state, grade, number in rows.values_list("grassroots_id", "state", "grade").annotate(n=Count("id")):
        found[root][grade if state == "decided" else 0] += number
    return _counts(found)


def _tasks(campaign: Campaign, home: Mapping[int, int]) -> dict[int, dict[str, int]]:
    """Tasks due in the year, by the party organisation of the lead: shown as facts; the four states of T-10."""
    due = Task.objects.filter(deadline__year=campaign.year).exclude(state__in=("withdrawn", "suspended")).order_by()
    done = Q(state="done")
    rows = due.values_list("lead_id").annotate(
        n=Count("id"),
        n_on_time=Count("id", filter=done & Q(done_on__lte=F("deadline"))),
        n_late=Count("id", filter=done & Q(done_on__gt=F("deadline"))),
        n_open=Count("id", filter=~done),
    )
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for lead, *numbers in rows:
        if lead in home:
            place = found[home[lead]]
            for name, number in zip(_TASK_COUNTS, numbers, strict=True):
                place[name] = place.get(name, 0) + number
    return found


def waiting_for(subject: Subject, gates: Gates) -> str:
    """What must be decided before this subject: "members", "cells", "unit" (the unit that the person heads) or ""
    (G-71: lower before higher, the collective before its head)."""
    if subject.kind == "member":
        led = gates.heads.get(subject.person_id or 0, frozenset())
        return "unit" if any(pk not in gates.grades for pk in led) else ""
    place = subject.organisation_id or 0
    if subject.kind == "cell":
        return "members" if gates.members.get(place, NONE_YET).waiting else ""
    if gates.members_of_all.get(place, NONE_YET).waiting:
        return "members"
    return "cells" if gates.cells.get(place, NONE_YET).waiting else ""


def found_for(subject: Subject, known: Known) -> dict[str, Any]:
    """The facts looked up for one subject, as kept with it."""
    gates = known.gates
    if subject.kind == "member":
        person = subject.person_id or 0
        led = {str(pk): gates.grades[pk] for pk in sorted(gates.heads.get(person, ())) if pk in gates.grades}
        found: dict[str, Any] = {
            "forms": list(known.forms.get(person, ())),
            "notices": list(known.notices.get(person, ())),
            "heads": led,
        }
        return {name: value for name, value in found.items() if value}
    place = subject.organisation_id or 0
    cells = gates.cells.get(place, NONE_YET)
    counts = cells if cells.grades else gates.members.get(place, NONE_YET)
    return {
        "subordinates": {str(grade): number for grade, number in counts.grades.items()},
        "subordinate_kind": "cells" if cells.grades else "members",
        "notices": list(known.notices.get(place, ())),
        "tasks": dict(known.tasks.get(place, {})),
    }


def member_facts(marks: Mapping[str, int], facts: Mapping[str, Any]) -> MemberFacts:
    """Kept facts of a member as the rules take them."""
    declared, found = facts.get("declared", {}), facts.get("found", {})
    civil, led = declared.get("civil_service_grade"), found.get("heads", {})
    return MemberFacts(
        marks=_levels(marks),
        disciplined_forms=tuple(found.get("forms", ())),
        sick_days=declared.get("sick_days", 0),
        civil_service_grade=Grade(civil) if civil else None,
        is_head_of_grade=Grade(max(led.values())) if led else None,
        breached_notices=len(found.get("notices", ())),
    )


def organisation_facts(marks: Mapping[str, int], facts: Mapping[str, Any]) -> OrganisationFacts:
    """Kept facts of an organisation or cell as the rules take them."""
    declared, found = facts.get("declared", {}), facts.get("found", {})
    share = declared.get("targets_share")
    return OrganisationFacts(
        marks=_levels(marks),
        subordinate_grades={Grade(int(grade)): number for grade, number in found.get("subordinates", {}).items()},
        subordinate_kind=found.get("subordinate_kind", "members"),
        same_level_bodies_good=declared.get("same_level_bodies_good"),
        disciplined=declared.get("disciplined", False),
        disunited=declared.get("disunited", False),
        targets_share=Decimal(share) if share is not None else None,
        main_targets_met=declared.get("main_targets_met"),
        force_majeure=declared.get("force_majeure", False),
        breached_notices=len(found.get("notices", ())),
    )


def _levels(marks: Mapping[str, int]) -> dict[str, Level]:
    return {code: Level(level) for code, level in marks.items()}
