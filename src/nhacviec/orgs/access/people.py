"""Rights on organisations, people and the calendar: who keeps them, who reads a personal record and why."""

import datetime as dt

from django.db.models import OuterRef, Q
from django.utils.translation import gettext_lazy as _

from ..kinds import CALENDAR_KINDS
from ..models import Appointment, Membership, Organisation, Person
from ..models.conditions import AmongThese, RowHas, reached
from ..models.organisations import history_sql
from ..models.periods import in_force
from .grounds import ANY, NOBODY, Ground, Readers
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
    """Condition on people: those whose present units, or past ones if they have none now, lie in the viewer's scope.

    Asked person by person: for those named, searched or met in a list. A list of all in scope starts with `people_of`.
    """
    posts = Appointment.objects.filter(person_id=OuterRef("pk"))
    cells = Membership.objects.filter(person_id=OuterRef("pk"))
    now = in_force(viewer.on)
    posts_inside = posts.filter(reached("post__organisation_id", viewer.scope_roots, viewer.on))
    cells_inside = cells.filter(reached("cell_id", viewer.scope_roots, viewer.on))
    present = Q(RowHas(posts_inside.filter(now))) | Q(RowHas(cells_inside.filter(now)))
    past = Q(RowHas(posts_inside)) | Q(RowHas(cells_inside))
    nowhere = ~Q(RowHas(posts.filter(now))) & ~Q(RowHas(cells.filter(now)))
    return present | (nowhere & past)


def people_of(viewer: Viewer) -> Q:
    """Condition on people "within the viewer's scope" for lists of them all, in the form that is soonest."""
    if viewer.wide:
        return within_scope(viewer)
    inside = viewer.command_sql()
    members = Membership.objects.filter(AmongThese("cell_id", inside)).values("person_id")
    holders = Appointment.objects.filter(AmongThese("post__organisation_id", inside)).values("person_id")
    return Q(AmongThese("pk", members.union(holders))) & within_scope(viewer)


def unrestricted(viewer: Viewer, prefix: str = "") -> Q:
    """Condition on people (or on what reaches them through `prefix`): not restricted (X-7), or oneself; keepers meet all."""
    if viewer.operator or viewer.managed_roots:
        return Q()
    return Q(**{f"{prefix}restricted_on__isnull": True}) | Q(**{f"{prefix}pk": viewer.person_id or 0})


def _reads_as_staff(viewer: Viewer) -> bool:
    return any(viewer.roles.get(role) for role in READER_ROLES)


PERSON_READERS = Readers(
    Ground("own", _("chính người ấy"), lambda v: Q(pk=v.person_id or 0), reading="own"),
    Ground(
        "staff",
        _("cơ quan tham mưu hoặc lãnh đạo của cấp ủy quản lý đơn vị của người ấy"),
        lambda v: within_scope(v) if v.scope_roots and _reads_as_staff(v) else NOBODY,
        through=ANY,
    ),
    Ground(
        "head",
        _("người đứng đầu hoặc cấp phó của đơn vị của người ấy, hoặc của cấp trên"),
        lambda v: within_scope(v) if v.scope_roots and not _reads_as_staff(v) else NOBODY,
        through=ANY,
        reading="head",
    ),
    limit=unrestricted,
)

ORGANISATION_READERS = Readers(
    Ground("own", _("giữ chức vụ trong chính tổ chức"), lambda v: Q(pk__in=tuple(v.own)), through="pk"),
    Ground(
        "above",
        _("đứng đầu, lãnh đạo hoặc tham mưu ở tổ chức này hoặc cấp trên"),
        lambda v: Q(pk__in=v.command_sql()) if v.scope_roots else NOBODY,
        through="pk",
    ),
    Ground(
        "history",
        _("đứng đầu khi tổ chức kết thúc: xem lịch sử"),
        lambda v: Q(pk__in=history_sql(v.history_roots, v.on)) if v.history_roots else NOBODY,
        through="pk",
    ),
)


def reading_ground(viewer: Viewer, person: Person) -> str:
    """Why the viewer may read a person's membership and records: "own", "staff" or "head"; "" if he may not.

    One query at most; none when the person came from `queries.person_for`, which asked already.
    """
    if viewer.person_id is not None and viewer.person_id == person.pk:
        return "own"
    if not viewer.scope_roots or (person.restricted_on is not None and not viewer.managed_roots):
        return ""
    known = getattr(person, "in_scope", None)
    if known is None:
        known = Person.objects.filter(within_scope(viewer), pk=person.pk).exists()
    if not known:
        return ""
    return "staff" if _reads_as_staff(viewer) else "head"
