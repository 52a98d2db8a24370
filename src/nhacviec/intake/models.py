"""A file being checked before anything is created from it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from nhacviec.directives.models import Directive
from nhacviec.documents.models import Attachment
from nhacviec.ledger.models import Covered
from nhacviec.orgs.access import Role, Viewer, keeps_records
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


def registry_state_choices() -> list[tuple[str, object]]:
    """Choices of `RegistryImport.state`."""
    return [
        ("checking", _("đang kiểm tra")),
        ("checked", _("chờ xác nhận")),
        ("writing", _("đang ghi")),
        ("done", _("đã ghi")),
        ("failed", _("không đọc được")),
        ("cancelled", _("đã hủy")),
    ]


class RegistryQuerySet(models.QuerySet["RegistryImport"]):
    """Queries of imports of organisations and people."""

    def visible_to(self, viewer: Viewer) -> "RegistryQuerySet":
        """One's own, as long as one keeps records; the operator sees all: a file holds personal records."""
        if viewer.operator:
            return self.all()
        return self.filter(user_id=viewer.user_id) if keeps_records(viewer) and viewer.user_id else self.none()


class RegistryImport(Covered):
    """Lần nhập danh bạ: a workbook of organisations, people, posts and memberships, checked and then written.

    What the check found is kept for the page (`summary`, `steps`, `problems`); what counts is the file, which is
    checked again in the transaction that writes it. `fingerprint` tells whether that check found the same.
    """

    ledger_skip: ClassVar[frozenset[str]] = frozenset({"summary", "steps", "problems", "message"})

    file = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by_name = models.CharField(_("người nhập"), max_length=200)
    user_id = models.BigIntegerField(null=True, blank=True)
    # The post, or the substitution, in which it was begun: the background job acts in the same.
    chosen = models.BigIntegerField(null=True, blank=True)
    stand_in = models.BigIntegerField(null=True, blank=True)
    at = models.DateTimeField(_("lúc"))
    state = models.CharField(_("trạng thái"), max_length=10, choices=registry_state_choices, default="checking")
    skip_refused = models.BooleanField(_("bỏ qua dòng lỗi"), default=False)
    fingerprint = models.CharField(max_length=64, blank=True)
    written = models.PositiveIntegerField(_("số bản ghi đã ghi"), default=0)
    message = models.TextField(_("thông báo"), blank=True)
    summary = models.JSONField(default=dict)
    steps = models.JSONField(default=list)
    problems = models.JSONField(default=list)

    objects = RegistryQuerySet.as_manager()

    class Meta:
        verbose_name = _("lần nhập danh bạ")
        ordering = ["-at"]
        indexes = [models.Index(fields=["user_id", "-at"], name="intake_registry_user_idx")]

    def __str__(self) -> str:
        return f"{self.by_name} {self.at:%Y-%m-%d}"
