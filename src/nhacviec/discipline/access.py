"""Who may do what with a case. Seeing is `Case.objects.visible_to(viewer)`."""

from django.utils.translation import gettext_lazy as _

from nhacviec.orgs.access import Role, Viewer
from nhacviec.web.errors import NotAllowed

from .models import Case


def staff_of(viewer: Viewer, committee_id: int) -> bool:
    """Inspectors and leaders of the committee in whose organisation a case is handled."""
    return viewer.has(Role.INSPECTOR, committee_id) or viewer.has(Role.LEADER, committee_id)


def concerned(viewer: Viewer, person_id: int) -> bool:
    """Whether it is the case of the viewer, or of the absent person whom he or she replaces: never to act for a body in."""
    return viewer.concerns(person_id)


def may_start(viewer: Viewer) -> bool:
    """Whether the viewer could open a case about anybody at all."""
    return bool(viewer.speaks_for or viewer.has(Role.INSPECTOR) or viewer.has(Role.LEADER))


def may_open(viewer: Viewer, *, person_id: int, committee_id: int, bodies: frozenset[int]) -> bool:
    """Inspectors and leaders of the committee, and who speaks for the member's cell or a body above it there."""
    return not concerned(viewer, person_id) and (
        staff_of(viewer, committee_id) or not viewer.speaks_for.isdisjoint(bodies)
    )


def may_handle(viewer: Viewer, case: Case) -> bool:
    """Record hearing, ballot, closing: the committee's inspectors and leaders, who speaks for body, cell or between."""
    line = {case.body_id, case.cell_id, *case.competence.get("line", ())}
    return not concerned(viewer, case.person_id) and (
        staff_of(viewer, case.committee_id) or bool(viewer.speaks_for & line)
    )


def may_decide(viewer: Viewer, case: Case) -> bool:
    """Record and announce the decision: who speaks for the deciding body, or the committee's inspectors and leaders."""
    return not concerned(viewer, case.person_id) and (
        staff_of(viewer, case.committee_id) or case.body_id in viewer.speaks_for
    )


def require(allowed: bool, viewer: Viewer, case: Case) -> None:
    """Raise NotAllowed, with the conflict of interest named where that is the reason."""
    if concerned(viewer, case.person_id):
        raise NotAllowed(_("Đồng chí là người được xem xét, không được tham gia xử lý vụ việc của chính mình."))
    if not allowed:
        raise NotAllowed
