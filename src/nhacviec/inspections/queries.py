"""What pages, panels and statistics read about inspections."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from nhacviec.orgs.access import Viewer, unrestricted
from nhacviec.orgs.apps import OpenWork
from nhacviec.orgs.models import Appointment, Organisation, ParentLink, Person
from nhacviec.orgs.queries.structure import held_on

from . import access, workflow
from .models import (
    Assessment,
    ChecklistItem,
    Finding,
    Inspection,
    InspectionQuerySet,
    Photo,
    TeamMember,
    inspection_kind_choices,
)


def open_work(organisations: Collection[int], viewer: Viewer) -> list[OpenWork]:
    """Inspections not yet concluded, of these units or decided by these bodies. Two queries.

    One that the viewer may not see, such as an unannounced one, passes without being named (I-23).
    """
    ours = Q(unit__in=organisations) | Q(decided_by__in=organisations)
    rows = Inspection.objects.filter(ours).exclude(state="concluded")
    readable = set(rows & Inspection.objects.visible_to(viewer)) if viewer.person_id is not None else set()
    found = []
    for row in rows.order_by("decided_on", "id"):
        label = f"{row.code} {row.subject}"[:160] if row in readable else ""
        if row.unit_id in organisations:
            found.append(OpenWork("inspections.unit", row.pk, row.unit_id, label, state=row.state))
        if row.decided_by_id in organisations:
            found.append(OpenWork("inspections.decider", row.pk, row.decided_by_id, label, state=row.state))
    return found


def listed(
    viewer: Viewer,
    *,
    state: str = "",
    kind: str = "",
    year: int | None = None,
    unit: int | None = None,
) -> InspectionQuerySet:
    """Visible inspections, filtered; with `officials`, `assessed`, `found` and `remedied` counted for each row."""
    found = Inspection.objects.visible_to(viewer)
    if state:
        found = found.filter(state=state)
    if kind:
        found = found.filter(kind=kind)
    if year:
        found = found.filter(decided_on__year=year)
    if unit:
        found = found.filter(unit=unit)
    return found.select_related("unit", "decided_by").annotate(
        officials=Count("assessments", distinct=True),
        assessed=Count("assessments", filter=Q(assessments__assessed_at__isnull=False), distinct=True),
        found=Count("findings", distinct=True),
        remedied=Count("findings", filter=Q(findings__remedy__state="done"), distinct=True),
    )


def counts(viewer: Viewer) -> dict[str, int]:
    """How many visible inspections are in each state, one query."""
    found: dict[str, int] = Inspection.objects.visible_to(viewer).aggregate(
        **{state: Count("pk", filter=Q(state=state)) for state in ("prepared", "running", "concluded")}
    )
    return found


def page_of(viewer: Viewer) -> QuerySet[Inspection]:
    """Visible inspections with everything that a page about one shows: six queries for one of them."""
    photos = Photo.objects.select_related("attachment")
    return (
        Inspection.objects.visible_to(viewer)
        .select_related("unit", "decided_by")
        .prefetch_related(
            Prefetch("team", TeamMember.objects.select_related("person").order_by("-leads", "id")),
            Prefetch("items", ChecklistItem.objects.order_by("order")),
            Prefetch(
                "assessments",
                Assessment.objects.select_related("person", "assessed_by")
                .prefetch_related(Prefetch("photos", photos))
                .order_by("id"),
            ),
            Prefetch("findings", Finding.objects.select_related("person", "remedy").order_by("order")),
        )
    )


def frame_of(viewer: Viewer) -> QuerySet[Inspection]:
    """Visible inspections with team and officials only, for the pages of single steps: three queries."""
    return (
        Inspection.objects.visible_to(viewer)
        .select_related("unit", "decided_by")
        .prefetch_related("team", Prefetch("assessments", Assessment.objects.select_related("person").order_by("id")))
    )


@dataclass(frozen=True)
class Line:
    """One official of an inspection: place in the list, the assessment, marks in the order of the checklist."""

    number: int
    assessment: Assessment
    marks: list[tuple[ChecklistItem, str]]
    mine: bool

    @property
    def met(self) -> int:
        """How many points are met."""
        return sum(mark == "met" for _item, mark in self.marks)


@dataclass(frozen=True)
class Detail:
    """An inspection as the viewer may see it, and what the viewer may do next."""

    inspection: Inspection
    lines: list[Line]
    findings: list[Finding]
    officials: int
    in_team: bool
    may_start: bool
    may_conclude: bool
    may_order: bool
    own: Assessment | None

    @property
    def done(self) -> int:
        """How many officials are assessed."""
        return sum(a.done for a in self.inspection.assessments.all())

    @property
    def read_of(self) -> list[int]:
        """Of whom something is told that was written down: who is assessed, and who is named in a finding."""
        assessed = [line.assessment.person_id for line in self.lines if line.assessment.done]
        return [*assessed, *(f.person_id for f in self.findings if f.person_id is not None)]

    @property
    def next_line(self) -> Line | None:
        """The next official to be assessed, for the team."""
        return next((line for line in self.lines if not line.assessment.done), None)


def detail(viewer: Viewer, inspection: Inspection) -> Detail:
    """The parts of an inspection from `page_of` that the viewer may see. No further query."""
    everybody = access.may_read_all_assessments(viewer, inspection)
    items = list(inspection.items.all())
    people = list(inspection.assessments.all())
    lines = [
        Line(i, a, [(item, a.marks.get(str(item.pk), "")) for item in items], a.person_id == viewer.person_id)
        for i, a in enumerate(people, 1)
        if everybody or a.person_id == viewer.person_id
    ]
    findings = [f for f in inspection.findings.all() if everybody or f.person_id == viewer.person_id]
    running = inspection.state == "running"
    return Detail(
        inspection=inspection,
        lines=lines,
        findings=findings,
        officials=len(people),
        in_team=access.in_team(viewer, inspection),
        may_start=workflow.possible("start", inspection.state) and access.may_start(viewer, inspection),
        may_conclude=running and access.may_conclude(viewer, inspection),
        may_order=inspection.state != "prepared" and access.assigner_for(viewer, inspection) is not None,
        own=next((a for a in people if a.person_id == viewer.person_id), None),
    )


@dataclass(frozen=True)
class Figures:
    """Inspections of one year (R-5): of one kind, or of all (kind ""). Units and officials are counted once each."""

    kind: str
    inspections: int
    units: int
    assessed: int
    findings: int
    remedied: int


def started(year: int, viewer: Viewer | None = None, deciders: Any = None) -> InspectionQuerySet:
    """What `figures` counts: inspections decided in the year and started; of `viewer`, or decided by `deciders` (ids or
    a sub-select), if given."""
    found = Inspection.objects.exclude(state="prepared").filter(decided_on__year=year)
    if deciders is not None:
        decider = held_on("inspections.inspection", "decided_by", dt.date(year, 12, 31))
        found = found.alias(decider=decider).filter(decider__in=deciders)
    return found if viewer is None else found & Inspection.objects.visible_to(viewer)


def figures(year: int, viewer: Viewer | None = None, deciders: Any = None) -> list[Figures]:
    """The one definition of inspection figures: started inspections decided in `year` by kind, the sum last.

    See `started` for what is taken in. One query. `assessed` counts assessments of officials, `remedied` findings
    whose remedy was accepted.
    """
    rows = (
        started(year, viewer, deciders)
        .order_by()
        .annotate(
            assessed=Count("assessments", filter=Q(assessments__assessed_at__isnull=False), distinct=True),
            found=Count("findings", distinct=True),
            remedied=Count("findings", filter=Q(findings__remedy__state="done"), distinct=True),
        )
        .values_list("kind", "unit_id", "assessed", "found", "remedied")
    )
    by_kind: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for kind, *rest in rows:
        by_kind[kind].append(tuple(rest))
    found = [_row(kind, by_kind[kind]) for kind, _label in inspection_kind_choices()]
    units = {one[0] for held in by_kind.values() for one in held}
    return [*found, _sum(found, len(units))]


def _row(kind: str, held: list[tuple[Any, ...]]) -> Figures:
    return Figures(
        kind=kind,
        inspections=len(held),
        units=len({unit for unit, *_rest in held}),
        assessed=sum(one[1] for one in held),
        findings=sum(one[2] for one in held),
        remedied=sum(one[3] for one in held),
    )


def _sum(rows: list[Figures], units: int) -> Figures:
    return Figures(
        kind="",
        inspections=sum(r.inspections for r in rows),
        units=units,
        assessed=sum(r.assessed for r in rows),
        findings=sum(r.findings for r in rows),
        remedied=sum(r.remedied for r in rows),
    )


def photo_of(viewer: Viewer, pk: int) -> Photo | None:
    """A photo that the viewer may see: of the own assessment, or of an inspection whose assessments are open to him."""
    photo = Photo.objects.select_related("attachment", "assessment", "inspection").filter(pk=pk).first()
    if photo is None or not Inspection.objects.visible_to(viewer).filter(pk=photo.inspection_id).exists():
        return None
    mine = photo.assessment is not None and photo.assessment.person_id == viewer.person_id
    return photo if mine or access.may_read_all_assessments(viewer, photo.inspection) else None


def units_for(viewer: Viewer, on: dt.date) -> QuerySet[Organisation]:
    """Organisations that the viewer may have inspected: all below the bodies in whose name he decides."""
    roots = tuple(sorted(access.deciders(viewer)))
    return Organisation.objects.existing(on).below(roots, on).order_by("name", "id")


def deciders_for(viewer: Viewer) -> QuerySet[Organisation]:
    """Organisations in whose name the viewer may decide on an inspection."""
    return Organisation.objects.filter(pk__in=access.deciders(viewer)).order_by("id")


def people_of(unit: Organisation, on: dt.date) -> list[Appointment]:
    """Who works in a unit or below it on the day, each once, in Vietnamese order."""
    inside = Organisation.objects.below((unit.pk,), on).values("pk")
    found = (
        Appointment.objects.on(on)
        .filter(post__organisation__in=inside)
        .select_related("person", "post")
        .order_by("person__sort_key", "id")
    )
    return list({a.person_id: a for a in found}.values())


# Bodies whose people do the work of the one above them: they are put into its teams.
TEAM_BODIES = (
    "standing_committee",
    "committee_office",
    "inspection_commission",
    "organisation_commission",
    "propaganda_commission",
    "mass_commission",
    "counter",
)


def team_people(decided_by_ids: frozenset[int], on: dt.date) -> list[Appointment]:
    """Who may be put into a team: people with a post in the deciding bodies or in their staff bodies, each once."""
    staff = ParentLink.objects.on(on).filter(parent__in=decided_by_ids, child__kind__in=TEAM_BODIES)
    found = (
        Appointment.objects.on(on)
        .filter(Q(post__organisation__in=decided_by_ids) | Q(post__organisation__in=staff.values("child_id")))
        .select_related("person", "post")
        .order_by("person__sort_key", "id")
    )
    return list({a.person_id: a for a in found}.values())


def seen_of(viewer: Viewer, person: Person) -> QuerySet[Assessment]:
    """Assessments of a person that the viewer may read, newest first: the own ones, or those of visible inspections."""
    found = Assessment.objects.filter(
        unrestricted(viewer, "person__"),
        person=person,
        inspection__in=Inspection.objects.visible_to(viewer).values("pk"),
    )
    if viewer.person_id != person.pk:
        open_to = access.deciders(viewer) | viewer.speaks_for
        found = found.filter(
            Q(inspection__decided_by__in=open_to)
            | Q(inspection__unit__in=viewer.command_sql())
            | Q(inspection__team__person=viewer.person_id or 0)
        ).distinct()
    return found.select_related("inspection__unit").order_by("-inspection__decided_on", "-id")
