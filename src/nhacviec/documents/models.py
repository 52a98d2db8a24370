"""Registers of numbers, issued documents, attachments (văn bản)."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from nhacviec.ledger.models import Covered
from nhacviec.orgs.models import Organisation, Person


class Register(Covered):
    """Sổ đăng ký văn bản: one gapless series an issuer, family, type and series key (P-4, P-12).

    The key is the committee's term for party documents ("2020-2025"), the calendar year for state documents.
    `last` is the last number given; the row is locked while the next one is taken.
    """

    issuer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="registers")
    family = models.CharField(_("hệ thống"), max_length=10)
    kind = models.CharField(_("loại văn bản"), max_length=10)
    series = models.CharField(_("kỳ đánh số"), max_length=20)
    symbol = models.CharField(_("ký hiệu"), max_length=40)
    last = models.PositiveIntegerField(_("số cuối"), default=0)
    # Set when the issuer ends: the book stays with it, and no number of it is ever given again.
    closed_on = models.DateField(_("đóng sổ ngày"), null=True, blank=True)

    class Meta:
        verbose_name = _("sổ văn bản")
        constraints = [
            models.UniqueConstraint(fields=["issuer", "family", "kind", "series"], name="documents_register_once")
        ]

    def __str__(self) -> str:
        return f"{self.symbol} {self.series}"


def number_state_choices() -> list[tuple[str, object]]:
    """Choices of `IssuedDocument.state`."""
    return [("issued", _("đã ban hành")), ("withdrawn", _("đã thu hồi")), ("reserved", _("giữ số"))]


class IssuedDocument(Covered):
    """Văn bản đã cấp số: a number of a register and the document that carries it. A number is never used again (P-4)."""

    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="documents")
    number = models.PositiveIntegerField(_("số"))
    state = models.CharField(_("trạng thái"), max_length=12, choices=number_state_choices, default="issued")
    issued_on = models.DateField(_("ngày ban hành"))
    subject = models.CharField(_("trích yếu"), max_length=500, blank=True)
    signer = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="signed_documents")
    signer_post = models.CharField(_("chức vụ người ký"), max_length=200, blank=True)
    withdrawal_reason = models.TextField(_("lý do thu hồi"), blank=True)
    path = models.CharField(_("trang của văn bản"), max_length=200, blank=True)

    # What its name is made of: read together with it where it is named in lists.
    named_by: ClassVar[tuple[str, ...]] = ("register",)

    class Meta:
        verbose_name = _("văn bản")
        constraints = [models.UniqueConstraint(fields=["register", "number"], name="documents_number_once")]

    def __str__(self) -> str:
        return self.full_number

    @property
    def full_number(self) -> str:
        """Số và ký hiệu: "05-TB/TU" for a party document, "05/TB-UBND" for a state one; below ten with a zero."""
        joint = "-" if self.register.family == "party" else "/"
        return f"{self.number:02d}{joint}{self.register.symbol}"


class Attachment(Covered):
    """Tệp đính kèm: a checked upload. Who may read it is decided by the record that owns it."""

    file = models.FileField(upload_to="attachments/%Y/%m")
    name = models.CharField(_("tên tệp"), max_length=200)
    size = models.PositiveBigIntegerField(_("kích thước"))
    kind = models.CharField(_("kiểu tệp"), max_length=20)
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="uploads")
    uploaded_at = models.DateTimeField(_("tải lên lúc"))

    class Meta:
        verbose_name = _("tệp đính kèm")

    def __str__(self) -> str:
        return self.name
