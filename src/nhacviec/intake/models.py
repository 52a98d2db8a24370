"""A file being checked before anything is created from it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nhacviec.directives.models import Directive
from nhacviec.documents.models import Attachment
from nhacviec.ledger.models import Covered
from nhacviec.orgs.access import Role, Viewer
from nhacviec.orgs.models import Organisation, Person


def batch_state_choices() -> list[tuple[str, object]]:
    """Choices of `ImportBatch.state`."""
    return [("open", _("đang kiểm tra")), ("confirmed", _("đã tạo nhiệm vụ")), ("cancelled", _("đã hủy"))]


def importers(viewer: Viewer) -> frozenset[int]:
    """Organisations in whose name the viewer imports: those spoken for, and those whose office work is his or hers."""
    return viewer.speaks_for | viewer.roles.get(Role.CLERK, frozenset())


class BatchQuerySet(models.QuerySet["ImportBatch"]):
    """Queries of import batches."""

    def visible_to(self, viewer: Viewer) -> "BatchQuerySet":
        """Those of the organisations in whose name the viewer imports."""
        return self.filter(assigner__in=tuple(importers(viewer)))


class ImportBatch(Covered):
    """Lần nhập từ tệp: the rows of an annex as read, what the program understood, and what a person corrected.

    `rows` holds only proposals; tasks exist after `actions.confirm` alone. `version` grows with each change, so that
    two people cannot overwrite each other without seeing it.
    """

    directive = models.ForeignKey(Directive, on_delete=models.PROTECT, related_name="imports")
    assigner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("lúc"))
    columns = models.JSONField(_("ghép cột"), default=dict)
    rows = models.JSONField(_("các dòng"), default=list)
    tables_read = models.PositiveSmallIntegerField(_("số bảng đã đọc"), default=1)
    tables_found = models.PositiveSmallIntegerField(_("số bảng trong tệp"), default=1)
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(_("trạng thái"), max_length=10, choices=batch_state_choices, default="open")

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("lần nhập")
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.directive_id} {self.at:%Y-%m-%d}"
