"""The task (nhiệm vụ được giao)."""

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import F, OuterRef, Q
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nhacviec.directives.models import Clause, Directive
from nhacviec.ledger.models import Covered
from nhacviec.orgs.access import ANY, NOBODY, Ground, Readers, Viewer
from nhacviec.orgs.models import Organisation, Person
from nhacviec.orgs.models.conditions import AmongThese, RowHas

CLOSED_STATES = ("done", "withdrawn")


def task_state_choices() -> list[tuple[str, object]]:
    """Working states (T-11). Late or not is never a state: it is computed (T-10)."""
    return [
        ("assigned", _("Mới giao")),
        ("received", pgettext_lazy("nhiệm vụ", "Đã tiếp nhận")),
        ("running", _("Đang thực hiện")),
        ("submitted", _("Chờ nghiệm thu")),
        ("returned", pgettext_lazy("trạng thái", "Trả lại")),
        ("done", _("Hoàn thành")),
        ("suspended", pgettext_lazy("trạng thái", "Tạm dừng")),
        ("withdrawn", _("Đã thu hồi")),
    ]


def deadline_kind_choices() -> list[tuple[str, object]]:
    """How a deadline was given. "continuous" and "none" have no date and are never overdue (T-14)."""
    return [
        ("date", _("ngày cụ thể")),
        ("month", _("trong tháng")),
        ("quarter", _("trong quý")),
        ("half_year", _("sáu tháng")),
        ("year", _("trong năm")),
        ("multi_year", _("nhiều năm")),
        ("working_days", _("số ngày làm việc")),
        ("continuous", _("thường xuyên")),
        ("none", _("không thời hạn")),
    ]


DATELESS_KINDS = ("continuous", "none")


# Words in the text of the statement, not parameters: SQLite sees only then that the indexes of open tasks hold its rows.
IS_OPEN = ~Q(state__in=[RawSQL(f"'{state}'", ()) for state in CLOSED_STATES])  # noqa: S611
IS_DONE_ON_TIME = Q(state="done", deadline__isnull=False, done_on__lte=F("deadline"))
IS_DONE_LATE = Q(state="done", deadline__isnull=False, done_on__gt=F("deadline"))


def is_overdue(on: dt.date) -> Q:
    """Condition "running overdue" on a day: the one definition, in SQL, of `rules.lateness.report_state` (T-10).

    While a superior examines, answers or has suspended the task, the day on which the doer's time stopped is judged.
    """
    return IS_OPEN & Q(deadline__lt=on) & (Q(stopped_on__isnull=True) | Q(stopped_on__gt=F("deadline")))


def is_running(on: dt.date) -> Q:
    """Condition "running in time" on a day (T-10); see `is_overdue`."""
    return IS_OPEN & (Q(deadline__gte=on) | Q(deadline__isnull=False, stopped_on__lte=F("deadline")))


def _contributed(viewer: Viewer) -> Q:
    parts = Contribution.objects.filter(organisation__in=tuple(viewer.own))
    if not viewer.own:
        return NOBODY
    if not viewer.wide:
        return Q(AmongThese("pk", parts.values("task_id")))
    return Q(RowHas(parts.filter(task=OuterRef("pk")))) if viewer.paging else Q(pk__in=parts.values("task_id"))


TASK_READERS = Readers(
    Ground(
        "lead",
        _("đứng đầu, lãnh đạo hoặc tham mưu ở đơn vị chủ trì hoặc cấp trên của đơn vị ấy"),
        lambda v: v.inside("lead_id"),
        through="lead_id",
    ),
    Ground(
        "assigner",
        _("đứng đầu, lãnh đạo hoặc tham mưu ở cơ quan giao việc hoặc cấp trên của cơ quan ấy"),
        lambda v: v.inside("assigner_id"),
        through="assigner_id",
    ),
    Ground("unit", _("giữ chức vụ ở đơn vị chủ trì"), lambda v: Q(lead__in=tuple(v.own)), through="lead_id"),
    Ground("responsible", _("người chịu trách nhiệm"), lambda v: Q(responsible=v.person_id or 0)),
    Ground("part", _("giữ chức vụ ở đơn vị phối hợp"), _contributed, through=ANY),
)


