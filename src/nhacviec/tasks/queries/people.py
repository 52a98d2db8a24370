"""Whom to tell, and who answers, on a day."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from nhacviec.directives.access import above_sql
from nhacviec.orgs.kinds import DEPUTY_KINDS, HEAD_KINDS
from nhacviec.orgs.models import Appointment, Organisation, ParentLink
from nhacviec.orgs.models.periods import in_force

from ..models import Task


def speakers(organisation_ids: Iterable[int], on: dt.date) -> dict[int, set[int]]:
    """Organisation id → ids of the people who speak for it on the day: heads, deputies, for a committee its standing ones.

    Two queries, however many organisations.
    """
    wanted = set(organisation_ids)
    if not wanted:
        return {}
    standing = ParentLink.objects.filter(in_force(on), parent_id__in=wanted, child__kind="standing_committee")
    speaks_for = {pk: {pk} for pk in wanted}
    for child, parent in standing.values_list("child_id", "parent_id"):
        speaks_for.setdefault(child, set()).add(parent)
    held = (
        Appointment.objects.on(on)
        .filter(Q(post__kind__in=HEAD_KINDS) | Q(post__kind__in=DEPUTY_KINDS), post__organisation_id__in=speaks_for)
        .values_list("post__organisation_id", "person_id")
    )
    found: dict[int, set[int]] = defaultdict(set)
    for unit, person in held:
        for target in speaks_for[unit]:
            found[target].add(person)
    return found


def above(organisation_id: int, on: dt.date) -> QuerySet[Organisation]:
    """The organisations that stand above one on the day, in both hierarchies."""
    found = Organisation.objects.filter(pk__in=above_sql([organisation_id], on)).exclude(pk=organisation_id)
    return found.order_by("folded", "pk")


def may_be_asked(task: Task, on: dt.date) -> QuerySet[Organisation]:
    """Whom an obstacle may be put to: the assigner, and what stands above the lead (T-6)."""
    upward = Q(pk__in=above_sql([task.lead_id], on)) & ~Q(pk=task.lead_id)
    return Organisation.objects.filter(upward | Q(pk=task.assigner_id)).order_by("folded", "pk")
