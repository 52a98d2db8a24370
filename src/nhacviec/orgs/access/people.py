"""Rights on organisations, people and the calendar: who keeps them, who reads a personal record and why."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q

from ..kinds import CALENDAR_KINDS
from ..models import Appointment, Membership, Organisation, Person
from ..models.periods import in_force
from .viewer import READER_ROLES, Viewer


def keeps_records(viewer: Viewer) -> bool:
    """Whether the viewer keeps records of organisations and people anywhere: operator, organiser or clerk."""
    return viewer.operator or bool(viewer.managed_roots)


def may_keep_calendar(viewer: Viewer) -> bool:
    """Whether the viewer edits the calendar, which moves the deadlines of everybody: operator, or keeper of a committee
    of a city or province; not the office of a ward. One query for who keeps records."""
    if viewer.operator or not viewer.managed_roots:
        return viewer.operator
    return Organisation.objects.filter(pk__in=viewer.managed_roots, kind__in=CALENDAR_KINDS).exists()


def may_keep(viewer: Viewer, organisation_id: int | None) -> bool:
    """Whether the viewer may change an organisation, its posts and its people."""
    return viewer.operator or (organisation_id is not None and organisation_id in viewer.managed)


def may_keep_person(viewer: Viewer, person: Person) -> bool:
    """Whether the viewer may change a person's posts: somebody without any unit yet, or one of a kept unit."""
    if viewer.operator:
        return True
    return bool(viewer.managed_roots) and (not (units := units_of(person, viewer.on)) or bool(units & viewer.managed))


def may_read_internals(viewer: Viewer, organisation_id: int) -> bool:
    """Whether an organisation's own records (members, panels, ledger) are shown to the viewer."""
    return viewer.may_read(organisation_id)


def units_of(person: Person, on: dt.date) -> frozenset[int]:
    """Where a person belongs on the day: units of the posts and the cell; of the past ones when there is none."""
    rows = [
        *Appointment.objects.filter(person_id=person.pk).values_list(
            "post__organisation_id", "valid_from", "valid_until"
        ),
        *Membership.objects.filter(person_id=person.pk).values_list("cell_id", "valid_from", "valid_until"),
    ]
    present = {unit for unit, start, end in rows if start <= on and (end is None or on < end)}
    return frozenset(present or {unit for unit, _start, _end in rows})


def within_scope(viewer: Viewer) -> Q:
    """Condition on people: those whose present units, or past ones if they have none now, lie in the viewer's scope."""
    posts = Appointment.objects.filter(person_id=OuterRef("pk"))
    cells = Membership.objects.filter(person_id=OuterRef("pk"))
    now = in_force(viewer.on)
    inside = viewer.command_sql()
    present = Q(Exists(posts.filter(now, post__organisation_id__in=inside))) | Q(
        Exists(cells.filter(now, cell_id__in=inside))
    )
    past = Q(Exists(posts.filter(post__organisation_id__in=inside))) | Q(Exists(cells.filter(cell_id__in=inside)))
    nowhere = ~Q(Exists(posts.filter(now))) & ~Q(Exists(cells.filter(now)))
    return present | (nowhere & past)


def reading_ground(viewer: Viewer, person: Person) -> str:
    """Why the viewer may read a person's membership and records: "own", "staff" or "head"; "" if he may not.

    One query at most; none when the person came from `queries.person_for`, which asked already.
    """
    if viewer.person_id is not None and viewer.person_id == person.pk:
        return "own"
    if not viewer.scope_roots:
        return ""
    known = getattr(person, "in_scope", None)
    if known is None:
        known = Person.objects.filter(within_scope(viewer), pk=person.pk).exists()
    if not known:
        return ""
    return "staff" if any(viewer.roles.get(role) for role in READER_ROLES) else "head"