class TaskQuerySet(models.QuerySet["Task"]):
    """Queries of tasks."""

    def visible_to(self, viewer: Viewer) -> "TaskQuerySet":
        """Those whose internals the viewer may read: by subtree or unit of lead or assigner, or as the person named."""
        return self.filter(TASK_READERS.condition(viewer))

    def open(self) -> "TaskQuerySet":
        """Neither done nor withdrawn."""
        return self.filter(IS_OPEN)

    def overdue(self, on: dt.date) -> "TaskQuerySet":
        """Not accepted, and past the deadline in force, on the day or when the doer's time stopped (T-10, T-12)."""
        return self.filter(is_overdue(on))

    def running_in_time(self, on: dt.date) -> "TaskQuerySet":
        """Not accepted, and the deadline not passed, on the day or when the doer's time stopped (T-10, T-12)."""
        return self.filter(is_running(on))

    def counted(self) -> "TaskQuerySet":
        """Those that reports count: all but the withdrawn."""
        return self.exclude(state="withdrawn")

    def done_on_time(self) -> "TaskQuerySet":
        """Accepted, and submitted on or before the deadline in force (T-12)."""
        return self.filter(IS_DONE_ON_TIME)

    def done_late(self) -> "TaskQuerySet":
        """Accepted, but submitted after the deadline in force (T-12)."""
        return self.filter(IS_DONE_LATE)

    def dateless(self) -> "TaskQuerySet":
        """Without a date: followed apart, never overdue (T-14)."""
        return self.filter(deadline__isnull=True)


def of_open_readable(viewer: Viewer, column: str = "task_id") -> Q:
    """Condition "of an open task that the viewer may read" on rows that point to tasks, few of which stand at once."""
    if viewer.wide:
        seen = Task.objects.visible_to(viewer.page_by_page())
        return Q(RowHas(seen.open().filter(pk=OuterRef(column))))
    return Q(AmongThese(column, Task.objects.visible_to(viewer).open().values("pk")))


