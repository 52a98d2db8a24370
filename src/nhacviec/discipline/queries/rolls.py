"""Who is on the roll of a body: the number against which a majority is counted (D-22)."""

import datetime as dt

from django.db.models import Q, QuerySet

from nhacviec.orgs.kinds import DEPUTY_KINDS, HEAD_KINDS
from nhacviec.orgs.models import Appointment, Membership, Organisation, ParentLink, Person

from ..models import Case


def known_roll(body: Organisation, on: dt.date) -> int:
    """Full members of a cell, otherwise the people who hold a seat in the body on that day; 0 where none is on record."""
    if body.kind in ("cell", "grassroots_cell"):
        return Membership.objects.on(on).filter(cell=body, official_on__lte=on, suspended=False).count()
    seats = Appointment.objects.on(on).filter(post__organisation=body).exclude(post__kind="official")
    return seats.values("person_id").distinct().count()


def signers(body: Organisation, on: dt.date) -> QuerySet[Appointment]:
    """Appointments of those who may sign for the body: heads and deputies; of a standing committee, the committee's."""
    where = Q(post__organisation=body)
    if body.kind == "standing_committee":
        above = ParentLink.objects.on(on).filter(child=body, hierarchy="party").values("parent_id")
        where |= Q(post__organisation__in=above)
    lead = (*HEAD_KINDS, *DEPUTY_KINDS)
    return (
        Appointment.objects.on(on)
        .filter(where, post__kind__in=lead)
        .select_related("post", "person")
        .order_by("person__sort_key", "id")
    )


def who_may_sign(case: Case, on: dt.date) -> list[tuple[Person, str]]:
    """People who may sign the decision, with their post; where a cell has no head on record, its full members."""
    found = [(a.person, f"{a.person.full_name}, {a.post.title}") for a in signers(case.body, on)]
    if not found and case.body_kind == "cell":
        members = Membership.objects.on(on).filter(cell=case.body, official_on__lte=on).select_related("person")
        found = [(m.person, m.person.full_name) for m in members.order_by("person__sort_key", "id")]
    return [(person, label) for person, label in found if person.pk != case.person_id]
