"""Moving: an organisation passes under another parent with all that stands below it."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nhacviec.web.errors import BadInput, NotPossible

from ...access import Viewer
from ...apps import Reorganised
from ...models import Organisation, ParentLink
from ..drafts import FoundingDocument
from ..organisations import link_parent
from .carrying_out import announce
from .checks import document_text, locked, require_day, require_right


@transaction.atomic
def move_organisation(
    *,
    viewer: Viewer,
    organisation: Organisation,
    parent: Organisation,
    hierarchy: str,
    on: dt.date,
    document: FoundingDocument,
    now: dt.datetime,
) -> ParentLink:
    """Put an organisation under another parent in one hierarchy from a day; its work, people and books stay its own.

    Who reads it follows from the tree: bodies above the old place lose it from that day, those above the new one gain it.
    Raises NotAllowed, BadInput("parent" | "hierarchy" | "on" | "document"), NotPossible.
    """
    require_day(viewer, on)
    require_right(viewer, [organisation], on)
    text = document_text(document, viewer)
    organisation = locked([organisation])[organisation.pk]
    if organisation.ended_on is not None:
        raise NotPossible(_("Tổ chức này đã kết thúc."))
    before = ParentLink.objects.on(on).filter(child=organisation, hierarchy=hierarchy).select_related("parent").first()
    if before is not None and before.parent_id == parent.pk:
        raise BadInput("parent", _("Tổ chức này đã trực thuộc %(name)s.") % {"name": parent.label})
    link = link_parent(
        viewer=viewer, child=organisation, parent=parent, hierarchy=hierarchy, since=on, now=now, document=text
    )
    left = (before.parent,) if before is not None else ()
    announce(viewer, Reorganised("move", ((organisation, parent),), on, text, {}, frozenset(), left), now)
    return link
