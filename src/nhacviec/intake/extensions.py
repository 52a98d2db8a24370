"""What intake shows on the pages of rooms below: the way from a directive to the import of its annex."""

from django.urls import reverse
from django.utils.translation import gettext as _

from nhacviec.directives.apps import DirectiveExtension, Link
from nhacviec.directives.models import Directive
from nhacviec.orgs.access import Viewer

from .access import may_import


class DirectiveImport(DirectiveExtension):
    """Read the annex of a directive."""

    def actions(self, *, directive: Directive, viewer: Viewer) -> list[Link]:
        """The page on which the file is chosen, for those who assign work."""
        if not may_import(viewer):
            return []
        address = f"{reverse('intake:start')}?van-ban={directive.pk}"
        return [Link(_("Nhập từ tệp"), address, "file-import")]
