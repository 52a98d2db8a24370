"""Progress reports, submissions and their files."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nhacviec.documents.models import Attachment
from nhacviec.ledger.models import Covered
from nhacviec.orgs.models import Person

from .task import Task


class ProgressReport(Covered):
    """Báo cáo tiến độ: dated, never overwritten."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="reports")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("lúc"))
    text = models.TextField(_("nội dung"))
    percent = models.PositiveSmallIntegerField(_("tỷ lệ hoàn thành"), null=True, blank=True)

    class Meta:
        verbose_name = _("báo cáo tiến độ")
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(percent__isnull=True) | Q(percent__lte=100), name="tasks_report_percent")
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.at:%Y-%m-%d}"


def instruction_kind_choices() -> list[tuple[str, object]]:
    """Choices of `Instruction.kind`."""
    return [
        ("note", pgettext_lazy("diễn biến", "Chỉ đạo thêm")),
        ("suspend", pgettext_lazy("diễn biến", "Tạm dừng")),
        ("resume", pgettext_lazy("diễn biến", "Tiếp tục")),
        ("withdraw", pgettext_lazy("diễn biến", "Thu hồi")),
    ]


class Instruction(Covered):
    """Ý kiến chỉ đạo: what the assigner orders about a running task, with its reason (T-11)."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="instructions")
    kind = models.CharField(_("loại"), max_length=10, choices=instruction_kind_choices)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("lúc"))
    given_on = models.DateField(_("ngày"))
    reason = models.TextField(_("nội dung"))

    class Meta:
        verbose_name = _("ý kiến chỉ đạo")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.task_id} {self.kind}"


def outcome_choices() -> list[tuple[str, object]]:
    """Choices of `Submission.outcome`."""
    return [("pending", _("chờ nghiệm thu")), ("accepted", _("đã nghiệm thu")), ("returned", _("trả lại"))]


class Submission(Covered):
    """Nộp sản phẩm: the product handed in, then accepted or returned by another person than the doer (T-12).

    `submitted_on` decides "on time" if this submission is the accepted one; `answer_due` is the acceptor's own clock.
    """

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="submissions")
    version = models.PositiveIntegerField(_("lần nộp"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("nộp lúc"))
    submitted_on = models.DateField(_("ngày nộp"))
    text = models.TextField(_("nội dung"), blank=True)
    answer_due = models.DateField(_("hạn nghiệm thu"), null=True, blank=True)
    outcome = models.CharField(_("kết quả"), max_length=10, choices=outcome_choices, default="pending")
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("nghiệm thu lúc"), null=True, blank=True)
    reason = models.TextField(_("lý do trả lại"), blank=True)

    ledger_skip: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        verbose_name = _("nộp sản phẩm")
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["task", "version"], name="tasks_submission_version"),
            models.UniqueConstraint(
                fields=["task"], condition=Q(outcome="pending"), name="tasks_submission_one_pending"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("by")), name="tasks_submission_two_people"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} v{self.version}"


class SubmissionFile(Covered):
    """Tệp sản phẩm: a file of a submission."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="files")
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("tệp sản phẩm")

    def __str__(self) -> str:
        return f"{self.submission_id}: {self.attachment_id}"
