"""Obstacles with their answers, extensions with their decisions: the clocks that a superior holds."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nhacviec.ledger.models import Covered
from nhacviec.orgs.models import Organisation, Person

from .task import Task


def cause_choices() -> list[tuple[str, object]]:
    """Causes of obstacles, as leaders group them."""
    return [
        ("land", _("Bồi thường, giải phóng mặt bằng")),
        ("money", _("Vốn, kinh phí")),
        ("procedure", _("Chờ hồ sơ, thủ tục cấp trên")),
        ("coordination", _("Phối hợp giữa các cơ quan")),
        ("staff", _("Thiếu người, vị trí trống")),
        ("law", _("Quy định chưa rõ")),
        ("other", _("Nguyên nhân khác")),
    ]


def answer_choices() -> list[tuple[str, object]]:
    """Choices of `Obstacle.outcome` (T-6)."""
    return [
        ("agreed", _("Đồng ý đề xuất")),
        ("other", _("Giải quyết cách khác")),
        ("refused", _("Không đồng ý")),
        ("own_power", _("Thuộc thẩm quyền đơn vị, tự giải quyết")),
        ("referred", _("Chuyển lên cấp trên")),
    ]


class Obstacle(Covered):
    """Vướng mắc: what hinders, with a proposal, asked of a superior who must answer by `answer_due` (S-6, T-6).

    While it waits, the clock is the superior's; the waiting is added to the unit's deadline when it is answered.
    """

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="obstacles")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("báo lúc"))
    reported_on = models.DateField(_("ngày báo"))
    cause = models.CharField(_("nguyên nhân"), max_length=20, choices=cause_choices)
    text = models.TextField(_("vướng mắc"))
    proposal = models.TextField(_("đề xuất"))
    asked = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="asked_obstacles")
    answer_due = models.DateField(_("hạn trả lời"))
    outcome = models.CharField(_("kết quả"), max_length=12, choices=answer_choices, blank=True)
    answer = models.TextField(_("trả lời"), blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(_("trả lời lúc"), null=True, blank=True)
    answered_on = models.DateField(_("ngày trả lời"), null=True, blank=True)

    class Meta:
        verbose_name = _("vướng mắc")
        ordering = ["at", "id"]
        indexes = [
            models.Index(
                fields=["asked", "answer_due"], condition=Q(answered_on__isnull=True), name="tasks_obstacle_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.cause}"


def extension_state_choices() -> list[tuple[str, object]]:
    """Choices of `Extension.state`."""
    return [("pending", _("chờ quyết định")), ("granted", _("cho gia hạn")), ("refused", _("không cho gia hạn"))]


class Extension(Covered):
    """Gia hạn: asked before the deadline with a reason, decided by the assigner alone (T-13)."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="extensions")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("xin lúc"))
    reason = models.TextField(_("lý do"))
    old_deadline = models.DateField(_("thời hạn khi xin"))
    proposed = models.DateField(_("xin đến ngày"))
    answer_due = models.DateField(_("hạn quyết định"))
    state = models.CharField(_("kết quả"), max_length=10, choices=extension_state_choices, default="pending")
    granted = models.DateField(_("gia hạn đến ngày"), null=True, blank=True)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("quyết định lúc"), null=True, blank=True)
    decision_reason = models.TextField(_("ý kiến người quyết định"), blank=True)

    class Meta:
        verbose_name = _("gia hạn")
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["task"], condition=Q(state="pending"), name="tasks_extension_one_pending"),
            models.CheckConstraint(condition=Q(proposed__gt=models.F("old_deadline")), name="tasks_extension_later"),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} → {self.proposed}"