class Task(Covered):
    """Nhiệm vụ được giao: one lead, one responsible person, one concrete product, one deadline (T-6, T-16).

    `deadline` is the one in force (dates, the whole day counts), `original_deadline` is never overwritten (T-13).
    `done_on` is the day of the submission that was later accepted, not the day of acceptance (T-12).
    `stopped_on` is set while somebody above must act: since that day a product is being examined, an obstacle waits
    for its answer, or the task is suspended; the doer's time stands still (T-12, T-15).
    """

    ledger_skip: ClassVar[frozenset[str]] = frozenset({"folded"})

    code = models.CharField(_("mã"), max_length=30, unique=True)
    directive = models.ForeignKey(Directive, on_delete=models.PROTECT, null=True, blank=True, related_name="tasks")
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, null=True, blank=True, related_name="tasks")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    assigner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="assigned_tasks")
    lead = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="led_tasks")
    responsible = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tasks")
    title = models.CharField(_("việc"), max_length=1000)
    product = models.CharField(_("sản phẩm"), max_length=500)
    authority = models.CharField(_("thẩm quyền"), max_length=500, blank=True)
    group = models.CharField(_("nhóm"), max_length=500, blank=True)
    cooperation_text = models.TextField(_("phối hợp khác, theo văn bản"), blank=True)
    deadline_kind = models.CharField(_("loại thời hạn"), max_length=20, choices=deadline_kind_choices)
    deadline_text = models.CharField(_("thời hạn trong văn bản"), max_length=300, blank=True)
    original_deadline = models.DateField(_("thời hạn gốc"), null=True, blank=True)
    deadline = models.DateField(_("thời hạn"), null=True, blank=True)
    calendar_version = models.CharField(_("bản lịch"), max_length=40, blank=True)
    state = models.CharField(_("trạng thái"), max_length=12, choices=task_state_choices, default="assigned")
    assigned_on = models.DateField(_("ngày giao"))
    received_at = models.DateTimeField(_("tiếp nhận lúc"), null=True, blank=True)
    done_on = models.DateField(_("ngày nộp sản phẩm được nghiệm thu"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("nghiệm thu lúc"), null=True, blank=True)
    stopped_on = models.DateField(_("thời gian của người thực hiện dừng từ ngày"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    folded = models.TextField(editable=False)

    objects: ClassVar[TaskQuerySet] = TaskQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("nhiệm vụ")
        constraints = [
            models.CheckConstraint(condition=~Q(title="") & ~Q(product=""), name="tasks_task_title_product"),
            models.CheckConstraint(
                condition=Q(deadline__isnull=False, original_deadline__isnull=False)
                | Q(deadline__isnull=True, deadline_kind__in=DATELESS_KINDS),
                name="tasks_task_deadline_kind",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(done_on__isnull=False, accepted_at__isnull=False),
                name="tasks_task_done_has_submission",
            ),
        ]
        indexes = [
            models.Index(fields=["assigner", "state"]),
            models.Index(fields=["deadline", "id"], condition=~Q(state__in=CLOSED_STATES), name="tasks_open_deadline"),
            models.Index(
                fields=["lead", "deadline", "id"], condition=~Q(state__in=CLOSED_STATES), name="tasks_open_lead"
            ),
            models.Index(fields=["lead", "assigned_on"]),
            models.Index(fields=["responsible", "state"]),
            models.Index(fields=["directive", "id"]),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        """The page of the task."""
        return reverse("tasks:detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Neither done nor withdrawn."""
        return self.state not in CLOSED_STATES


class Contribution(Covered):
    """Phối hợp: a co-operating organisation's part. Only the lead is judged on the deadline (T-16)."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="contributions")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="contributions")
    part = models.CharField(_("phần việc"), max_length=500, blank=True)
    due_on = models.DateField(_("hạn phối hợp"), null=True, blank=True)
    done_on = models.DateField(_("hoàn thành ngày"), null=True, blank=True)

    class Meta:
        verbose_name = _("phối hợp")
        constraints = [models.UniqueConstraint(fields=["task", "organisation"], name="tasks_contribution_once")]

    def __str__(self) -> str:
        return f"{self.task_id} + {self.organisation_id}"


def step_kind_choices() -> list[tuple[str, object]]:
    """Choices of `DeadlineStep.kind`."""
    return [("original", _("Thời hạn khi giao")), ("wait", _("Chờ cấp trên trả lời")), ("extension", _("Gia hạn"))]


class DeadlineStep(Covered):
    """Bước tính thời hạn: why the deadline in force is the day it is. Steps are added, never changed (W-1, T-13).

    `days` are working days; `source_id` is the obstacle or extension that the step comes from.
    """

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="deadline_steps")
    kind = models.CharField(_("bước"), max_length=12, choices=step_kind_choices)
    days = models.IntegerField(_("số ngày làm việc"), default=0)
    from_on = models.DateField(_("từ ngày"), null=True, blank=True)
    to_on = models.DateField(_("đến ngày"), null=True, blank=True)
    result = models.DateField(_("thời hạn"))
    reason = models.CharField(_("căn cứ"), max_length=300, blank=True)
    rule = models.CharField(_("quy tắc"), max_length=20, blank=True)
    source_id = models.BigIntegerField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("bước tính thời hạn")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.task_id} {self.kind} {self.result}"


class TaskSeries(models.Model):
    """Dãy mã nhiệm vụ của một năm: the last number given; the row is locked while the next ones are taken."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"
