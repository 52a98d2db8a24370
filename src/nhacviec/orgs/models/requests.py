"""Requests of a person about the data that is held of him or her (X-4)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nhacviec.ledger.models import Covered

from .people import Person


def request_kind_choices() -> list[tuple[str, object]]:
    """What the law lets a person ask for, as far as it concerns records that must be kept (X-4, X-7)."""
    return [
        ("view", _("xem, nhận bản sao")),
        ("correct", _("đính chính")),
        ("restrict", _("hạn chế xử lý")),
        ("delete", _("xóa")),
    ]


def request_outcome_choices() -> list[tuple[str, object]]:
    """How a request ended. What must be archived is restricted instead of deleted (X-7)."""
    return [("done", _("đã thực hiện")), ("partly", _("thực hiện một phần")), ("refused", _("từ chối, có lý do"))]


class DataRequest(Covered):
    """Yêu cầu về dữ liệu cá nhân: what a person asked, when it must be answered, and the answer (X-4).

    `due_on` is the last working day for the answer, counted from the day of receipt by the rule set named.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="data_requests")
    kind = models.CharField(_("loại yêu cầu"), max_length=10, choices=request_kind_choices)
    text = models.TextField(_("nội dung"), blank=True)
    received_on = models.DateField(_("ngày nhận"))
    due_on = models.DateField(_("hạn trả lời"))
    rule_set = models.CharField(_("bộ quy tắc"), max_length=60)
    answered_on = models.DateField(_("ngày trả lời"), null=True, blank=True)
    answered_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("người trả lời")
    )
    outcome = models.CharField(_("kết quả"), max_length=10, choices=request_outcome_choices, blank=True)
    answer = models.TextField(_("trả lời"), blank=True)

    class Meta:
        verbose_name = _("yêu cầu về dữ liệu")
        indexes = [models.Index(fields=["person", "-received_on"]), models.Index(fields=["answered_on", "due_on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True, outcome="") | (Q(answered_on__isnull=False) & ~Q(outcome="")),
                name="orgs_datarequest_answered",
            ),
            models.CheckConstraint(condition=Q(due_on__gte=F("received_on")), name="orgs_datarequest_due"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind} {self.received_on}"
