"""Who may give and end a substitution."""

from ..models import Appointment, ParentLink, Substitution
from ..models.periods import in_force
from .people import may_keep
from .viewer import Viewer


def may_substitute(viewer: Viewer, appointment: Appointment) -> bool:
    """The absent person for the own post, who speaks for an organisation directly above, the keeper of its records.

    Never while acting on behalf of somebody: who substitutes does not substitute further.
    """
    if viewer.stand_in is not None:
        return False
    unit = appointment.post.organisation_id
    if viewer.person_id is not None and appointment.person_id == viewer.person_id:
        return True
    if may_keep(viewer, unit):
        return True
    above = ParentLink.objects.filter(in_force(viewer.on), child_id=unit, parent_id__in=viewer.speaks_for)
    return bool(viewer.speaks_for) and above.exists()


def may_end_substitution(viewer: Viewer, substitution: Substitution) -> bool:
    """Who may give it, and the substitute, who gives it back."""
    mine = viewer.person_id is not None and substitution.substitute_id == viewer.person_id
    return mine or may_substitute(viewer, substitution.appointment)
