"""Who may do what with a task: everything follows from the viewer's posts on the day (principle 9)."""

from collections.abc import Collection

from django.db.models import Q

from nhacviec.directives.access import above_sql, issuing_roots
from nhacviec.orgs.access import Role, Viewer
from nhacviec.orgs.models import Organisation

from .models import Contribution, Extension, Obstacle, Submission, Task

_STAFF = (Role.CLERK, Role.INSPECTOR, Role.ORGANISER)


def may_assign_for(viewer: Viewer) -> frozenset[int]:
    """Organisations in whose name the viewer assigns tasks: those spoken for, those served as clerk, own staff bodies."""
    staff = viewer.own if any(viewer.has(role) for role in _STAFF) else frozenset()
    return issuing_roots(viewer) | staff


def assigners(viewer: Viewer) -> frozenset[int]:
    """May be named as assigner: see `may_assign_for`; a clerk also registers what came from above. At most one query."""
    own = may_assign_for(viewer)
    if not viewer.has(Role.CLERK):
        return own
    above = Organisation.objects.filter(pk__in=above_sql(issuing_roots(viewer), viewer.on))
    return own | frozenset(above.values_list("pk", flat=True))


def leads_under(viewer: Viewer, assigner_ids: Collection[int]) -> frozenset[int]:
    """Organisations that may be given a task: the viewer's own subtree, and what stands below the assigners."""
    below = Organisation.objects.below(tuple(sorted(assigner_ids)), viewer.on)
    return viewer.command | viewer.own | frozenset(below.values_list("pk", flat=True))


def can_assign(viewer: Viewer, assigner_id: int, lead_id: int) -> bool:
    """Whether the viewer may give `lead_id` a task in the name of `assigner_id`. For many tasks take the two sets."""
    return assigner_id in assigners(viewer) and lead_id in leads_under(viewer, [assigner_id])


def may_assign_anything(viewer: Viewer) -> bool:
    """Whether there is any organisation in whose name the viewer may assign."""
    return bool(may_assign_for(viewer))


def does(viewer: Viewer, task: Task) -> bool:
    """The responsible person, whoever speaks for the lead, and the substitute of the one responsible there (T-6)."""
    return does_what(viewer, task.responsible_id, task.lead_id)


def does_what(viewer: Viewer, responsible_id: int, lead_id: int) -> bool:
    """`does` for a task of which only the responsible person and the lead are at hand."""
    if viewer.person_id is None:
        return False
    there = viewer.stand_in is None or lead_id in viewer.own
    return lead_id in viewer.speaks_for or (there and viewer.concerns(responsible_id))


def done_by(viewer: Viewer, prefix: str = "") -> Q:
    """`does` as a condition on tasks, or on what reaches its task through `prefix`."""
    if viewer.person_id is None:
        return Q(pk__in=[])
    found = Q(**{f"{prefix}lead__in": tuple(viewer.speaks_for)})
    if viewer.stand_in is None:
        return found | Q(**{f"{prefix}responsible": viewer.person_id})
    own = tuple(viewer.own)
    return found | Q(**{f"{prefix}responsible__in": tuple(viewer.persons), f"{prefix}lead__in": own})


can_receive = can_report = can_report_obstacle = can_request_extension = can_submit = does


def can_decide(viewer: Viewer, task: Task) -> bool:
    """Further instruction, and what is decided besides: the assigner alone, through who speaks for it (T-13)."""
    return viewer.person_id is not None and task.assigner_id in viewer.speaks_for


def can_order(viewer: Viewer, task: Task) -> bool:
    """Suspend, resume, withdraw: the assigner, through another person than the doer, whose time it is (T-12)."""
    return can_decide(viewer, task) and not viewer.concerns(task.responsible_id)


def can_decide_extension(viewer: Viewer, task: Task, extension: Extension) -> bool:
    """The assigner alone (T-13), and never the doer or who asked for it."""
    return can_order(viewer, task) and not viewer.concerns(extension.by_id)


def can_accept(viewer: Viewer, task: Task, submission: Submission) -> bool:
    """Who speaks for the assigner, and is another person than the doer and the one who handed in (T-12)."""
    return can_decide(viewer, task) and viewer.persons.isdisjoint((task.responsible_id, submission.by_id))


can_return = can_accept


def can_answer(viewer: Viewer, task: Task, obstacle: Obstacle) -> bool:
    """Who speaks for the organisation that was asked, is not the doer and did not report the obstacle (T-6)."""
    return obstacle.asked_id in viewer.speaks_for and viewer.persons.isdisjoint((task.responsible_id, obstacle.by_id))


def can_contribute(viewer: Viewer, contribution: Contribution) -> bool:
    """Who speaks for the co-operating organisation, or for the task's lead, notes that its part is done (T-16)."""
    return bool({contribution.organisation_id, contribution.task.lead_id} & viewer.speaks_for)
