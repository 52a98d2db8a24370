"""The clock, notices and their consequence (nhắc việc)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nhacviec.documents.models import IssuedDocument
from nhacviec.ledger.models import Covered
from nhacviec.orgs.models import Organisation, Person
from nhacviec.tasks.models import Task


class ReminderClock(models.Model):
    """Đồng hồ nhắc việc: when a task must next be looked at by the sweep. Kept outside `Task` (performance.md 2).

    A derived record, rebuilt from tasks and notices at will, hence not covered by the ledger.
    """

    task = models.OneToOneField(Task, on_delete=models.CASCADE, primary_key=True, related_name="clock")
    next_check = models.DateField(_("ngày xét tiếp"), null=True)
    level = models.PositiveSmallIntegerField(_("mức đang xét"), default=1)

    class Meta:
        verbose_name = _("đồng hồ nhắc việc")
        indexes = [
            models.Index(fields=["next_check"], condition=Q(next_check__isnull=False), name="reminders_clock_due")
        ]

    def __str__(self) -> str:
        return f"{self.task_id} @ {self.next_check}"


def notice_state_choices() -> list[tuple[str, object]]:
    """States of a notice. "set_aside" is a draft that the office proposes not to send yet (T-25)."""
    return [
        ("draft", _("Dự thảo")),
        ("set_aside", _("Đề nghị chưa xét")),
        ("signed", _("Đã ký, cấp số")),
        ("served", _("Đã giao")),
        ("acknowledged", _("Đã tiếp nhận")),
        ("cured", _("Đã khắc phục")),
        ("breached", _("Quá hạn khắc phục")),
        ("withdrawn", _("Đã thu hồi")),
        ("discarded", _("Bỏ dự thảo")),
    ]


# A notice in one of these states no longer stands in the way of another of its level.
VOID_STATES = ("withdrawn", "discarded")


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Queries of notices."""

    def standing(self) -> "NoticeQuerySet":
        """Not withdrawn, not discarded."""
        return self.exclude(state__in=VOID_STATES)

    def issued(self) -> "NoticeQuerySet":
        """With a number, and not withdrawn: what statistics count."""
        return self.filter(document__isnull=False).exclude(state="withdrawn")


class Notice(Covered):
    """Thông báo nhắc việc, lần thứ nhất hoặc thứ hai: a numbered official document, not a message (T-20, T-21).

    `due_on` is the deadline in force when it was drafted, `days_late` the fair count of working days then;
    `cure_date` is the new date that it sets (T-24). Nothing counts before it is served.
    """

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="notices")
    level = models.PositiveSmallIntegerField(_("lần"))
    issuer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="notices_issued")
    addressee = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="notices_received")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="notices")
    state = models.CharField(_("trạng thái"), max_length=14, choices=notice_state_choices, default="draft")
    drafted_on = models.DateField(_("ngày dự thảo"))
    due_on = models.DateField(_("thời hạn đã quá"))
    days_late = models.PositiveIntegerField(_("số ngày làm việc quá hạn"))
    pending = models.JSONField(_("đang chờ cấp trên"), default=list)
    pending_seen = models.BooleanField(_("người ký đã xem"), default=False)
    cure_date = models.DateField(_("hạn khắc phục"))
    rule_set = models.CharField(_("bộ quy tắc"), max_length=60)
    reason = models.JSONField(_("căn cứ"), default=dict)
    document = models.OneToOneField(
        IssuedDocument, on_delete=models.PROTECT, null=True, blank=True, related_name="notice"
    )
    signed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    signed_at = models.DateTimeField(_("ký lúc"), null=True, blank=True)
    served_at = models.DateTimeField(_("giao lúc"), null=True, blank=True)
    served_on = models.DateField(_("ngày giao"), null=True, blank=True)
    acknowledged_at = models.DateTimeField(_("tiếp nhận lúc"), null=True, blank=True)
    acknowledged_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    acknowledged_post = models.CharField(_("chức vụ người tiếp nhận"), max_length=200, blank=True)
    reply = models.TextField(_("phản hồi"), blank=True)
    replied_at = models.DateTimeField(_("phản hồi lúc"), null=True, blank=True)
    closed_on = models.DateField(_("khắc phục hoặc quá hạn ngày"), null=True, blank=True)
    note = models.TextField(_("lý do đưa vào xét, thu hồi hoặc bỏ"), blank=True)

    objects: ClassVar[NoticeQuerySet] = NoticeQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("thông báo nhắc việc")
        constraints = [
            # The unique key that makes the sweep idempotent, however often and on how many machines it runs.
            models.UniqueConstraint(
                fields=["task", "level"], condition=~Q(state__in=VOID_STATES), name="reminders_notice_level_once"
            ),
            models.CheckConstraint(condition=Q(level__in=(1, 2)), name="reminders_notice_level"),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "set_aside", "discarded")) | Q(document__isnull=False, signed_by__isnull=False),
                name="reminders_notice_signed_has_number",
            ),
        ]
        indexes = [models.Index(fields=["state", "-id"]), models.Index(fields=["addressee", "state"])]

    def __str__(self) -> str:
        return f"{self.task_id} L{self.level} {self.state}"


def consequence_kind_choices() -> list[tuple[str, object]]:
    """Choices of `Consequence.kind`: the yearly ceiling of an organisation or a person, or a case (T-22, T-23)."""
    return [
        ("ceiling_organisation", _("Đề nghị mức trần đối với tổ chức")),
        ("ceiling_person", _("Đề nghị mức trần đối với cá nhân")),
        ("case", _("Đề nghị xem xét kỷ luật")),
    ]


def consequence_state_choices() -> list[tuple[str, object]]:
    """Choices of `Consequence.state`."""
    return [
        ("proposed", _("đề nghị")),
        ("taken", _("đã theo đề nghị")),
        ("departed", _("quyết định khác")),
        ("void", _("không còn hiệu lực")),
    ]


class Consequence(Covered):
    """Hệ quả: what follows from a second notice not acted on. Only a proposal to the deciding body (T-22, T-27)."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="consequences")
    kind = models.CharField(_("loại"), max_length=24, choices=consequence_kind_choices)
    year = models.PositiveIntegerField(_("năm"))
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="consequences")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="consequences")
    decider = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="consequences_to_decide")
    proposed_on = models.DateField(_("ngày đề nghị"))
    trace = models.JSONField(_("căn cứ"), default=dict)
    state = models.CharField(_("trạng thái"), max_length=10, choices=consequence_state_choices, default="proposed")
    grounds = models.TextField(_("lý do quyết định khác"), blank=True)

    class Meta:
        verbose_name = _("hệ quả")
        constraints = [models.UniqueConstraint(fields=["notice", "kind"], name="reminders_consequence_once")]
        indexes = [models.Index(fields=["year", "kind", "state"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}"
