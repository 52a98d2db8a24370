"""Directives (chỉ thị, nghị quyết, kế hoạch) and their clauses."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from nhacviec.documents.models import Attachment
from nhacviec.ledger.models import Covered
from nhacviec.orgs.models import Organisation


def directive_kind_choices() -> list[tuple[str, object]]:
    """Choices of `Directive.kind`: the usual kinds of party and state texts (P-5)."""
    return [
        ("CT", _("Chỉ thị")),
        ("NQ", _("Nghị quyết")),
        ("KL", _("Kết luận")),
        ("KH", _("Kế hoạch")),
        ("CTr", _("Chương trình")),
        ("QĐ", _("Quyết định")),
        ("CV", _("Công văn")),
        ("TB", _("Thông báo")),
    ]


class Directive(Covered):
    """Văn bản chỉ đạo: the text that gives tasks their ground. A secrecy mark is refused (X-9)."""

    ledger_skip: ClassVar[frozenset[str]] = frozenset({"folded"})

    issuer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="directives")
    kind = models.CharField(_("loại"), max_length=5, choices=directive_kind_choices)
    number = models.CharField(_("số"), max_length=20)
    symbol = models.CharField(_("ký hiệu"), max_length=40)
    issued_on = models.DateField(_("ngày ban hành"))
    subject = models.CharField(_("trích yếu"), max_length=600)
    implements = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="implemented_by"
    )
    file = models.ForeignKey(Attachment, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    folded = models.TextField(editable=False)

    class Meta:
        verbose_name = _("văn bản chỉ đạo")
        constraints = [
            models.UniqueConstraint(fields=["issuer", "number", "symbol", "issued_on"], name="directives_number_once")
        ]
        indexes = [models.Index(fields=["-issued_on", "-id"])]

    def __str__(self) -> str:
        return self.full_number

    @property
    def full_number(self) -> str:
        """Số và ký hiệu: "06-CT/TU" for party texts, "12/KH-UBND" for state ones, as `symbol` is written."""
        joint = "-" if "/" in self.symbol else "/"
        return f"{self.number}{joint}{self.symbol}"


class Clause(Covered):
    """Điều, mục: a numbered part of a directive that a task cites."""

    directive = models.ForeignKey(Directive, on_delete=models.PROTECT, related_name="clauses")
    label = models.CharField(_("mục"), max_length=60)
    text = models.TextField(_("nội dung"), blank=True)
    order = models.PositiveIntegerField(_("thứ tự"), default=0)

    class Meta:
        verbose_name = _("điều, mục")
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["directive", "label"], name="directives_clause_once")]

    def __str__(self) -> str:
        return self.label
