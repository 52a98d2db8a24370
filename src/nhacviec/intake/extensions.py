"""What intake shows on the pages of rooms below: the ways to the import of an annex, and of organisations and people."""

from django.urls import reverse
from django.utils.translation import gettext as _

from nhacviec.directives.apps import DirectiveExtension, Link
from nhacviec.directives.models import Directive
from nhacviec.orgs.access import Viewer, keeps_records
from nhacviec.orgs.apps import OrgExtension, Way

from .access import may_import


class DirectiveImport(DirectiveExtension):
    """Read the annex of a directive."""

    def actions(self, *, directive: Directive, viewer: Viewer) -> list[Link]:
        """The page on which the file is chosen, for those who assign work."""
        if not may_import(viewer):
            return []
        address = f"{reverse('intake:start')}?van-ban={directive.pk}"
        return [Link(_("Nhập từ tệp"), address, "file-import")]


class RegistryWays(OrgExtension):
    """Read organisations and people in from Excel, and take them out."""

    def ways(self, *, viewer: Viewer) -> list[Way]:
        """Both pages, for those who keep records."""
        if not keeps_records(viewer):
            return []
        return [
            Way(_("Nhập từ Excel"), reverse("intake:registry"), "file-import"),
            Way(_("Xuất ra Excel"), reverse("intake:registry_export"), "file-spreadsheet"),
        ]
