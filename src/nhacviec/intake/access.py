"""Who may turn a file into tasks."""

from nhacviec.directives.models import Directive
from nhacviec.orgs.access import Role, Viewer


def assigners(viewer: Viewer) -> frozenset[int]:
    """Organisations in whose name the viewer may assign work: those spoken for, and those whose office work is his or hers."""
    return viewer.speaks_for | viewer.roles.get(Role.CLERK, frozenset())


def may_import(viewer: Viewer) -> bool:
    """Clerks and heads."""
    return bool(assigners(viewer))


def may_import_into(viewer: Viewer, directive: Directive) -> bool:
    """Whether tasks of this directive may be assigned by the viewer: the issuer, or a body that carries it out below."""
    return directive.issuer_id in assigners(viewer) or may_import(viewer)
