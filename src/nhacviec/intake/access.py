"""Who may turn a file into tasks."""

from nhacviec.directives.access import readable_issuers
from nhacviec.directives.models import Directive
from nhacviec.orgs.access import Viewer
from nhacviec.tasks.access import assigners as task_assigners
from nhacviec.tasks.access import leads_under

from .models import importers


def assigners(viewer: Viewer) -> frozenset[int]:
    """Organisations in whose name the viewer imports: those spoken for, and those whose office work is his or hers."""
    return importers(viewer)


def may_import(viewer: Viewer) -> bool:
    """Clerks and heads."""
    return bool(assigners(viewer))


def may_import_for(viewer: Viewer, assigner_id: int) -> bool:
    """Whether the viewer may import in that name."""
    return assigner_id in assigners(viewer) and assigner_id in task_assigners(viewer)


def may_cite(viewer: Viewer, directive: Directive) -> bool:
    """Whether tasks may be made of this directive: by its issuer, or by a body that carries it out below. One query."""
    return Directive.objects.filter(readable_issuers(viewer), pk=directive.pk).exists()


def possible_leads(viewer: Viewer, assigner_id: int) -> frozenset[int]:
    """Organisations that may be given work in the assigner's name."""
    return leads_under(viewer, [assigner_id])
