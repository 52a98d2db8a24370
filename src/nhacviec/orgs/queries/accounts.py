"""Who of a unit has no way in yet."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from nhacviec.accounts.models import OneTimeLink

from ..access import Viewer
from ..models import Appointment, Membership, Organisation, Person
from ..models.organisations import subtree_sql
from ..models.periods import in_force

NEVER_SET = "!"  # how Django stores that there is no password


def people_without_password(viewer: Viewer, unit: Organisation, *, below: bool) -> QuerySet[Person]:
    """People with a post or a cell in the unit, or also below it, who have no account or never set its password.

    By name; each with `waiting`: whether a link is still to be used. Those who are restricted or left are not among them.
    """
    places = subtree_sql((unit.pk,), viewer.on) if below else [unit.pk]
    posts = Appointment.objects.filter(in_force(viewer.on), person=OuterRef("pk"), post__organisation_id__in=places)
    cells = Membership.objects.filter(in_force(viewer.on), person=OuterRef("pk"), cell_id__in=places)
    no_way_in = Q(user=None) | Q(user__is_active=True, user__password__startswith=NEVER_SET, user__socialaccount=None)
    links = OneTimeLink.objects.filter(user=OuterRef("user_id"), used_at=None, revoked_at=None)
    return (
        Person.objects.filter(no_way_in, Q(Exists(posts)) | Q(Exists(cells)), restricted_on=None)
        .exclude(pk=viewer.person_id or 0)
        .select_related("user")
        .annotate(waiting=Exists(links))
        .order_by("sort_key", "id")
    )
