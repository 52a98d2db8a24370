"""Who may do what with an inspection. Seeing is `Inspection.objects.visible_to(viewer)`."""

from nhacviec.orgs.access import Role, Viewer
from nhacviec.tasks.access import may_assign_for

from .models import Assessment, Inspection, TeamMember


def deciders(viewer: Viewer) -> frozenset[int]:
    """Organisations in whose name the viewer may decide on an inspection: as inspector, as leader, as head (S-5)."""
    return (
        viewer.roles.get(Role.INSPECTOR, frozenset()) | viewer.roles.get(Role.LEADER, frozenset()) | viewer.speaks_for
    )


def may_plan(viewer: Viewer, decided_by_id: int) -> bool:
    """Whether the viewer may decide on an inspection in the name of that organisation."""
    return decided_by_id in deciders(viewer)


def may_plan_any(viewer: Viewer) -> bool:
    """Whether there is an organisation in whose name the viewer may decide on an inspection."""
    return bool(deciders(viewer))


def in_team(viewer: Viewer, inspection: Inspection) -> bool:
    """Whether the viewer is of the team. Uses prefetched team members where there are any."""
    return viewer.self_id is not None and any(m.person_id == viewer.self_id for m in inspection.team.all())


def leads_team(viewer: Viewer, inspection: Inspection) -> bool:
    """Whether the viewer leads the team."""
    mine = (m for m in inspection.team.all() if m.person_id == viewer.self_id)
    return viewer.self_id is not None and any(m.leads for m in mine)


def assessed(viewer: Viewer, inspection: Inspection) -> bool:
    """Whether the viewer is one of the officials who are inspected: reads and answers, never acts for the team."""
    return any(viewer.concerns(a.person_id) for a in inspection.assessments.all())


def may_start(viewer: Viewer, inspection: Inspection) -> bool:
    """The team, and who decided on it."""
    return in_team(viewer, inspection) or may_conclude(viewer, inspection)


def may_conclude(viewer: Viewer, inspection: Inspection) -> bool:
    """The leader of the team, and who may decide on inspections for the same organisation; nobody who is inspected."""
    if assessed(viewer, inspection):
        return False
    return leads_team(viewer, inspection) or may_plan(viewer, inspection.decided_by_id)


def may_read_all_assessments(viewer: Viewer, inspection: Inspection) -> bool:
    """Team, deciders and who answers for the unit read what was said of everybody; an official only the own part."""
    unit = viewer.speaks_for | viewer.command
    return in_team(viewer, inspection) or may_plan(viewer, inspection.decided_by_id) or inspection.unit_id in unit


def may_answer(viewer: Viewer, assessment: Assessment) -> bool:
    """The official who was assessed."""
    return viewer.self_id is not None and assessment.person_id == viewer.self_id


def team_ids(inspection: Inspection) -> frozenset[int]:
    """People of the team."""
    return frozenset(TeamMember.objects.filter(inspection=inspection).values_list("person_id", flat=True))


def assigner_for(viewer: Viewer, inspection: Inspection) -> int | None:
    """In whose name the viewer may order a remedy: the deciding body's, else the own commission's that serves it.

    None for the inspected, and for who may neither run nor decide on the inspection.
    """
    if assessed(viewer, inspection) or not may_start(viewer, inspection):
        return None
    named = may_assign_for(viewer)
    if inspection.decided_by_id in named:
        return inspection.decided_by_id
    serving = (p.organisation_id for p in viewer.posts if p.serves == inspection.decided_by_id)
    return next((pk for pk in serving if pk in named), None)
