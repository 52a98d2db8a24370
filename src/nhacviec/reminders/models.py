"""The clock, notices and their consequence (nhắc việc)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nhacviec.documents.models import IssuedDocument
from nhacviec.ledger.models import Covered
from nhacviec.orgs.access import Ground, Readers, Role, Viewer
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
# The ladder has two steps (T-21); a third one needs a change of the table's constraint as well.
LAST_LEVEL = 2
# Not yet signed, and not thrown away.
OPEN_DRAFTS = ("draft", "set_aside")
# Never left the office: nobody outside the issuer knows of it.
INTERNAL_STATES = (*OPEN_DRAFTS, "discarded")


def chosen_choices() -> list[tuple[str, object]]:
    """Choices of `Notice.chosen`: what a person decided against the program's proposal."""
    return [("included", _("đưa vào xét")), ("aside", _("để lại chưa xét"))]


def preparing_issuers(viewer: Viewer) -> frozenset[int]:
    """Organisations whose notices the viewer prepares or signs: as their clerk, or speaking for them."""
    return viewer.roles.get(Role.CLERK, frozenset()) | viewer.speaks_for


def _issued() -> Q:
    return ~Q(state__in=INTERNAL_STATES)


NOTICE_READERS = Readers(
    Ground(
        "addressee",
        _("đứng đầu, lãnh đạo hoặc tham mưu ở đơn vị nhận thông báo hoặc cấp trên của đơn vị ấy"),
        lambda v: _issued() & v.inside("addressee_id"),
        through="addressee_id",
    ),
    Ground(
        "staff",
        _("tham mưu, lãnh đạo của cơ quan ban hành"),
        lambda v: _issued() & Q(issuer__in=tuple(v.serves - v.own)),
        through="issuer_id",
    ),
    Ground(
        "issuer",
        _("soạn hoặc ký thông báo của cơ quan ban hành"),
        lambda v: Q(issuer__in=tuple(preparing_issuers(v))),
        through="issuer_id",
    ),
    Ground("person", _("người được nêu trong thông báo"), lambda v: _issued() & Q(person=v.person_id or 0)),
)


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Queries of notices."""

    def visible_to(self, viewer: Viewer) -> "NoticeQuerySet":
        """Issued ones of the viewer's subtrees, of issuers served, to the person named; drafts only inside the issuer."""
        return self.filter(NOTICE_READERS.condition(viewer))

    def open_drafts(self) -> "NoticeQuerySet":
        """On the workbench: to be signed, or proposed to leave aside."""
        return self.filter(state__in=OPEN_DRAFTS)

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
    cure_date_chosen = models.BooleanField(_("hạn do người soạn chọn"), default=False)
    recipients = models.CharField(_("nơi nhận thêm"), max_length=500, blank=True)
    chosen = models.CharField(_("lựa chọn của người soạn"), max_length=10, choices=chosen_choices, blank=True)
    presented_at = models.DateTimeField(_("trình ký lúc"), null=True, blank=True)
    content = models.JSONField(_("văn bản đã ký"), default=dict)
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
    cured_late = models.BooleanField(_("khắc phục sau hạn"), default=False)
    closing = models.JSONField(_("căn cứ kết thúc"), default=dict)
    withdrawal = models.OneToOneField(
        IssuedDocument, on_delete=models.PROTECT, null=True, blank=True, related_name="withdraws"
    )
    note = models.TextField(_("lý do đưa vào xét, thu hồi hoặc bỏ"), blank=True)

    # A first notice closed by a product: the one condition of every figure; `cured_late` says whether in time.
    CURED: ClassVar[Q] = Q(level=1, state="cured")

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
                condition=Q(state__in=("draft", "set_aside", "discarded"))
                | Q(document__isnull=False, signed_by__isnull=False),
                name="reminders_notice_signed_has_number",
            ),
        ]
        indexes = [models.Index(fields=["state", "-id"]), models.Index(fields=["addressee", "state"])]

    def __str__(self) -> str:
        return f"{self.task_id} L{self.level} {self.state}"

    def get_absolute_url(self) -> str:
        """The page of the notice."""
        return reverse("reminders:notice", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        """Whether it is not yet signed and not thrown away."""
        return self.state in OPEN_DRAFTS

    @property
    def number(self) -> str:
        """Số và ký hiệu, empty before the signature."""
        return self.document.full_number if self.document else ""


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


class ConsequenceQuerySet(models.QuerySet["Consequence"]):
    """Queries of consequences."""

    def visible_to(self, viewer: Viewer) -> "ConsequenceQuerySet":
        """Those of the viewer's subtrees, about the viewer, or to be decided by a body that the viewer speaks for."""
        return self.filter(
            Q(organisation__in=viewer.command_sql())
            | Q(person=viewer.person_id)
            | Q(decider__in=tuple(viewer.speaks_for))
            | Q(notice__issuer__in=tuple(preparing_issuers(viewer)))
        )

    def counting(self) -> "ConsequenceQuerySet":
        """Not void: what the yearly review must look at."""
        return self.exclude(state="void")


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
    decided_on = models.DateField(_("ngày quyết định"), null=True, blank=True)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_post = models.CharField(_("chức vụ người quyết định"), max_length=200, blank=True)

    objects: ClassVar[ConsequenceQuerySet] = ConsequenceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("hệ quả")
        constraints = [models.UniqueConstraint(fields=["notice", "kind"], name="reminders_consequence_once")]
        indexes = [models.Index(fields=["year", "kind", "state"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}"

    def get_absolute_url(self) -> str:
        """The page of the consequence."""
        return reverse("reminders:consequence", args=[self.pk])


class SweepRun(models.Model):
    """Lần rà soát hằng ngày: that the sweep of a day was done, and what it found. The watchdog looks here.

    A record of the machinery, not of the office: not covered by the ledger.
    """

    on = models.DateField(_("ngày"), primary_key=True)
    finished_at = models.DateTimeField(_("xong lúc"))
    found = models.JSONField(_("kết quả"), default=dict)

    class Meta:
        verbose_name = _("lần rà soát")

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d}"
