"""Inspections (kiểm tra): team, checklist, assessment of each official, findings with remedies."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nhacviec.documents.models import Attachment
from nhacviec.ledger.models import Covered
from nhacviec.orgs.access import Ground, Readers, Role, Viewer
from nhacviec.orgs.models import Organisation, Person
from nhacviec.tasks.models import Task


def inspection_kind_choices() -> list[tuple[str, object]]:
    """Choices of `Inspection.kind` (I-2, I-20)."""
    return [
        ("planned", _("theo kế hoạch")),
        ("unannounced", _("đột xuất")),
        ("signs", _("khi có dấu hiệu vi phạm")),
        ("duty", _("kiểm tra công vụ")),
    ]


# Nothing is said to the unit before the decision is shown on arrival (I-20, I-23).
UNTOLD_KINDS = ("unannounced", "duty")


def inspection_state_choices() -> list[tuple[str, object]]:
    """States of an inspection: the three phases of I-4."""
    return [("prepared", _("chuẩn bị")), ("running", _("đang kiểm tra")), ("concluded", _("đã kết luận"))]


def told() -> Q:
    """Condition "the unit knows of it": started, or of a kind that is announced beforehand (I-4, I-23)."""
    return ~Q(state="prepared") | ~Q(kind__in=UNTOLD_KINDS)


def _of_team(viewer: Viewer) -> Q:
    return Q(pk__in=TeamMember.objects.filter(person=viewer.person_id or 0).values("inspection_id"))


def _of_assessed(viewer: Viewer) -> Q:
    return Q(pk__in=Assessment.objects.filter(person=viewer.person_id or 0).values("inspection_id")) & told()


INSPECTION_READERS = Readers(
    Ground(
        "staff",
        _("lãnh đạo, ban tổ chức hoặc ủy ban kiểm tra của cơ quan quyết định kiểm tra"),
        lambda v: Q(decided_by__in=v.reads_for(Role.INSPECTOR, Role.LEADER, Role.ORGANISER)),
        through="decided_by_id",
    ),
    Ground(
        "decider",
        _("đứng đầu hoặc cấp phó của cơ quan quyết định kiểm tra"),
        lambda v: Q(decided_by__in=tuple(v.speaks_for)),
        through="decided_by_id",
    ),
    Ground("team", _("thành viên đoàn kiểm tra"), _of_team, reading="team"),
    Ground(
        "above",
        _("đứng đầu, lãnh đạo hoặc tham mưu ở đơn vị được kiểm tra hoặc cấp trên của đơn vị ấy"),
        lambda v: v.inside("unit_id") & told(),
        through="unit_id",
        reading="head",
    ),
    Ground(
        "unit",
        _("giữ chức vụ ở đơn vị được kiểm tra"),
        lambda v: Q(unit__in=tuple(v.own)) & told(),
        through="unit_id",
    ),
    Ground("assessed", _("người được kiểm tra"), _of_assessed, reading="own"),
)


class InspectionQuerySet(models.QuerySet["Inspection"]):
    """Queries of inspections."""

    def visible_to(self, viewer: Viewer) -> "InspectionQuerySet":
        """Staff and leaders of the deciding body, the team; the inspected unit and officials only once told (I-23)."""
        return self.filter(INSPECTION_READERS.condition(viewer))


class Inspection(Covered):
    """Cuộc kiểm tra of a unit. An unannounced one is unknown to the unit until it starts (I-23)."""

    code = models.CharField(_("mã"), max_length=30, unique=True)
    kind = models.CharField(_("loại"), max_length=12, choices=inspection_kind_choices)
    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="inspections")
    decided_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="inspections_decided")
    decision_number = models.CharField(_("quyết định số"), max_length=60)
    decided_on = models.DateField(_("ngày quyết định"))
    subject = models.CharField(_("nội dung kiểm tra"), max_length=500)
    state = models.CharField(_("trạng thái"), max_length=12, choices=inspection_state_choices, default="prepared")
    started_at = models.DateTimeField(_("bắt đầu lúc"), null=True, blank=True)
    concluded_on = models.DateField(_("kết luận ngày"), null=True, blank=True)
    conclusion = models.TextField(_("kết luận"), blank=True)

    objects: ClassVar[InspectionQuerySet] = InspectionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("cuộc kiểm tra")
        indexes = [models.Index(fields=["-decided_on", "-id"])]

    def __str__(self) -> str:
        return self.code


class TeamMember(Covered):
    """Thành viên đoàn, tổ kiểm tra."""

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="team")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="inspection_teams")
    leads = models.BooleanField(_("trưởng đoàn"), default=False)

    class Meta:
        verbose_name = _("thành viên đoàn kiểm tra")
        constraints = [
            models.UniqueConstraint(fields=["inspection", "person"], name="inspections_team_once"),
            models.UniqueConstraint(fields=["inspection"], condition=Q(leads=True), name="inspections_team_one_leader"),
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id}: {self.person_id}"


def assessment_choices() -> list[tuple[str, object]]:
    """Marks of a checklist item."""
    return [("met", _("Đạt")), ("correct", _("Cần sửa")), ("not_met", _("Chưa đạt"))]


class ChecklistItem(Covered):
    """Mục kiểm tra: what is looked at for each official."""

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="items")
    order = models.PositiveIntegerField(_("thứ tự"))
    text = models.CharField(_("nội dung"), max_length=300)

    class Meta:
        verbose_name = _("mục kiểm tra")
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["inspection", "order"], name="inspections_item_order")]

    def __str__(self) -> str:
        return self.text


class Assessment(Covered):
    """Nhận xét từng công chức: marks by checklist item (item id → mark) and a remark (S-5, I-20)."""

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="assessments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assessments")
    post_title = models.CharField(_("vị trí"), max_length=160, blank=True)
    marks = models.JSONField(_("kết quả"), default=dict)
    remark = models.TextField(_("nhận xét"), blank=True)
    assessed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    assessed_at = models.DateTimeField(_("lúc"), null=True, blank=True)
    opinion = models.TextField(_("ý kiến của người được kiểm tra"), blank=True)
    opinion_at = models.DateTimeField(_("nêu ý kiến lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("nhận xét công chức")
        constraints = [models.UniqueConstraint(fields=["inspection", "person"], name="inspections_assessment_once")]

    def __str__(self) -> str:
        return f"{self.inspection_id}: {self.person_id}"

    @property
    def done(self) -> bool:
        """Whether the official has been assessed."""
        return self.assessed_at is not None

    @property
    def faults(self) -> int:
        """How many items are not met or to be corrected."""
        return sum(mark != "met" for mark in self.marks.values())


class Finding(Covered):
    """Phát hiện: description, evidence, whom it concerns, cause, and the remedy, which is a task with its own deadline (I-24)."""

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="findings")
    order = models.PositiveIntegerField(_("số"))
    description = models.TextField(_("nội dung"))
    evidence = models.TextField(_("bằng chứng"))
    cause = models.TextField(_("nguyên nhân"), blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="findings")
    remedy = models.OneToOneField(Task, on_delete=models.PROTECT, null=True, blank=True, related_name="finding")

    class Meta:
        verbose_name = _("phát hiện")
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["inspection", "order"], name="inspections_finding_order")]

    def __str__(self) -> str:
        return f"{self.inspection_id}/{self.order}"


class Photo(Covered):
    """Ảnh bằng chứng, taken while an official was assessed or for a finding: kept as sent, never changed."""

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="photos")
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, null=True, blank=True, related_name="photos")
    attachment = models.OneToOneField(Attachment, on_delete=models.PROTECT, related_name="inspection_photo")
    taken_at = models.DateTimeField(_("lúc"))
    caption = models.CharField(_("chú thích"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("ảnh bằng chứng")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.inspection_id}: {self.attachment_id}"
